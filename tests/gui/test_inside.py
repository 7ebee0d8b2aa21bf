"""Looking into a network with real clicks and keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel

from nn import Network
from ocr_app.engine.inspection.confusion import confuse
from ocr_app.widgets.formula.formula_view import FormulaView
from ocr_app.widgets.inside.mistakes_view import MistakesView
from ocr_app.widgets.inside.terms_table import TermsTable
from ocr_app.widgets.inside.units_view import UnitsView

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def network():
    made = Network((64, 12, 10))
    made.initialize(np.random.default_rng(0))
    return made


@pytest.fixture
def digits():
    rng = np.random.default_rng(1)
    return rng.random((80, 64), np.float32), rng.integers(0, 10, 80)


@pytest.fixture
def mistakes(qtbot, network, digits):
    view = MistakesView()
    qtbot.addWidget(view)
    view.resize(700, 420)
    view.show_samples(*digits)
    view.show_network(network)
    view.show()
    qtbot.waitExposed(view)
    return view


def test_a_click_on_a_cell_shows_its_digits(mistakes, network, digits):
    found = confuse(network, *digits)
    label, read_as = np.argwhere(found.counts == found.counts.max())[0]
    matrix = mistakes.matrix
    QTest.mouseClick(matrix, LEFT, pos=matrix._rect(label, read_as).center())
    assert matrix.cell == (label, read_as)
    shown = mistakes.gallery.digits
    assert len(shown) == found.counts[label, read_as]
    assert np.array_equal(shown[0].pixels.reshape(-1), digits[0][found.cell(label, read_as)[0]])
    assert f"{label}s" in matrix.accessibleDescription()


def test_the_arrow_keys_move_and_stay_inside(mistakes):
    matrix = mistakes.matrix
    matrix.setFocus()
    for key, cell in (
        (Qt.Key.Key_Up, (0, 0)),
        (Qt.Key.Key_Right, (0, 1)),
        (Qt.Key.Key_Down, (1, 1)),
        (Qt.Key.Key_Left, (1, 0)),
    ):
        QTest.keyClick(matrix, key)
        assert matrix.cell == cell


def test_counts_and_shares_look_different(mistakes):
    before = mistakes.matrix.grab().toImage()
    QTest.mouseClick(mistakes.findChild(QCheckBox, "confusionShares"), LEFT, pos=_left_of(mistakes))
    assert mistakes.matrix.grab().toImage() != before


def _left_of(view):
    box = view.findChild(QCheckBox, "confusionShares")
    return (
        box.rect().topLeft()
        + box.rect().bottomLeft() / 2
        + box.fontMetrics().boundingRect("x").bottomRight()
    )


def test_without_a_network_it_says_what_to_do(qtbot):
    view = MistakesView()
    qtbot.addWidget(view)
    view.show()
    assert "Start a training" in view.findChild(QLabel, "mistakesText").text()
    assert view.gallery.digits == ()


@pytest.fixture
def units(qtbot, network, digits):
    view = UnitsView()
    qtbot.addWidget(view)
    view.resize(700, 420)
    view.show_samples(*digits)
    view.show_network(network)
    view.show()
    qtbot.waitExposed(view)
    return view


def test_a_click_on_a_unit_writes_its_sum(units, network, digits):
    sum_text = units.findChild(QLabel, "unitSum")
    assert "Draw a digit" in sum_text.text()
    x = digits[0][0]
    units.show_drawing(x.reshape(8, 8))
    pictures = units.pictures.widget()
    QTest.mouseClick(pictures, LEFT, pos=pictures.corner(3) + QPoint(20, 20))
    unit = units.pictures.unit
    passed = network.forward(x[np.newaxis])
    net = f"{passed.net_inputs[0][0, unit]:+.2f}".replace("-", "−")
    assert not sum_text.isVisible()
    rows = units.findChild(TermsTable, "unitTerms").rows
    assert (rows[-1].source, rows[-1].term) == ("net input", net)
    terms = network.weights[0][unit] * x
    largest = int(np.abs(terms).argmax())
    assert rows[1].source == f"{largest // 8 + 1}, {largest % 8 + 1}"
    assert rows[1].term == f"= {terms[largest]:+.2f}".replace("-", "−")
    formula = units.findChild(FormulaView, "unitFormula").accessibleDescription()
    assert formula.endswith(f"= {passed.outputs[0][0, unit]:.2f}")
    assert net.lstrip("+") in formula


def test_the_table_is_copied_for_a_spreadsheet(units, digits):
    units.show_drawing(digits[0][0].reshape(8, 8))
    table = units.findChild(TermsTable, "unitTerms")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == len(table.rows) == 20
    assert lines[0] == "row, col.\tw\tx\t"
    shown = [float(line.split("\t")[3].replace("−", "-")) for line in lines[1:-1]]
    net = float(lines[-1].split("\t")[3].replace("−", "-"))
    assert sum(shown) == pytest.approx(net, abs=0.1)


def test_keys_move_between_units(units):
    pictures = units.pictures.widget()
    pictures.setFocus()
    first = units.pictures.unit
    QTest.keyClick(pictures, Qt.Key.Key_Right)
    second = units.pictures.unit
    assert second != first
    QTest.keyClick(pictures, Qt.Key.Key_Left)
    assert units.pictures.unit == first


def test_a_larger_network_may_follow_a_smaller_one(units):
    for sizes in ((64, 3, 10), (64, 200, 10), (64, 10)):
        network = Network(sizes)
        network.initialize(np.random.default_rng(0))
        units.show_network(network)
        units.grab()
        assert 0 <= units.pictures.unit < sizes[1]
    units.show_network(None)
    units.grab()
    assert units.pictures.unit == -1

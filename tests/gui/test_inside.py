"""Looking into a network with real clicks and keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QMenu

from nn import Network
from ocr_app.engine.inspection.confusion import confuse
from ocr_app.engine.inspection.layers import look_at_layers
from ocr_app.engine.inspection.saliency import saliency
from ocr_app.engine.inspection.units import look_at_units
from ocr_app.widgets.formula.formula_view import FormulaView
from ocr_app.widgets.inside.histogram_view import HistogramView
from ocr_app.widgets.inside.layers_view import LayersView
from ocr_app.widgets.inside.mistakes_view import MistakesView
from ocr_app.widgets.inside.saliency_card import SaliencyCard
from ocr_app.widgets.inside.terms_table import TermsTable
from ocr_app.widgets.inside.units_view import UnitsView
from ocr_app.widgets.inside.weight_pictures import WeightPictures
from ocr_app.widgets.pixel_grid import PixelGrid

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
    view.show_samples(digits[0], np.arange(1700, 1780))
    view.show_look(network, confuse(network, *digits))
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
    view.show_look(network, look_at_units(network, digits[0]))
    view.show()
    qtbot.waitExposed(view)
    return view


def test_without_a_network_nobody_is_told_to_draw_what_is_drawn_already(qtbot, digits):
    view = UnitsView()
    qtbot.addWidget(view)
    view.show()
    view.show_drawing(digits[0][0].reshape(8, 8))
    text = view.findChild(QLabel, "unitSum").text()
    assert "Draw" not in text
    assert "trained" in text


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


def test_a_larger_network_may_follow_a_smaller_one(units, digits):
    for sizes in ((64, 3, 10), (64, 200, 10), (64, 10)):
        network = Network(sizes)
        network.initialize(np.random.default_rng(0))
        units.show_look(network, look_at_units(network, digits[0]))
        units.grab()
        assert 0 <= units.pictures.unit < sizes[1]
    units.show_look(None, None)
    units.grab()
    assert units.pictures.unit == -1


@pytest.fixture
def gallery(mistakes, network, digits):
    """The gallery with the fullest cell, and what it has opened."""
    found = confuse(network, *digits)
    label, read_as = np.argwhere(found.counts == found.counts.max())[0]
    QTest.mouseClick(mistakes.matrix, LEFT, pos=mistakes.matrix._rect(label, read_as).center())
    opened = []
    mistakes.digit_opened.connect(opened.append)
    assert len(mistakes.gallery.digits) > 2
    return mistakes.gallery, opened


def test_a_double_click_opens_a_digit(gallery):
    view, opened = gallery
    pictures = view.widget()
    QTest.mouseDClick(pictures, LEFT, pos=pictures.corner(1) + QPoint(20, 20))
    assert opened == [view.digits[1]]
    assert 1701 <= opened[0].number <= 1780
    QTest.mouseDClick(pictures, LEFT, pos=QPoint(pictures.width() - 1, pictures.height() - 1))
    assert len(opened) == 1


def test_keys_choose_and_open_a_digit(gallery):
    view, opened = gallery
    pictures = view.widget()
    QTest.keyClick(pictures, Qt.Key.Key_Right)
    QTest.keyClick(pictures, Qt.Key.Key_Return)
    assert opened == [view.digits[1]]
    assert f"{view.digits[1].number:,}" in view.accessibleDescription()
    for _ in range(3):
        QTest.keyClick(pictures, Qt.Key.Key_Left)
    QTest.keyClick(pictures, Qt.Key.Key_Space)
    assert opened[-1] is view.digits[0]


@pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen, of menus
def test_the_menu_of_a_digit_opens_it(gallery, qtbot):
    view, opened = gallery
    pictures = view.widget()
    at = pictures.corner(2) + QPoint(20, 20)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, at, pictures.mapToGlobal(at), Qt.KeyboardModifier.NoModifier
    )
    pictures.contextMenuEvent(event)
    menu = pictures.findChild(QMenu, "digitMenu")
    qtbot.waitUntil(menu.isVisible)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert opened == [view.digits[2]]


@pytest.fixture
def layers(qtbot):
    view = LayersView()
    qtbot.addWidget(view)
    view.resize(600, 420)
    view.show()
    qtbot.waitExposed(view)
    return view


def test_every_layer_has_three_histograms_and_its_remark(layers, digits, qtbot):
    network = Network((64, 12, 7, 10))
    network.initialize(np.random.default_rng(0))
    network.biases[0][:] = -1000
    layers.show_look(network, look_at_layers(network, *digits))
    assert "dead" in layers.remarks[0]
    assert layers.remarks[2] == ""
    views = layers.findChildren(HistogramView)
    qtbot.waitUntil(lambda: [view.isVisible() for view in views] == [True] * 9)
    assert any("7 ReLU units" in label.text() for label in layers.findChildren(QLabel))
    smaller = Network((64, 10))
    smaller.initialize(np.random.default_rng(0))
    layers.show_look(smaller, look_at_layers(smaller, *digits))
    assert len(layers.remarks) == 1
    layers.show_look(None, None)
    assert layers.remarks == ()
    assert "Start a training" in layers.findChild(QLabel, "layersText").text()


def test_a_bar_tells_its_numbers(layers, network, digits):
    look = look_at_layers(network, *digits)
    layers.show_look(network, look)
    view = next(v for v in layers.findChildren(HistogramView) if v.accessibleName() == "weights")
    bar = int(look[0].weights.counts.argmax())
    assert f"{look[0].weights.counts[bar]:,} of {look[0].weights.n:,} weights" in view.explain(bar)
    assert view.explain(-1) == view.explain(99) == ""
    assert f"{look[0].weights.n:,} weights" in view.accessibleDescription()


def test_another_digit_may_be_asked_what_speaks_for_it(qtbot, network, digits):
    card = SaliencyCard()
    qtbot.addWidget(card)
    card.show()
    pixels = digits[0][0].reshape(8, 8)
    card.show_reading(network, pixels, 4)
    assert np.array_equal(card.grid.saliency, saliency(network, pixels, 4))
    box = card.findChild(QComboBox, "saliencyDigit")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_7)
    expected = saliency(network, pixels, 7)
    assert np.array_equal(card.grid.saliency, expected)
    row, column = np.unravel_index(expected.argmax(), (8, 8))
    assert "speaks for the 7" in card.grid.explain(int(row), int(column))
    row, column = np.unravel_index(expected.argmin(), (8, 8))
    assert "speaks against the 7" in card.grid.explain(int(row), int(column))
    card.show_reading(None, pixels)
    assert card.grid.saliency is None


def test_signs_can_be_told_apart_without_colour(qtbot):
    grid = PixelGrid()
    qtbot.addWidget(grid)
    grid.resize(161, 161)
    values = np.zeros((8, 8))
    values[0, 0], values[0, 1] = 1, -1
    grid.show_pixels(np.abs(values).astype(np.float32))
    grid.show_saliency(values, 3)
    image = grid.grab().toImage()
    ratio = image.width() / grid.width()
    plus, minus = (
        {
            image.pixel(round(ratio * (left + 10 + dx)), round(ratio * (10 + dy)))
            for dx, dy in ((0, 4), (0, -4))
        }
        == {image.pixel(round(ratio * (left + 10 + 3)), round(ratio * 10))}
        for left in (0, 20)
    )
    assert plus
    assert not minus


@pytest.mark.parametrize("n_units", [3, 30, 200])
def test_pictures_are_as_large_as_all_can_be_seen_at_once(qtbot, n_units):
    pictures = WeightPictures()
    qtbot.addWidget(pictures)
    weights = np.random.default_rng(0).normal(0, 1, (n_units, 64))
    pictures.show_weights(weights, np.arange(n_units))
    sides = []
    for width, height in ((300, 200), (640, 560), (1000, 800)):
        pictures.resize(width, height)
        pictures.show()
        qtbot.waitExposed(pictures)
        contents = pictures.widget()
        places = [contents.corner(number) for number in range(n_units)]
        sides.append(places[1].x() - places[0].x())
        if sides[-1] > 46:  # larger than they must be: then nothing needs to be scrolled
            qtbot.waitUntil(lambda: pictures.verticalScrollBar().maximum() == 0)
        assert contents.number_at(places[-1]) == n_units - 1
    assert sides == sorted(sides)
    assert sides[-1] > 46
    assert min(sides) >= 46

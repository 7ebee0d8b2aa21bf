"""The network at work on the drawing, in the real window."""

from __future__ import annotations

import numpy as np
import pytest
from mouse import drag
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from ocr_app.engine.diagram import Unit
from ocr_app.widgets.formula.formula_view import FormulaView

LEFT = Qt.MouseButton.LeftButton
SEVEN = [(0.25, 0.2), (0.5, 0.2), (0.75, 0.2), (0.6, 0.5), (0.45, 0.85)]


@pytest.fixture
def opened(window, qtbot):
    drag(window.draw_tab.canvas, SEVEN)
    QTest.mouseClick(window.findChild(QToolButton, "showNetwork"), LEFT)
    view = window.findChild(QWidget, "drawingNetwork")
    qtbot.waitUntil(view.isVisible)
    return view


def formula_of(view):
    return view.findChild(FormulaView, "unitFormula").accessibleDescription()


def test_nothing_of_it_is_made_before_it_is_wanted(window):
    assert window.findChild(QWidget, "drawingNetwork") is None


def test_it_shows_what_the_network_computes(opened, window):
    reading, network = window.recognition.reading, window.models.model.network
    passed = network.forward(reading.pixels.reshape(1, -1))
    diagram = opened.picture.diagram
    assert np.allclose(diagram.columns[-1].values, passed.outputs[-1][0])
    for at, unit in enumerate(diagram.columns[1].shown):
        assert diagram.columns[1].values[at] == pytest.approx(passed.outputs[0][0, unit])
    assert f"{passed.net_inputs[-1][0, reading.digit]:.2f}" in formula_of(opened)


def test_a_click_on_a_unit_writes_its_sum(opened, window):
    picture = opened.picture
    unit = Unit(1, picture.diagram.columns[1].shown[2])
    QTest.mouseClick(picture, LEFT, pos=picture.place_of(unit).toPoint())
    network = window.models.model.network
    pixels = window.recognition.reading.pixels.reshape(-1)
    net = float(network.weights[0][unit.number] @ pixels + network.biases[0][unit.number])
    assert f"ReLU({net:.2f})" in formula_of(opened)
    assert f"hidden unit {unit.number + 1}" in " ".join(
        label.text() for label in opened.findChildren(QLabel)
    )
    assert opened.findChild(QWidget, "weightPicture").isVisible()
    QTest.mouseClick(picture, LEFT, pos=picture.place_of(Unit(2, 3)).toPoint())
    assert not opened.findChild(QWidget, "weightPicture").isVisible()


def test_it_follows_the_pen_and_keeps_the_chosen_unit(opened, window, qtbot):
    picture = opened.picture
    unit = Unit(1, picture.diagram.columns[1].shown[0])
    QTest.mouseClick(picture, LEFT, pos=picture.place_of(unit).toPoint())
    before, said = picture.diagram, formula_of(opened)
    drag(window.draw_tab.canvas, [(0.3, 0.5), (0.5, 0.52), (0.75, 0.5)])
    qtbot.waitUntil(lambda: picture.diagram is not before)
    assert unit.number in picture.diagram.columns[1].shown
    assert formula_of(opened) != said
    window.draw_tab.canvas.clear()
    qtbot.waitUntil(lambda: picture.diagram is None)
    assert "Draw a digit" in picture.accessibleDescription()
    assert not opened.findChild(FormulaView, "unitFormula").isVisible()


def test_a_pixel_has_no_sum(opened):
    picture = opened.picture
    QTest.mouseClick(picture, LEFT, pos=picture.place_of(Unit(0, 20)).toPoint())
    assert "row 3, column 5" in opened.findChild(QLabel, "unitSum").text()


def test_the_way_back_leads_to_the_reading(opened, window):
    assert not window.draw_tab.bars.isVisible()
    QTest.mouseClick(opened.back, LEFT)
    assert window.draw_tab.bars.isVisible()
    assert not opened.isVisible()


@pytest.mark.parametrize("size", [(736, 680), (1000, 700), (1500, 1000)])
def test_the_canvas_keeps_its_size(window, size, qtbot):
    window.resize(*size)
    drag(window.draw_tab.canvas, SEVEN)
    before = window.draw_tab.canvas.geometry(), window.minimumSizeHint()
    QTest.mouseClick(window.findChild(QToolButton, "showNetwork"), LEFT)
    view = window.findChild(QWidget, "drawingNetwork")
    qtbot.waitUntil(view.isVisible)
    assert (window.draw_tab.canvas.geometry(), window.minimumSizeHint()) == before
    assert view.picture.height() >= view.picture.minimumHeight()
    window.resize(736, 680)
    assert window.width() == 736


def test_another_network_is_shown_at_once(opened, window, qtbot):
    before = opened.picture.diagram
    network = window.models.model.network.copy()
    network.parameters[:] *= 0.5
    from dataclasses import replace

    window.recognition.use_model(replace(window.models.model, network=network))
    qtbot.waitUntil(lambda: opened.picture.diagram is not before)
    passed = network.forward(window.recognition.reading.pixels.reshape(1, -1))
    assert np.allclose(opened.picture.diagram.columns[-1].values, passed.outputs[-1][0])

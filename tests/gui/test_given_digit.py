"""Held-out digits on the Draw tab: 64 numbers without pen strokes."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QScrollArea, QTabWidget, QWidget

from datasets.digits import load_digits
from ocr_app.engine.inspection.saliency import saliency
from ocr_app.engine.workbench.presets import PRESETS
from ocr_app.widgets.inside.digit_gallery import SeenDigit
from tests.helpers.mouse import drag

LEFT = Qt.MouseButton.LeftButton
SEVEN = [(0.3, 0.2), (0.7, 0.2), (0.4, 0.8)]


@pytest.fixture
def digit():
    split = load_digits()
    number = int(split.numbers_test[5])
    label = int(split.y_test[5])
    return SeenDigit(split.X_test[5].reshape(8, 8), label, label, np.full(10, 0.1), number + 1)


def text(window, name):
    return window.findChild(QLabel, name).text()


def test_numbers_say_where_digits_are_in_the_file():
    from sklearn.datasets import load_digits as load_sklearn_digits

    bunch = load_sklearn_digits()
    for kind in ("writers", "random"):
        split = load_digits(kind)
        assert np.array_equal(split.y_test, bunch.target[split.numbers_test])
        assert np.allclose(split.counts_train * 16, bunch.data[split.numbers_train])


def test_it_is_read_as_it_is_and_undo_brings_the_drawing_back(window, digit):
    canvas = window.draw_tab.canvas
    drag(canvas, SEVEN)
    before = canvas.drawing
    window._drawings.open_digit(digit)
    reading = window.recognition.reading
    assert np.array_equal(reading.pixels, digit.pixels)
    assert reading.digit == digit.label
    assert np.array_equal(window.draw_tab.film.grid.pixels, digit.pixels)
    assert "without pen strokes" in text(window, "filmstripText")
    assert not window.findChild(QAbstractButton, "stepCrop").isEnabled()
    assert not window.findChild(QAction, "saveDrawing").isEnabled()
    assert not window.findChild(QAction, "teach3").isEnabled()
    assert f"{digit.number:,}" in canvas.accessibleDescription()
    window.findChild(QAction, "undo").trigger()
    assert canvas.drawing == before
    assert canvas.given is None
    assert window.findChild(QAbstractButton, "stepCrop").isEnabled()
    window.findChild(QAction, "redo").trigger()
    assert canvas.given is not None


def test_drawing_starts_anew(window, digit):
    canvas = window.draw_tab.canvas
    window._drawings.open_digit(digit)
    drag(canvas, SEVEN)
    assert canvas.given is None
    assert len(canvas.drawing.strokes) == 1
    assert not np.array_equal(window.recognition.reading.pixels, digit.pixels)
    window.findChild(QAction, "undo").trigger()
    assert canvas.given is not None
    assert np.array_equal(window.recognition.reading.pixels, digit.pixels)


def test_clear_takes_it_away(window, digit):
    window._drawings.open_digit(digit)
    clear = window.findChild(QAction, "clear")
    assert clear.isEnabled()
    clear.trigger()
    assert window.draw_tab.canvas.given is None
    assert window.recognition.reading is None
    assert not clear.isEnabled()


def test_why_a_drawing_is_read_as_it_is(window):
    canvas, grid = window.draw_tab.canvas, window.draw_tab.film.grid
    why = window.findChild(QPushButton, "showWhy")
    QTest.mouseClick(why, LEFT)
    assert "speaks for the digit that is read" in text(window, "filmstripText")
    assert grid.saliency is None
    drag(canvas, SEVEN)
    reading, network = window.recognition.reading, window.models.model.network
    assert np.array_equal(grid.saliency, saliency(network, reading.pixels, reading.digit))
    QTest.mouseClick(why, LEFT)
    assert grid.saliency is None
    assert np.array_equal(grid.pixels, reading.pixels)
    assert "Switch a step off" in text(window, "filmstripText")


def test_from_a_mistake_to_the_draw_tab(window, qtbot):
    tabs = window.tabs
    window.findChild(QAction, "retrain").trigger()
    start = window.findChild(QPushButton, "runStart")
    qtbot.waitUntil(start.isVisible)
    form = window.findChild(QWidget, "setupForm")
    setup = next(preset for preset in PRESETS if preset.key == "one_neuron").setup
    form.set_setup(dataclasses.replace(setup, max_iter=2))
    QTest.mouseClick(start, LEFT)
    qtbot.waitUntil(window.findChild(QWidget, "verdictBar").isVisible, timeout=60_000)
    views = window.findChild(QTabWidget, "trainViews")
    titles = [views.tabText(number) for number in range(views.count())]
    QTest.mouseClick(
        views.tabBar(), LEFT, pos=views.tabBar().tabRect(titles.index("Mistakes")).center()
    )
    matrix = window.findChild(QWidget, "confusionMatrix")
    gallery = window.findChild(QScrollArea, "digitGallery")
    cells = itertools.cycle(itertools.product(range(10), range(10)))

    def is_any_in_a_cell() -> bool:
        matrix.choose(*next(cells))
        return bool(gallery.digits)

    qtbot.waitUntil(is_any_in_a_cell, timeout=60_000)
    QTest.keyClick(gallery.widget(), Qt.Key.Key_Return)
    assert tabs.currentIndex() == 0
    assert window.draw_tab.canvas.given is not None
    assert np.array_equal(window.recognition.reading.pixels, gallery.digits[0].pixels)

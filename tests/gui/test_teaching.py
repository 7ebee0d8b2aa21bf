"""Teaching the network one's own hand, in the real window, from the first stroke to the reading."""

from __future__ import annotations

import dataclasses

import pytest
from mouse import drag
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget

from ocr_app.controllers import workbench
from ocr_app.engine.workbench.presets import fine_tuning_setup
from ocr_app.storage import SampleStore

LEFT = Qt.MouseButton.LeftButton
PATIENCE = 60_000

SEVEN = ([(0.2, 0.4), (0.35, 0.1), (0.75, 0.1), (0.6, 0.5), (0.45, 0.9)], [(0.25, 0.9), (0.7, 0.9)])
"""A 7 with a long serif and a base, which the factory model takes for a 2."""


def draw(window, strokes, shift=0.0):
    for stroke in strokes:
        drag(window.draw_tab.canvas, [(x + shift * y, y) for x, y in stroke])


def stored():
    store = SampleStore()
    found = [sample.label for sample in store.samples()]
    store.close()
    return found


@pytest.fixture
def quick(monkeypatch):
    """Fine-tune with fewer of the other digits: seconds instead of half a minute for all tests."""

    def setup(network):
        made = fine_tuning_setup(network)
        return made and dataclasses.replace(made, copies=2, synthetic=100, nondigits=300)

    monkeypatch.setattr(workbench, "fine_tuning_setup", setup)


def fine_tune(window, qtbot):
    button = window.findChild(QPushButton, "fineTuneButton")
    qtbot.waitUntil(button.isEnabled, timeout=PATIENCE)
    QTest.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: window.findChild(QWidget, "verdictBar") is not None, timeout=PATIENCE)
    qtbot.waitUntil(window.findChild(QWidget, "verdictBar").isVisible, timeout=PATIENCE)
    return window.findChild(QLabel, "verdictText").text()


def test_a_misread_seven_is_read_right_after_being_taught(window, qtbot, quick):
    bar = window.draw_tab.teach_bar
    for number in range(5):
        window.draw_tab.canvas.clear()
        draw(window, SEVEN, shift=0.03 * (number - 2))
        QTest.mouseClick(bar.findChild(QToolButton, "teachButton7"), LEFT)
        qtbot.waitUntil(lambda n=number: f"{n + 1} sample" in bar.message, timeout=PATIENCE)
    assert window.recognition.reading.digit != 7
    verdict = fine_tune(window, qtbot)
    assert "7 (" in verdict.split("before")[1]
    assert "Held-out digits" in verdict
    QTest.mouseClick(window.findChild(QPushButton, "verdictUse"), LEFT)
    window.tabs.setCurrentIndex(0)
    assert window.recognition.reading.digit == 7
    window.close()
    assert stored() == [7] * 5


def test_the_keys_say_what_it_is(window, qtbot):
    window.activateWindow()
    draw(window, SEVEN)
    window.findChild(QAction, "teach7").trigger()
    bar = window.draw_tab.teach_bar
    qtbot.waitUntil(lambda: "Saved as a\N{NO-BREAK SPACE}7" in bar.message, timeout=PATIENCE)
    assert window.findChild(QAction, "teach7").shortcut().toString() == "7"
    window.tabs.setCurrentIndex(1)
    assert not window.findChild(QAction, "teach7").isEnabled()


def test_nothing_can_be_taught_on_a_blank_canvas(window):
    assert not window.findChild(QAction, "teach3").isEnabled()
    assert not window.draw_tab.teach_bar.findChild(QToolButton, "teachButton3").isEnabled()
    assert not window.findChild(QAction, "fineTune").isEnabled()


def test_fine_tuning_that_forgets_is_not_offered(window, qtbot, monkeypatch):
    def harmful(network):
        made = fine_tuning_setup(network)
        return made and dataclasses.replace(
            made, use_digits=False, synthetic=0, nondigits=1, learning_rate_init=0.05
        )

    monkeypatch.setattr(workbench, "fine_tuning_setup", harmful)
    draw(window, SEVEN)
    QTest.mouseClick(window.draw_tab.teach_bar.findChild(QToolButton, "teachButton7"), LEFT)
    assert "Not offered" in fine_tune(window, qtbot)
    assert not window.findChild(QPushButton, "verdictUse").isVisible()
    assert "wrong labels" in window.findChild(QLabel, "verdictText").text()

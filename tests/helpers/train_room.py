"""The Train tab of the real window, as somebody at the screen has it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QSlider, QWidget

from ocr_app.engine.workbench.presets import PRESETS
from ocr_app.storage import RunStore
from ocr_app.widgets.plots import CurvePlot
from ocr_app.widgets.train.train_tab import TrainTab

PATIENCE = 30_000
LEFT = Qt.MouseButton.LeftButton


class Room:
    """The Train tab of the real window, opened from the menu."""

    def __init__(self, qtbot, window):
        self.qtbot, self.window = qtbot, window
        window.findChild(QAction, "retrain").trigger()
        self.tab = window.findChild(TrainTab, "trainTab")
        qtbot.waitUntil(self.tab.isVisible)

    def find(self, kind, name):
        found = self.tab.findChild(kind, name)
        assert found is not None, name
        return found

    def click(self, name):
        button = self.find(QPushButton, name)
        assert button.isVisible(), name
        assert button.isEnabled(), name
        QTest.mouseClick(button, LEFT)

    def type(self, name, text):
        field = self.find(QWidget, name)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def choose(self, key):
        box = self.find(QComboBox, "setupPreset")
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _ in range([preset.key for preset in PRESETS].index(key)):
            QTest.keyClick(box, Qt.Key.Key_Down)

    def make_quick(self, epochs="4"):
        self.choose("article")
        self.type("setup_batch_size", "32")
        self.type("setup_max_iter", epochs)

    def is_possible(self, name):
        return self.find(QWidget, name).isEnabled()

    @property
    def stage(self):
        return self.find(QLabel, "runStage").text()

    def wait_for_stage(self, text):
        self.qtbot.waitUntil(lambda: text in self.stage, timeout=PATIENCE)

    def wait_for_verdict(self):
        self.qtbot.waitUntil(self.find(QWidget, "verdictBar").isVisible, timeout=PATIENCE)
        return self.find(QLabel, "verdictText").text()

    def points(self, plot="trainLossCurve", curve="learnt"):
        return self.find(CurvePlot, plot).points(curve)


def kept_runs():
    """Return all runs, the latest first, with everything that is kept of them."""
    store = RunStore()
    records = [store.load(run.id) for run in store.list()]
    store.close()
    return records


def pause_with_moments(room):
    """Train for a while and pause; return the slider that goes back."""
    room.make_quick("400")
    room.click("runStart")
    room.wait_for_stage("digits/s")
    slider = room.find(QSlider, "rewindSlider")
    room.qtbot.waitUntil(lambda: slider.maximum() > 3, timeout=PATIENCE)
    room.click("runPause")
    room.wait_for_stage("Paused after")
    return slider

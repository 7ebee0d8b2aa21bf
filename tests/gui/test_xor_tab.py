"""The XOR tab with real clicks and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QPushButton, QSpinBox, QWidget

from ocr_app.controllers.xor import XorController
from ocr_app.engine.xor_training import XorStatus
from ocr_app.widgets.plots import CurvePlot
from ocr_app.widgets.truth_table import TruthTable
from ocr_app.widgets.xor_tab import XorTab


class Lab:
    """The tab as somebody at the screen has it."""

    def __init__(self, qtbot):
        self.qtbot, self.tab = qtbot, XorTab()
        self.controller = XorController(self.tab)
        qtbot.addWidget(self.tab)
        self.tab.resize(800, 520)
        with qtbot.waitExposed(self.tab):
            self.tab.show()

    def find(self, kind, name):
        found = self.tab.findChild(kind, name)
        assert found is not None, name
        return found

    def click(self, name):
        self.qtbot.mouseClick(self.find(QPushButton, name), Qt.MouseButton.LeftButton)

    def cells(self, column):
        table = self.find(TruthTable, "xorTruthTable")
        return [table.item(row, column).text() for row in range(4)]

    @property
    def status(self):
        return self.find(QLabel, "xorStatus").text()

    @property
    def curve(self):
        return self.find(CurvePlot, "xorErrorCurve").points("error")


@pytest.fixture
def lab(qtbot):
    return Lab(qtbot)


def test_before_training_it_says_what_to_press_and_shows_the_table(lab):
    assert "Press Train" in lab.status
    assert lab.cells(2) == ["0", "1", "1", "0"]
    assert lab.curve == []


def test_train_solves_xor_and_stops(lab):
    lab.click("xorTrainButton")
    assert lab.controller.is_running
    lab.qtbot.waitUntil(lambda: not lab.controller.is_running, timeout=5000)
    assert "solved" in lab.status
    assert lab.cells(5) == ["✓ right"] * 4
    assert [round(float(text)) for text in lab.cells(3)] == [0, 1, 1, 0]
    assert all(len(text) == 5 for text in lab.cells(3) + lab.cells(4))
    assert lab.curve[-1][1] < 0.006
    assert lab.find(QPushButton, "xorTrainButton").text() == "&Train"


def test_pause_stops_where_it_is_and_train_goes_on(lab):
    lab.click("xorTrainButton")
    lab.qtbot.waitUntil(lambda: lab.controller.training.epoch > 3)
    assert lab.find(QPushButton, "xorTrainButton").text() == "&Pause"
    lab.click("xorTrainButton")
    paused = lab.controller.training.epoch
    assert not lab.controller.is_running
    assert f"Epoch {paused} " in lab.status
    lab.click("xorTrainButton")
    lab.qtbot.waitUntil(lambda: lab.controller.training.epoch > paused)
    assert [epoch for epoch, _ in lab.curve] == sorted({epoch for epoch, _ in lab.curve})


def test_step_does_one_epoch(lab):
    lab.click("xorStepButton")
    lab.click("xorStepButton")
    assert lab.status.startswith("Epoch 2 ")
    assert [epoch for epoch, _ in lab.curve] == [1, 2]


def test_reset_brings_the_same_weights_back_and_new_start_others(lab):
    before = lab.cells(3)
    lab.click("xorStepButton")
    assert lab.cells(3) != before
    lab.click("xorResetButton")
    assert lab.cells(3) == before
    assert lab.curve == []
    lab.click("xorNewStartButton")
    assert lab.cells(3) != before
    assert lab.find(QLabel, "xorStart").text() == "Start no. 2"


def test_new_start_while_training_keeps_training(lab):
    lab.click("xorTrainButton")
    lab.qtbot.waitUntil(lambda: lab.controller.training.epoch > 3)
    lab.click("xorNewStartButton")
    assert lab.controller.is_running
    lab.qtbot.waitUntil(lambda: lab.controller.training.epoch > 3)


def test_hidden_units_and_learning_rate_are_typed(lab):
    lab.click("xorStepButton")
    rate = lab.find(QDoubleSpinBox, "xorLearningRate")
    rate.selectAll()
    lab.qtbot.keyClicks(rate, rate.locale().toString(1.25, "f", 3))
    lab.qtbot.keyClick(rate, Qt.Key.Key_Return)
    assert lab.controller.training.settings.learning_rate == 1.25
    assert lab.controller.training.epoch == 1
    units = lab.find(QSpinBox, "xorHiddenUnits")
    units.selectAll()
    lab.qtbot.keyClicks(units, "12")
    lab.qtbot.keyClick(units, Qt.Key.Key_Return)
    assert lab.controller.training.settings.hidden_units == 12
    assert lab.controller.training.epoch == 0


def test_one_unit_is_told_to_be_stuck(lab):
    units = lab.find(QSpinBox, "xorHiddenUnits")
    units.selectAll()
    lab.qtbot.keyClicks(units, "1")
    lab.qtbot.keyClick(units, Qt.Key.Key_Return)
    lab.controller.training.run(6000)
    lab.click("xorStepButton")
    assert "stuck" in lab.status
    assert "✗ wrong" in lab.cells(5)


def test_faster_does_more_epochs(lab):
    speed = lab.find(QComboBox, "xorSpeed")
    speed.setFocus()
    lab.qtbot.keyClick(speed, Qt.Key.Key_End)
    assert lab.tab.speed == float("inf")
    lab.click("xorTrainButton")
    lab.qtbot.waitUntil(lambda: not lab.controller.is_running, timeout=5000)
    assert lab.controller.training.state().status is XorStatus.SOLVED


def test_after_the_solution_train_goes_on_until_paused(lab):
    lab.controller.training.run(2000)
    solved = lab.controller.training.epoch
    lab.click("xorTrainButton")
    lab.qtbot.waitUntil(lambda: lab.controller.training.epoch > solved + 5)
    assert lab.controller.is_running
    lab.click("xorTrainButton")


def test_leaving_the_tab_pauses(lab):
    lab.click("xorTrainButton")
    lab.tab.hide()
    assert not lab.controller.is_running


def test_every_control_has_a_name_and_a_tip(lab):
    for kind in (QPushButton, QSpinBox, QDoubleSpinBox, QComboBox):
        for control in lab.tab.findChildren(kind):
            assert control.objectName().startswith("xor")
            assert control.accessibleName()
            assert control.toolTip()


def test_nothing_is_clipped_in_the_smallest_window(lab):
    lab.tab.resize(760, 440)
    lab.qtbot.waitUntil(lambda: lab.tab.width() == 760)
    lab.tab.grab()
    for child in lab.tab.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        assert lab.tab.rect().contains(child.geometry()), child.objectName()

"""Network ▸ Retrain… with real clicks, keys and, where it matters, a real training."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget

from nn import Network
from ocr_app.controllers import retraining
from ocr_app.controllers.retraining import RetrainingController, stop_all_trainings
from ocr_app.engine.comparison import compare
from ocr_app.engine.layer_sizes import parse_layer_sizes
from ocr_app.engine.model import Model
from ocr_app.engine.recipe import TrainingDiverged, TrainingProgress, TrainingRecipe
from ocr_app.engine.time_left import time_left
from ocr_app.widgets.plots import CurvePlot
from ocr_app.workers import training_worker

SECONDS_10 = 10_000


def untrained(seed=0):
    network = Network((64, 8, 10))
    network.initialize(np.random.default_rng(seed))
    return Model(network=network, metadata={"held_out": {"n": 359}})


class Retrain:
    """The dialog as somebody at the screen has it, over a window with an untrained model."""

    def __init__(self, qtbot):
        self.qtbot, self.kept, self.current = qtbot, [], untrained()
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.show()
        self.controller = RetrainingController(self.window, lambda: self.current, self.kept.append)
        self.dialog = self.controller.dialog
        self.closed = []
        self.dialog.finished.connect(self.closed.append)
        self.controller.run()
        qtbot.waitExposed(self.dialog)

    def find(self, kind, name):
        found = self.dialog.findChild(kind, name)
        assert found is not None, name
        return found

    def button(self, name):
        return self.find(QPushButton, name)

    def click(self, name):
        assert self.button(name).isVisible()
        self.qtbot.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def type(self, name, text):
        field = self.dialog.findChild(QWidget, name)
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClicks(field, text)
        self.qtbot.keyClick(field, Qt.Key.Key_Tab)

    def make_small(self):
        self.type("retrainHiddenLayers", "16")
        self.type("retrainEpochs", "4")
        self.type("retrainCopies", "0")
        self.type("retrainSynthetic", "0")
        self.type("retrainNondigits", "0")

    def make_long(self):
        self.make_small()
        self.type("retrainEpochs", "1000")
        self.type("retrainHiddenLayers", "512, 512")

    @property
    def message(self):
        return self.find(QLabel, "retrainMessage").text()

    def wait_for(self, name):
        self.qtbot.waitUntil(self.button(name).isVisible, timeout=SECONDS_10)


@pytest.fixture
def retrain(qtbot):
    opened = Retrain(qtbot)
    yield opened
    if not opened.closed:
        opened.dialog.reject()
        qtbot.waitUntil(lambda: bool(opened.closed))
    opened.window.close()
    stop_all_trainings()


@pytest.fixture
def instead(monkeypatch):
    """Train by a function of the test's."""

    def use(train):
        monkeypatch.setattr(training_worker, "held_out_accuracy", lambda _: 0.5)
        monkeypatch.setattr(training_worker, "train_model", train)

    return use


def test_train_and_keep(retrain):
    retrain.make_small()
    retrain.click("retrainStart")
    retrain.wait_for("retrainKeep")
    assert "Of 359 digits by other writers" in retrain.message
    assert "better" in retrain.message
    curves = [("retrainLossCurve", "loss"), ("retrainAccuracyCurve", "accuracy")]
    for curve, name in curves:
        points = retrain.find(CurvePlot, curve).points(name)
        assert points[-1][0] == 4
    assert retrain.kept == []
    retrain.click("retrainKeep")
    assert [model.network.layer_sizes for model in retrain.kept] == [(64, 16, 10)]
    assert retrain.closed == [1]


def test_discard_keeps_the_old_model(retrain, instead):
    instead(lambda *_: untrained(1))
    retrain.click("retrainStart")
    retrain.wait_for("retrainDiscard")
    assert "equally good" in retrain.message
    retrain.click("retrainDiscard")
    assert retrain.kept == []
    assert retrain.closed


def test_cancel_is_heard_and_nothing_changes(retrain):
    retrain.make_long()
    retrain.click("retrainStart")
    bar_text = retrain.find(QLabel, "retrainStage")
    retrain.qtbot.waitUntil(lambda: "epoch" in bar_text.text(), timeout=SECONDS_10)
    retrain.click("retrainCancel")
    retrain.wait_for("retrainClose")
    assert "has not changed" in retrain.message
    assert retrain.kept == []
    assert retrain.button("retrainStart").isEnabled()


def test_cancel_does_not_wait_for_a_thread_that_hears_nothing(retrain, instead):
    loaded = threading.Event()

    def load_forever(*_):
        loaded.wait()
        return untrained(1)

    instead(load_forever)
    retrain.click("retrainStart")
    retrain.click("retrainCancel")
    retrain.wait_for("retrainClose")
    # What it says later is about a training that nobody wants any more.
    instead(lambda *_: untrained(2))
    retrain.click("retrainStart")
    loaded.set()
    retrain.wait_for("retrainKeep")
    retrain.click("retrainKeep")
    assert np.array_equal(retrain.kept[0].network.parameters, untrained(2).network.parameters)


def test_closing_while_training_cancels_and_ends_the_thread(retrain):
    retrain.make_long()
    retrain.click("retrainStart")
    retrain.qtbot.keyClick(retrain.dialog, Qt.Key.Key_Escape)
    retrain.qtbot.waitUntil(lambda: bool(retrain.closed))
    stop_all_trainings()
    assert retrain.kept == []
    assert retraining._keeper.is_idle


def test_closing_the_window_while_training_ends_the_thread(retrain):
    retrain.make_long()
    retrain.click("retrainStart")
    retrain.window.close()
    assert retraining._keeper.is_idle
    retrain.wait_for("retrainClose")


def test_train_again_keeps_the_earlier_result_until_there_is_a_new_one(retrain, instead):
    instead(lambda *_: untrained(1))
    retrain.click("retrainStart")
    retrain.wait_for("retrainKeep")
    assert retrain.button("retrainStart").text() == "&Train again"

    def diverge(*_):
        raise TrainingDiverged("The learning rate of 5 is too high. Try a tenth of it.")

    instead(diverge)
    retrain.click("retrainStart")
    retrain.wait_for("retrainKeep")
    assert "too high" in retrain.message
    assert "earlier result" in retrain.message
    retrain.click("retrainKeep")
    assert len(retrain.kept) == 1


def test_an_unforeseen_error_is_said_and_the_dialog_goes_on(retrain, instead):
    def fail(*_):
        raise OSError("No space left on device")

    instead(fail)
    retrain.click("retrainStart")
    retrain.wait_for("retrainClose")
    assert "No space left" in retrain.message


def test_progress_is_not_more_than_20_times_a_second(qtbot, instead):
    def report_often(recipe, on_progress, should_stop):
        for epoch in range(1, 1001):
            on_progress(TrainingProgress("training", epoch, 1000, epoch / 1000, 1.0, 0.5))
        return untrained(1)

    instead(report_often)
    worker = training_worker.TrainingWorker(TrainingRecipe(), untrained())
    seen = []
    worker.progressed.connect(lambda progress: seen.append(progress.epoch))
    with qtbot.waitSignals([worker.returned, worker.finished]):
        worker.start()
    assert len(seen) < 10
    assert seen[-1] == 1000


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("64, x", "not a whole number"),
        ("", "at least one number"),
        ("0", "1 to 1,024"),
        ("5000", "1 to 1,024"),
        ("1 2 3 4 5 6", "At most 5"),
    ],
)
def test_hidden_layers_that_cannot_be_are_explained_and_not_trained(retrain, text, says):
    layers = retrain.find(QLineEdit, "retrainHiddenLayers")
    layers.setFocus()
    layers.selectAll()
    retrain.qtbot.keyClick(layers, Qt.Key.Key_Delete)
    retrain.qtbot.keyClicks(layers, text)
    assert any(says in label.text() for label in retrain.dialog.findChildren(QLabel))
    assert not retrain.button("retrainStart").isEnabled()
    retrain.click("retrainDefaults")
    assert retrain.button("retrainStart").isEnabled()


def test_defaults_are_those_of_the_recipe(retrain):
    recipe = TrainingRecipe()
    retrain.type("retrainEpochs", "7")
    retrain.click("retrainDefaults")
    assert retrain.find(QSpinBox, "retrainEpochs").value() == recipe.max_iter
    assert retrain.find(QSpinBox, "retrainCopies").value() == recipe.copies
    rate = retrain.find(QDoubleSpinBox, "retrainLearningRate")
    assert rate.value() == recipe.learning_rate_init
    sizes = parse_layer_sizes(retrain.find(QLineEdit, "retrainHiddenLayers").text())
    assert sizes == recipe.hidden_layer_sizes


def test_every_control_has_a_name_and_a_tip(retrain):
    kinds = (QPushButton, QSpinBox, QDoubleSpinBox)
    for control in [each for kind in kinds for each in retrain.dialog.findChildren(kind)]:
        assert control.objectName().startswith("retrain")
        assert control.accessibleName()
        assert control.toolTip()


def test_time_left_in_words():
    assert time_left(0.0, 5.0) == ""
    assert time_left(0.5, 1.0) == "about a second left"
    assert time_left(0.5, 7.0) == "about 7 s left"
    assert time_left(0.25, 14.0) == "about 40 s left"
    assert time_left(0.1, 60.0) == "about 9 minutes left"


def test_a_small_difference_is_called_chance():
    assert "chance" in compare(0.95, 0.953)
    assert "worse" in compare(0.95, 0.90)
    assert "5.0 more of 100 digits are read right" in compare(0.90, 0.95)

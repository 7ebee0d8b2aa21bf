"""The Train tab with a real mouse, real keys and a real training process."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from mouse import drag
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QPushButton,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
)

from ocr_app.controllers import run_keeping, workbench
from ocr_app.controllers.models import model_to_start_with
from ocr_app.engine import scoring
from ocr_app.engine.temperature import fit_temperature
from ocr_app.engine.wording import percent
from ocr_app.engine.workbench.presets import PRESETS
from ocr_app.engine.workbench.setup import TrainingSetup
from ocr_app.storage import RunStore, StorageError
from ocr_app.widgets.plots import CurvePlot
from ocr_app.widgets.samples.saved_line import SavedLine
from ocr_app.widgets.train.setup_form import SetupForm
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


@pytest.fixture
def room(qtbot, window):
    return Room(qtbot, window)


def test_start_watch_and_use(room, window):
    start = room.find(QPushButton, "runStart")
    room.qtbot.waitUntil(lambda: window.focusWidget() is start)
    room.make_quick()
    before = window.models.model
    room.click("runStart")
    verdict = room.wait_for_verdict()
    in_use = percent(before.held_out_accuracy)
    assert f"of the held-out digits, the network in use {in_use}." in verdict
    assert room.points()[-1][0] == 4
    assert room.points("trainAccuracyCurve", "held out")[-1][1] > 0.5
    assert window.models.model is before
    room.click("verdictUse")
    assert window.models.model.network.layer_sizes == (64, 30, 10)
    assert not room.find(QWidget, "verdictBar").isVisible()
    assert "held_out" in window.models.model.metadata


def test_a_network_is_named_after_its_run_and_remembers_how_it_was_made(room, window):
    room.choose("one_neuron")
    room.type("setup_max_iter", "2")
    room.click("runStart")
    room.wait_for_verdict()
    room.click("verdictUse")
    (run,) = kept_runs()
    model = window.models.model
    assert model.name == run.summary.name
    assert model.is_calibrated
    assert model.metadata == run.metadata
    assert run.metadata["held_out"]["n"] == 359
    again, bad_news = model_to_start_with()
    assert bad_news == ""
    assert again.name == model.name


def test_held_out_digits_are_read_in_another_thread(room, monkeypatch):
    """A large network takes longer for them than a window may stand still."""
    threads = []

    def fit(logits, labels):
        threads.append(threading.current_thread())
        return fit_temperature(logits, labels)

    monkeypatch.setattr(scoring, "fit_temperature", fit)
    room.choose("one_neuron")
    room.type("setup_max_iter", "2")
    room.click("runStart")
    room.wait_for_verdict()
    assert threads
    assert threading.main_thread() not in threads


def test_samples_that_cannot_be_read_are_a_sentence_and_nothing_begins(room, window, monkeypatch):
    said = []

    def fail():
        raise StorageError("The disk is gone; bring it back.")

    monkeypatch.setattr(workbench, "show_error", lambda *args: said.append(str(args[2])))
    monkeypatch.setattr(window._workbench, "_my_samples", fail)
    box = room.find(QCheckBox, "setup_use_my_samples")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    room.click("runStart")
    assert said == ["The disk is gone; bring it back."]
    store = RunStore()
    assert store.list() == ()
    store.close()


def test_not_now_leaves_the_network_in_use(room, window):
    room.make_quick()
    before = window.models.model
    room.click("runStart")
    room.wait_for_verdict()
    room.click("verdictLeave")
    assert window.models.model is before


def test_what_is_kept_is_the_end_even_while_somebody_looks_back(room, window):
    room.make_quick("200")
    room.click("runStart")
    room.wait_for_stage("digits/s")
    slider = room.find(QSlider, "rewindSlider")
    room.qtbot.waitUntil(slider.isEnabled, timeout=PATIENCE)
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    verdict = room.wait_for_verdict()
    assert room.find(QLabel, "rewindLabel").text() == "Epoch 0"
    at_the_end = percent(room.points("trainAccuracyCurve", "held out")[-1][1])
    assert verdict.startswith(f"It reads {at_the_end} of the held-out digits")
    room.click("verdictUse")
    assert window.models.model.held_out_accuracy > 0.8
    store = RunStore()
    record = store.load(store.list()[0].id)
    store.close()
    assert np.array_equal(record.network.parameters, window.models.model.network.parameters)


def test_pause_step_rewind_go_on(room):
    room.make_quick("400")
    room.click("runStart")
    room.wait_for_stage("digits/s")
    assert not room.is_possible("setup_max_iter")
    room.click("runPause")
    room.wait_for_stage("Paused after")
    for name in ("runBatch", "runEpoch", "runFinish", "runDiscard"):
        assert room.is_possible(name)
    stage = room.stage
    room.click("runBatch")
    room.qtbot.waitUntil(lambda: room.stage != stage, timeout=PATIENCE)
    slider = room.find(QSlider, "rewindSlider")
    # A step is learnt before its moment is seen, and nothing can be gone on with meanwhile.
    room.qtbot.waitUntil(lambda: slider.maximum() > 0, timeout=PATIENCE)
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert room.find(QLabel, "rewindLabel").text() == "Epoch 0"
    room.qtbot.waitUntil(lambda: room.is_possible("rewindGoOn"), timeout=PATIENCE)
    room.click("rewindGoOn")
    room.wait_for_stage("digits/s")
    room.click("runFinish")
    room.wait_for_verdict()
    epochs = [x for x, _ in room.points()]
    assert epochs == sorted(epochs)


def test_the_drawing_is_read_by_the_moment_that_is_shown(room, window):
    window.tabs.setCurrentIndex(0)
    drag(window.draw_tab.canvas, [(0.5, 0.2), (0.5, 0.5), (0.5, 0.8)])
    window.tabs.setCurrentIndex(1)
    room.make_quick("8")
    room.click("runStart")
    room.wait_for_verdict()
    views = room.tab.views
    QTest.mouseClick(views.tabBar(), LEFT, pos=views.tabBar().tabRect(1).center())
    bars = room.tab.drawing.bars
    room.qtbot.waitUntil(lambda: bars.probabilities is not None, timeout=PATIENCE)
    looking = window._workbench._look  # the verdict may come before the last network is seen
    room.qtbot.waitUntil(lambda: not looking.isActive(), timeout=PATIENCE)
    trained = bars.probabilities
    slider = room.find(QSlider, "rewindSlider")
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    room.qtbot.waitUntil(lambda: not np.array_equal(bars.probabilities, trained))
    assert bars.probabilities.max() < trained.max()


def test_a_branch_begins_where_it_left_the_trunk(room):
    room.make_quick()
    room.click("runStart")
    room.wait_for_verdict()
    first = room.points("trainAccuracyCurve", "held out")
    room.click("rewindBranch")
    room.wait_for_verdict()
    branch = room.points("trainAccuracyCurve", "held out")
    assert branch[0][1] == pytest.approx(first[-1][1])


def test_the_same_seed_again_gives_the_same_curve(room):
    room.make_quick()
    room.click("runStart")
    room.wait_for_verdict()
    first = room.points("trainLossCurve", "held out")[-1]
    room.click("rewindAgain")
    room.wait_for_verdict()
    assert room.points("trainLossCurve", "held out")[-1] == first


def test_the_learning_rate_changes_while_it_runs(room):
    room.make_quick("1000")
    room.click("runStart")
    room.wait_for_stage("digits/s")
    room.type("runRateBox", "0.01")
    loss = room.find(CurvePlot, "trainLossCurve")
    room.qtbot.waitUntil(lambda: bool(loss.marks), timeout=PATIENCE)
    assert loss.marks[0][1] == "α 0.01"
    room.click("runDiscard")
    room.qtbot.waitUntil(lambda: room.points() == [], timeout=PATIENCE)


def test_too_high_a_learning_rate_is_explained(room):
    room.choose("too_fast")
    room.click("runStart")
    room.qtbot.waitUntil(
        lambda: "hardly anything" in room.stage or "grew without bound" in room.stage,
        timeout=PATIENCE,
    )
    assert "learning rate" in room.stage


def test_every_training_is_kept(room):
    room.make_quick()
    room.click("runStart")
    room.wait_for_verdict()
    store = RunStore()
    (run,) = store.list()
    record = store.load(run.id)
    store.close()
    assert run.status == "finished"
    assert run.name.startswith("Own settings")
    assert TrainingSetup.from_json(run.setup).max_iter == 4
    assert record.network is not None
    assert record.curves["loss"][-1, 0] == 4


def test_a_training_that_cannot_be_kept_is_told_once_and_goes_on(room, window, monkeypatch):
    said = []

    def fail():
        raise StorageError("The disk is full.")

    monkeypatch.setattr(workbench, "show_error", lambda *args: said.append(str(args[2])))
    monkeypatch.setattr(window._workbench._runs._file, "_open_store", fail)
    room.make_quick("200")
    room.click("runStart")
    room.wait_for_stage("digits/s")
    room.click("runPause")
    room.wait_for_stage("Paused")
    room.click("rewindBranch")
    assert not room.find(SavedLine, "runNotice").isVisible()  # nothing was kept
    room.wait_for_stage("digits/s")
    room.click("runFinish")
    room.wait_for_verdict()
    assert said == ["The disk is full."] * 2  # once for each training


def kept_runs():
    """Return all runs, the latest first, with everything that is kept of them."""
    store = RunStore()
    records = [store.load(run.id) for run in store.list()]
    store.close()
    return records


def pause_with_moments(room):
    room.make_quick("400")
    room.click("runStart")
    room.wait_for_stage("digits/s")
    slider = room.find(QSlider, "rewindSlider")
    room.qtbot.waitUntil(lambda: slider.maximum() > 3, timeout=PATIENCE)
    room.click("runPause")
    room.wait_for_stage("Paused after")
    return slider


def look_back(slider):
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    QTest.keyClick(slider, Qt.Key.Key_Right)


@pytest.mark.parametrize("how", ["rewindGoOn", "runResume", "runBatch", "runEpoch"])
def test_going_on_from_an_earlier_moment_keeps_what_came_later(room, window, how):
    look_back(pause_with_moments(room))
    later = room.points()
    epoch = room.find(QLabel, "rewindLabel").text().lower()
    room.click(how)
    notice = room.find(SavedLine, "runNotice")
    assert notice.isVisible()
    room.qtbot.waitUntil(lambda: len(room.points()) < len(later), timeout=PATIENCE)
    window.close()
    new, old = kept_runs()
    assert notice.text == f"Kept under Runs as “{old.summary.name}”: what came after {epoch}."
    assert old.summary.status == "stopped"
    assert [tuple(point) for point in old.curves["loss"]] == later
    assert old.network is not None
    assert new.summary.name.startswith(f"Own settings from {epoch}, ")
    # It may have come further than the old one by now, but begins where that was left.
    assert (np.diff(new.curves["loss"][:, 0]) > 0).all()


def test_going_on_after_the_end_leaves_the_finished_run_as_it_is(room):
    room.make_quick()
    room.click("runStart")
    room.wait_for_verdict()
    (finished,) = kept_runs()
    look_back(room.find(QSlider, "rewindSlider"))
    room.click("rewindGoOn")
    room.wait_for_verdict()
    new, old = kept_runs()
    assert old.summary == finished.summary
    assert new.summary.status == "finished"
    assert new.summary.name.startswith("Own settings from epoch ")
    # It learns on with the same order of digits, and so comes to the same end.
    assert np.array_equal(new.network.parameters, old.network.parameters)


def test_a_stopped_training_goes_on_from_its_end(room):
    pause_with_moments(room)
    room.click("runFinish")
    room.wait_for_verdict()
    (stopped,) = kept_runs()
    reached = room.points()[-1][0]
    assert (
        room.find(QSlider, "rewindSlider").value() == room.find(QSlider, "rewindSlider").maximum()
    )
    room.click("rewindGoOn")
    assert not room.find(QWidget, "verdictBar").isVisible()
    room.qtbot.waitUntil(lambda: room.points()[-1][0] > reached, timeout=PATIENCE)
    room.click("runFinish")
    room.wait_for_verdict()
    new, old = kept_runs()
    assert old.summary == stopped.summary
    assert new.curves["loss"][-1, 0] > reached
    assert new.summary.name.startswith("Own settings from epoch ")


def test_a_training_that_is_through_offers_no_going_on_at_its_end(room):
    room.make_quick()
    room.click("runStart")
    room.wait_for_verdict()
    assert not room.is_possible("rewindGoOn")
    assert room.is_possible("rewindAgain")


def test_discarding_what_went_on_leaves_what_came_later(room):
    look_back(pause_with_moments(room))
    room.click("runResume")
    room.wait_for_stage("digits/s")
    room.click("runDiscard")
    room.wait_for_stage("press Start")
    room.qtbot.waitUntil(lambda: len(kept_runs()) == 1, timeout=PATIENCE)
    assert kept_runs()[0].summary.status == "stopped"


@pytest.mark.parametrize("how", ["rewindBranch", "rewindAgain"])
def test_a_paused_training_that_another_replaces_is_kept(room, how):
    pause_with_moments(room)
    later = room.points()
    room.click(how)
    room.wait_for_stage("digits/s")
    notice = room.find(SavedLine, "runNotice").text
    room.click("runFinish")
    room.wait_for_verdict()
    _, old = kept_runs()
    assert old.summary.status == "stopped"
    assert old.summary.name in notice
    assert [tuple(point) for point in old.curves["loss"]] == later


def test_a_branch_again_is_the_same_bit_for_bit(room):
    room.make_quick()
    room.click("runStart")
    room.wait_for_verdict()
    look_back(room.find(QSlider, "rewindSlider"))
    for name in ("rewindBranch", "rewindAgain"):
        room.click(name)
        room.wait_for_verdict()
    again, branch, trunk = (record.network.parameters for record in kept_runs())
    assert np.array_equal(again, branch)
    assert not np.array_equal(branch, trunk)


def test_closing_the_window_loses_nothing_of_a_paused_training(room, window, monkeypatch):
    monkeypatch.setattr(run_keeping, "_PAUSE_SECONDS", float("inf"))  # only the end is stored
    pause_with_moments(room)
    last = len(room.points())
    room.click("runBatch")
    room.qtbot.waitUntil(lambda: len(room.points()) > last, timeout=PATIENCE)
    seen = room.points()
    window.close()
    (record,) = kept_runs()
    assert [tuple(point) for point in record.curves["loss"]] == seen
    assert record.summary.status == "unfinished"


def test_closing_the_window_ends_the_training_and_keeps_it_as_unfinished(room, window):
    room.make_quick("1000")
    room.click("runStart")
    room.wait_for_stage("digits/s")
    window.close()
    store = RunStore()
    (run,) = store.list()
    assert run.status == "unfinished"
    assert store.load(run.id).network is not None  # saved at the very end, whenever that was last
    store.close()


def test_closing_the_window_while_samples_are_made_leaves_no_run(room, window):
    room.choose("default")
    room.click("runStart")
    room.wait_for_stage("Making the training digits")
    window.close()
    assert not kept_runs()


def test_the_settings_fold_into_a_line(room, window):
    window.resize(window.minimumSize())
    room.choose("article")
    narrow = room.tab.views.width()
    room.click("hideSettings")
    summary = room.find(QLabel, "setupSummary")
    assert summary.isVisible()
    assert summary.text() == "64 → 30 → 10 · SGD 0.5 · 30 epochs"
    assert not room.tab.form.isVisible()
    room.qtbot.waitUntil(lambda: room.tab.views.width() > narrow + 200)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert room.tab.form.isVisible()
    assert not summary.isVisible()
    assert window.size() == window.minimumSize()


def test_all_views_are_in_sight_in_the_smallest_window(room, window):
    views = room.tab.views

    def titles():
        return [views.tabText(number) for number in range(views.count())]

    window.resize(1000, 700)
    room.qtbot.waitUntil(lambda: "How it learns" in titles())
    window.resize(window.minimumSize())
    room.qtbot.waitUntil(lambda: "Lesson" in titles())
    assert views.tabBar().sizeHint().width() <= views.width()
    assert views.tabToolTip(titles().index("Lesson")) == "How it learns"
    room.click("hideSettings")
    room.qtbot.waitUntil(lambda: "How it learns" in titles())
    assert not views.tabToolTip(0)


@pytest.fixture
def form(qtbot):
    made = SetupForm()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_the_form_shows_every_preset_exactly(form, preset):
    form.set_setup(preset.setup)
    assert form.setup == preset.setup
    assert form.findChild(QComboBox, "setupPreset").currentText() == preset.name
    assert form.findChild(QLabel, "setupSentence").text() == preset.sentence


def test_a_changed_preset_is_no_preset_any_more(form):
    QTest.keyClick(form.findChild(QSpinBox, "setup_max_iter"), Qt.Key.Key_Up)
    assert form.findChild(QComboBox, "setupPreset").currentText() == "Own settings"
    QTest.keyClick(form.findChild(QSpinBox, "setup_max_iter"), Qt.Key.Key_Down)
    assert form.findChild(QComboBox, "setupPreset").currentText() == PRESETS[0].name


def test_layers_are_added_and_removed(form):
    add = form.findChild(QPushButton, "addLayer")
    (first,) = form.setup.hidden_layer_sizes
    for _ in range(4):
        QTest.mouseClick(add, LEFT)
    halved = (first, first // 2, first // 4, first // 8, first // 16)
    assert form.setup.hidden_layer_sizes == halved
    assert not add.isEnabled()
    QTest.mouseClick(form.findChild(QToolButton, "removeLayer1"), LEFT)
    assert form.setup.hidden_layer_sizes == halved[1:]
    assert add.isEnabled()
    box = form.findChild(QSpinBox, "layer2")
    box.selectAll()
    QTest.keyClicks(box, "5000")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert form.setup.hidden_layer_sizes[1] <= 1024


def test_the_slider_and_the_box_of_the_learning_rate_agree(form):
    slider = form.findChild(QSlider, "setup_learning_rate_initSlider")
    box = form.findChild(QDoubleSpinBox, "setup_learning_rate_initBox")
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_PageUp)
    assert box.value() == pytest.approx(0.032)
    assert form.setup.learning_rate_init == pytest.approx(0.032)
    box.selectAll()
    QTest.keyClicks(box, "0.0001")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert slider.value() == 40


def test_fields_that_do_not_apply_say_why(form):
    momentum = form.findChild(QDoubleSpinBox, "setup_momentum")
    assert not momentum.isEnabled()
    assert "Adam" in momentum.toolTip()
    solver = form.findChild(QComboBox, "setup_solver")
    solver.setFocus()
    QTest.keyClick(solver, Qt.Key.Key_Down)
    assert momentum.isEnabled()


def test_nothing_to_learn_from_is_said_and_cannot_be_started(room):
    box = room.find(QCheckBox, "setup_use_digits")
    room.type("setup_synthetic", "0")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert "nothing to learn from" in room.find(QLabel, "setupSentence").text()
    assert not room.is_possible("runStart")
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert room.is_possible("runStart")


def test_the_smallest_window_holds_the_tab(room, window):
    window.resize(window.minimumSize())
    assert room.tab.minimumSizeHint().width() <= window.minimumWidth()
    room.make_quick()
    room.click("runStart")
    room.wait_for_verdict()
    assert window.size() == window.minimumSize()

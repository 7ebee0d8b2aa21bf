"""The Train tab with a real mouse, real keys and a real training process."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from mouse import drag
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QSlider, QWidget
from train_room import LEFT, PATIENCE, kept_runs, pause_with_moments

from ocr_app.controllers import run_keeping, workbench
from ocr_app.controllers.models import model_to_start_with
from ocr_app.engine import scoring
from ocr_app.engine.temperature import fit_temperature
from ocr_app.engine.wording import percent
from ocr_app.engine.workbench.setup import TrainingSetup
from ocr_app.storage import RunStore, StorageError
from ocr_app.widgets.plots import CurvePlot
from ocr_app.widgets.samples.saved_line import SavedLine


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

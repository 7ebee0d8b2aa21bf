"""Going on with a training: from an earlier moment, from its end, as a branch."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QSlider, QWidget
from train_room import PATIENCE, kept_runs, pause_with_moments

from ocr_app.widgets.samples.saved_line import SavedLine


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

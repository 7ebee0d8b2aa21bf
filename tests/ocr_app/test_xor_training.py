"""The small network of the XOR tab: it learns, repeats itself exactly, and says how it stands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ocr_app.engine.xor_training import XorSettings, XorStatus, XorTraining, describe


def test_default_settings_solve_xor_from_at_least_49_of_50_starts():
    solved = 0
    for start in range(50):
        training = XorTraining(XorSettings(start=start))
        training.run(600)
        solved += training.state().status is XorStatus.SOLVED
    assert solved >= 49


def test_rows_say_what_the_network_makes_of_them():
    training = XorTraining()
    training.run(2000)
    state = training.state()
    assert [row.inputs for row in state.rows] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert [row.target for row in state.rows] == [0, 1, 1, 0]
    for row in state.rows:
        assert row.is_right
        assert row.output == pytest.approx(row.target, abs=0.1)
        assert row.error == pytest.approx(0.5 * (row.target - row.output) ** 2)
    assert state.error == pytest.approx(np.mean([row.error for row in state.rows]))
    assert state.n_right == 4


def test_reset_repeats_the_same_run_exactly():
    training = XorTraining()
    training.run(40)
    first, curve = training.state(), training.take_curve()
    training.reset()
    training.run(40)
    assert training.state() == first
    assert training.take_curve() == curve


def test_new_start_begins_elsewhere():
    training = XorTraining()
    before = training.state()
    training.run(10)
    training.new_start()
    after = training.state()
    assert after.epoch == 0
    assert after.settings.start == before.settings.start + 1
    assert after.rows != before.rows


def test_another_learning_rate_goes_on_while_other_units_start_anew():
    training = XorTraining()
    training.run(10)
    rows = training.state().rows
    training.configure(replace(training.settings, learning_rate=2.0))
    assert training.epoch == 10
    assert training.state().rows == rows
    training.configure(replace(training.settings, hidden_units=7))
    assert training.epoch == 0


def test_the_curve_has_every_epoch_once():
    training = XorTraining()
    training.run(5)
    assert [epoch for epoch, _ in training.take_curve()] == [1, 2, 3, 4, 5]
    assert training.take_curve() == []


def test_no_time_still_does_one_epoch():
    training = XorTraining()
    assert training.run(100, seconds=0.0) == 1


def test_the_surface_is_a_picture_with_the_rows_in_place():
    training = XorTraining()
    training.run(2000)
    surface = training.surface(60)
    assert surface.shape == (60, 60)
    outputs = {row.inputs: row.output for row in training.state().rows}
    # x₁ = x₂ = 0 is a sixth from the left and a sixth from the bottom.
    assert surface[49, 9] == pytest.approx(outputs[0, 0], abs=0.1)
    assert surface[9, 9] == pytest.approx(outputs[0, 1], abs=0.1)
    assert surface[49, 49] == pytest.approx(outputs[1, 0], abs=0.1)
    assert surface[9, 49] == pytest.approx(outputs[1, 1], abs=0.1)


def test_plain_words_for_every_status():
    training = XorTraining()
    assert "Press Train" in describe(training.state())
    training.run(3)
    assert describe(training.state()).startswith("Epoch 3 — ")
    assert "of 4 rows are right" in describe(training.state())
    training.run(2000)
    assert "solved" in describe(training.state())


def test_one_hidden_unit_gets_stuck_and_is_told_why():
    training = XorTraining(XorSettings(hidden_units=1))
    training.run(6000)
    state = training.state()
    assert state.status is XorStatus.STUCK
    assert "single hidden unit" in describe(state)
    assert "new start" in describe(replace(state, settings=XorSettings(hidden_units=2)))


@pytest.mark.parametrize(
    "impossible", [{"hidden_units": 0}, {"learning_rate": 0.0}, {"start": -1}], ids=str
)
def test_impossible_settings_are_refused(impossible):
    with pytest.raises(ValueError, match=r"\.$"):
        XorSettings(**impossible)

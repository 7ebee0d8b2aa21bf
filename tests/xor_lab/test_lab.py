"""The lab: stepping there and back, training, changing, undoing, saving."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_app.engine.arithmetic import OVERVIEW, UPDATE, PhaseKind
from ocr_app.engine.xor_lab import saving
from ocr_app.engine.xor_lab.errors import LabError
from ocr_app.engine.xor_lab.lab import Lab
from ocr_app.engine.xor_lab.presets import PRESETS
from ocr_app.engine.xor_lab.problems import FIRST_POINTS, MAX_POINTS, PROBLEMS
from ocr_app.engine.xor_lab.settings import LabSettings
from ocr_app.engine.xor_lab.status import Remedy, Status

BY_KEY = {preset.key: preset for preset in PRESETS}


def same(one, other):
    return np.array_equal(one.parameters, other.parameters) and one.n_steps == other.n_steps


def test_the_parts_of_a_step_come_in_order_and_the_last_one_changes_the_weights():
    lab = Lab()
    before = lab.moment
    seen = []
    for _ in range(6):
        lab.advance()
        seen.append((lab.phase.kind.value, lab.phase.layer))
    assert seen == [
        ("forward", 0),
        ("forward", 1),
        ("error", -1),
        ("backward", 1),
        ("backward", 0),
        ("update", -1),
    ]
    assert lab.moment.n_steps == 1
    assert not np.array_equal(lab.moment.parameters, before.parameters)
    # What is shown is still the step that was taken, from the weights before it.
    np.testing.assert_array_equal(lab.numbers.network.parameters, before.parameters)
    np.testing.assert_allclose(lab.numbers.after, lab.moment.parameters, rtol=1e-13)
    lab.advance()
    assert lab.phase.kind is PhaseKind.FORWARD
    assert lab.moment.row == 1


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 40),
    st.integers(1, 25),
    st.booleans(),
    st.sampled_from([0.0, 0.9]),
)
def test_going_back_leads_through_exactly_the_same_moments(trained, n, full_batch, momentum):
    lab = Lab()
    lab.configure(replace(lab.settings, full_batch=full_batch, momentum=momentum))
    lab.learn(trained)
    forward = [(lab.phase, lab.moment)]
    for _ in range(n):
        lab.advance()
        forward.append((lab.phase, lab.moment))
    for phase, moment in reversed(forward[1:-1]):
        lab.go_back()
        if phase != OVERVIEW:
            assert lab.phase == phase
        assert same(lab.moment, moment)
        assert lab.moment.row == moment.row


def test_going_back_ends_where_the_run_began():
    lab = Lab()
    start = lab.moment
    lab.learn(3)
    for _ in range(100):
        lab.go_back()
    assert not lab.can_go_back
    assert same(lab.moment, start)


def test_one_example_one_epoch():
    lab = Lab()
    lab.finish_step()
    assert (lab.moment.n_steps, lab.moment.row, lab.phase) == (1, 1, OVERVIEW)
    lab.finish_epoch()
    assert (lab.moment.n_steps, lab.moment.row) == (4, 0)
    lab.finish_epoch()
    assert lab.moment.epoch == 2


def test_an_example_that_was_begun_part_by_part_is_finished_once():
    lab, other = Lab(), Lab()
    for _ in range(3):
        lab.advance()
    lab.finish_step()
    other.finish_step()
    assert same(lab.moment, other.moment)
    for _ in range(6):
        lab.advance()
    assert lab.phase == UPDATE
    lab.finish_step()
    other.finish_step()
    assert same(lab.moment, other.moment)


def test_training_in_slices_is_training_at_once():
    lab, other = Lab(), Lab()
    lab.learn(1000)
    for n in (1, 7, 92, 500, 400):
        other.learn(n)
    assert same(lab.moment, other.moment)


@pytest.mark.parametrize("seed", range(10))
def test_the_default_settings_solve_xor(seed):
    lab = Lab()
    lab.configure(LabSettings(seed=seed + 100))
    lab.learn(40_000, until_solved=True)
    state = lab.state()
    assert state.status is Status.SOLVED
    assert all(abs(row.target - row.output) <= 0.1 and row.is_right for row in state.rows)
    assert len(state.rows) == 4


@pytest.mark.parametrize("key", ["xor", "and", "or", "nand", "xnor", "parity", "points", "article"])
def test_presets_that_can_be_learned_are(key):
    lab = Lab(BY_KEY[key])
    lab.learn(200_000, until_solved=True)
    assert lab.state().status is Status.SOLVED


def test_a_run_of_two_units_that_is_stuck_is_recognised_and_explained():
    lab = Lab(BY_KEY["xor-2"])
    lab.configure(replace(lab.settings, seed=0))
    lab.learn(4 * 2500, until_solved=True)
    state = lab.state()
    assert state.status is Status.STUCK
    assert "land on the same place" in state.sentence
    assert state.remedies == (Remedy.NEW_START, Remedy.MORE_UNITS)
    lab.renew()
    assert lab.state().status is Status.READY


def test_units_that_draw_the_same_line_are_named():
    lab = Lab(BY_KEY["xor-2"])
    lab.configure(replace(lab.settings, seed=0))
    for source, value in enumerate((5.0, 5.0, -2.0)):
        lab.set_parameter(0, 0, source, value)
        lab.set_parameter(0, 1, source, -value)
    lab.set_parameter(1, 0, 0, 1.0)
    lab.set_parameter(1, 0, 1, -1.0)
    lab.learn(4 * 3000)
    assert "both hidden units draw the same line" in lab.state().sentence


def test_one_neuron_is_told_why_it_cannot():
    lab = Lab(BY_KEY["xor-0"])
    lab.learn(4 * 3000)
    state = lab.state()
    assert state.status is Status.STUCK
    assert "one straight border" in state.sentence
    assert Remedy.MORE_UNITS in state.remedies


def test_weights_of_enormous_size_are_called_saturated():
    lab = Lab(BY_KEY["xor-2"])
    lab.set_parameter(1, 0, 2, 500.0)
    assert lab.state().status is Status.SATURATED


def test_diverging_keeps_the_last_weights_before_it():
    lab = Lab(BY_KEY["xor-2"])
    lab.configure(replace(lab.settings, activation="relu", learning_rate=100.0))
    weights = np.array([1e8, 1e8, 0.0, 1e8, 1e8, 0.0, 0.0, 0.0, 0.0])
    lab.restore(replace(lab.moment, parameters=weights, row=1))
    lab.learn(100)
    state = lab.state()
    assert state.status is Status.DIVERGED
    assert "grew beyond all bounds" in state.sentence
    assert Remedy.SMALLER_RATE in state.remedies
    assert np.abs(lab.moment.parameters).max() <= 1e9


def test_the_learning_rate_changes_while_it_runs_and_the_rest_begins_anew():
    lab = Lab()
    lab.learn(40)
    lab.configure(replace(lab.settings, learning_rate=2.0, momentum=0.5))
    assert lab.moment.n_steps == 40
    lab.configure(replace(lab.settings, full_batch=True))
    assert lab.moment.epoch == 10
    lab.configure(replace(lab.settings, activation="sigmoid"))
    assert lab.moment.n_steps == 0


def test_reset_brings_the_same_weights_back_and_new_weights_others():
    lab = Lab()
    start = lab.moment
    lab.learn(40)
    lab.reset()
    assert same(lab.moment, start)
    lab.renew()
    assert lab.settings.seed == start.settings.seed + 1
    assert not np.array_equal(lab.moment.parameters, start.parameters)


def test_changes_can_be_undone_and_made_again():
    lab = Lab()
    lab.learn(40)
    first = lab.moment
    lab.set_parameter(0, 1, 2, 3.25)
    assert lab.network.biases[0][1] == 3.25
    lab.use_preset(BY_KEY["parity"])
    lab.undo()
    assert lab.network.biases[0][1] == 3.25
    lab.undo()
    assert same(lab.moment, first)
    assert lab.edits.undo_text == ""
    lab.redo()
    lab.redo()
    assert lab.problem.key == "parity"
    assert lab.edits.redo_text == ""
    lab.undo()
    lab.set_parameter(0, 0, 0, 1.0)
    assert lab.edits.redo_text == ""


def test_a_weight_that_is_set_before_training_is_what_reset_goes_back_to():
    lab = Lab()
    lab.set_parameter(0, 0, 0, 0.5)
    lab.learn(40)
    lab.reset()
    assert lab.network.weights[0][0, 0] == 0.5


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -2e6])
def test_impossible_weights_are_refused(value):
    lab = Lab()
    with pytest.raises(LabError):
        lab.set_parameter(0, 0, 0, value)


def test_an_input_of_ones_own_is_computed_but_not_learned_from():
    lab = Lab()
    lab.use_own_input((0.25, 0.75))
    assert lab.numbers.target is None
    expected = lab.network.predict_proba([[0.25, 0.75]])[0, 0]
    assert lab.numbers.outputs[-1][0] == pytest.approx(expected)
    for _ in range(3):
        lab.advance()
    assert lab.phase == OVERVIEW
    assert lab.moment.n_steps == 0
    lab.use_row(2)
    assert lab.numbers.target == 1.0
    with pytest.raises(LabError):
        lab.use_own_input((1.0,))


def test_own_points_are_added_turned_and_deleted_within_bounds():
    problem = FIRST_POINTS.with_point(0.25, 0.5, 1.0).with_target(0, 0.0)
    assert problem.n_rows == FIRST_POINTS.n_rows + 1
    assert (problem.targets[0], problem.targets[-1]) == (0.0, 1.0)
    assert problem.without(0).n_rows == FIRST_POINTS.n_rows
    with pytest.raises(LabError):
        problem.with_point(3.0, 0.0, 1.0)
    while problem.n_rows < MAX_POINTS:
        problem = problem.with_point(0.0, 0.0, 0.0)
    with pytest.raises(LabError):
        problem.with_point(0.0, 0.0, 0.0)
    while problem.n_rows > 1:
        problem = problem.without(0)
    with pytest.raises(LabError):
        problem.without(0)


def test_points_change_while_the_weights_stay():
    lab = Lab(BY_KEY["points"])
    lab.learn(100)
    weights = lab.moment.parameters
    lab.use_problem(lab.problem.with_target(2, 0.0))
    np.testing.assert_array_equal(lab.moment.parameters, weights)
    lab.use_problem(PROBLEMS["parity"])
    assert lab.network.layer_sizes[0] == 3


def test_earlier_runs_keep_their_curves():
    lab = Lab()
    lab.learn(400)
    lab.renew()
    assert len(lab.curves.earlier) == 1
    assert lab.curves.earlier[0][-1][0] == 100
    assert lab.curves.current[0][0] == 0
    lab.renew()  # was not trained
    assert len(lab.curves.earlier) == 1


def test_curves_and_paths_stay_within_bounds_in_long_runs():
    lab = Lab(BY_KEY["xor-0"])
    lab.learn(4 * 60_000)
    assert len(lab.curves.current) <= 4097
    assert len(lab.path()) <= 2049
    assert lab.curves.current[-1][0] == 60_000
    lab.go_back()
    assert lab.moment.n_steps == 4 * 60_000


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(BY_KEY)), st.integers(0, 60), st.booleans())
def test_a_saved_state_goes_on_exactly_as_the_lab_would(key, trained, full_batch):
    lab, other = Lab(BY_KEY[key]), Lab()
    lab.configure(replace(lab.settings, full_batch=full_batch, momentum=0.3))
    lab.learn(trained)
    other.restore(saving.from_json(saving.to_json(lab.moment)))
    assert same(lab.moment, other.moment)
    assert other.problem == lab.problem
    lab.learn(50)
    other.learn(50)
    assert same(lab.moment, other.moment)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "something else"},
        {"version": 99},
        {"problem": {"key": "nonsense"}},
        {"problem": {"key": "points", "inputs": [[0, 5]], "targets": [1]}},
        {"problem": {"key": "points", "inputs": [], "targets": []}},
        {"settings": {"hidden_layer_sizes": [99]}},
        {"settings": {"hidden_layer_sizes": "22"}},
        {"settings": {"learning_rate": "fast"}},
        {"settings": None},
        {"parameters": [1, 2, 3]},
        {"parameters": [float("nan")] * 17},
        {"velocity": "none"},
        {"n_steps": -1},
        {"row": 17},
        {"row": True},
    ],
)
def test_files_that_are_not_right_are_refused_with_a_sentence(change, tmp_path):
    file = tmp_path / "lab.json"
    file.write_text(json.dumps({**json.loads(saving.to_json(Lab().moment)), **change}))
    with pytest.raises(LabError, match=r"\.$"):
        saving.load(file)


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe\x00", b"[" * 100_000])
def test_other_files_are_refused(content, tmp_path):
    file = tmp_path / "lab.json"
    file.write_bytes(content)
    with pytest.raises(LabError):
        saving.load(file)


def test_files_that_are_not_there_and_folders_that_are_not(tmp_path):
    with pytest.raises(LabError, match="could not be read"):
        saving.load(tmp_path / "none.json")
    with pytest.raises(LabError, match="could not be written"):
        saving.save(tmp_path / "none" / "lab.json", "{}")
    saving.save(tmp_path / "lab.json", saving.to_json(Lab().moment))
    assert same(saving.load(tmp_path / "lab.json"), Lab().moment)


def test_the_table_has_points_weights_and_errors():
    lab = Lab()
    lab.learn(80)
    text = saving.to_csv(lab.state(), lab.curves)
    assert "points,4,1.0,1.0,0.0," in text
    assert "weights,bias of h₄," in text
    assert f"errors,1,20,{lab.curves.current[-1][1]!r}" in text

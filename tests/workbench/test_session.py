"""Trainings that are paused, stepped, rewound and changed."""

from __future__ import annotations

import dataclasses
from itertools import count

import numpy as np
import pytest

from datasets.drawing import Drawing
from ocr_app.engine.own_samples import VARIATIONS
from ocr_app.engine.scoring import share_of_rate
from ocr_app.engine.workbench.data import data_key, prepare
from ocr_app.engine.workbench.messages import (
    CurvePoint,
    Moment,
    RateMark,
    Rewound,
    RunStatus,
    StatusReport,
    Thinned,
)
from ocr_app.engine.workbench.moments import Moments
from ocr_app.engine.workbench.pace import Pace
from ocr_app.engine.workbench.session import TrainingSession
from ocr_app.engine.workbench.setup import TrainingSetup

SMALL = TrainingSetup(
    copies=0,
    synthetic=0,
    nondigits=0,
    hidden_layer_sizes=(8,),
    batch_size=64,
    learning_rate_init=0.02,
    max_iter=4,
)


@pytest.fixture(scope="module")
def data():
    return prepare(SMALL)


class Watched:
    """A session, and all it told."""

    def __init__(self, setup, data, **more):
        self.told = []
        self.session = TrainingSession(setup, data, self.told.append, **more)

    def all(self, kind):
        return [message for message in self.told if isinstance(message, kind)]

    @property
    def status(self):
        return self.all(StatusReport)[-1]

    @property
    def parameters(self):
        return self.session.network.parameters.copy()

    def run(self, batches=None):
        self.session.run(lambda: False, batches)
        return self


def test_a_run_tells_of_every_epoch_and_ends(data, monkeypatch):
    # On a busy machine some moments are left out, so that the training keeps its speed.
    monkeypatch.setattr(Pace, "has_time_to_watch", lambda _: True)
    watched = Watched(SMALL, data).run()
    assert watched.status.status is RunStatus.FINISHED
    assert "held-out digits" in watched.status.sentence
    assert [m.epoch for m in watched.all(Moment)][:5] == [0, 1, 2, 3, 4]
    points = watched.all(CurvePoint)
    assert points[0].epoch == 0
    assert points[-1].epoch == 4
    assert points[-1].validation_accuracy > points[0].validation_accuracy
    assert points[-1].loss < points[0].loss
    assert np.array_equal(watched.all(Moment)[-1].parameters, watched.parameters)


@pytest.mark.parametrize("solver", ["adam", "sgd"])
@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
def test_the_same_seed_again_gives_the_same_bits(data, solver, loss):
    setup = dataclasses.replace(SMALL, solver=solver, loss=loss)
    first, second = (Watched(setup, data).run() for _ in range(2))
    assert np.array_equal(first.parameters, second.parameters)
    other = Watched(dataclasses.replace(setup, random_state=2), data).run()
    assert not np.array_equal(first.parameters, other.parameters)


def test_pauses_and_steps_change_nothing_in_what_is_learnt(data):
    through = Watched(SMALL, data).run().parameters
    halting = Watched(SMALL, data)
    halting.session.step_batch()
    assert halting.status.status is RunStatus.PAUSED
    assert halting.status.batch == 1
    halting.run(5)
    halting.session.pause()
    halting.session.step_epoch(lambda: False)
    assert halting.session.epoch == 1
    calls = count()
    halting.session.run(lambda: next(calls) > 7)
    halting.run()
    assert np.array_equal(through, halting.parameters)


def test_the_point_of_an_epoch_is_the_mean_of_many_batches(data, monkeypatch):
    monkeypatch.setattr(Pace, "may_examine", lambda *_: True)
    monkeypatch.setattr(Pace, "has_time_to_watch", lambda self: True)  # however busy the machine
    points = Watched(SMALL, data).run().all(CurvePoint)
    within = [point.epoch % 1 for point in points]
    assert 0 < max(within) <= 0.76  # then nothing until the end, where the last quarter is shown
    assert [point.epoch for point in points if point.epoch % 1 == 0] == [0, 1, 2, 3, 4]


def test_the_end_has_one_point_even_where_there_was_no_time_to_watch(data, monkeypatch):
    monkeypatch.setattr(Pace, "has_time_to_watch", lambda self: False)
    watched = Watched(SMALL, data).run()
    epochs = [point.epoch for point in watched.all(CurvePoint)]
    assert epochs[-1] == 4
    assert epochs.count(4) == 1
    assert watched.all(Moment)[-1].epoch == 4


def test_every_step_can_be_looked_at(data):
    watched = Watched(SMALL, data)
    for _ in range(3):
        watched.session.step_batch()
        assert np.array_equal(watched.all(Moment)[-1].parameters, watched.parameters)
    assert [round(moment.epoch * 1438 / 64) for moment in watched.all(Moment)] == [0, 1, 2, 3]
    watched.session.pause(show=True)
    assert len(watched.all(Moment)) == 4


@pytest.mark.parametrize("solver", ["adam", "sgd"])
@pytest.mark.parametrize("schedule", ["constant", "decreasing"])
def test_going_on_after_a_rewind_gives_the_same_bits(data, solver, schedule):
    setup = dataclasses.replace(SMALL, solver=solver, learning_rate=schedule)
    watched = Watched(setup, data).run()
    end = watched.parameters
    second = watched.all(Moment)[2]
    watched.session.rewind(second.index)
    assert watched.all(Rewound)[-1].index == second.index
    assert watched.status.status is RunStatus.PAUSED
    assert watched.session.epoch == second.epoch == 2
    assert np.array_equal(watched.parameters, second.parameters)
    watched.run()
    assert np.array_equal(watched.parameters, end)
    assert watched.all(Thinned)[-1].kept == (0, 1, 2)
    indices = [moment.index for moment in watched.all(Moment)]
    assert len(set(indices)) == len(indices)


@pytest.mark.parametrize("batches", [1, 23, 30])
def test_a_stopped_training_goes_on_from_its_end_with_the_same_bits(data, batches):
    whole = Watched(SMALL, data).run()
    watched = Watched(SMALL, data).run(batches)
    watched.session.finish()
    assert watched.status.can_go_on
    watched.session.rewind(watched.all(Moment)[-1].index)
    assert not watched.status.can_go_on
    watched.run()
    assert np.array_equal(watched.parameters, whole.parameters)
    assert watched.status.status is RunStatus.FINISHED
    assert not watched.status.can_go_on


def test_a_rewind_brings_back_the_learning_rate_of_then(data):
    setup = dataclasses.replace(SMALL, learning_rate="constant")
    watched = Watched(setup, data)
    watched.session.step_epoch(lambda: False)
    watched.session.change(learning_rate_init=1e-4)
    watched.session.step_epoch(lambda: False)
    watched.session.rewind(0)
    watched.session.step_batch()
    assert watched.all(CurvePoint)[-1].learning_rate == setup.learning_rate_init


def test_the_learning_rate_changes_while_running(data):
    watched = Watched(SMALL, data).run(30)
    watched.session.change(learning_rate_init=4e-3)
    assert watched.all(RateMark)[-1] == RateMark(watched.session.epoch, 4e-3, 0.9)
    watched.session.step_batch()
    left = share_of_rate(1 / 4)  # one epoch of four: the schedule goes on from there
    assert watched.all(CurvePoint)[-1].learning_rate == pytest.approx(4e-3 * left)
    with pytest.raises(ValueError, match="The learning rate must be"):
        watched.session.change(learning_rate_init=-1)
    watched.run()
    assert watched.status.status is RunStatus.FINISHED


def test_momentum_changes_what_is_learnt(data):
    setup = dataclasses.replace(SMALL, solver="sgd", learning_rate_init=0.05)
    results = []
    for momentum in (0.9, 0.0):
        watched = Watched(setup, data).run(10)
        watched.session.change(momentum=momentum)
        results.append(watched.run(10).parameters)
    assert not np.array_equal(*results)


def test_stop_and_keep_ends_where_it_stands(data):
    watched = Watched(SMALL, data).run(30)
    here = watched.parameters
    watched.session.finish()
    assert watched.status.status is RunStatus.FINISHED
    assert watched.status.sentence.startswith("Stopped.")
    assert np.array_equal(watched.all(Moment)[-1].parameters, here)
    n_told = len(watched.told)
    watched.session.step_batch()
    watched.session.finish()
    assert len(watched.told) == n_told


def test_divergence_is_explained_and_leaves_finite_weights(data):
    setup = dataclasses.replace(
        SMALL,
        solver="sgd",
        learning_rate_init=100.0,
        activation="relu",
        hidden_layer_sizes=(64, 64),
        alpha=10.0,
        batch_size=32,
        learning_rate="constant",
    )
    watched = Watched(setup, data).run()
    assert watched.status.status is RunStatus.DIVERGED
    assert "Try 10" in watched.status.sentence
    assert np.isfinite(watched.parameters).all()
    watched.session.rewind(0)
    assert watched.status.status is RunStatus.PAUSED


def test_learning_nothing_is_said(data):
    watched = Watched(dataclasses.replace(SMALL, learning_rate_init=1e-6), data).run()
    assert "hardly anything" in watched.status.sentence


def test_learning_by_heart_is_said(data):
    few = dataclasses.replace(data, X=data.X[:60], y=data.y[:60])
    setup = dataclasses.replace(SMALL, max_iter=200, hidden_layer_sizes=(64,), batch_size=8)
    assert "by heart" in Watched(setup, few).run().status.sentence


def test_early_stopping_keeps_the_best_epoch(data):
    setup = dataclasses.replace(
        SMALL, early_stopping=True, n_iter_no_change=3, max_iter=200, learning_rate_init=0.02
    )
    watched = Watched(setup, data).run()
    assert watched.status.epoch < 200
    assert "best epoch" in watched.status.sentence
    best = max(p.validation_accuracy for p in watched.all(CurvePoint))
    assert watched.all(CurvePoint)[-1].validation_accuracy == pytest.approx(best, abs=0.003)


def test_a_branch_begins_with_the_weights_it_is_given(data):
    trunk = Watched(SMALL, data).run().parameters
    branch = Watched(SMALL, data, parameters=trunk)
    assert np.array_equal(branch.parameters, trunk)
    with pytest.raises(ValueError, match="another shape"):
        Watched(dataclasses.replace(SMALL, hidden_layer_sizes=(9,)), data, parameters=trunk)


def test_watching_takes_little_of_the_time():
    now = 0.0
    pace = Pace(lambda: now)
    pace.start()
    watched = learnt = 0.0
    for epoch in range(3000):
        now += 0.001
        learnt += 0.001
        pace.add(100)
        if pace.may_examine(is_epoch_end=True):
            with pace.watching():
                now += 0.004
            watched += 0.004
            pace.note_point()
        if epoch == 9:
            assert watched == pytest.approx(10 * 0.004)  # a short training is seen in full
    assert 0.05 * learnt < watched < 0.1 * (learnt + watched) + 0.05
    assert pace.samples_per_second == pytest.approx(100 / (0.001 + watched / 3000), rel=0.2)


def test_within_a_long_epoch_there_are_ten_points_a_second():
    now = 0.0
    pace = Pace(lambda: now)
    pace.start()
    points = 0
    for _ in range(3000):
        now += 0.001
        pace.add(1)
        if pace.may_examine(is_epoch_end=False):
            points += 1
            pace.note_point()
    assert 25 <= points <= 30


def test_moments_are_thinned_evenly_and_keep_both_ends(data):
    watched = Watched(SMALL, data)
    snapshot = watched.session._trainer.snapshot()
    moments = Moments(most=10)
    for epoch in range(1000):
        moments.add(epoch, snapshot, 0.1, 0.9)
        assert moments.indices[0] == 0
        assert moments.indices[-1] == epoch
        assert len(moments) <= 10
    gaps = np.diff(moments.indices)
    assert gaps.max() <= 300
    by_bytes = Moments(most_bytes=1)
    for epoch in range(5):
        by_bytes.add(epoch, snapshot, 0.1, 0.9)
    assert by_bytes.indices == (0, 4)


def test_held_out_digits_are_never_learnt():
    setup = dataclasses.replace(SMALL, validation_fraction=0.3, split="random")
    made = prepare(setup)
    assert len(made.y_validation) == round(0.3 * 1797)
    learnt = {row.tobytes() for row in made.X}
    assert not any(row.tobytes() in learnt for row in made.X_validation)


def test_what_is_asked_for_is_made():
    line = Drawing.from_points([[[0.5, 0.1], [0.5, 0.9]]])
    mine = [(line, 7), (line, 7), (line, 1)]
    setup = dataclasses.replace(SMALL, copies=1, synthetic=2, nondigits=5, use_my_samples=True)
    shares = []
    made = prepare(setup, mine, shares.append)
    assert len(made.y) == 1438 * 2 + 20 + 5 + 3 * VARIATIONS
    assert np.count_nonzero(made.y == 10) == 5
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert data_key(setup) != data_key(SMALL)
    assert data_key(setup) == data_key(dataclasses.replace(setup, max_iter=9))


def test_nothing_to_learn_from_is_said():
    setup = dataclasses.replace(SMALL, use_digits=False, use_my_samples=True)
    with pytest.raises(ValueError, match="no samples of your own yet"):
        prepare(setup)

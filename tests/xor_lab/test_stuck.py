"""Runs that stand still: those on a saddle get away from it, those in a valley do not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nn.backward_pass import backpropagate
from ocr_app.engine.xor_lab.curvature import way_out
from ocr_app.engine.xor_lab.lab import Lab
from ocr_app.engine.xor_lab.moment import Moment
from ocr_app.engine.xor_lab.problems import XOR
from ocr_app.engine.xor_lab.settings import LabSettings
from ocr_app.engine.xor_lab.status import Status
from ocr_app.engine.xor_lab.watch import StuckWatch

TWO_UNITS = LabSettings(hidden_layer_sizes=(2,))


def mean_error(moment, parameters):
    network = moment.network()
    network.parameters[:] = parameters
    return backpropagate(network, XOR.X, XOR.T, loss="squared_error").loss


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
@pytest.mark.parametrize("sizes", [(), (2,), (3, 2)])
def test_the_lowest_curvature_is_that_of_the_error_itself(activation, sizes):
    settings = LabSettings(hidden_layer_sizes=sizes, activation=activation, seed=4)
    moment = Moment.begin(XOR, settings)
    w, n, h = moment.parameters, moment.parameters.size, 1e-4
    steps = h * np.eye(n)
    bends = np.array(
        [
            [
                mean_error(moment, w + one + other)
                - mean_error(moment, w + one - other)
                - mean_error(moment, w - one + other)
                + mean_error(moment, w - one - other)
                for other in steps
            ]
            for one in steps
        ]
    ) / (4 * h * h)
    expected = np.linalg.eigvalsh(bends)[0]
    assert way_out(moment).curvature == pytest.approx(expected, abs=1e-6)


def test_weights_beyond_reason_have_a_curvature_too():
    weights = np.full(9, 1e9)
    assert np.isfinite(way_out(Moment.begin(XOR, TWO_UNITS, weights)).curvature)


@pytest.mark.parametrize(
    ("changes", "seed"),
    [
        ({}, 20_016),  # stands still from epoch 600 to 7,000, and is solved after 7,995
        ({"activation": "sigmoid", "learning_rate": 2.0}, 20_132),
        ({"full_batch": True, "learning_rate": 2.0}, 20_001),
        # stands still from epoch 2,000 on, far from the saddle already, and is solved after 11,500
        ({"full_batch": True, "learning_rate": 2.0}, 40_143),
    ],
)
def test_a_run_that_stands_still_for_long_and_is_solved_then_is_not_called_stuck(changes, seed):
    lab = Lab()
    lab.configure(replace(TWO_UNITS, seed=seed, **changes))
    while not lab.is_solved:
        lab.learn(100 * lab.moment.steps_per_epoch, until_solved=True)
        assert lab.state().status not in {Status.STUCK, Status.SATURATED}
    assert lab.moment.epoch > 2000


@pytest.mark.parametrize(
    ("activation", "learning_rate"), [("tanh", 0.5), ("sigmoid", 2.0), ("relu", 0.5)]
)
@pytest.mark.parametrize("seed", range(3))
def test_runs_that_cannot_be_solved_are_called_stuck_soon(activation, learning_rate, seed):
    lab = Lab()
    changes = {"activation": activation, "learning_rate": learning_rate, "seed": seed}
    # One hidden unit: there is no solution.
    lab.configure(replace(TWO_UNITS, hidden_layer_sizes=(1,), **changes))
    while lab.moment.epoch < 4000 and lab.state().status is not Status.STUCK:
        lab.learn(400)
    assert lab.state().status is Status.STUCK


def test_a_saddle_that_a_run_comes_closer_and_closer_to_is_not_waited_for():
    """Its way out bends as much as that of runs that take it, but nothing has set out on it."""
    lab = Lab()
    lab.configure(replace(TWO_UNITS, seed=30_076))
    lab.learn(4 * 4000, until_solved=True)
    out = way_out(lab.moment)
    assert out.curvature < -5e-5
    assert out.distance < 1e-5
    assert lab.state().status is Status.STUCK


def test_the_distance_from_a_saddle_is_that_to_where_the_slope_is_zero():
    settings = LabSettings(hidden_layer_sizes=(2,), full_batch=True)
    # All weights 0: the output is ½ everywhere, the slope 0, and the way out is to grow weights.
    at_saddle = Moment.begin(XOR, settings, np.zeros(9))
    assert way_out(at_saddle).distance == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("full_batch", [True, False])
def test_looks_far_apart_find_the_same_stuck_runs(full_batch):
    """The watch takes the youngest moment that is old enough, however seldom it is told of one."""
    watch = StuckWatch()
    watch.restart(Moment.begin(XOR, replace(TWO_UNITS, full_batch=full_batch, learning_rate=2.0)))
    flat = Moment.begin(XOR, replace(TWO_UNITS, activation="relu"), np.zeros(9))
    for epoch in range(0, 1000, 300):
        watch.note(epoch, 0.125)
        assert not watch.is_stuck(flat)
    watch.note(1200, 0.125)
    assert watch.is_stuck(flat)

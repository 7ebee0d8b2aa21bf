"""Runs that stand still: those on a saddle get away from it, those in a valley do not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nn.backward_pass import backpropagate
from ocr_app.engine.xor_lab.curvature import lowest_curvature
from ocr_app.engine.xor_lab.lab import Lab
from ocr_app.engine.xor_lab.moment import Moment
from ocr_app.engine.xor_lab.problems import XOR
from ocr_app.engine.xor_lab.settings import LabSettings
from ocr_app.engine.xor_lab.status import Status

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
    assert lowest_curvature(moment) == pytest.approx(expected, abs=1e-6)


def test_weights_beyond_reason_have_a_curvature_too():
    weights = np.full(9, 1e9)
    assert np.isfinite(lowest_curvature(Moment.begin(XOR, TWO_UNITS, weights)))


@pytest.mark.parametrize(
    ("changes", "seed"),
    [
        ({}, 20_016),  # stands still from epoch 600 to 7,000, and is solved after 7,995
        ({"activation": "sigmoid", "learning_rate": 2.0}, 20_132),
        ({"full_batch": True, "learning_rate": 2.0}, 20_001),
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

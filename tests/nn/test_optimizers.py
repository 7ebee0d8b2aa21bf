"""The optimisers against the formulas of their papers, written out one parameter at a time."""

import numpy as np
import pytest

from nn import TrainingSettings
from nn.optimizers import make_optimizer

GRADIENTS = np.random.default_rng(0).normal(size=(6, 3))


def run(settings):
    parameters = np.ones(3)
    optimizer = make_optimizer(parameters, settings)
    for gradient in GRADIENTS:
        optimizer.update(parameters, gradient.copy())
    return parameters


def test_plain_gradient_descent():
    settings = TrainingSettings(solver="sgd", learning_rate_init=0.1, momentum=0)
    np.testing.assert_allclose(run(settings), 1 - 0.1 * GRADIENTS.sum(axis=0))


@pytest.mark.parametrize("nesterov", [False, True])
def test_momentum(nesterov):
    w, v = np.ones(3), np.zeros(3)
    for g in GRADIENTS:
        v = 0.8 * v - 0.1 * g
        w = w + (0.8 * v - 0.1 * g if nesterov else v)
    settings = TrainingSettings(
        solver="sgd", learning_rate_init=0.1, momentum=0.8, nesterovs_momentum=nesterov
    )
    np.testing.assert_allclose(run(settings), w)


def test_adam():
    w, m, v = np.ones(3), np.zeros(3), np.zeros(3)
    for t, g in enumerate(GRADIENTS, 1):
        m = 0.8 * m + 0.2 * g
        v = 0.95 * v + 0.05 * g**2
        w = w - 0.1 * np.sqrt(1 - 0.95**t) / (1 - 0.8**t) * m / (np.sqrt(v) + 1e-3)
    settings = TrainingSettings(learning_rate_init=0.1, beta_1=0.8, beta_2=0.95, epsilon=1e-3)
    np.testing.assert_allclose(run(settings), w)


@pytest.mark.parametrize("solver", ["sgd", "adam"])
def test_restored_state_goes_the_same_way(solver):
    settings = TrainingSettings(solver=solver)
    parameters = np.ones(3)
    optimizer = make_optimizer(parameters, settings)
    optimizer.update(parameters, GRADIENTS[0].copy())
    state, saved = optimizer.state(), parameters.copy()
    optimizer.update(parameters, GRADIENTS[1].copy())
    other = make_optimizer(saved, settings)
    other.restore(state)
    other.update(saved, GRADIENTS[1].copy())
    np.testing.assert_array_equal(parameters, saved)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("solver", "lbfgs", "solver must be one of adam, sgd, not 'lbfgs'"),
        ("learning_rate", "fast", "learning_rate must be one of constant"),
        ("learning_rate_init", 0, "learning_rate_init must be a number above 0, not 0"),
        ("learning_rate_init", float("nan"), "learning_rate_init must be a number above 0"),
        ("learning_rate_init", "0.1", "learning_rate_init must be a number above 0"),
        ("momentum", 1.5, "momentum must be a number at least 0 and at most 1, not 1.5"),
        ("beta_1", 1, "beta_1 must be a number at least 0 and below 1"),
        ("alpha", -1, "alpha must be a number at least 0"),
        ("batch_size", 0, "batch_size must be a whole number at least 1"),
        ("batch_size", "big", "batch_size must be a whole number at least 1"),
        ("max_iter", 2.5, "max_iter must be a whole number at least 1"),
        ("n_iter_no_change", True, "n_iter_no_change must be a whole number"),
    ],
)
def test_settings_out_of_range(name, value, sentence):
    with pytest.raises(ValueError, match=sentence):
        TrainingSettings(**{name: value})

"""Backpropagation against central differences, for everything that can be combined."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nn import Network, backpropagate
from nn.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from nn.gradient_check import check_gradient

OUTPUTS_AND_LOSSES = [
    *(
        (activation, "squared_error")
        for activation in ("identity", "sigmoid", "tanh", "relu", "softmax")
    ),
    *(
        (activation, loss)
        for activation in ("sigmoid", "softmax")
        for loss in ("cross_entropy", "binary_cross_entropy")
    ),
]


def problem(seed, sizes, n, activation, output_activation, bias):
    rng = np.random.default_rng(seed)
    network = Network(sizes, activation, output_activation, bias=bias, dtype=np.float64)
    network.parameters[:] = rng.uniform(-1, 1, network.parameters.shape)
    X = rng.normal(size=(n, sizes[0]))
    targets = rng.dirichlet(np.ones(sizes[-1]), n) if sizes[-1] > 1 else rng.random((n, 1))
    if output_activation == "softmax" and sizes[-1] == 1:
        targets[:] = 1.0
    return network, X, targets, rng


def far_from_kinks(network, X):
    """Whether no ReLU is so close to its kink that a central difference steps over it."""
    return all(np.abs(z).min() > 1e-3 for z in network.forward(X).net_inputs)


@pytest.mark.parametrize(("output_activation", "loss"), OUTPUTS_AND_LOSSES)
@pytest.mark.parametrize("activation", HIDDEN_ACTIVATIONS)
@pytest.mark.parametrize("alpha", [0.0, 0.7])
def test_every_activation_and_loss(activation, output_activation, loss, alpha):
    network, X, targets, _ = problem(3, (3, 5, 4, 3), 6, activation, output_activation, True)
    assert far_from_kinks(network, X)
    check = check_gradient(network, X, targets, loss=loss, alpha=alpha)
    assert np.abs(check.numerical).max() > 1e-3
    assert check.relative_error < 1e-7


@given(
    seed=st.integers(0, 2**32 - 1),
    sizes=st.lists(st.integers(1, 5), min_size=2, max_size=5),
    n=st.integers(1, 7),
    activation=st.sampled_from(["identity", "sigmoid", "tanh"]),
    output_and_loss=st.sampled_from([pair for pair in OUTPUTS_AND_LOSSES if pair[0] != "relu"]),
    bias=st.booleans(),
    alpha=st.sampled_from([0.0, 0.1]),
    weighted=st.booleans(),
)
@settings(deadline=None, max_examples=150)
def test_any_network_and_samples(
    seed, sizes, n, activation, output_and_loss, bias, alpha, weighted
):
    output_activation, loss = output_and_loss
    network, X, targets, rng = problem(seed, sizes, n, activation, output_activation, bias)
    sample_weight = rng.uniform(0.1, 3, n) if weighted else None
    check = check_gradient(network, X, targets, loss=loss, alpha=alpha, sample_weight=sample_weight)
    # Gradients that almost vanish drown in the rounding of the loss.
    assert np.abs(check.backpropagated - check.numerical).max() < 1e-6 * max(
        1, np.abs(check.numerical).max()
    )


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_many_units_and_samples_for_which_other_operations_are_quicker(activation):
    network, X, targets, _ = problem(0, (2, 130, 3), 70, activation, "softmax", True)
    assert check_gradient(network, X, targets).relative_error < 1e-6


def test_the_check_finds_a_wrong_gradient(monkeypatch):
    wrong = dataclasses.replace(ACTIVATIONS["tanh"], backward=lambda *arrays: None)
    monkeypatch.setitem(ACTIVATIONS, "tanh", wrong)
    network, X, targets, _ = problem(0, (3, 4, 2), 5, "tanh", "softmax", True)
    assert check_gradient(network, X, targets).relative_error > 1e-3


def test_a_weight_of_two_counts_like_the_sample_twice():
    network, X, targets, _ = problem(1, (3, 4, 2), 3, "tanh", "softmax", True)
    weighted = backpropagate(network, X, targets, sample_weight=[1, 2, 0], alpha=0.1)
    repeated = backpropagate(network, X[[0, 1, 1]], targets[[0, 1, 1]], alpha=0.1)
    assert weighted.loss == pytest.approx(repeated.loss)
    for name in ("weights", "biases"):
        for a, b in zip(getattr(weighted, name), getattr(repeated, name), strict=True):
            np.testing.assert_allclose(a, b)


def test_the_penalty_is_that_of_scikit_learn():
    network, X, targets, _ = problem(2, (3, 4, 2), 5, "tanh", "softmax", True)
    plain, penalised = (backpropagate(network, X, targets, alpha=alpha) for alpha in (0, 0.3))
    squares = sum((weights**2).sum() for weights in network.weights)
    assert penalised.loss == pytest.approx(plain.loss + 0.3 / 2 / 5 * squares)
    for weights, a, b in zip(network.weights, plain.weights, penalised.weights, strict=True):
        np.testing.assert_allclose(b - a, 0.3 / 5 * weights)
    for a, b in zip(plain.biases, penalised.biases, strict=True):
        np.testing.assert_array_equal(a, b)


def test_backward_pass_is_read_only_and_leaves_the_network_alone():
    network, X, targets, _ = problem(2, (3, 4, 2), 5, "tanh", "softmax", True)
    before = network.parameters.copy()
    backward = backpropagate(network, X, targets)
    np.testing.assert_array_equal(network.parameters, before)
    assert [delta.shape for delta in backward.deltas] == [(5, 4), (5, 2)]
    for array in (*backward.deltas, *backward.weights, *backward.biases):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


@pytest.mark.parametrize("compute", [backpropagate, check_gradient])
def test_targets_that_are_no_probabilities_are_refused(compute):
    network, X, _, _ = problem(2, (3, 4, 2), 2, "tanh", "softmax", True)
    with pytest.raises(ValueError, match="add up to 1"):
        compute(network, X, [[1, 1], [0, 0]], loss="cross_entropy")

"""What is said about the inside of a network is what its numbers say."""

from __future__ import annotations

import numpy as np
import pytest

from nn import Network
from ocr_app.engine.inspection.confusion import confuse
from ocr_app.engine.inspection.units import look_at_units, unit_sum


def a_network(sizes=(64, 6, 10), activation="relu", output="softmax", seed=0):
    network = Network(sizes, activation, output)
    network.initialize(np.random.default_rng(seed))
    return network


@pytest.fixture
def digits():
    rng = np.random.default_rng(1)
    return rng.random((50, 64), np.float32), rng.integers(0, 10, 50)


@pytest.mark.parametrize("n_outputs", [10, 11])
def test_every_digit_is_in_its_cell(digits, n_outputs):
    X, y = digits
    network = a_network((64, 6, n_outputs))
    found = confuse(network, X, y)
    predictions = network.predict_proba(X)[:, :10].argmax(axis=1)
    assert found.counts.sum() == 50
    for label in range(10):
        for read_as in range(10):
            inside = found.cell(label, read_as)
            assert len(inside) == found.counts[label, read_as]
            assert set(inside) == set(np.flatnonzero((y == label) & (predictions == read_as)))
            sureness = found.probabilities[inside, read_as]
            assert np.all(np.diff(sureness) <= 0)
    assert found.accuracy == pytest.approx((predictions == y).mean())
    assert found.probabilities.sum(axis=1) == pytest.approx(1)
    rows = found.shares().sum(axis=1)
    assert np.all(np.isclose(rows, 1) | (found.counts.sum(axis=1) == 0))


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
@pytest.mark.parametrize("layer", [0, 1, 2])
def test_a_sum_adds_up_to_the_output(digits, activation, layer):
    network = a_network((64, 6, 5, 10), activation)
    x = digits[0][0]
    found = unit_sum(network, x, layer, 3)
    assert found.terms.sum() + found.bias == pytest.approx(found.net_input, abs=1e-5)
    passed = network.forward(x[np.newaxis])
    assert found.output == pytest.approx(float(passed.outputs[layer][0, 3]))
    assert found.activation == ("softmax" if layer == 2 else activation)


def test_units_that_nobody_hears_or_that_never_change_are_of_no_use(digits):
    network = a_network()
    network.weights[1][:, 2] = 0
    network.weights[0][4] = 0
    use = look_at_units(network, digits[0]).use
    assert use[2] == use[4] == 0
    assert np.all(use[[0, 1, 3, 5]] >= 0)
    assert use.max() > 0


def test_dead_and_saturated_units_are_remarked_on(digits):
    X = digits[0]
    network = a_network()
    network.biases[0][:] = 10
    assert look_at_units(network, X).remark == ""
    network.biases[0][:2] = -1000
    assert "2 of 6 units never answer" in look_at_units(network, X).remark
    saturated = a_network(activation="tanh")
    saturated.biases[0][:] = 0
    saturated.biases[0][1] = -50
    assert "1 of 6 units is saturated" in look_at_units(saturated, X).remark
    assert "no hidden layer" in look_at_units(a_network((64, 10)), X).remark

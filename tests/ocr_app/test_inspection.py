"""What is said about the inside of a network is what its numbers say."""

from __future__ import annotations

import numpy as np
import pytest

from nn import Network
from ocr_app.engine.inspection.confusion import confuse
from ocr_app.engine.inspection.layers import N_BINS, look_at_layers
from ocr_app.engine.inspection.saliency import input_gradient, saliency
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


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh", "identity"])
@pytest.mark.parametrize("sizes", [(64, 10), (64, 7, 10), (64, 7, 6, 5, 11)])
def test_the_gradient_of_a_net_input_is_that_of_central_differences(digits, activation, sizes):
    network = a_network(sizes, activation).astype(np.float64)
    x = digits[0][0].astype(np.float64)
    gradient = input_gradient(network, x, 3)
    h = 1e-6
    for i in range(64):
        ends = np.stack([x, x])
        ends[:, i] += h, -h
        above, below = network.forward(ends).net_inputs[-1][:, 3]
        assert gradient[i] == pytest.approx((above - below) / (2 * h), abs=1e-6)


def test_saliency_is_nothing_where_there_is_no_ink_and_adds_up_to_a_relu_logit(digits):
    network = a_network((64, 12, 8, 10))
    pixels = digits[0][0].reshape(8, 8).copy()
    pixels[2:4] = 0
    found = saliency(network, pixels, 7)
    assert found.shape == (8, 8)
    assert not found[2:4].any()
    # Fresh networks have no biases: the squares alone make up the logit.
    assert not any(biases.any() for biases in network.biases)
    logit = network.forward(pixels.reshape(1, -1)).net_inputs[-1][0, 7]
    assert found.sum() == pytest.approx(logit, abs=1e-4)


@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_every_number_of_a_layer_is_in_its_histogram(digits, activation, output):
    X, y = digits
    network = a_network((64, 6, 5, 10), activation, output)
    layers = look_at_layers(network, X, y)
    assert [layer.is_output for layer in layers] == [False, False, True]
    for layer, weights, n_units in zip(layers, network.weights, (6, 5, 10), strict=True):
        assert layer.n_units == n_units
        assert layer.weights.n == layer.gradients.n == weights.size
        assert layer.outputs.n == len(X) * n_units
        assert layer.weights.spread == pytest.approx(float(np.sqrt((weights**2).mean())))
        for histogram in (layer.weights, layer.outputs, layer.gradients):
            assert len(histogram.counts) == N_BINS
            assert np.all(np.diff(histogram.edges) > 0)
        # Half of the bins are below 0: those of the negative weights.
        assert layer.weights.counts[: N_BINS // 2].sum() == (weights < 0).sum()


def test_what_is_wrong_with_a_layer_is_remarked_on(digits):
    network = a_network((64, 6, 5, 10))
    network.weights[1][:] = np.abs(network.weights[1])
    for layer in range(2):
        network.biases[layer][:] = 10
    assert [layer.remark for layer in look_at_layers(network, *digits)] == ["", "", ""]
    network.biases[1][:3] = -1000
    assert "3 of 5 units never answer" in look_at_layers(network, *digits)[1].remark
    deep = a_network((64, *[8] * 6, 10), "sigmoid")
    for weights in deep.weights[:-1]:
        weights[:] *= 0.1
    assert "vanishing gradient" in look_at_layers(deep, *digits)[0].remark


def test_a_network_that_has_diverged_can_be_looked_at(digits):
    network = a_network()
    network.parameters[:] = np.inf
    network.parameters[::3] = np.nan
    first = look_at_layers(network, *digits)[0]
    assert "infinite" in first.remark
    assert first.weights.n == 0
    assert first.weights.spread == 0
    assert look_at_units(network, digits[0]).use.shape == (6,)

"""Pictures of networks as values: they agree with the network, and show what matters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nn import Network
from ocr_app.engine.diagram import (
    BIAS,
    Unit,
    Weight,
    choose,
    contributions,
    explain_fan,
    explain_unit,
    explain_weight,
    make_digit_diagram,
    make_small_diagram,
)


def make_network(sizes, activation="sigmoid", output="sigmoid", **options):
    network = Network(sizes, activation, output, dtype=np.float64, **options)
    network.parameters[:] = np.random.default_rng(sum(sizes)).normal(0, 1, len(network.parameters))
    return network


@given(
    sizes=st.lists(st.integers(1, 6), min_size=2, max_size=5),
    activation=st.sampled_from(["sigmoid", "tanh", "relu"]),
    bias=st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_every_value_and_weight_is_the_networks(sizes, activation, bias):
    network = make_network(sizes, activation, bias=bias)
    inputs = np.linspace(-1, 1, sizes[0])
    passed = network.forward(inputs[np.newaxis])
    diagram = make_small_diagram(network, inputs)
    for layer, outputs in enumerate(passed.outputs):
        for number, value in enumerate(outputs[0]):
            unit = Unit(layer + 1, number)
            assert diagram.value(unit) == value
            weights = diagram.weights_to(unit)
            assert len(weights) == sizes[layer] + bias
            net = sum(diagram.weight(each) * diagram.value(each.origin) for each in weights)
            assert net == pytest.approx(diagram.columns[layer + 1].net_inputs[number])


def test_the_strength_of_a_line_grows_with_its_weight_and_has_its_sign():
    network = make_network((2, 3, 1))
    diagram = make_small_diagram(network, (0, 1))
    weights, strengths = diagram.layers[0].weights, diagram.layers[0].strengths
    assert np.array_equal(np.argsort(weights.ravel()), np.argsort(strengths.ravel()))
    assert np.array_equal(np.sign(weights), np.sign(strengths))
    assert np.abs(strengths).max() < 1


def test_a_wide_layer_shows_the_units_that_pass_on_most():
    network = make_network((64, 300, 11), "relu", "softmax")
    pixels = np.random.default_rng(0).random((8, 8))
    diagram = make_digit_diagram(network, pixels, room=12)
    column = diagram.columns[1]
    assert len(column.shown) == 12
    assert column.n_left_out == 288
    outputs = network.forward(pixels.reshape(1, -1)).outputs[0][0]
    passed = outputs * np.linalg.norm(network.weights[1], axis=0)
    assert set(column.shown) == set(np.argsort(-passed)[:12].tolist())
    assert diagram.columns[2].labels == (*"0123456789", "none")
    carried = diagram.layers[1].strengths
    assert np.abs(carried).max() == 1.0


def test_units_keep_their_places_while_the_drawing_changes_a_little():
    network = make_network((64, 300, 10), "relu", "softmax")
    pixels = np.random.default_rng(0).random((8, 8))
    before = make_digit_diagram(network, pixels, 12)
    after = make_digit_diagram(network, pixels + 0.02 * pixels[::-1], 12, before)
    pairs = zip(before.columns[1].shown, after.columns[1].shown, strict=True)
    assert sum(one == other for one, other in pairs) >= 8
    must = make_digit_diagram(network, pixels, 12, before, must={1: (299, 298)})
    assert {298, 299} <= set(must.columns[1].shown)


@given(
    n=st.integers(1, 8),
    size=st.integers(1, 30),
    before=st.lists(st.integers(0, 29), unique=True, max_size=8),
)
def test_what_is_shown_is_always_whole(n, size, before):
    passed = np.random.default_rng(size).random(size)
    before = [unit for unit in before if unit < size]
    shown = choose(passed, n, before)
    assert len(shown) == len(set(shown)) == min(n, size)
    assert all(0 <= unit < size for unit in shown)


def test_contributions_are_measured_for_every_hidden_layer():
    network = make_network((64, 5, 4, 10), "relu", "softmax")
    outputs = [each[0] for each in network.forward(np.ones((1, 64))).outputs]
    found = contributions(network, outputs)
    assert [len(each) for each in found] == [5, 4]
    assert found[1][2] == pytest.approx(
        abs(outputs[1][2]) * np.linalg.norm(network.weights[2][:, 2])
    )


def test_a_network_without_hidden_layers_has_a_picture():
    diagram = make_digit_diagram(make_network((64, 10), output="softmax"), np.ones((8, 8)), 5)
    assert [len(column.shown) for column in diagram.columns] == [64, 10]
    assert diagram.weight(Weight(0, 3, 63)) is not None


def test_sentences_have_the_numbers():
    network = make_network((2, 3, 1))
    diagram = make_small_diagram(network, (1, 0.5))
    net = diagram.columns[1].net_inputs[1]
    assert f"net input {net:.2f}".replace("-", "−") in explain_unit(diagram, Unit(1, 1))
    assert explain_unit(diagram, Unit(0, 1)) == "Input x₂ is 0.50."
    assert "Always 1" in explain_unit(diagram, Unit(0, BIAS))
    size = network.weights[0][1, 0]
    assert f"{size:+.2f} · 1.00".replace("-", "−") in explain_weight(diagram, Weight(0, 1, 0))
    assert f"{network.biases[1][0]:+.2f}".replace("-", "−") in explain_weight(
        diagram, Weight(1, 0, BIAS)
    )
    digits = make_digit_diagram(make_network((64, 4, 11), output="softmax"), np.ones((8, 8)), 4)
    assert "row 2, column 1" in explain_unit(digits, Unit(0, 8))
    assert "what is no digit" in explain_unit(digits, Unit(2, 10))
    assert "64 weights" in explain_fan(digits, 0)

"""What the lesson shows: every number agrees with the network, to the digits shown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nn import Network
from nn.losses import get_loss
from ocr_app.engine.arithmetic import Phase, PhaseKind, phases_of
from ocr_app.engine.diagram import Unit, Weight
from ocr_app.engine.formula import Fraction, Group, Lines, Mark, Piece, Row, Script, Sum, to_text
from ocr_app.engine.lesson import (
    LessonHistory,
    begin_lesson,
    describe_path,
    diagram_of,
    highlights_of,
    path_through,
    sections_of,
    strongest_path,
    title_of,
)
from ocr_app.engine.lesson.forward_sections import share
from ocr_app.engine.lesson.verdict import describe_step, describe_taken
from ocr_app.engine.model import Model

LOSSES = {"softmax": "cross_entropy", "sigmoid": "squared_error"}


def make_network(hidden, activation="relu", output="softmax", n_outputs=11, seed=0, bias=True):
    network = Network((64, *hidden, n_outputs), activation, output, bias=bias, dtype=np.float64)
    network.parameters[:] = np.random.default_rng(seed).normal(0, 0.4, len(network.parameters))
    return network


def make_pixels(seed=3):
    return np.random.default_rng(seed).random((8, 8))


def marks_in(node):
    """Every mark in a formula, as (key, text)."""
    match node:
        case Mark(key=key, inner=inner):
            yield key, to_text(inner)
            yield from marks_in(inner)
        case Row(parts=parts):
            for part in parts:
                yield from marks_in(part)
        case Lines(pieces=pieces):
            for piece in pieces:
                yield from marks_in(piece)
        case Piece(left=left, right=right) | Fraction(above=left, below=right):
            yield from marks_in(left)
            yield from marks_in(right)
        case Group(inner=inner) | Sum(of=inner) | Script(base=inner):
            yield from marks_in(inner)


def shown(sections, key):
    """The number that is shown last under a mark."""
    texts = [text for each in sections for found, text in marks_in(each.formula) if found == key]
    return texts[-1]


def is_shown_as(text, value):
    """Whether a text is a number, rounded to the digits that it has."""
    plain = text.strip("()").replace("−", "-")
    mantissa, _, power = plain.partition(" · 10^")
    scale = 10.0 ** int(power.strip("{}") or 0)
    decimals = len(mantissa.partition(".")[2])
    return abs(float(mantissa) * scale - value) <= 0.501 * 10.0**-decimals * scale + 1e-13


def error_of(network, pixels, target, loss):
    outputs = network.predict_proba(pixels.reshape(1, -1)).T
    wanted = np.zeros_like(outputs)
    wanted[target] = 1.0
    terms = np.empty_like(outputs)
    get_loss(loss, "softmax").terms(outputs, wanted, terms, np.empty_like(outputs))
    return float(terms.sum())


def central_difference(state, weight, h=1e-5):
    errors = []
    for sign in (1, -1):
        network = state.network.copy()
        network.weights[weight.layer][weight.unit, weight.source] += sign * h
        errors.append(error_of(network, state.pixels, state.target, state.loss))
    return (errors[0] - errors[1]) / (2 * h)


def agrees(text, state, weight):
    """Whether what is shown is the central difference, as far as a difference can tell."""
    found = central_difference(state, weight)
    exact = state.gradient(*weight)
    assert found == pytest.approx(exact, rel=1e-4, abs=2e-9)
    return is_shown_as(text, exact)


networks = st.builds(
    make_network,
    hidden=st.lists(st.integers(1, 14), max_size=4).map(tuple),
    activation=st.sampled_from(["sigmoid", "tanh", "identity"]),  # ReLU has a corner
    output=st.sampled_from(["softmax", "sigmoid"]),
    n_outputs=st.sampled_from([10, 11]),
    seed=st.integers(0, 1000),
    bias=st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(networks, st.integers(0, 9), st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_slope_shown_is_that_of_central_differences(network, target, pixel, salt):
    state = begin_lesson(network, make_pixels(), target, 0.1)
    path = path_through(strongest_path(state), Unit(0, pixel % 64))
    for column, size in enumerate(network.layer_sizes[1:], start=1):
        path = path_through(path, Unit(column, (salt // (column * 7)) % size))
    for layer in range(state.n_layers):
        weight = Weight(layer, path.units[layer], path.source(layer))
        sections = sections_of(state, path, Phase(PhaseKind.BACKWARD, layer))
        assert agrees(shown(sections, "gradient"), state, weight)


@settings(max_examples=60, deadline=None)
@given(networks, st.integers(0, 9))
def test_forward_error_and_update_show_what_nn_computes(network, target):
    state = begin_lesson(network, make_pixels(), target, 0.1)
    path = strongest_path(state)
    passed = network.forward(state.pixels.reshape(1, -1))
    for layer in range(state.n_layers):
        unit = path.units[layer]
        sections = sections_of(state, path, Phase(PhaseKind.FORWARD, layer))
        assert is_shown_as(shown(sections, "net"), passed.net_inputs[layer][0, unit])
        assert is_shown_as(shown(sections, "output"), passed.outputs[layer][0, unit])
    error = sections_of(state, path, Phase(PhaseKind.ERROR))
    assert is_shown_as(shown(error, "error"), error_of(network, state.pixels, target, state.loss))
    after = state.stepped().network
    update = sections_of(state, path, Phase(PhaseKind.UPDATE))
    for section in update[1:]:
        layer = int(section.key.removeprefix("update"))
        new = float(after.weights[layer][path.units[layer], path.source(layer)])
        assert is_shown_as(shown([section], "new"), new)


@settings(max_examples=40, deadline=None)
@given(networks, st.integers(0, 9))
def test_the_three_terms_shown_make_the_slope(network, target):
    state = begin_lesson(network, make_pixels(), target, 0.1)
    path = strongest_path(state)
    for layer in range(state.n_layers):
        sections = sections_of(state, path, Phase(PhaseKind.BACKWARD, layer))
        gradient = next(each for each in sections if each.key == "gradient")
        texts = dict(marks_in(Lines(gradient.formula.pieces[:3])))
        weight = Weight(layer, path.units[layer], path.source(layer))
        unit = path.units[layer]
        if layer < state.n_layers - 1:
            first, second = state.returned(layer, unit), state.slopes[layer][unit]
        elif state.loss == "cross_entropy":
            first = state.error_by_output[target]
            second = state.output_by_net(unit)[target]
        else:
            first, second = state.error_by_output[unit], state.slopes[layer][unit]
        third = state.inputs(layer)[weight.source]
        assert first * second * third == pytest.approx(state.gradient(*weight), abs=1e-12)
        for key, value in zip(("term1", "term2", "term3"), (first, second, third), strict=True):
            assert is_shown_as(texts[key], value)


def test_the_factory_model_has_a_lesson():
    state = begin_lesson(Model.factory().network, make_pixels(), 4, 0.01)
    path = strongest_path(state)
    assert [title_of(state, phase) for phase in phases_of(state.n_layers)] == [
        "What the network makes of it",
        "Forward: hidden units",
        "Forward: outputs",
        "How wrong is it?",
        "Back: outputs",
        "Back: hidden units",
        "New weights",
    ]
    double = begin_lesson(state.network.astype(np.float64), make_pixels(), 4, 0.01)
    for layer in range(2):
        weight = Weight(layer, path.units[layer], path.source(layer))
        found = central_difference(double, weight)
        text = shown(sections_of(state, path, Phase(PhaseKind.BACKWARD, layer)), "gradient")
        assert float(text.replace("−", "-")) == pytest.approx(found, rel=2e-3, abs=1e-3)
    words = describe_path(state, path)
    assert words.startswith("pixel in row ")
    assert words.endswith("output 4")


@pytest.mark.parametrize("hidden", [(), (7,), (40, 30), (5, 6, 7)])
@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
def test_what_stands_out_is_drawn(hidden, output):
    state = begin_lesson(make_network(hidden, output=output), make_pixels(), 4, 0.1)
    path = strongest_path(state)
    for phase in phases_of(state.n_layers):
        diagram = diagram_of(state, path, phase, 8, None)
        units, weights = highlights_of(state, diagram, path, phase)
        assert all(diagram.place(unit) is not None for unit in units)
        assert all(diagram.weight(weight) is not None for weight in weights)
        is_plain = phase.kind is PhaseKind.OVERVIEW
        assert bool(units) is not is_plain
        for layer, drawn in enumerate(diagram.layers):
            assert np.abs(drawn.strengths).max() <= 1
            if phase.kind is PhaseKind.BACKWARD and layer:
                rows, columns = diagram.columns[layer + 1].shown, diagram.columns[layer].shown
                slopes = [[state.gradient(layer, u, s) for s in columns] for u in rows]
                assert np.array_equal(np.sign(drawn.strengths), np.sign(slopes))


def test_a_click_leads_the_path_elsewhere():
    state = begin_lesson(make_network((6, 5)), make_pixels(), 4, 0.1)
    path = strongest_path(state)
    path = path_through(path, Unit(0, 17))
    path = path_through(path, Weight(2, 9, 3))
    assert path.pixel == 17
    assert path.units[1:] == (3, 9)


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.0, "1.000"), (0.5, "0.500"), (0.99999231, "0.9999923"), (0.0001, "0.000100")],
)
def test_what_is_not_one_is_not_shown_as_one(value, text):
    assert to_text(share(value)) == text


def test_the_verdict_says_what_a_step_does_and_did():
    state = begin_lesson(make_network((8,)), make_pixels(), 4, 0.05)
    after = state.stepped()
    said = describe_step(state)
    assert f"output 4 goes from {state.outputs[-1][4]:.3f} to {after.outputs[-1][4]:.3f}" in said
    step = LessonHistory(state.network).after(state, after).steps[0]
    taken = describe_taken(step, after, 1)
    assert taken.startswith("Step 1 is taken: output 4 goes from")
    assert f"E goes from {state.error:.3f} to {after.error:.3f}" in taken


def test_a_step_that_is_too_large_is_called_so():
    states = [
        begin_lesson(make_network((8,), "tanh", "sigmoid", seed=seed), make_pixels(), 4, 30.0)
        for seed in range(20)
    ]
    worse = [state for state in states if state.error_after() > state.error]
    assert worse
    assert all("That is worse: the step was too large." in describe_step(each) for each in worse)
    better = next(state for state in states if state.error_after() < state.error)
    assert "worse" not in describe_step(better)

"""The lesson's numbers: equal to those of the network's own backpropagation, and they add up."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from nn import Network, Trainer, TrainingSettings, backpropagate
from nn.gradient_check import check_gradient
from ocr_app.engine.lesson import (
    LessonError,
    LessonHistory,
    LessonPath,
    begin_lesson,
    history,
    strongest_path,
)
from ocr_app.engine.lesson.history import is_same_network

HIDDEN = ((), (7,), (5, 6), (4, 3, 5), (6, 5, 4, 3), (5, 5, 5, 5, 5))


def make_network(hidden=(7,), activation="relu", output="softmax", n_outputs=10, **options):
    options.setdefault("dtype", np.float64)
    network = Network((64, *hidden, n_outputs), activation, output, **options)
    rng = np.random.default_rng(len(hidden) + n_outputs)
    network.parameters[:] = rng.normal(0, 0.4, len(network.parameters))
    return network


def make_pixels(seed=3):
    return np.random.default_rng(seed).random((8, 8)).astype(np.float32)


def lesson_of(network, target=4, rate=0.05):
    return begin_lesson(network, make_pixels(), target, rate)


def gradient_of(state):
    """All of ∂E/∂parameters, number by number."""
    twin = state.network.copy()
    for layer in range(state.n_layers):
        rows, columns = twin.weights[layer].shape
        for unit in range(rows):
            for source in range(columns):
                twin.weights[layer][unit, source] = state.gradient(layer, unit, source)
            if twin.bias:
                twin.biases[layer][unit] = state.bias_gradient(layer, unit)
    return twin.parameters


def loss_name(output):
    return {"softmax": "cross_entropy", "sigmoid": "squared_error"}[output]


every_network = pytest.mark.parametrize(
    ("hidden", "activation", "output", "n_outputs"),
    [
        (hidden, activation, output, n_outputs)
        for hidden in HIDDEN
        for activation in (("relu", "sigmoid", "tanh") if hidden else ("relu",))
        for output in ("softmax", "sigmoid")
        for n_outputs in (10, 11)
    ],
)


@every_network
def test_gradients_are_those_of_the_networks_backpropagation(hidden, activation, output, n_outputs):
    network = make_network(hidden, activation, output, n_outputs)
    state = lesson_of(network)
    expected = backpropagate(network, state.pixels[np.newaxis], [4], loss=loss_name(output))
    assert state.error == pytest.approx(expected.loss, rel=1e-12)
    for layer, deltas in enumerate(expected.deltas):
        np.testing.assert_allclose(state.deltas[layer], deltas[0], rtol=1e-10, atol=1e-14)
    flat = np.concatenate(
        [
            np.column_stack((weights, biases)).ravel()
            for weights, biases in zip(expected.weights, expected.biases, strict=True)
        ]
    )
    np.testing.assert_allclose(gradient_of(state), flat, rtol=1e-10, atol=1e-14)


@every_network
def test_a_step_is_that_of_plain_gradient_descent(hidden, activation, output, n_outputs):
    network = make_network(hidden, activation, output, n_outputs, dtype=np.float32)
    state = lesson_of(network)
    plain = TrainingSettings(
        solver="sgd", learning_rate_init=0.05, momentum=0.0, alpha=0.0, batch_size=1, max_iter=1
    )
    trainer = Trainer(
        network, state.pixels[np.newaxis], np.array([4]), plain, loss=loss_name(output)
    )
    for _ in trainer.epochs():
        pass
    stepped = state.stepped()
    np.testing.assert_allclose(
        stepped.network.parameters, trainer.network.parameters, rtol=0, atol=5e-7
    )
    assert not np.array_equal(stepped.network.parameters, network.parameters)
    np.testing.assert_allclose(state.outputs_after(), stepped.outputs[-1], atol=2e-6)
    assert state.error_after() == pytest.approx(stepped.error, abs=1e-5)


@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
def test_gradients_are_those_of_central_differences(output):
    network = make_network((5, 4), "tanh", output)
    state = lesson_of(network)
    check = check_gradient(network, state.pixels[np.newaxis], [4], loss=loss_name(output))
    np.testing.assert_allclose(gradient_of(state), check.numerical, atol=1e-8)


def test_a_network_without_biases_has_none_to_change():
    network = make_network((5,), bias=False)
    state = lesson_of(network)
    expected = backpropagate(network, state.pixels[np.newaxis], [4])
    np.testing.assert_allclose(
        gradient_of(state), np.concatenate([w.ravel() for w in expected.weights]), atol=1e-14
    )
    assert state.bias_gradient(0, 2) == 0.0
    np.testing.assert_allclose(state.outputs_after(), state.stepped().outputs[-1], atol=1e-12)
    assert state.steepness == pytest.approx(float(gradient_of(state) @ gradient_of(state)))


@every_network
def test_the_terms_of_the_chain_rule_multiply_to_the_gradient(
    hidden, activation, output, n_outputs
):
    state = lesson_of(make_network(hidden, activation, output, n_outputs))
    last = state.n_layers - 1
    for unit in range(n_outputs):
        by_net = float(state.error_by_output @ state.output_by_net(unit))
        assert by_net == pytest.approx(state.deltas[last][unit], abs=1e-12)
    for layer in range(last):
        for unit in range(state.network.layer_sizes[layer + 1]):
            answered = state.returned(layer, unit) * state.slopes[layer][unit]
            assert answered == pytest.approx(state.deltas[layer][unit], abs=1e-12)


def test_outputs_are_the_networks_own_and_errors_add_up():
    network = make_network(output="sigmoid")
    state = lesson_of(network)
    np.testing.assert_allclose(
        state.outputs[-1], network.predict_proba(state.pixels[np.newaxis])[0], rtol=1e-12
    )
    expected = 0.5 * (state.actual - state.outputs[-1]) ** 2
    np.testing.assert_allclose(state.errors, expected)
    assert state.error == pytest.approx(expected.sum())
    assert state.actual.tolist() == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    softmax = lesson_of(make_network())
    assert softmax.error == pytest.approx(-np.log(softmax.outputs[-1][4]))
    assert np.count_nonzero(softmax.errors) == 1


def test_a_net_input_is_the_sum_of_its_terms():
    state = lesson_of(make_network((6, 5)))
    for layer in range(3):
        terms = state.weights_to(layer, 2) * state.inputs(layer)
        total = terms.sum() + state.bias(layer, 2)
        assert total == pytest.approx(state.net_inputs[layer][2], abs=1e-12)
    assert state.weight(1, 2, 3) == state.weights_to(1, 2)[3] == state.weights_from(1, 3)[2]


def test_small_steps_make_the_error_less_by_the_steepness():
    state = lesson_of(make_network(), rate=1e-6)
    assert state.error - state.error_after() == pytest.approx(1e-6 * state.steepness, rel=1e-3)


def test_what_is_read_is_the_target_until_somebody_says_otherwise():
    network = make_network(n_outputs=11)
    network.biases[-1][10] = 50.0  # "no digit" is the largest output
    network.biases[-1][6] = 20.0
    state = begin_lesson(network, make_pixels(), None, 0.1)
    assert state.target == state.predicted == 6
    assert begin_lesson(network, make_pixels(), 2, 0.1).target == 2


def test_a_hopeless_probability_still_teaches():
    network = make_network(dtype=np.float32)
    network.biases[-1][1] = 30.0
    state = lesson_of(network, target=8)
    assert state.error > 20  # single precision alone would end at 16
    assert state.deltas[-1][8] == pytest.approx(-1.0, abs=1e-9)
    assert float(state.error_by_output @ state.output_by_net(8)) == pytest.approx(-1.0, abs=1e-9)


def test_nothing_in_a_lesson_can_be_changed():
    network = make_network()
    before = network.parameters.copy()
    state = lesson_of(network)
    state.stepped()
    state.outputs_after()
    assert np.array_equal(network.parameters, before)
    for array in (state.pixels, state.actual, *state.outputs, *state.deltas, *state.slopes):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0
    with pytest.raises(dataclasses.FrozenInstanceError):
        state.target = 3


@pytest.mark.parametrize(
    ("network", "pixels", "target", "rate", "sentence"),
    [
        (Network((2, 3, 1), output_activation="sigmoid"), make_pixels(), 1, 0.1, "64 inputs and"),
        (Network((64, 10), output_activation="identity"), make_pixels(), 1, 0.1, "probabilities"),
        (make_network(), np.zeros((7, 8)), 1, 0.1, "8 by 8 numbers"),
        (make_network(), np.full((8, 8), np.nan), 1, 0.1, "8 by 8 numbers"),
        (make_network(n_outputs=11), make_pixels(), 10, 0.1, "from 0 to 9"),
        (make_network(), make_pixels(), 1, 0.0, "above 0 and at most 100"),
        (make_network(), make_pixels(), 1, 101.0, "above 0 and at most 100"),
        (make_network(), make_pixels(), 1, float("nan"), "above 0 and at most 100"),
    ],
)
def test_impossible_lessons_are_refused_in_a_sentence(network, pixels, target, rate, sentence):
    with pytest.raises(LessonError, match=sentence) as refusal:
        begin_lesson(network, pixels, target, rate)
    assert str(refusal.value).endswith(".")


def test_a_step_that_overflows_is_refused():
    network = make_network((20, 20, 20), dtype=np.float32)
    network.parameters *= 1e11
    with pytest.raises(LessonError, match="use a smaller learning rate"):
        lesson_of(network, rate=100).stepped()


def test_another_learning_rate_changes_only_the_step():
    state = lesson_of(make_network())
    faster = state.with_learning_rate(0.5)
    assert faster.deltas is state.deltas
    assert not np.allclose(faster.outputs_after(), state.outputs_after())
    with pytest.raises(LessonError):
        state.with_learning_rate(-1)


# Undoing


def taken(state, n):
    steps, states = LessonHistory(state.network), [state]
    for number in range(n):
        before = begin_lesson(states[-1].network, make_pixels(number), number % 10, 0.03)
        after = before.stepped()
        steps = steps.after(before, after)
        states.append(after)
    return steps, states


@pytest.mark.parametrize("kept_bytes", [history.KEPT_BYTES, 1])
def test_every_step_can_be_undone_bit_for_bit(monkeypatch, kept_bytes):
    monkeypatch.setattr(history, "KEPT_BYTES", kept_bytes)
    steps, states = taken(lesson_of(make_network(dtype=np.float32)), 5)
    in_memory = sum(step.network_before is not None for step in steps.steps)
    assert in_memory == (5 if kept_bytes > 1 else 1)
    for earlier in states[-2::-1]:
        network, steps = steps.undone()
        assert is_same_network(network, earlier.network)
    assert steps.steps == ()
    with pytest.raises((IndexError, ValueError)):
        steps.undone()


def test_the_history_tells_what_each_step_has_brought():
    steps, states = taken(lesson_of(make_network()), 2)
    assert steps.steps[1].error_after == states[2].error < steps.steps[1].error_before
    assert steps.steps[1].target == 1


def test_networks_differ_by_their_parameters_or_their_architecture():
    network = make_network()
    assert is_same_network(network, network.copy())
    other = network.copy()
    other.parameters[0] += 1e-9
    assert not is_same_network(network, other)
    assert not is_same_network(network, make_network(output="sigmoid"))
    assert not is_same_network(network, make_network((7, 7)))


# Paths


def test_the_strongest_path_leads_to_the_target_through_units_that_learn():
    state = lesson_of(make_network((9, 8)))
    path = strongest_path(state)
    assert path.units[-1] == state.target
    assert path.fits(state)
    assert all(state.outputs[layer][path.units[layer]] > 0 for layer in (0, 1))
    assert strongest_path(state, 7).units[-1] == 7
    assert strongest_path(lesson_of(make_network(()))).units == (4,)


def test_a_path_is_led_through_other_units():
    path = LessonPath(12, (3, 5, 7))
    assert path.through(0, 40) == LessonPath(40, (3, 5, 7))
    assert path.through(2, 1) == LessonPath(12, (3, 1, 7))
    assert [path.at(column) for column in range(4)] == [12, 3, 5, 7]
    assert [path.source(layer) for layer in range(3)] == [12, 3, 5]
    assert not path.fits(lesson_of(make_network((4, 5))))
    assert not path.fits(lesson_of(make_network((4,))))

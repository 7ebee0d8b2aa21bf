"""Pictures of networks as values: of a small one, and of one that reads digits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nn import Network
from ocr_app.engine.diagram.choosing import choose, contributions
from ocr_app.engine.diagram.diagram import Column, Diagram, Layer, Matrix, Vector

Passed: TypeAlias = tuple[Sequence[NDArray[np.floating]], Sequence[NDArray[np.floating]]]
"""Net inputs and outputs of every layer, for one drawing."""

NO_DIGIT: Final = "none"
"""Label of the output for what is no digit."""

_STRONG: Final = 3.0
"""A weight of this size looks about two thirds as strong as any can."""

_SUBSCRIPTS: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def subscript(letter: str, number: int) -> str:
    """Write a letter with a number at its foot: "h₁₂"."""
    return letter + str(number).translate(_SUBSCRIPTS)


def make_small_diagram(
    network: Network,
    inputs: ArrayLike,
    input_labels: Sequence[str] = (),
    output_labels: Sequence[str] = (),
) -> Diagram:
    """Make a picture with all units, all weights and all biases; lines are as strong as weights.

    Parameters
    ----------
    network : Network
    inputs : array-like of shape (n_inputs,)
    input_labels, output_labels : sequence of str
        "x₁", "x₂" … and "y₁" … (or "y") if left out.
    """
    values = np.asarray(inputs, np.float64).reshape(-1)
    passed = network.forward(values[np.newaxis])
    n_out = network.layer_sizes[-1]
    names = [input_labels or _numbered("x", len(values))]
    names += [_numbered("h", size) for size in network.layer_sizes[1:-1]]
    names += [output_labels or (_numbered("y", n_out) if n_out > 1 else ("y",))]
    columns = [
        Column(
            "inputs",
            len(values),
            tuple(range(len(values))),
            tuple(names[0]),
            values,
            None,
            _levels(values),
        )
    ]
    for layer, size in enumerate(network.layer_sizes[1:]):
        outputs = passed.outputs[layer][0].astype(np.float64)
        nets = passed.net_inputs[layer][0].astype(np.float64)
        columns.append(
            Column(
                _title(network, layer),
                size,
                tuple(range(size)),
                tuple(names[layer + 1]),
                outputs,
                nets,
                _levels(outputs),
            )
        )
    layers = tuple(
        _weights_layer(weights, biases if network.bias else None)
        for weights, biases in zip(network.weights, network.biases, strict=True)
    )
    activations = tuple(activation.name for activation in network.activations)
    return Diagram(tuple(columns), layers, None, activations, draws_biases=True)


def make_digit_diagram(
    network: Network,
    pixels: NDArray[np.floating],
    room: int,
    before: Diagram | None = None,
    must: Mapping[int, Sequence[int]] | None = None,
    passed: Passed | None = None,
) -> Diagram:
    """Make a picture of a network that reads digits; lines are as strong as what they carry.

    Parameters
    ----------
    network : Network
        With 64 inputs.
    pixels : ndarray of shape (8, 8) or (64,)
    room : int ≥ 1
        How many units of a hidden layer there is room for.
    before : Diagram, optional
        What was shown before: units keep their places where they can.
    must : mapping of int to sequence of int, optional
        By column, the units that are shown in any case.
    passed : pair of sequences of ndarray of shape (n_units,), optional
        Net inputs and outputs of every layer, if they are known already.
    """
    ink = np.asarray(pixels, np.float64).reshape(-1)
    nets_of_all, outputs = passed or _forward(network, ink)
    old = () if before is None else before.columns
    shown: list[tuple[int, ...]] = [tuple(range(64))]
    for at, share in enumerate(contributions(network, outputs), start=1):
        same = len(old) == len(network.layer_sizes) and old[at].size == len(share)
        wanted = () if must is None else must.get(at, ())
        shown.append(choose(share, room, old[at].shown if same else (), wanted))
    shown.append(tuple(range(network.layer_sizes[-1])))
    columns = [Column("inputs", 64, shown[0], ("",) * 64, ink, None, ink)]
    for layer, size in enumerate(network.layer_sizes[1:]):
        drawn = shown[layer + 1]
        values = outputs[layer][list(drawn)].astype(np.float64)
        nets = nets_of_all[layer][list(drawn)].astype(np.float64)
        is_last = layer == len(outputs) - 1
        largest = 1.0 if is_last else float(np.abs(outputs[layer]).max())
        labels = digit_labels(size) if is_last else tuple(subscript("h", u + 1) for u in drawn)
        columns.append(
            Column(
                _title(network, layer), size, drawn, labels, values, nets, _levels(values, largest)
            )
        )
    layers = tuple(
        _carrying_layer(network, layer, shown[layer], shown[layer + 1], columns[layer].values)
        for layer in range(len(outputs))
    )
    activations = tuple(activation.name for activation in network.activations)
    picture = ink.reshape(8, 8)
    return Diagram(tuple(columns), layers, picture, activations, draws_biases=False)


def _forward(network: Network, ink: Vector) -> Passed:
    passed = network.forward(ink[np.newaxis])
    return [each[0] for each in passed.net_inputs], [each[0] for each in passed.outputs]


def digit_labels(n_outputs: int) -> tuple[str, ...]:
    """Name the outputs: the ten digits, and what is none."""
    return (*map(str, range(10)), *([NO_DIGIT] * (n_outputs - 10)))


def _numbered(letter: str, n: int) -> tuple[str, ...]:
    return tuple(subscript(letter, number) for number in range(1, n + 1))


def _title(network: Network, layer: int) -> str:
    n_hidden = len(network.layer_sizes) - 2
    if layer == n_hidden:
        return "outputs" if network.layer_sizes[-1] > 1 else "output"
    return "hidden units" if n_hidden == 1 else f"hidden layer {layer + 1}"


def _levels(values: Vector, largest: float = 1.0) -> Vector:
    return np.clip(values / max(largest, 1e-12), -1.0, 1.0)


def _looks(weights: NDArray[np.floating]) -> Matrix:
    """Strengths of lines that never jump to another scale while weights grow."""
    return np.asarray(np.sign(weights) * (1.0 - np.exp(-np.abs(weights) / _STRONG)))


def _weights_layer(weights: NDArray[np.floating], biases: NDArray[np.floating] | None) -> Layer:
    as_doubles = weights.astype(np.float64)
    offsets = None if biases is None else biases.astype(np.float64)
    return Layer(
        as_doubles, offsets, _looks(as_doubles), None if offsets is None else _looks(offsets)
    )


def _carrying_layer(
    network: Network, layer: int, sources: Sequence[int], targets: Sequence[int], values: Vector
) -> Layer:
    rows = network.weights[layer][list(targets)]
    weights = rows[:, list(sources)].astype(np.float64)
    biases = network.biases[layer][list(targets)].astype(np.float64) if network.bias else None
    carried = weights * values
    if layer == 0:
        carried = carried.sum(axis=1, keepdims=True)
    return Layer(weights, biases, scaled(carried), None)


def scaled(carried: Matrix) -> Matrix:
    """Make numbers strengths: the largest of them looks as strong as any can."""
    largest = float(np.abs(carried).max()) if carried.size else 0.0
    return carried / largest if largest > 0 else np.zeros_like(carried)

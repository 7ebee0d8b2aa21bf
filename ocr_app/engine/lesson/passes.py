"""The way of one drawing through a network and back, in vectors: no matrix is made.

Everything that backpropagation needs for a single sample are vectors: ∂E/∂w is the delta of the
unit that a weight leads to, times the value that it carries. All numbers are in double precision;
only products with the weights are taken in the network's own.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from nn import Network
from nn.activations import Activation, get_activation
from nn.losses import get_loss

Vector: TypeAlias = NDArray[np.float64]


class LessonError(ValueError):
    """There is no lesson for this network, or no such step; one sentence for people."""


def forward(network: Network, pixels: Vector) -> tuple[tuple[Vector, ...], tuple[Vector, ...]]:
    """Compute the net inputs and the outputs of every layer.

    Raises
    ------
    LessonError
        If they are not finite.
    """
    values = pixels
    all_nets, all_outputs = [], []
    with np.errstate(all="ignore"):
        for layer, activation in enumerate(network.activations):
            net = net_inputs_of(network, layer, values)
            values = activate(activation, net)
            all_nets.append(frozen(net))
            all_outputs.append(frozen(values))
    if not all(np.isfinite(values).all() for values in (*all_nets, *all_outputs)):
        raise LessonError(
            "The numbers grow beyond all bounds: the step is too large; use a smaller learning "
            "rate."
        )
    return tuple(all_nets), tuple(all_outputs)


def net_inputs_of(network: Network, layer: int, values: Vector) -> Vector:
    """Compute the weighted sums that reach the units of a layer."""
    # In the network's own precision: a matrix of a large layer is not converted for it.
    product = np.dot(network.weights[layer], values.astype(network.dtype))
    return np.asarray(product.astype(np.float64) + network.biases[layer])


def activate(activation: Activation, net: Vector) -> Vector:
    """Compute what units pass on."""
    out = np.empty_like(net)
    # The functions want the units along the first of two axes.
    activation.forward(net[:, np.newaxis], out[:, np.newaxis], np.empty((len(net), 1)))
    return out


def times_slope(activation: Activation, outputs: Vector, delta: Vector) -> Vector:
    """Multiply ∂E/∂out by ∂out/∂net."""
    column = delta.copy()[:, np.newaxis]
    activation.backward(outputs[:, np.newaxis], column, np.empty_like(column))
    return frozen(column[:, 0])


def loss_terms(loss: str, outputs: Vector, actual: Vector) -> Vector:
    """Compute each output's share of E."""
    terms = np.empty_like(outputs)
    get_loss(loss, "softmax").terms(outputs, actual, terms, np.empty_like(outputs))
    # −0·ln p is a minus zero.
    return frozen(terms + 0.0)


def loss_gradient(loss: str, outputs: Vector, actual: Vector) -> Vector:
    """Compute ∂E/∂out of every output."""
    slope = np.empty_like(outputs)
    get_loss(loss, "softmax").derivative(outputs, actual, slope, np.empty_like(outputs))
    return frozen(slope + 0.0)


def backward(
    network: Network, loss: str, outputs: tuple[Vector, ...], target: int
) -> tuple[tuple[Vector, ...], tuple[Vector, ...]]:
    """Compute the deltas, ∂E/∂net, and the slopes, f′(net), of every layer."""
    actual = np.zeros_like(outputs[-1])
    actual[target] = 1.0
    if loss == "cross_entropy":  # the activation's slope cancels out
        delta = frozen(outputs[-1] - actual)
    else:
        towards = loss_gradient(loss, outputs[-1], actual)
        delta = times_slope(network.activations[-1], outputs[-1], towards)
    # Softmax's slope at its own net input is out · (1 − out), as sigmoid's.
    sigmoid = get_activation("sigmoid")
    slopes = [times_slope(sigmoid, outputs[-1], np.ones_like(outputs[-1]))]
    deltas = [delta]
    for layer in range(len(outputs) - 2, -1, -1):
        weights, activation = network.weights[layer + 1], network.activations[layer]
        returned = np.dot(delta.astype(network.dtype), weights).astype(np.float64)
        delta = times_slope(activation, outputs[layer], returned)
        deltas.append(delta)
        slopes.append(times_slope(activation, outputs[layer], np.ones_like(outputs[layer])))
    return tuple(deltas[::-1]), tuple(slopes[::-1])


def double(values: NDArray[np.floating]) -> Vector:
    """Copy numbers in double precision, not to be changed."""
    return frozen(np.array(values, np.float64))


def frozen(values: Vector) -> Vector:
    """Return the same numbers, not to be changed any more."""
    values.flags.writeable = False
    return values

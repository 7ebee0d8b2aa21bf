"""Gradient descent for very small networks, as a list of NumPy calls that is made once.

With a handful of weights nearly all of a step's time goes into calling NumPy, so that a step is
written down beforehand: which function, from which arrays into which. It does what
`nn.backpropagation` does with squared errors and plain or classical momentum, a test compares
them, and needs half of the calls, since losses and penalties are not asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import numpy as np

from nn import Network
from ocr_app.engine.xor_lab.arrays import Array

Call = tuple[Callable[..., Any], tuple[Array, ...]]


class Descent:
    """Trains a network in place, from one point or from all points at a time.

    Parameters
    ----------
    network : Network
        In double precision; hidden units sigmoid, tanh or relu, the output sigmoid.
    X : ndarray of shape (n_rows, n_inputs)
    T : ndarray of shape (n_rows, 1)
    full_batch : bool
        Whether each step learns from all rows, along the mean of their gradients.

    Attributes
    ----------
    velocity : ndarray of shape (n_parameters,)
        The last change of every weight, which momentum keeps a share of.
    n_tapes : int
        Different steps there are: one for each row, or one for all of them.
    """

    def __init__(self, network: Network, X: Array, T: Array, *, full_batch: bool) -> None:
        self.velocity: Array = np.zeros_like(network.parameters)
        self._parameters = network.parameters
        self._gradient: Array = np.zeros_like(network.parameters)
        batches = [slice(None)] if full_batch else [slice(row, row + 1) for row in range(len(X))]
        self._gradients = [
            _calls_of_gradient(network, self._gradient, X[rows], T[rows]) for rows in batches
        ]
        self._n_in_batch = len(X) if full_batch else 1
        self.n_tapes: Final = len(batches)
        self.configure(0.0, 0.0)

    def configure(self, learning_rate: float, momentum: float) -> None:
        """Take over another learning rate α and momentum μ, from the next step on."""
        w, g, v = self._parameters, self._gradient, self.velocity
        rate = np.full_like(w, -learning_rate / self._n_in_batch)
        update: list[Call] = [(np.multiply, (g, rate, g))]
        if momentum:
            kept = np.full_like(w, momentum)
            update += [(np.multiply, (v, kept, v)), (np.add, (v, g, v)), (np.add, (w, v, w))]
        else:
            update += [(np.add, (w, g, w))]
        self._keeps_velocity = bool(momentum)
        self._tapes = [(*gradient, *update) for gradient in self._gradients]

    def run(self, n_steps: int, first: int = 0) -> None:
        """Take some steps.

        Parameters
        ----------
        n_steps : int
        first : int
            The row of the first step; the others follow in turn.
        """
        tapes, n = self._tapes, self.n_tapes
        order = [tapes[(first + step) % n] for step in range(min(n, n_steps))]
        rounds, rest = divmod(n_steps, n)
        with np.errstate(all="ignore"):
            for _ in range(rounds):
                for tape in order:
                    for function, arrays in tape:
                        function(*arrays)
            for tape in order[:rest]:
                for function, arrays in tape:
                    function(*arrays)
        if n_steps and not self._keeps_velocity:
            np.copyto(self.velocity, self._gradient)


def _calls_of_gradient(network: Network, gradient: Array, X: Array, T: Array) -> list[Call]:
    """Write down the way to the sum of the gradients of some rows. Samples are columns."""
    n_rows, bias = len(X), int(network.bias)
    inputs = np.vstack([X.T, np.ones((bias, n_rows))])
    layers = list(zip(network.matrices, network.split(gradient), network.weights, strict=True))
    calls: list[Call] = []
    all_inputs, all_outputs = [], []
    for (matrix, _, _), activation in zip(layers, network.activations, strict=True):
        # One more row, which stays 1: what the biases of the next layer are the weights of.
        with_ones = np.ones((len(matrix) + bias, n_rows))
        outputs = with_ones[: len(matrix)]
        calls.append((np.dot, (matrix, inputs, outputs)))
        calls += _ACTIVATE[activation.name](outputs)
        all_inputs.append(inputs)
        all_outputs.append(outputs)
        inputs = with_ones
    delta = np.empty_like(all_outputs[-1])
    calls.append((np.subtract, (all_outputs[-1], np.ascontiguousarray(T.T), delta)))
    for index in range(len(layers) - 1, -1, -1):
        _, layer_gradient, weights = layers[index]
        calls += _DIFFERENTIATE[network.activations[index].name](all_outputs[index], delta)
        calls.append(_gradient_of_layer(delta, all_inputs[index], layer_gradient, index == 0))
        if index:
            below = np.empty_like(all_outputs[index - 1])
            # With one unit above there is nothing to add up: each product is a single one.
            times = np.multiply if len(delta) == 1 else np.dot
            calls.append((times, (weights.T, delta, below)))
            delta = below
    return calls


def _gradient_of_layer(delta: Array, inputs: Array, gradient: Array, are_fixed: bool) -> Call:
    """Σ delta · input over the samples, in the way that takes NumPy the least time."""
    if inputs.shape[1] == 1:
        return np.multiply, (delta, inputs.T, gradient)
    if len(delta) == 1:
        return np.dot, (inputs, delta[0], gradient[0])
    # What never changes can be turned over once and for all.
    return np.dot, (delta, np.ascontiguousarray(inputs.T) if are_fixed else inputs.T, gradient)


def _sigmoid(z: Array) -> list[Call]:
    """1 / (1 + e^-z) = ½·tanh(z/2) + ½."""
    half = np.full_like(z, 0.5)
    return [
        (np.multiply, (z, half, z)),
        (np.tanh, (z, z)),
        (np.multiply, (z, half, z)),
        (np.add, (z, half, z)),
    ]


def _tanh(z: Array) -> list[Call]:
    return [(np.tanh, (z, z))]


def _relu(z: Array) -> list[Call]:
    # NumPy takes no third array here but by name.
    return [(partial(np.maximum, z, np.zeros_like(z), out=z), ())]


def _sigmoid_slope(output: Array, delta: Array) -> list[Call]:
    """Multiply by output · (1 − output)."""
    one, slope = np.ones_like(output), np.empty_like(output)
    return [
        (np.subtract, (one, output, slope)),
        (np.multiply, (slope, output, slope)),
        (np.multiply, (delta, slope, delta)),
    ]


def _tanh_slope(output: Array, delta: Array) -> list[Call]:
    """Multiply by 1 − output²."""
    one, slope = np.ones_like(output), np.empty_like(output)
    return [
        (np.multiply, (output, output, slope)),
        (np.subtract, (one, slope, slope)),
        (np.multiply, (delta, slope, delta)),
    ]


def _relu_slope(output: Array, delta: Array) -> list[Call]:
    """Multiply by 1 where the unit is on, else by 0."""
    slope = np.empty_like(output)
    return [(np.sign, (output, slope)), (np.multiply, (delta, slope, delta))]


_ACTIVATE: Final = {"sigmoid": _sigmoid, "tanh": _tanh, "relu": _relu}
_DIFFERENTIATE: Final = {"sigmoid": _sigmoid_slope, "tanh": _tanh_slope, "relu": _relu_slope}

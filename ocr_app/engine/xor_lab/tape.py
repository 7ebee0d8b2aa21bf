"""Gradient descent for very small networks, as a list of NumPy calls that is made once.

With a handful of weights nearly all of a step's time goes into calling NumPy, so that a step is
written down beforehand: which function, from which arrays into which. It does what
`nn.backpropagation` does with squared errors and plain or classical momentum, a test compares
them, and needs less than half of the calls (`shallow` needs even fewer, but not for all networks):

- Losses and penalties are not asked for.
- The output o = 1 / (1 + e^-z) is kept as t = tanh(z/2) = 2o − 1, its target as 2T − 1. Then
  o − T = ½(t − (2T − 1)) and its slope is o(1 − o) = ¼(1 − t²): the ½ and the ¼ go into the
  learning rate.
- The outputs of all layers lie in one array, one below the other, so that one call finds the
  slopes of many layers.
- `a.dot(b, out)` takes two thirds of the time of `np.dot(a, b, out)`, and of a product that is
  broadcast, half.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, cast

import numpy as np

from nn import Network
from ocr_app.engine.xor_lab.arrays import Array

Call = tuple[Callable[..., Any], tuple[Array, ...]]


def repeated(tape: Sequence[Call]) -> Callable[[int], None]:
    """Make a function that goes through some calls as often as it is told.

    The calls are written down as Python code, with a name for every function and array: names are
    looked up faster than items of a list, by a twentieth of the time of a step.
    """
    things = [thing for function, arrays in tape for thing in (function, *arrays)]
    names = iter([f"x{number}" for number in range(len(things))])
    lines = [
        f"        {next(names)}({', '.join(next(names) for _ in arrays)})" for _, arrays in tape
    ]
    defaults = ", ".join(f"x{number}=x{number}" for number in range(len(things)))
    code = "\n".join([f"def go(n, {defaults}):", "    for _ in range(n):", *lines])
    made: dict[str, Any] = {f"x{number}": thing for number, thing in enumerate(things)}
    exec(code, made)  # noqa: S102 -- nothing but the names above is in it
    return cast(Callable[[int], None], made["go"])


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
        self._calls_of_misses, self._misses = _calls_of_misses(network, X, T)
        self._look: Callable[[int], None] | None = None
        self._n_in_batch = len(X) if full_batch else 1
        self.n_tapes: Final = len(batches)
        self.configure(0.0, 0.0)

    def configure(self, learning_rate: float, momentum: float) -> None:
        """Take over another learning rate α and momentum μ, from the next step on."""
        w, g, v = self._parameters, self._gradient, self.velocity
        rate = np.full_like(w, -learning_rate * LEFT_OUT / self._n_in_batch)
        update: list[Call] = [(np.multiply, (g, rate, g))]
        if momentum:
            kept = np.full_like(w, momentum)
            update += [(np.multiply, (v, kept, v)), (np.add, (v, g, v)), (np.add, (w, v, w))]
        else:
            update += [(np.add, (w, g, w))]
        self._keeps_velocity = bool(momentum)
        self._tapes = [(*gradient, *update) for gradient in self._gradients]
        self._rounds: dict[int, Callable[[int], None]] = {}

    def misses(self) -> list[float]:
        """Compute output − target of every row, as the network is now."""
        if self._look is None:
            self._look = repeated(self._calls_of_misses)
        with np.errstate(all="ignore"):
            self._look(1)
        # For a few rows Python's own numbers take less time than a call of NumPy.
        return cast(list[float], self._misses.tolist())

    def gradient(self) -> Array:
        """Compute the mean gradient of all rows, or that of the first, of shape (n_parameters,)."""
        with np.errstate(all="ignore"):
            for function, arrays in self._gradients[0]:
                function(*arrays)
        return np.asarray(self._gradient * (LEFT_OUT / self._n_in_batch))

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
            if rounds >= _MANY_ROUNDS and n * len(tapes[0]) <= _LONGEST:
                self._round(first % n)(rounds)
                rounds = 0
            for tape in order * rounds + order[:rest]:
                for function, arrays in tape:
                    function(*arrays)
        if n_steps and not self._keeps_velocity:
            np.copyto(self.velocity, self._gradient)

    def _round(self, first: int) -> Callable[[int], None]:
        """Return what takes one step for every tape, beginning with one of them."""
        if first not in self._rounds:
            tapes = self._tapes[first:] + self._tapes[:first]
            self._rounds[first] = repeated([call for tape in tapes for call in tape])
        return self._rounds[first]


def _calls_forward(network: Network, X: Array) -> tuple[list[Call], _Values]:
    """Write down the way to the outputs of all layers; those of the last one are kept as t."""
    values = _Values(network, X)
    calls: list[Call] = []
    layers = zip(network.matrices, values.inputs, values.outputs, strict=True)
    for number, (matrix, inputs, outputs) in enumerate(layers, 1):
        is_last = number == len(network.matrices)
        calls.append((matrix.dot, (inputs, outputs)))
        calls += _half_tanh(outputs) if is_last else _ACTIVATE[network.activation](outputs)
    return calls, values


_MANY_ROUNDS: Final = 50
_LONGEST: Final = 200
"""It takes 2 to 3 ms to make a function of 60 calls: it pays in long runs, for rounds of so few."""


def _calls_of_misses(network: Network, X: Array, T: Array) -> tuple[list[Call], Array]:
    """Write down the way to output − target of all rows: ½(t − (2T − 1))."""
    calls, values = _calls_forward(network, X)
    output, misses = values.outputs[-1][0], np.empty(len(X))
    calls.append((np.multiply, (output, np.full(len(X), 0.5), misses)))
    calls.append((np.subtract, (misses, T[:, 0] - 0.5, misses)))
    return calls, misses


def _calls_of_gradient(network: Network, gradient: Array, X: Array, T: Array) -> list[Call]:
    """Write down the way to the sum of the gradients of some rows, divided by `LEFT_OUT`."""
    calls, values = _calls_forward(network, X)
    calls += values.calls_of_slopes(network.activation)
    delta = np.empty_like(values.outputs[-1])
    targets = np.ascontiguousarray(2.0 * T.T - 1.0)
    calls.append((np.subtract, (values.outputs[-1], targets, delta)))
    gradients = network.split(gradient)
    for index in range(len(gradients) - 1, -1, -1):
        calls.append((np.multiply, (delta, values.slopes[index], delta)))
        calls.append(_gradient_of_layer(delta, values.inputs[index], gradients[index], index == 0))
        if index:
            below = np.empty_like(values.outputs[index - 1])
            calls.append((network.weights[index].T.dot, (delta, below)))
            delta = below
    return calls


class _Values:
    """Arrays for what goes into each layer and comes out, and for the slopes. Samples are columns.

    Attributes
    ----------
    inputs, outputs, slopes : list of ndarray
        One for each layer, of shape (n_inputs or n_units, n_rows). With biases, inputs have one
        more row, which stays 1: what the biases are the weights of.
    """

    def __init__(self, network: Network, X: Array) -> None:
        n_rows, bias = len(X), int(network.bias)
        units = network.layer_sizes[1:]
        starts = np.cumsum([0, *(n + bias for n in units[:-1])]).tolist()
        self._all = np.ones((starts[-1] + units[-1], n_rows))
        self._slopes = np.zeros_like(self._all)
        self._last = slice(starts[-1], None)
        layers = [slice(start, start + n) for start, n in zip(starts, units, strict=True)]
        self.outputs = [self._all[rows] for rows in layers]
        self.slopes = [self._slopes[rows] for rows in layers]
        with_ones = [self._all[rows.start : rows.stop + bias] for rows in layers[:-1]]
        self.inputs = [np.vstack([X.T, np.ones((bias, n_rows))]), *with_ones]

    def calls_of_slopes(self, hidden: str) -> list[Call]:
        """Write down how the slopes are found; those of the output are 4 times as large."""
        if hidden == "tanh" or len(self.outputs) == 1:
            return _tanh_slope(self._all, self._slopes)
        below = slice(0, self._last.start)
        return [
            *_SLOPE[hidden](self._all[below], self._slopes[below]),
            *_tanh_slope(self._all[self._last], self._slopes[self._last]),
        ]


LEFT_OUT: Final = 0.5 * 0.25
"""See above: of the output's error and of its slope."""


def _gradient_of_layer(delta: Array, inputs: Array, gradient: Array, are_fixed: bool) -> Call:
    """Σ delta · input over the samples."""
    if len(delta) == 1:
        return inputs.dot, (delta[0], gradient[0])
    # What never changes can be turned over once and for all.
    return delta.dot, (np.ascontiguousarray(inputs.T) if are_fixed else inputs.T, gradient)


def _half_tanh(z: Array) -> list[Call]:
    """tanh(z/2) = 2 / (1 + e^-z) − 1."""
    return [(np.multiply, (z, np.full_like(z, 0.5), z)), (np.tanh, (z, z))]


def _sigmoid(z: Array) -> list[Call]:
    """1 / (1 + e^-z) = ½·tanh(z/2) + ½."""
    half = np.full_like(z, 0.5)
    return [*_half_tanh(z), (np.multiply, (z, half, z)), (np.add, (z, half, z))]


def _tanh(z: Array) -> list[Call]:
    return [(np.tanh, (z, z))]


def _relu(z: Array) -> list[Call]:
    # NumPy takes no third array here but by name.
    return [(partial(np.maximum, z, np.zeros_like(z), out=z), ())]


def _sigmoid_slope(output: Array, slope: Array) -> list[Call]:
    """Write down output · (1 − output)."""
    one = np.ones_like(output)
    return [(np.subtract, (one, output, slope)), (np.multiply, (slope, output, slope))]


def _tanh_slope(output: Array, slope: Array) -> list[Call]:
    """Write down 1 − output²."""
    one = np.ones_like(output)
    return [(np.multiply, (output, output, slope)), (np.subtract, (one, slope, slope))]


def _relu_slope(output: Array, slope: Array) -> list[Call]:
    """1 where the unit is on, else 0."""
    return [(np.sign, (output, slope))]


_ACTIVATE: Final = {"sigmoid": _sigmoid, "tanh": _tanh, "relu": _relu}
_SLOPE: Final = {"sigmoid": _sigmoid_slope, "tanh": _tanh_slope, "relu": _relu_slope}

"""Many small networks that learn at once: the same steps, with all runs side by side.

The last axis of every array here is the runs, so that one call of NumPy does the arithmetic of a
few hundred networks. A run does what `Descent` does, up to rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.xor_lab.arrays import Array
from ocr_app.engine.xor_lab.problems import Problem
from ocr_app.engine.xor_lab.settings import LabSettings

SOLVED_WITHIN: Final = 0.1
"""A problem is solved when every output is this close to its target."""


class Stack:
    """Networks of one shape that learn one problem.

    Parameters
    ----------
    problem : Problem
    settings : LabSettings
        All of it but the seed.
    parameters : ndarray of shape (n_parameters, n_runs)
        Where each run starts; in its precision everything is computed.
    learning_rates : ndarray of shape (n_runs,), optional
        One for each run, instead of that of the settings.

    Attributes
    ----------
    parameters : ndarray of shape (n_parameters, n_runs)
        Where they are.
    """

    def __init__(
        self,
        problem: Problem,
        settings: LabSettings,
        parameters: Array,
        learning_rates: Array | None = None,
    ) -> None:
        self.parameters = parameters.copy()
        if learning_rates is None:
            learning_rates = np.full(parameters.shape[1], settings.learning_rate)
        self._rates = learning_rates.astype(parameters.dtype)
        self._velocity = np.zeros_like(parameters)
        self._settings = settings
        network = settings.empty_network(problem.n_inputs)
        self._shapes, self._bias = network.shapes, network.bias
        X, T = (
            array.astype(parameters.dtype).T[:, :, np.newaxis] for array in (problem.X, problem.T)
        )
        self._whole = (_with_ones(X, self._bias), T)
        self._batches = (
            [self._whole]
            if settings.full_batch
            else [
                (_with_ones(X[:, row : row + 1], self._bias), T[:, row : row + 1])
                for row in range(problem.n_rows)
            ]
        )

    @property
    def n_runs(self) -> int:
        """How many there are."""
        return int(self.parameters.shape[1])

    def keep(self, chosen: NDArray[np.bool_]) -> None:
        """Go on with some of the runs only."""
        self.parameters = np.ascontiguousarray(self.parameters[:, chosen])
        self._velocity = np.ascontiguousarray(self._velocity[:, chosen])
        self._rates = self._rates[chosen]

    def outputs(self) -> Array:
        """Compute what every run says of every point, of shape (n_rows, n_runs)."""
        with np.errstate(all="ignore"):
            return np.asarray(self._forward(self._matrices(), self._whole[0])[-1][0])

    def epoch(self) -> None:
        """Let all runs learn from each point once."""
        with np.errstate(all="ignore"):
            for X, T in self._batches:
                self._step(X, T)

    def _matrices(self) -> list[Array]:
        views, start = [], 0
        for rows, columns in self._shapes:
            part = self.parameters[start : start + rows * columns]
            views.append(part.reshape(rows, columns, -1))
            start += rows * columns
        return views

    def _forward(self, matrices: list[Array], X: Array) -> list[Array]:
        """Return inputs and outputs of all layers, with the ones that carry the biases."""
        values = [X]
        for index, matrix in enumerate(matrices):
            net = np.einsum("jir,isr->jsr", matrix, values[-1])
            is_last = index == len(matrices) - 1
            outputs = _ACTIVATE["sigmoid" if is_last else self._settings.activation](net)
            values.append(outputs if is_last else _with_ones(outputs, self._bias))
        return values

    def _step(self, X: Array, T: Array) -> None:
        matrices = self._matrices()
        values = self._forward(matrices, X)
        delta = values[-1] - T
        delta *= values[-1] * (1.0 - values[-1])
        gradients = []
        for index in range(len(matrices) - 1, -1, -1):
            gradient = np.einsum("jsr,isr->jir", delta, values[index])
            gradients.append(gradient.reshape(-1, self.n_runs))
            if index:
                n_below = self._shapes[index - 1][0]
                below = values[index][:n_below]
                delta = np.einsum("jir,jsr->isr", matrices[index][:, :n_below], delta)
                delta *= _SLOPE[self._settings.activation](below)
        gradient = np.concatenate(gradients[::-1])
        gradient *= self._rates / -T.shape[1]
        if self._settings.momentum:
            self._velocity *= self._settings.momentum
            self._velocity += gradient
            gradient = self._velocity
        self.parameters += gradient


def first_parameters(problem: Problem, settings: LabSettings, seeds: range) -> Array:
    """Draw the weights that some seeds stand for.

    Returns
    -------
    ndarray of shape (n_parameters, n_seeds)
    """
    network = settings.empty_network(problem.n_inputs)
    columns = []
    for seed in seeds:
        network.initialize(np.random.default_rng(seed))
        columns.append(network.parameters.copy())
    return np.stack(columns, axis=1)


def are_solved(problem: Problem, outputs: Array) -> NDArray[np.bool_]:
    """Whether all outputs of each run are close to their targets, of shape (n_runs,)."""
    return np.asarray((np.abs(outputs - problem.T) <= SOLVED_WITHIN).all(axis=0))


def _with_ones(outputs: Array, bias: bool) -> Array:
    if not bias:
        return outputs
    return np.concatenate([outputs, np.ones((1, *outputs.shape[1:]), outputs.dtype)])


def _sigmoid(z: Array) -> Array:
    return np.asarray(0.5 * np.tanh(0.5 * z) + 0.5)


_ACTIVATE: Final[dict[str, Callable[[Array], Array]]] = {
    "sigmoid": _sigmoid,
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0.0),
}
_SLOPE: Final[dict[str, Callable[[Array], Array]]] = {
    "sigmoid": lambda output: output * (1.0 - output),
    "tanh": lambda output: 1.0 - output * output,
    "relu": np.sign,
}

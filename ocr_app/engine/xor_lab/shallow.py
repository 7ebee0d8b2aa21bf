"""Gradient descent for one hidden layer that learns from all points at once: ten NumPy calls.

`tape.Descent` takes fifteen for the same step, and at this size calls are all that time is spent
on. They get fewer by looking at the same numbers from another side:

- **Net inputs instead of weights.** The points never change. A step changes the weights W of the
  hidden layer by a sum of points, W' = W + Xᵀ·D, hence its net inputs Z = X·W by X·Xᵀ·D. So it is
  Z that is kept, Z' = Z + K·D with K = X·Xᵀ computed once, and no step computes it from weights.
  At the end they are found again as W = X⁺·Z, where X⁺ is the pseudo-inverse of X.
- **Everything is a tanh.** A sigmoid is one in disguise: 1 / (1 + e^-z) = ½·tanh(z/2) + ½. The
  halves go into Z and into the weights a of the output layer, so that the output is
  tanh(a · tanh Z). What the ½ behind a hidden tanh does to a step is a matrix, `metric`.
- **Adding comes free with a product.** Z + K·D = [K 1]·[D over Z]: the array for D lies right above
  the one for Z. The sum goes to a second board of arrays, where the next step finds it, and the
  step after that comes back to the first. With momentum, what is found like that is the change.
- **The bias is a unit that is always on.** Its net input is 20, whose tanh is 1 in double
  precision: it goes through all calls together with the others.
- **The learning rate is the weight of a unit that is always 0**, so that blame · weight comes out
  with one more column: blame · rate, the steps that the output's weights take.

In all arrays rows are points. Columns are units: the hidden ones, the one that is on, the one that
is 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from nn import Network
from ocr_app.engine.xor_lab.arrays import Array
from ocr_app.engine.xor_lab.tape import LEFT_OUT, Call, Descent, repeated

FEW_STEPS: Final = 8
"""For fewer of them it does not pay to change over to net inputs and back."""

MOST_ROWS: Final = 16
"""With more points, K·D takes longer than going through the weights."""

WORST_CONDITION: Final = 1e3
"""Condition number of the points above which X⁺ would cost more than three digits."""

_ON: Final = 20.0

_DISGUISE: Final = {"tanh": (1.0, 1.0, 0.0), "sigmoid": (0.5, 0.5, 0.5)}
"""k, p and q by which an activation is p·tanh(k·z) + q."""


def make_descent(network: Network, X: Array, T: Array, *, full_batch: bool) -> Descent:
    """Make what trains a network fastest; see `Descent` for the parameters."""
    if full_batch and _is_shallow(network, X):
        return ShallowDescent(network, X, T)
    return Descent(network, X, T, full_batch=full_batch)


class ShallowDescent(Descent):
    """Does what `Descent` does, up to rounding, for one hidden layer and all points at once.

    Parameters
    ----------
    network : Network
        In double precision; one layer of hidden units, sigmoid or tanh; the output sigmoid.
    X : ndarray of shape (n_rows, n_inputs)
        Its columns, and one of ones if there are biases, are linearly independent.
    T : ndarray of shape (n_rows, 1)
    """

    def __init__(self, network: Network, X: Array, T: Array) -> None:
        k, p, q = _DISGUISE[network.activation]
        points, n_units = _with_ones(X, network.bias), network.layer_sizes[1]
        self._matrices, self._targets = network.matrices, 2.0 * T[:, 0] - 1.0
        self._points, self._inverse = k * points, np.linalg.pinv(points) / k
        self._kernel = 4.0 * k**2 * points @ points.T
        # From weights w of the output, the last of which may be its bias, to weights a of tanhs:
        # w · (p·t + q) = 2a · (t, 1), the 2 being the ½ of the output's own tanh(z/2).
        a_of_w = np.vstack([p * np.eye(n_units), np.full(n_units, q)])
        if network.bias:
            a_of_w = np.hstack([a_of_w, np.eye(n_units + 1)[:, -1:]])
        self._a_of_w, self._w_of_a = 0.5 * a_of_w, 2.0 * np.linalg.pinv(a_of_w)
        self._metric: Array | None = None
        if q:
            self._metric = np.zeros((n_units + 2, n_units + 2))
            self._metric[:-1, :-1] = a_of_w @ a_of_w.T
        self._has_on = network.bias or bool(q)
        super().__init__(network, X, T, full_batch=True)
        self._velocities = network.split(self.velocity)

    def configure(self, learning_rate: float, momentum: float) -> None:
        """Take over another learning rate α and momentum μ, from the next step on."""
        super().configure(learning_rate, momentum)
        self._rate, self._momentum = -0.5 * LEFT_OUT * learning_rate / len(self._points), momentum
        self._two_steps: Callable[[int], None] | None = None

    def run(self, n_steps: int, first: int = 0) -> None:
        """Take some steps; see `Descent.run`."""
        if n_steps < FEW_STEPS:
            super().run(n_steps, first)
            return
        if n_steps % 2:
            super().run(1, first)
        if self._two_steps is None:
            self._two_steps = self._written_down()
        with np.errstate(all="ignore"):
            self._change_over()
            self._two_steps(n_steps // 2)
            self._change_back()

    def _change_over(self) -> None:
        """Find net inputs and weights of tanhs, and with momentum how they have changed."""
        first, second = self._matrices
        self._nets[:, : len(first)] = self._points.dot(first.T)
        self._weights[:-1] = self._a_of_w.dot(second[0])
        if self._momentum:
            first, second = self._velocities
            self._board.kept_nets[:, : len(first)] = self._points.dot(first.T)
            self._board.kept_weights[:-1] = self._a_of_w.dot(second[0])

    def _change_back(self) -> None:
        """Find the weights again, and how they have changed last."""
        here, other = self._board, self._other
        first, second = self._matrices
        first.T[:] = self._inverse.dot(self._nets)[:, : len(first)]
        second[0] = self._w_of_a.dot(self._weights[:-1])
        nets, weights = here.kept_nets, here.kept_weights
        if not self._momentum:
            nets, weights = nets - other.kept_nets, weights - other.kept_weights
        first, second = self._velocities
        first.T[:] = self._inverse.dot(nets)[:, : len(first)]
        second[0] = self._w_of_a.dot(weights[:-1])

    def _written_down(self) -> Callable[[int], None]:
        """Write down two steps: to the other board and back."""
        n, n_units = len(self._points), len(self._matrices[0])
        width = n_units + 2
        kept = self._momentum or 1.0
        boards = [
            _Board(n, width, has_on=self._has_on, has_metric=self._metric is not None)
            for _ in range(2)
        ]
        self._board, self._other = boards
        self._nets, self._weights = self._board.kept_nets, self._board.kept_weights
        if self._momentum:
            self._nets, self._weights = np.zeros((n, width)), np.zeros(width)
        self._nets[:, n_units], self._weights[-1] = _ON * self._has_on, self._rate
        squares, found = np.empty((2, n + n * width + n))
        squares[-n:] = self._targets
        output_slope, slopes, miss = found[:n], found[n:-n], found[-n:]
        delta, blame = np.empty((n, 1)), np.zeros((n + 1, width))
        blame[n, -1] = kept
        by_points = np.hstack([self._rate * self._kernel, kept * np.eye(n)])

        calls: list[Call] = []
        for here, there in (boards, boards[::-1]):
            nets = self._nets if self._momentum else here.kept_nets
            weights = self._weights if self._momentum else here.kept_weights
            calls += [
                (np.tanh, (nets.reshape(-1), here.hidden.reshape(-1))),
                (here.hidden.dot, (weights, here.output)),
                (np.tanh, (here.output, here.output)),
                (np.multiply, (here.values, here.values, squares[:-n])),
                (np.subtract, (here.ones_and_output, squares, found)),
                (np.multiply, (miss, output_slope, delta[:, 0])),
                (delta.dot, (weights.reshape(1, -1), blame[:n])),
                (np.multiply, (blame[:n].reshape(-1), slopes, here.blamed.reshape(-1))),
                (by_points.dot, (here.blamed_and_nets, there.kept_nets)),
            ]
            if self._metric is not None:
                calls.append((here.hidden.dot, (self._metric, here.learned)))
            calls.append((blame[:, -1].dot, (here.learned_and_weights, there.kept_weights)))
            if self._momentum:
                calls.append((np.add, (nets, there.kept_nets, nets)))
                calls.append((np.add, (weights, there.kept_weights, weights)))
        return repeated(calls)


class _Board:
    """Arrays of a step, side by side where one call goes through several of them.

    Attributes
    ----------
    hidden : ndarray of shape (n_rows, width)
        tanh of the net inputs.
    output : ndarray of shape (n_rows,)
    values, ones_and_output : ndarray of shape (n_rows + n_rows · width,) and n_rows more
        Output and hidden; ones for their slopes, 1 − value², and the output.
    blamed_and_nets : ndarray of shape (2 · n_rows, width)
        `blamed` above `kept_nets`: what the net inputs change by, and they themselves (with
        momentum, how they have changed).
    learned_and_weights : ndarray of shape (n_rows + 1, width)
        `learned` above `kept_weights`: the same for the weights of the output.
    """

    def __init__(self, n: int, width: int, *, has_on: bool, has_metric: bool) -> None:
        size = n * width
        all_ = np.zeros(n + size + n + size + width)
        all_[:n] = 1.0
        all_[n : n + size].reshape(n, width)[:, : width - 2 + has_on] = 1.0
        self.ones_and_output = all_[: n + size + n]
        self.output = all_[n + size : n + size + n]
        self.values = all_[n + size : n + size + n + size]
        self.hidden = all_[-size - width : -width].reshape(n, width)
        self.blamed_and_nets = np.zeros((2 * n, width))
        self.blamed, self.kept_nets = self.blamed_and_nets[:n], self.blamed_and_nets[n:]
        self.learned_and_weights = all_[-size - width :].reshape(n + 1, width)
        if has_metric:
            self.learned_and_weights = np.zeros((n + 1, width))
        self.learned, self.kept_weights = self.learned_and_weights[:n], self.learned_and_weights[n]


def _is_shallow(network: Network, X: Array) -> bool:
    if len(network.matrices) != 2 or network.activation not in _DISGUISE or len(X) > MOST_ROWS:
        return False
    points = _with_ones(X, network.bias)
    return len(points) >= points.shape[1] and bool(np.linalg.cond(points) <= WORST_CONDITION)


def _with_ones(X: Array, bias: bool) -> Array:
    return np.hstack([X, np.ones((len(X), int(bias)))])

"""The floor: nothing but the matrix products of the same steps, in float32, on ready memory.

No network that is trained with NumPy can be faster on the same BLAS.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from benchmarks.contenders.case import Case
from nn import Network


class _Products:
    """One layer's three products for mini-batches of one size; a bias is one more input."""

    def __init__(self, n_in: int, n_out: int, n: int, *, is_first: bool) -> None:
        rng = np.random.default_rng(0)

        def array(*shape: int) -> NDArray[np.float32]:
            return rng.random(shape, np.float32)

        self.weights, self.inputs = array(n_out, n_in + 1), array(n_in + 1, n)
        if is_first:  # samples are rows of the data, and so columns in the other order
            self.inputs = np.asfortranarray(self.inputs)
        self.outputs, self.delta = array(n_out, n), array(n_out, n)
        self.gradient = np.empty_like(self.weights)
        self.below = None if is_first else array(n_in, n)

    def forward(self) -> None:
        np.dot(self.weights, self.inputs, out=self.outputs)

    def backward(self) -> None:
        if self.delta.shape[1] == 1:
            np.multiply(self.delta, self.inputs.T, out=self.gradient)
        else:
            np.dot(self.delta, self.inputs.T, out=self.gradient)
        if self.below is not None:
            np.dot(self.weights[:, :-1].T, self.delta, out=self.below)


def training(case: Case) -> Callable[[], object]:
    def products(n: int) -> list[_Products]:
        pairs = zip(case.layer_sizes[:-1], case.layer_sizes[1:], strict=True)
        return [_Products(a, b, n, is_first=not i) for i, (a, b) in enumerate(pairs)]

    whole, rest = divmod(len(case.X), case.batch_size)
    batches = [products(case.batch_size)] * whole + ([products(rest)] if rest else [])

    def work() -> None:
        for _ in range(case.epochs):
            for layers in batches:
                for layer in layers:
                    layer.forward()
                for layer in reversed(layers):
                    layer.backward()

    return work


def inference(network: Network, X: NDArray[np.float32]) -> Callable[[], object]:
    matrices = [np.ascontiguousarray(weights.T) for weights in network.weights]
    inputs = [X, *(np.empty((len(X), n), np.float32) for n in network.layer_sizes[1:])]

    def work() -> None:
        for i, matrix in enumerate(matrices):
            np.dot(inputs[i], matrix, out=inputs[i + 1])

    return work

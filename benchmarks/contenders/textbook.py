"""The network of the textbooks in plain NumPy: float64, one list of weights, one of biases.

Samples are rows and the mini-batch is one matrix, so this is already the vectorised form.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from benchmarks.contenders.case import Case
from nn import Network

Array = NDArray[np.float64]


class Textbook:
    """A network that is trained a mini-batch at a time."""

    def __init__(self, case: Case, seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        self.case = case
        pairs = list(zip(case.layer_sizes[:-1], case.layer_sizes[1:], strict=True))
        self.W = [rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out)) for n_in, n_out in pairs]
        self.b = [np.zeros(n_out) for _, n_out in pairs]
        self.first = [np.zeros_like(one) for one in (*self.W, *self.b)]
        self.second = [np.zeros_like(one) for one in (*self.W, *self.b)]
        self.steps = 0

    def forward(self, X: Array) -> list[Array]:
        outputs = [X]
        for W, b in zip(self.W[:-1], self.b[:-1], strict=True):
            z = outputs[-1] @ W + b
            outputs.append(np.maximum(z, 0) if self.case.activation == "relu" else np.tanh(z))
        z = outputs[-1] @ self.W[-1] + self.b[-1]
        if z.shape[1] == 1:
            outputs.append(1 / (1 + np.exp(-z)))
        else:
            e = np.exp(z - z.max(axis=1, keepdims=True))
            outputs.append(e / e.sum(axis=1, keepdims=True))
        return outputs

    def loss(self, p: Array, Y: Array) -> float:
        eps = 1e-12
        terms = Y * np.log(p + eps)
        if Y.shape[1] == 1:
            terms += (1 - Y) * np.log(1 - p + eps)
        return float(-terms.sum() / len(Y))

    def step(self, X: Array, Y: Array) -> float:
        outputs = self.forward(X)
        delta = (outputs[-1] - Y) / len(X)
        dW, db = [], []
        for i in reversed(range(len(self.W))):
            dW.insert(0, outputs[i].T @ delta + self.case.alpha / len(X) * self.W[i])
            db.insert(0, delta.sum(axis=0))
            if i:
                delta = delta @ self.W[i].T
                h = outputs[i]
                delta = delta * (h > 0) if self.case.activation == "relu" else delta * (1 - h**2)
        self.update([*dW, *db])
        return self.loss(outputs[-1], Y)

    def update(self, gradients: list[Array]) -> None:
        self.steps += 1
        rate = self.case.learning_rate
        parameters = [*self.W, *self.b]
        for i, g in enumerate(gradients):
            if self.case.solver == "sgd":
                self.first[i] = 0.9 * self.first[i] - rate * g
                parameters[i] += 0.9 * self.first[i] - rate * g
                continue
            self.first[i] = 0.9 * self.first[i] + 0.1 * g
            self.second[i] = 0.999 * self.second[i] + 0.001 * g**2
            mean = self.first[i] / (1 - 0.9**self.steps)
            square = self.second[i] / (1 - 0.999**self.steps)
            parameters[i] -= rate * mean / (np.sqrt(square) + 1e-8)

    def epoch(self, X: Array, Y: Array, rng: np.random.Generator) -> float:
        order, total = rng.permutation(len(X)), 0.0
        for start in range(0, len(X), self.case.batch_size):
            chosen = order[start : start + self.case.batch_size]
            total += self.step(X[chosen], Y[chosen]) * len(chosen)
        return total / len(X)


def targets(case: Case) -> Array:
    n_outputs = case.layer_sizes[-1]
    if n_outputs == 1:
        return case.labels[:, np.newaxis].astype(float)
    return np.eye(n_outputs)[case.labels]


def training(case: Case) -> Callable[[], object]:
    X, Y = case.X.astype(float), targets(case)

    def work() -> None:
        network, rng = Textbook(case), np.random.default_rng(0)
        for _ in range(case.epochs):
            network.epoch(X, Y, rng)

    return work


def inference(network: Network, X: NDArray[np.float32]) -> Callable[[], object]:
    """Predict with the same weights."""
    twin = Textbook(Case(network.layer_sizes, X, np.zeros(len(X), int), 1, 1, "adam"))
    twin.W = [np.ascontiguousarray(weights.T, float) for weights in network.weights]
    twin.b = [biases.astype(float) for biases in network.biases]
    given = X.astype(float)
    assert np.allclose(twin.forward(given)[-1], network.predict_proba(X), atol=1e-4)
    return lambda: twin.forward(given)[-1]


def to_accuracy(
    case: Case, X: NDArray[np.float32], labels: NDArray[np.int64], goal: float
) -> Callable[[int], int]:
    """Train epoch by epoch until that many of other samples are read rightly."""
    X_train, Y, others = case.X.astype(float), targets(case), X.astype(float)

    def work(seed: int) -> int:
        network, rng = Textbook(case, seed), np.random.default_rng(seed)
        for epoch in range(1, case.epochs + 1):
            network.epoch(X_train, Y, rng)
            if np.mean(network.forward(others)[-1].argmax(axis=1) == labels) >= goal:
                return epoch
        raise RuntimeError(f"The textbook's network did not reach {goal:.0%}.")

    return work

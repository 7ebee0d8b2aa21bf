"""scikit-learn's MLPClassifier as most people use it: with float64 data."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from benchmarks.contenders.case import Case
from nn import Network


def new_classifier(case: Case, seed: int = 0) -> MLPClassifier:
    return MLPClassifier(
        case.layer_sizes[1:-1],
        activation=case.activation,
        solver=case.solver,
        alpha=case.alpha,
        batch_size=case.batch_size,
        learning_rate_init=case.learning_rate,
        max_iter=case.epochs,
        n_iter_no_change=case.epochs + 1,
        tol=0.0,
        random_state=seed,
    )


def training(case: Case, dtype: type[Any] = np.float64) -> Callable[[], object]:
    X = case.X.astype(dtype)

    def work() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            new_classifier(case).fit(X, case.labels)

    return work


def inference(
    network: Network, X: NDArray[np.float32], dtype: type[Any] = np.float64
) -> Callable[[], object]:
    """Predict with the same weights."""
    n_classes = network.layer_sizes[-1]
    classifier = MLPClassifier(network.layer_sizes[1:-1], max_iter=1)
    few = np.zeros((n_classes, X.shape[1]), dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        classifier.fit(few, np.arange(n_classes))
    classifier.coefs_ = [np.ascontiguousarray(weights.T, dtype) for weights in network.weights]
    classifier.intercepts_ = [biases.astype(dtype) for biases in network.biases]
    given = X.astype(dtype)
    assert np.allclose(classifier.predict_proba(given), network.predict_proba(X), atol=1e-4)
    return lambda: classifier.predict_proba(given)


def to_accuracy(
    case: Case,
    X: NDArray[np.float32],
    labels: NDArray[np.int64],
    goal: float,
    dtype: type[Any] = np.float64,
) -> Callable[[int], int]:
    """Train epoch by epoch until that many of other samples are read rightly."""
    X_train, X_other = case.X.astype(dtype), X.astype(dtype)
    classes = np.unique(case.labels)

    def work(seed: int) -> int:
        classifier = new_classifier(case, seed)
        for epoch in range(1, case.epochs + 1):
            classifier.partial_fit(X_train, case.labels, classes=classes)
            if classifier.score(X_other, labels) >= goal:
                return epoch
        raise RuntimeError(f"scikit-learn did not reach {goal:.0%}.")

    return work

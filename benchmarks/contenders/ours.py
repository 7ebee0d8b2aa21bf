"""This project's engine, used as the window uses it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from benchmarks.contenders.case import Case
from nn import EpochReport, Network, Trainer, TrainingSettings


def new_network(case: Case, seed: int = 0) -> Network:
    output = "sigmoid" if case.layer_sizes[-1] == 1 else "softmax"
    network = Network(case.layer_sizes, case.activation, output)
    network.initialize(np.random.default_rng(seed))
    return network


def training(case: Case) -> Callable[[], object]:
    """Train with what the window does meanwhile: reports of the loss, a callback, a stop button."""
    stop = threading.Event()
    reported: list[EpochReport] = []
    settings = TrainingSettings(
        solver=case.solver,
        learning_rate_init=case.learning_rate,
        alpha=case.alpha,
        batch_size=case.batch_size,
        max_iter=case.epochs,
        n_iter_no_change=case.epochs,
        tol=0.0,
        random_state=0,
    )

    def work() -> None:
        trainer = Trainer(new_network(case), case.X, case.labels, settings)
        for report in trainer.epochs(stop.is_set):
            reported.append(report)

    return work


def inference(network: Network, X: NDArray[np.float32]) -> Callable[[], object]:
    return lambda: network.predict_proba(X)


def to_accuracy(
    case: Case, X: NDArray[np.float32], labels: NDArray[np.int64], goal: float
) -> Callable[[int], int]:
    """Train until that many of other samples are read rightly; return the epochs it took."""

    def work(seed: int) -> int:
        settings = TrainingSettings(
            solver=case.solver,
            learning_rate_init=case.learning_rate,
            batch_size=case.batch_size,
            max_iter=case.epochs,
            random_state=seed,
        )
        network = new_network(case, seed)
        trainer = Trainer(network, case.X, case.labels, settings, validation=(X, labels))
        for report in trainer.epochs():
            if report.validation_score is not None and report.validation_score >= goal:
                return report.epoch
        raise RuntimeError(f"ocr-app did not reach {goal:.0%}.")

    return work

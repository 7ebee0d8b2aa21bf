"""scikit-learn's MLPClassifier with float32 data, which makes its network float32."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from benchmarks.contenders import scikit_learn
from benchmarks.contenders.case import Case
from nn import Network


def training(case: Case) -> Callable[[], object]:
    return scikit_learn.training(case, np.float32)


def inference(network: Network, X: NDArray[np.float32]) -> Callable[[], object]:
    return scikit_learn.inference(network, X, np.float32)


def to_accuracy(
    case: Case, X: NDArray[np.float32], labels: NDArray[np.int64], goal: float
) -> Callable[[int], int]:
    return scikit_learn.to_accuracy(case, X, labels, goal, np.float32)

"""Inference: the same weights in our engine and in its peers, on one sample and on many."""

from __future__ import annotations

import numpy as np

from benchmarks.comparison import Comparison, rows
from benchmarks.contenders import prepare
from benchmarks.results import Row
from benchmarks.timing import in_turns
from nn import Network

ONE_TARGETS = {"scikit-learn": 0.10, "scikit-learn, float32": 0.10, "PyTorch": 0.5}
MANY_TARGETS = {"scikit-learn, float32": 0.9}
MANY = 10_000


def run() -> list[Row]:
    """Compute the probabilities of one sample, and of 10,000 at once."""
    return rows(
        [
            _compare((64, 64, 10), 1, 500, ONE_TARGETS),
            _compare((64, 256, 128, 10), 1, 500, ONE_TARGETS),
            _compare((64, 64, 10), MANY, 2, MANY_TARGETS),
            _compare((64, 256, 128, 10), MANY, 1, MANY_TARGETS),
        ]
    )


def _compare(sizes: tuple[int, ...], n: int, times: int, targets: dict[str, float]) -> Comparison:
    rng = np.random.default_rng(0)
    network = Network(sizes)
    network.initialize(rng)
    X = rng.random((n, sizes[0]), np.float32)
    what = "one sample" if n == 1 else f"{n:,} samples"
    taken = in_turns(prepare("inference", network, X), times)
    return Comparison(f"{'-'.join(map(str, sizes))}: predict {what}", taken, targets)

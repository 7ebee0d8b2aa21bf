"""Training: our engine beside its peers, the same networks on the same data, in turns.

Ours reports every epoch's loss, calls a callback and looks at a stop button before each mini-batch,
as the window has it do. All include making the network; the floor is only the matrix products.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

import numpy as np

from benchmarks.comparison import Comparison, rows
from benchmarks.contenders import prepare
from benchmarks.contenders.case import Case
from benchmarks.results import Row
from benchmarks.timing import in_turns
from datasets.digits import load_digits

SMALL, DEEP = (64, 64, 10), (64, 256, 128, 10)
RUNS = {1: (300, 1), 10: (1437, 2), 32: (1437, 5), 128: (1437, 12)}
"""By batch size the rows and the epochs: runs of ten milliseconds or more."""

DIGITS_TARGETS = {
    "scikit-learn": 0.15,
    "scikit-learn, float32": 0.15,
    "PyTorch": 0.20,
    "floor": 2.2,
}
SINGLE_TARGETS = {"scikit-learn": 0.15, "scikit-learn, float32": 0.15, "PyTorch": 0.20}
LARGE_TARGETS = {"scikit-learn": 0.40, "PyTorch": 0.50, "floor": 1.25}
XOR_TARGETS = {"scikit-learn": 0.08, "scikit-learn, float32": 0.08, "PyTorch": 0.08}

SOLVERS = {"adam": "Adam", "sgd": "momentum"}
LARGE_ROWS = 60_000
XOR_STEPS = 500

ROUNDS = 21
"""Of runs that take hundredths of a second, to which a moment's other work matters."""

LONG_ROUNDS = 7


def run() -> list[Row]:
    """Digits with one hidden layer, four batch sizes and both optimisers."""
    return rows(_digits(SMALL, ROUNDS))


def run_deep() -> list[Row]:
    """The same with two larger hidden layers."""
    return rows(_digits(DEEP, LONG_ROUNDS))


def run_xor() -> list[Row]:
    """XOR, full batch, with both optimisers."""
    return rows(_xor())


def run_large() -> list[Row]:
    """60,000 pictures of 784 pixels; random ones, which take as long as any."""
    rng = np.random.default_rng(0)
    X = rng.random((LARGE_ROWS, 784), np.float32)
    labels = rng.integers(0, 10, LARGE_ROWS)
    return rows(
        [
            _compare(
                f"784-300-10, {LARGE_ROWS:,} rows, batch 128, {how}: a step",
                Case((784, 300, 10), X, labels, 128, 1, solver),
                LARGE_TARGETS,
                LONG_ROUNDS,
            )
            for solver, how in SOLVERS.items()
        ]
    )


def _digits(sizes: tuple[int, ...], rounds: int) -> list[Comparison]:
    digits = load_digits()
    X, labels = digits.X_train.astype(np.float32), digits.y_train.astype(np.int64)
    return [
        _compare(
            f"{'-'.join(map(str, sizes))}, batch {batch}, {how}: a step",
            Case(sizes, X[:n], labels[:n], batch, epochs, solver),
            SINGLE_TARGETS if batch == 1 else DIGITS_TARGETS,
            rounds,
        )
        for solver, how in SOLVERS.items()
        for batch, (n, epochs) in RUNS.items()
    ]


def _xor() -> list[Comparison]:
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
    labels = np.array([0, 1, 1, 0])
    return [
        _compare(
            f"XOR 2-4-1, full batch, {how}: a step",
            Case((2, 4, 1), X, labels, 4, XOR_STEPS, solver, "tanh"),
            XOR_TARGETS,
            ROUNDS,
        )
        for solver, how in SOLVERS.items()
    ]


def _compare(name: str, case: Case, targets: Mapping[str, float], rounds: int) -> Comparison:
    print(f"  {name}", file=sys.stderr, flush=True)
    taken = in_turns(prepare("training", case), rounds=rounds)
    a_step = {
        peer: None if seconds is None else [one / case.steps for one in seconds]
        for peer, seconds in taken.items()
    }
    return Comparison(name, a_step, targets)

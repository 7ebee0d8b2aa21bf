"""How long each takes until it reads 97 % of the digits that it does not train on.

Everyone scores them after every epoch, and in every round all begin with another seed, but each
draws its own weights from it: the epochs differ, and are told.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from statistics import median

import numpy as np

from benchmarks.comparison import Comparison, rows
from benchmarks.contenders import CONTENDERS, OURS, Work
from benchmarks.contenders.case import Case
from benchmarks.results import Row
from benchmarks.timing import in_turns
from datasets.digits import load_digits

GOAL = 0.97
LONGEST = 200
BATCH = 32


def run() -> list[Row]:
    """Train 64-64-10 from different seeds, each until it is good enough."""
    digits = load_digits("random")
    X, labels = digits.X_train.astype(np.float32), digits.y_train.astype(np.int64)
    case = Case((64, 64, 10), X, labels, BATCH, LONGEST, "adam")
    X_other, other = digits.X_test.astype(np.float32), digits.y_test.astype(np.int64)
    epochs: dict[str, list[int]] = {}

    def seeded(name: str, module: str) -> Work:
        train = import_module(f"benchmarks.contenders.{module}").to_accuracy(
            case, X_other, other, GOAL
        )
        epochs[name] = []

        def work() -> None:
            epochs[name].append(train(len(epochs[name])))

        return work

    works: dict[str, Work | None] = {
        name: seeded(name, module) if find_spec(library) else None
        for name, module, library in CONTENDERS
        if name != "floor"
    }
    taken = in_turns(works)
    ours = f"{median(epochs[OURS]):.0f}"
    notes = {name: f"{ours} and {median(e):.0f} epochs" for name, e in epochs.items()}
    name = f"64-64-10, batch {BATCH}, Adam: to {GOAL:.0%} of other digits"
    return rows([Comparison(name, taken, notes=notes)])

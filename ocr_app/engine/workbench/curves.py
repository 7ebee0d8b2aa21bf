"""The curves of a training, as arrays that grow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.workbench.messages import CurvePoint

NAMES: Final = (
    "loss",
    "validation_loss",
    "accuracy",
    "validation_accuracy",
    "learning_rate",
)
_FIRST_CAPACITY: Final = 256


class Curves:
    """Points of one training in the order of time."""

    def __init__(self) -> None:
        self._table = np.empty((_FIRST_CAPACITY, 1 + len(NAMES)))
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def extend(self, points: Iterable[CurvePoint]) -> None:
        """Add points."""
        for point in points:
            if self._length == len(self._table):
                self._table = np.concatenate([self._table, np.empty_like(self._table)])
            values = (getattr(point, name) for name in NAMES)
            row = [point.epoch, *(np.nan if value is None else value for value in values)]
            self._table[self._length] = row
            self._length += 1

    def forget_after(self, epoch: float) -> None:
        """Forget what came after an epoch."""
        self._length = int(np.searchsorted(self._table[: self._length, 0], epoch + 1e-9, "right"))

    def xy(self, name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Epochs (n,) and values (n,) of a curve; unknown values are NaN."""
        column = 1 + NAMES.index(name)
        return self._table[: self._length, 0], self._table[: self._length, column]

    def as_arrays(self) -> dict[str, NDArray[np.float64]]:
        """Every curve as an (n, 2) copy: epochs and values, without unknown ones."""
        arrays = {}
        for name in NAMES:
            pairs = np.column_stack(self.xy(name))
            arrays[name] = pairs[np.isfinite(pairs).all(axis=1)]
        return arrays

    def last(self, name: str) -> float | None:
        """Return the latest known value of a curve."""
        _, values = self.xy(name)
        known = values[np.isfinite(values)]
        return float(known[-1]) if len(known) else None

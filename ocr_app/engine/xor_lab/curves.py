"""The error of this run and of earlier ones, in bounded memory."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

Point = tuple[float, float]

KEPT_RUNS: Final = 6
KEPT_POINTS: Final = 4096
"""Points of a run; when there are more, every second of the older half is given up."""


class Curves:
    """Mean errors by epoch.

    Attributes
    ----------
    current : list of (epoch, error)
        Of this run.
    earlier : tuple of tuple of (epoch, error)
        Of earlier ones that were trained, the latest last.
    generation : int
        Grows whenever `current` has changed in another way than by points at its end.
    """

    def __init__(self) -> None:
        self.current: list[Point] = []
        self.earlier: tuple[tuple[Point, ...], ...] = ()
        self.generation = 0

    def begin(self) -> None:
        """Begin the curve of a run, and keep the one before."""
        if len(self.current) > 1:
            self.earlier = (*self.earlier, tuple(self.current))[-KEPT_RUNS:]
        self.current = []
        self.generation += 1

    def note(self, epoch: float, error: float) -> None:
        """Add a point; one at the same epoch takes the place of the last."""
        if self.current and self.current[-1][0] >= epoch:
            self.cut(epoch - 1e-9)
        self.current.append((epoch, error))
        if len(self.current) > KEPT_POINTS:
            half = KEPT_POINTS // 2
            self.current = self.current[:half:2] + self.current[half:]
            self.generation += 1

    def cut(self, epoch: float) -> None:
        """Forget what came after an epoch."""
        n = bisect_right(self.current, epoch, key=lambda point: point[0])
        if n < len(self.current):
            del self.current[n:]
            self.generation += 1

    def forget_earlier(self) -> None:
        """Forget all runs but this one."""
        self.earlier = ()
        self.generation += 1

"""The points of a growing curve, in bounded memory."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

CAPACITY: Final = 1024
"""More points than that cannot be told apart on a screen, and slow every repaint down."""


class CurveData:
    """Points that arrive one after the other; appending takes constant time.

    When it is full, every second point is dropped, and from then on only every second, fourth, ...
    new one is kept. The first and the latest point are always there.

    Parameters
    ----------
    capacity : int
        The largest number of points, at least 4.

    Attributes
    ----------
    version : int
        Grows with every change.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._points: NDArray[np.float64] = np.empty((2, capacity + 1))
        self._capacity = capacity
        self.version = 0
        self.clear()

    def clear(self) -> None:
        """Forget all points."""
        self.version += 1
        self._kept = 0  # points that stay
        self._stride = 1  # one of so many new points is kept
        self._waiting = 0  # points since the last one kept
        self._length = 0  # kept ones, and the latest if it is not one of them

    def append(self, x: float, y: float) -> None:
        """Add a point; one that is not finite is left out."""
        if not (np.isfinite(x) and np.isfinite(y)):
            return
        self.version += 1
        if self._kept == self._capacity:
            self._thin()
        self._points[:, self._kept] = x, y
        self._length = self._kept + 1
        self._waiting += 1
        if self._waiting >= self._stride or self._kept == 0:
            self._kept += 1
            self._waiting = 0

    def _thin(self) -> None:
        half = (self._kept + 1) // 2
        self._points[:, :half] = self._points[:, : self._kept : 2].copy()
        self._kept = half
        self._stride *= 2

    def __len__(self) -> int:
        return self._length

    @property
    def x(self) -> NDArray[np.float64]:
        """The points' first coordinates, a view of shape (n,)."""
        return self._points[0, : self._length]

    @property
    def y(self) -> NDArray[np.float64]:
        """The points' second coordinates, a view of shape (n,)."""
        return self._points[1, : self._length]

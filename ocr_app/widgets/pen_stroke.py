"""The stroke under the pen, for Qt and for NumPy: it grows with every movement."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

_ROOM = 256
"""Points that there is room for at first."""


class PenStroke:
    """A stroke that is being drawn.

    It can be had as an array at any time without going through all points again, or a long stroke
    would take longer with every movement.

    Parameters
    ----------
    points : list of QPointF
        In pixels.
    """

    def __init__(self, points: list[QPointF]) -> None:
        self.points: list[QPointF] = []
        self._array = np.empty((_ROOM, 2))
        for point in points:
            self.append(point)

    def __bool__(self) -> bool:
        return bool(self.points)

    def append(self, point: QPointF) -> None:
        """Draw on."""
        n = len(self.points)
        if n == len(self._array):
            self._array = np.concatenate((self._array, np.empty_like(self._array)))
        self._array[n] = point.x(), point.y()
        self.points.append(point)

    def scaled(self, factor: float) -> PenStroke:
        """Return the same stroke on larger or smaller paper."""
        return PenStroke([point * factor for point in self.points])

    def array(self) -> NDArray[np.float64]:
        """Return the points (n, 2) in pixels; to be copied, for the stroke goes on."""
        return self._array[: len(self.points)]

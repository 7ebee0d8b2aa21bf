"""How the strokes of a number stand to each other: boxes, gaps and distances."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.drawing import Drawing

Points = NDArray[np.float64]

_SAMPLED: Final = 32
"""Points along a stroke that its distance to others is measured at."""

_LOWEST: Final = 0.5
"""Height of what counts when the height of the line is found, as a share of the largest."""


class StrokeGeometry:
    """Measures the strokes of a drawing; lengths are in the drawing's units.

    Parameters
    ----------
    drawing : Drawing
        Not blank.

    Attributes
    ----------
    low, high : ndarray of shape (n, 2)
        Least and largest x, y of each stroke.
    height : float
        Of the line's digits.
    """

    def __init__(self, drawing: Drawing) -> None:
        self.low = np.array([stroke.min(axis=0) for stroke in drawing.strokes])
        self.high = np.array([stroke.max(axis=0) for stroke in drawing.strokes])
        self.by_x = np.argsort(self.low[:, 0] + self.high[:, 0], kind="stable").tolist()
        self.height = self._line_height()
        self._points = [_sampled(stroke) for stroke in drawing.strokes]
        self._distances: dict[tuple[int, int], float] = {}

    def __len__(self) -> int:
        return len(self.low)

    def box(self, strokes: Iterable[int]) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of some strokes together."""
        some = list(strokes)
        left, top = self.low[some].min(axis=0).tolist()
        right, bottom = self.high[some].max(axis=0).tolist()
        return left, top, right, bottom

    def distance(self, first: int, second: int) -> float:
        """Distance of two strokes where they are nearest; about 0 where they cross."""
        key = (first, second) if first < second else (second, first)
        if key not in self._distances:
            a, b = (self._points[i] for i in key)
            step = a[:, np.newaxis] - b
            self._distances[key] = math.sqrt(float((step * step).sum(axis=-1).min()))
        return self._distances[key]

    def overlap(self, first: int, second: int) -> float:
        """How far two strokes overlap in x; negative: the gap between them."""
        right = min(self.high[first, 0], self.high[second, 0])
        return float(right - max(self.low[first, 0], self.low[second, 0]))

    def _line_height(self) -> float:
        """Median height of what overlaps in x, small things left out."""
        heights = []
        right, top, bottom = -math.inf, 0.0, 0.0
        for i in np.argsort(self.low[:, 0], kind="stable").tolist():
            if self.low[i, 0] > right:
                if right > -math.inf:
                    heights.append(bottom - top)
                right, (top, bottom) = -math.inf, (self.low[i, 1], self.high[i, 1])
            right = max(right, self.high[i, 0])
            top, bottom = min(top, self.low[i, 1]), max(bottom, self.high[i, 1])
        heights.append(bottom - top)
        tallest = max(heights)
        height = float(np.median([one for one in heights if one >= _LOWEST * tallest]))
        # A dash alone has no height to go by.
        return max(height, float(np.max(self.high[:, 0] - self.low[:, 0])) / 3, 1e-6)


def _sampled(stroke: Points) -> Points:
    """Take points at even distances along a stroke."""
    if len(stroke) == 1:
        return stroke
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))])
    at = np.linspace(0, along[-1], _SAMPLED)
    return np.column_stack([np.interp(at, along, stroke[:, axis]) for axis in (0, 1)])

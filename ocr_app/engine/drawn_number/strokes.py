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
    left, top, right, bottom : list of float
        Of the box around each stroke.
    by_x : list of int
        The strokes from left to right, by the middles of their boxes.
    height : float
        Of the line's digits.
    """

    def __init__(self, drawing: Drawing) -> None:
        # Lists: single numbers of arrays take ten times as long to look at.
        low = np.array([stroke.min(axis=0) for stroke in drawing.strokes]).T
        high = np.array([stroke.max(axis=0) for stroke in drawing.strokes]).T
        self.left: list[float] = low[0].tolist()
        self.top: list[float] = low[1].tolist()
        self.right: list[float] = high[0].tolist()
        self.bottom: list[float] = high[1].tolist()
        self.by_x = np.argsort(low[0] + high[0], kind="stable").tolist()
        self.height = self._line_height()
        self._points = [_sampled(stroke) for stroke in drawing.strokes]
        self._distances: dict[tuple[int, int], float] = {}

    def __len__(self) -> int:
        return len(self.left)

    def box(self, strokes: Iterable[int]) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of some strokes together."""
        some = list(strokes)
        return (
            min(self.left[i] for i in some),
            min(self.top[i] for i in some),
            max(self.right[i] for i in some),
            max(self.bottom[i] for i in some),
        )

    def distance(self, first: int, second: int) -> float:
        """Distance of two strokes where they are nearest; about 0 where they cross."""
        key = (first, second) if first < second else (second, first)
        if key not in self._distances:
            a, b = (self._points[i] for i in key)
            step = a[:, np.newaxis] - b
            self._distances[key] = math.sqrt(float((step * step).sum(axis=-1).min()))
        return self._distances[key]

    def _line_height(self) -> float:
        """Median height of what overlaps in x, small things left out."""
        heights = []
        right, top, bottom = -math.inf, 0.0, 0.0
        for i in sorted(range(len(self)), key=self.left.__getitem__):
            if self.left[i] > right:
                if right > -math.inf:
                    heights.append(bottom - top)
                right, (top, bottom) = -math.inf, (self.top[i], self.bottom[i])
            right = max(right, self.right[i])
            top, bottom = min(top, self.top[i]), max(bottom, self.bottom[i])
        heights.append(bottom - top)
        tallest = max(heights)
        height = float(np.median([one for one in heights if one >= _LOWEST * tallest]))
        # A dash alone has no height to go by.
        widest = max(right - left for left, right in zip(self.left, self.right, strict=True))
        return max(height, widest / 3, 1e-6)


def _sampled(stroke: Points) -> Points:
    """Take points at even distances along a stroke."""
    if len(stroke) == 1:
        return stroke
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))])
    at = np.linspace(0, along[-1], _SAMPLED)
    return np.column_stack([np.interp(at, along, stroke[:, axis]) for axis in (0, 1)])

"""What a hand does to each stroke by itself: places, trims, hooks and jags it.

Pen lines are laid out (n, 2, POINTS) here and in `bending`: x and y of each line run along memory.
Their strokes differ in number and length, so that everything is looked up point by point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from datasets.synthetic.hand import Hand
from datasets.synthetic.splines import POINTS, PenLine

Array = NDArray[np.float64]
Places = NDArray[np.intp]
Value = TypeVar("Value", bound=np.generic)

_HOOK_POINTS: Final = 4
"""Points of the pen line that a hook takes."""


@dataclass(frozen=True, slots=True)
class StrokeMap:
    """Which stroke each point of n pen lines belongs to.

    Attributes
    ----------
    number : ndarray of int, shape (n, POINTS)
        0 for the first stroke of the line.
    first, last : ndarray of int, shape (n, POINTS)
        Where that stroke begins and ends.
    most : int
        Strokes of the line that has most.
    """

    number: Places
    first: Places
    last: Places
    most: int

    @classmethod
    def of(cls, lines: Sequence[PenLine], choice: Places) -> StrokeMap:
        """Take each line's strokes from the one of `lines` that was chosen for it, (n,)."""
        number, first, last = np.empty((3, len(lines), POINTS), dtype=np.intp)
        for one, line in enumerate(lines):
            for i, stroke in enumerate(line.strokes):
                number[one, stroke] = i
                first[one, stroke] = stroke.start
                last[one, stroke] = stroke.stop - 1
        most = max((len(line.strokes) for line in lines), default=0)
        return cls(number[choice], first[choice], last[choice], most)

    def spread(self, values: NDArray[Value]) -> NDArray[Value]:
        """Give each point (n, ..., POINTS) what its stroke (n, ..., most) has."""
        if values.ndim == 2:
            return np.take_along_axis(values, self.number, axis=1)
        return np.take_along_axis(values, self.number[:, np.newaxis], axis=2)

    @property
    def shape(self) -> tuple[int, int]:
        """Of what has one value for each stroke."""
        return len(self.number), self.most


def vary_strokes(lines: Array, strokes: StrokeMap, hand: Hand, rng: np.random.Generator) -> Array:
    """Place, scale and trim each stroke.

    Parameters
    ----------
    lines : ndarray of shape (n, 2, POINTS)
    strokes : StrokeMap
    hand : Hand
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of shape (n, 2, POINTS)
    """
    n, most = strokes.shape
    scale = strokes.spread(np.exp(rng.normal(0, hand.stroke_scale, (n, most))))
    shift = strokes.spread(rng.normal(0, hand.stroke_shift, (n, 2, most)))
    middle = _middles(lines, strokes)
    moved = (lines - middle) * scale[:, np.newaxis] + middle + shift
    start, end = rng.normal(0, hand.overshoot, (2, n, most)).clip(-0.08, 0.1)
    span = strokes.last - strokes.first
    along = np.arange(POINTS) - strokes.first
    at = strokes.spread(start) * span + strokes.spread(1 - start - end) * along
    # Clipped to the first and last segment, which positions outside them extend straight.
    left = np.clip(at.astype(np.intp), 0, span - 1)
    part = (at - left)[:, np.newaxis]
    left = (left + strokes.first)[:, np.newaxis]
    return np.asarray(
        np.take_along_axis(moved, left, 2) * (1 - part)
        + np.take_along_axis(moved, left + 1, 2) * part
    )


def _middles(lines: Array, strokes: StrokeMap) -> Array:
    """Mean of the points of each point's stroke, (n, 2, POINTS)."""
    summed = np.zeros((*lines.shape[:2], POINTS + 1))
    np.cumsum(lines, axis=2, out=summed[..., 1:])
    first, end = strokes.first[:, np.newaxis], strokes.last[:, np.newaxis] + 1
    total = np.take_along_axis(summed, end, 2) - np.take_along_axis(summed, first, 2)
    return np.asarray(total / (end - first))


def hook_strokes(lines: Array, strokes: StrokeMap, hand: Hand, rng: np.random.Generator) -> None:
    """Let the pen land or leave with a small hook at some ends of strokes, in place.

    Parameters
    ----------
    lines : ndarray of shape (n, 2, POINTS)
    strokes : StrokeMap
    hand : Hand
    rng : numpy.random.Generator
    """
    reach = np.minimum(_HOOK_POINTS, (strokes.last - strokes.first + 1) // 4)
    along = np.arange(POINTS) - strokes.first
    for end, inwards, away in (
        (strokes.first, 1, along),
        (strokes.last, -1, strokes.last - strokes.first - along),
    ):
        chosen = rng.uniform(size=strokes.shape) < hand.hook
        angle = rng.uniform(0, 2 * np.pi, strokes.shape)
        length = rng.uniform(3, 14, strokes.shape)
        line, point = np.nonzero(strokes.spread(chosen) & (away <= reach) & (reach > 0))
        stroke, near, far = strokes.number[line, point], end[line, point], reach[line, point]
        # The hook begins where the stroke did, so that nothing of the digit is lost.
        part = 1 - away[line, point] / far
        angle, length = angle[line, stroke], length[line, stroke]
        tip = length * part**2 * np.stack([np.cos(angle), np.sin(angle)])
        begins, joins = lines[line, :, near].T, lines[line, :, near + inwards * far].T
        lines[line, :, point] = ((1 - part) * joins + part * begins + tip).T


def jag_strokes(lines: Array, strokes: StrokeMap, hand: Hand, rng: np.random.Generator) -> None:
    """Turn some curves into polygons and put their corners on a grid of pixels, in place.

    Parameters
    ----------
    lines : ndarray of shape (n, 2, POINTS)
    strokes : StrokeMap
    hand : Hand
    rng : numpy.random.Generator
    """
    chosen = rng.uniform(size=strokes.shape) < hand.jagged
    sparse = rng.integers(3, 8, strokes.shape)
    size = rng.uniform(0.5, 2.5, strokes.shape)
    line, point = np.nonzero(strokes.spread(chosen))
    stroke, first = strokes.number[line, point], strokes.first[line, point]
    span = strokes.last[line, point] - first
    sides = np.maximum(2, (span + 1) // sparse[line, stroke]) - 1
    along, side = point - first, np.zeros_like(point)

    def corner(side: Places) -> Places:
        return np.asarray(np.rint(side * span / sides), dtype=np.intp)

    side = np.minimum(along * sides // span, sides - 1)
    side -= corner(side) > along
    side += (corner(side + 1) <= along) & (side < sides - 1)
    left, right = corner(side), corner(side + 1)
    part = (along - left) / (right - left)
    pixel = size[line, stroke][:, np.newaxis]
    before = np.round(lines[line, :, first + left] / pixel)
    after = np.round(lines[line, :, first + right] / pixel)
    lines[line, :, point] = (before + (after - before) * part[:, np.newaxis]) * pixel

"""Which marks stand in one line of writing, and where the lines lean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.reader.pieces import Piece
from ocr_app.engine.reader.result import Box

Floats = NDArray[np.float64]

_STEEPEST: Final = 8.0
"""Degrees that lines of writing may fall or rise."""

_FEWEST_PIECES: Final = 8
"""Fewer marks do not show how their lines lean."""

_SMALL: Final = 0.45
"""Height of a mark, as a share of its line's, below which it only belongs to a line nearby."""

_HALF: Final = 0.6
"""Height of a mark, as a share of its line's, below which it may be a part of a digit."""

_NEARBY: Final = 0.8
"""How far beside a line's marks such a small one may stand, in heights of the line."""

_FAR: Final = 2.0
"""The same from the line's mean, wherever in the line it stands."""

_CLOSE: Final = 0.55
"""How far a mark's middle may lie above or below the line's, in heights of the line."""


def slope_of(pieces: Sequence[Piece]) -> float:
    """How far the lines of writing fall to the right, in rows per column.

    Of all slopes the one at which the marks' middles fall on the fewest rows.
    """
    if len(pieces) < _FEWEST_PIECES:
        return 0.0
    heights = np.array([piece.box.height for piece in pieces], float)
    height = typical_height(heights)
    middles = np.array([piece.middle for piece in pieces])
    middles = middles[(heights > 0.5 * height) & (heights < 2 * height)]
    if len(middles) < _FEWEST_PIECES or np.ptp(middles[:, 0]) < 4 * height:
        return 0.0
    x, y = middles.T / height
    slope = 0.0
    for reach, step in ((_STEEPEST, 0.25), (0.25, 0.05)):
        degrees = np.arange(-reach, reach + step / 2, step)
        slopes = slope + np.tan(np.radians(degrees))
        # A little for the level, so that a single line of few marks is not turned for nothing.
        peaks = [_peakedness(y - one * x) * (1 - 0.004 * abs(one)) for one in slopes]
        slope = float(slopes[int(np.argmax(peaks))])
    return slope


def _peakedness(rows: Floats) -> float:
    """Sum over all pairs of rows of how near they are, on bins of a quarter of the height."""
    bins = (4 * (rows - rows.min())).astype(np.intp)
    counts = np.convolve(np.bincount(bins), [0.5, 1, 0.5])
    return float(counts @ counts)


def typical_height(heights: Floats) -> float:
    """Height of most of the ink: the median of heights, each weighted by itself."""
    order = np.sort(heights)
    weights = np.cumsum(order)
    return float(order[np.searchsorted(weights, weights[-1] / 2)])


def group_lines(pieces: Sequence[Piece], slope: float) -> list[list[Piece]]:
    """Group marks into lines of writing.

    Parameters
    ----------
    pieces : sequence of Piece
    slope : float
        How far lines fall to the right, in rows per column.

    Returns
    -------
    list of list of Piece
        Lines from top to bottom, each from left to right.
    """
    lines: list[_OpenLine] = []
    # The tall ones make the lines; commas, dots and bars join the nearest.
    for piece in sorted(pieces, key=lambda one: (-one.box.height, one.box.y, one.box.x)):
        x, y = piece.middle
        level = y - slope * x
        fitting = [(line.distance(piece, x, level), i) for i, line in enumerate(lines)]
        near = [(distance, i) for distance, i in fitting if distance is not None]
        if near:
            lines[min(near)[1]].add(piece, x, level)
        else:
            lines.append(_OpenLine(piece, x, level))
    lines.sort(key=lambda line: line.middle)
    return [sorted(line.pieces, key=lambda piece: piece.box.x) for line in lines]


class _OpenLine:
    """A line to which marks are still added, the tallest first.

    `level` is where a mark would stand if it were in the first column.
    """

    def __init__(self, piece: Piece, x: float, level: float) -> None:
        self.pieces = [piece]
        self.height = float(piece.box.height)
        self.boxes = [piece.box]
        self._tall = [(x, level)]
        self.middle = level

    def add(self, piece: Piece, x: float, level: float) -> None:
        self.pieces.append(piece)
        self.boxes.append(piece.box)
        if piece.box.height >= 0.5 * self.height:
            self._tall.append((x, level))
            self.middle += (level - self.middle) / len(self._tall)

    def distance(self, piece: Piece, x: float, level: float) -> float | None:
        """How far a mark is from the line; None if it does not belong to it."""
        if abs(level - self.middle) > _FAR * self.height:
            return None
        # Lines are not quite straight, and short ones lean as they like: the nearest mark counts.
        nearest = min(self._tall, key=lambda one: abs(one[0] - x))
        off = abs(level - nearest[1])
        if piece.box.height < _HALF * self.height:
            # The bar of a 5 is not beside the rest of it, nor is a loop of an 8: above or below.
            off = min(off, abs(level - self.middle))
        if off > _CLOSE * self.height:
            return None
        if piece.box.height < _SMALL * self.height:
            gap = min(_gap(piece.box, box) for box in self.boxes)
            if gap > _NEARBY * self.height:
                return None
        return off


def _gap(one: Box, other: Box) -> int:
    return max(0, one.x - other.right, other.x - one.right)

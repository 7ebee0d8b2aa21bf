"""Where a line's words begin: at gaps that are larger than those within numbers."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.reader.result import Box

_LARGEST_PITCH: Final = 4.0
"""In heights; farther apart is no farther apart."""

_CLEAR: Final = 1.5
"""How many times as far apart digits of two words stand, at least, as those of one."""

_WIDE: Final = 1.3
"""Gap, in heights, that divides words where the distances say nothing."""

_USUAL_WIDTH: Final = 0.65
"""Width of a digit, in heights."""

_NARROW: Final = 0.3
"""Gap, in heights, below which no word ends."""


def word_breaks(lines: Sequence[Sequence[Box]], heights: Sequence[float]) -> list[list[bool]]:
    """Whether a word ends after each box but the last, for each line.

    Not the gaps alone are compared: a 1 leaves wide ones on both sides. The distances of all lines
    are split in two by Otsu's method, if there are two kinds of them.
    """
    pitches = [_pitches(boxes, height) for boxes, height in zip(lines, heights, strict=True)]
    every = np.concatenate([*pitches, np.empty(0)])
    limit = _split(np.minimum(every, _LARGEST_PITCH))
    breaks = []
    for boxes, height, pitch in zip(lines, heights, pitches, strict=True):
        gaps = np.array([b.x - a.right for a, b in itertools.pairwise(boxes)])
        gaps = gaps / height
        wide = gaps > _WIDE if limit is None else (pitch > limit) & (gaps > _NARROW)
        breaks.append([bool(one) for one in wide])
    return breaks


def _pitches(boxes: Sequence[Box], height: float) -> NDArray[np.float64]:
    """Distance of neighbours, in heights: the mean of that of middles and that over the gap.

    Digits of one width each keep the one even, digits with even gaps the other.
    """
    middles = np.array([box.x + box.width / 2 for box in boxes])
    gaps = np.array([b.x - a.right for a, b in itertools.pairwise(boxes)], float)
    pitches: NDArray[np.float64] = (np.diff(middles) + gaps) / (2 * height) + _USUAL_WIDTH / 2
    return pitches


def _split(pitches: NDArray[np.float64]) -> float | None:
    """Distance between the two kinds; None if there is one kind."""
    if len(pitches) < 3:
        return None
    order = np.sort(pitches)
    n = np.arange(1, len(order))
    sums = np.cumsum(order)[:-1]
    low, high = sums / n, (order.sum() - sums) / (len(order) - n)
    between = n * (len(order) - n) * (high - low) ** 2
    at = int(np.argmax(between))
    limit = float(order[at] + order[at + 1]) / 2
    if high[at] < _CLEAR * low[at]:
        return None
    # Of a few there is nothing between the two kinds; of many, there may be some.
    near = np.count_nonzero(np.abs(order - limit) < 0.08 * limit)
    if order[at + 1] < 1.2 * order[at] and near > 0.15 * min(at + 1, len(order) - at - 1):
        return None
    return limit

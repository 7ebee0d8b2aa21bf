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

_MANY: Final = 20
"""Neighbours of which there have to be as many for more than one way to measure distances."""

_CLEARER: Final = 1.2
"""How much more clearly another way to measure has to tell them apart to be preferred."""

_EVEN: Final = 0.02
"""Spread of distances, in heights, that is as good as none."""

_NARROW: Final = 0.3
"""Gap, in heights, below which no word ends."""

_USUAL_GAP: Final = 0.15
"""Gap within numbers, in heights, where none has two digits."""

_SPACE: Final = 0.2
"""How much wider a gap beside a sign of arithmetic is with a space, in heights: in 240 lines of
print and by hand it was at most 0.18 without one, and in 240 others at least 0.19 with one."""


def word_breaks(
    lines: Sequence[Sequence[Box]],
    heights: Sequence[float],
    are_signs: Sequence[Sequence[bool]] | None = None,
) -> list[list[bool]]:
    """Whether a word ends after each box but the last, for each line.

    Not the gaps alone are compared: a 1 leaves wide ones on both sides. Of several ways to measure
    how far apart digits stand, that counts by which all lines fall into two kinds most clearly; the
    kinds are split by Otsu's method, if there are two. Beside a sign of arithmetic there is a space
    if the gap is wider than those within numbers: ``12 + 3`` and ``12+3``, as it is written.
    """
    pairs = [list(itertools.pairwise(boxes)) for boxes in lines]
    scale = np.array([height for line, height in zip(pairs, heights, strict=True) for _ in line])
    flat = [pair for line in pairs for pair in line]
    gaps = np.array([b.x - a.right for a, b in flat], float) / scale
    wide = gaps > _WIDE
    beside = np.zeros(len(flat), np.bool_)
    if are_signs is not None:
        beside[:] = [a or b for line in are_signs for a, b in itertools.pairwise(line)]
    digits = ~beside
    pairs_of_digits = [pair for pair, one in zip(flat, digits.tolist(), strict=True) if one]
    if (best := _clearest(_distances(pairs_of_digits, scale[digits]))) is not None:
        distance, limit = best
        wide[digits] = (distance > limit) & (gaps[digits] > _NARROW)
    within = gaps[digits & ~wide]
    usual = float(np.median(within)) if within.size else _USUAL_GAP
    wide[beside] = gaps[beside] > max(_NARROW, usual + _SPACE)
    ends = np.cumsum([0, *map(len, pairs)]).tolist()
    return [wide[start:end].tolist() for start, end in itertools.pairwise(ends)]


def _distances(
    pairs: Sequence[tuple[Box, Box]], scale: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """Distances of neighbours, in heights.

    The mean of that of middles and that over the gap: digits of one width each keep the one even,
    digits with even gaps the other. Those of left sides and of middles: what is written into boxes
    or a table begins where they do, or stands in their middle.
    """
    left = np.array([b.x - a.x for a, b in pairs], float)
    middles = left + np.array([b.width - a.width for a, b in pairs]) / 2
    gaps = np.array([b.x - a.right for a, b in pairs], float)
    mean = (middles + gaps) / (2 * scale) + _USUAL_WIDTH / 2
    return [np.minimum(one, _LARGEST_PITCH) for one in (mean, left / scale, middles / scale)]


def _clearest(
    distances: Sequence[NDArray[np.float64]],
) -> tuple[NDArray[np.float64], float] | None:
    """Distances that are of two kinds, and the limit between these; None if none are."""
    best, clearest = None, 0.0
    # Of a few digits, some are two kinds by chance in one way or another.
    for one in distances if len(distances[0]) >= _MANY else distances[:1]:
        if (limit := _split(one)) is None:
            continue
        low, high = one[one <= limit], one[one > limit]
        clear = float(high.mean() - low.mean()) / float(low.std() + high.std() + _EVEN)
        if clear > _CLEARER * clearest:
            best, clearest = (one, limit), clear
    return best


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

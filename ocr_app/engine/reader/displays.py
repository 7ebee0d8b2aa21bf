"""Seven-segment displays: their digits are bars that do not touch, put together here.

To the eye the gaps between the segments of a digit hardly matter; but connected marks are what
reading begins with, and each bar by itself would be read as a 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.reader.pieces import Piece, find_pieces, united
from ocr_app.engine.reader.result import Box
from ocr_app.engine.reader.specks import without_specks

_LONG: Final = 1.9
"""Length of a bar, in its widths, at least."""

_LONG_BOX: Final = 1.5
"""The same of the box around it, which is wider if the bar leans."""

_FULL: Final = 0.55
"""Ink of a bar, as a share of a rectangle that lies along it, at least: no curve, no corner."""

_FEWEST_BARS: Final = 2
"""Bars of a display, at least, that touch no others: those of a 1."""

_MOST_PIECES: Final = 200
"""Pieces of a display, at most: more are a page, on which a hundred 1s would look like bars."""

_EVEN: Final = 0.35
"""How much bars' widths, and their lengths in either direction, differ from the usual ones."""

_MOST_ODD: Final = 0.25
"""Share of the bars that may differ more: those that touch a neighbour, or dirt."""

_REACHES: Final = (0.75, 1.1, 1.6, 2.2)
"""Gaps between the segments of one digit, in widths of a bar, to be tried: digits are farther
apart, but thin bars may have wide gaps."""

_TALL: Final = 1.6
"""Height of a digit, in lengths of its upright bars, at least: there are two of them."""

_AS_TALL: Final = 0.8
"""Share of the digits that are as tall as each other, at least: a 1 or 4 may be a little less."""

_WIDE: Final = 0.95
"""Width of a digit, in heights, at most: more is two of them."""


_HALF: Final = 0.65
"""Height of half a digit, as a share of a digit's, at most."""

_MEET: Final = 0.15
"""How far two halves may reach past each other, in heights of a digit."""

_BOTH: Final = (0.75, 1.1)
"""Height of both: a 1 has no bars at its head and foot."""

_LEAN: Final = 0.1
"""How far they may stand beside each other."""

_MANY_PIECES: Final = 60
"""Pieces that are more than most displays have."""

_FEWEST_AMONG_MANY: Final = 0.25
"""Share of bars among so many pieces, at least: of handwriting, where 1s are bars, 10 % are."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A straight stroke: length and width in pixels, and whether it is more level than upright."""

    length: float
    width: float
    is_level: bool


def joined_segments(pieces: Sequence[Piece], mask: NDArray[np.bool_]) -> list[Piece]:
    """Make one piece of the bars of each digit, if they are a display's; else leave all as it is.

    Parameters
    ----------
    pieces : sequence of Piece
        Of the whole page.
    mask : ndarray of bool, shape (h, w)
        What is ink on it.
    """
    if len(pieces) > _MOST_PIECES:
        return list(pieces)
    bars = [bar for piece in pieces if (bar := bar_of(piece)) is not None]
    if len(bars) < _FEWEST_BARS or _are_among_others(bars, pieces) or not _are_even(bars):
        return list(pieces)
    width = float(np.median([bar.width for bar in bars]))
    uprights = [bar.length for bar in bars if not bar.is_level]
    for reach in _REACHES:
        groups = _near_each_other(pieces, mask, reach * width)
        digits = [united(sorted(group, key=lambda one: one.box.x)) for group in groups]
        digits = _with_halves_joined(digits)
        if _are_digits(digits, float(np.median(uprights)) if uprights else 0.0):
            return digits
    return list(pieces)


def is_display(ink: NDArray[np.float32]) -> bool:
    """Whether the digits of a page (h, w), 0 paper to 1 ink, are made of bars."""
    mask = ink >= 0.5
    pieces = without_specks(find_pieces(ink, mask))
    return len(joined_segments(pieces, mask)) < len(pieces)


def places(boxes: Sequence[Box]) -> list[Box]:
    """Return the places of a display's digits in a line: a 1 fills only the right of its own."""
    if not boxes:
        return []
    usual = max(box.width for box in boxes)
    wider = []
    before = -usual
    for box in boxes:
        x = min(box.x, max(before, box.right - usual))
        wider.append(Box(x, box.y, box.right - x, box.height))
        before = box.right
    return wider


def _with_halves_joined(digits: Sequence[Piece]) -> list[Piece]:
    """Make one piece of two that are halves of a digit: the bars of a 1 may be far from each other.

    One is above the other, a little to the side if the digits lean; both are as tall as a digit.
    """
    tall = max(digit.box.height for digit in digits)
    whole = [digit for digit in digits if digit.box.height > _HALF * tall]
    halves = sorted(
        (digit for digit in digits if digit.box.height <= _HALF * tall),
        key=lambda digit: digit.middle,
    )
    while halves:
        one = halves.pop(0)
        fitting = [other for other in halves if _are_halves(one.box, other.box, tall)]
        if fitting:
            other = min(fitting, key=lambda half: abs(half.middle[0] - one.middle[0]))
            halves.remove(other)
            one = united([one, other])
        whole.append(one)
    return whole


def _are_halves(one: Box, other: Box, tall: int) -> bool:
    upper, lower = sorted((one, other), key=lambda box: box.y)
    both = one.united(other)
    aside = max(one.x, other.x) - min(one.right, other.right)
    return (
        upper.bottom - lower.y <= _MEET * tall
        and aside <= _LEAN * tall
        and _BOTH[0] * tall <= both.height <= _BOTH[1] * tall
    )


def _are_digits(digits: Sequence[Piece], upright: float) -> bool:
    """Whether most are as tall as each other, and made of two bars one above the other."""
    heights = np.array([digit.box.height for digit in digits], float)
    usual = float(np.median(heights))
    alike = np.abs(heights / usual - 1) < _EVEN
    is_narrow = max(digit.box.width for digit in digits) <= _WIDE * usual
    return is_narrow and usual >= _TALL * upright and float(alike.mean()) >= _AS_TALL


def bar_of(piece: Piece) -> Bar | None:
    """Measure a piece along its main direction; None if it is no bar."""
    sides = sorted((piece.box.width, piece.box.height))
    if sides[1] < _LONG_BOX * sides[0]:
        return None  # as most digits: a page has thousands
    y, x = np.nonzero(piece.ink >= 0.5)
    if x.size < 4:
        return None
    points = np.stack([x - x.mean(), y - y.mean()])
    _, directions = np.linalg.eigh(points @ points.T / x.size)
    along = directions[:, 1]
    reach = along @ points
    across = directions[:, 0] @ points
    length, widest = float(np.ptp(reach)) + 1, float(np.ptp(across)) + 1
    width = min(widest, piece.area / length * 1.25)
    if length < _LONG * widest or piece.area < _FULL * length * widest:
        return None
    return Bar(length, width, bool(abs(along[0]) > abs(along[1])))


def _are_among_others(bars: Sequence[Bar], pieces: Sequence[Piece]) -> bool:
    """Whether bars are so few among many pieces that they are written ones, and no segments."""
    return len(pieces) > _MANY_PIECES and len(bars) < _FEWEST_AMONG_MANY * len(pieces)


def _are_even(bars: Sequence[Bar]) -> bool:
    """Whether bars in either direction are as long and as wide as each other."""
    off = 0
    for is_level in (True, False):
        alike = [(bar.length, bar.width) for bar in bars if bar.is_level == is_level]
        if alike:
            sizes = np.array(alike)
            off += int(np.count_nonzero(np.abs(sizes / np.median(sizes, axis=0) - 1) > _EVEN))
    return off <= _MOST_ODD * len(bars)


def _near_each_other(
    pieces: Sequence[Piece], mask: NDArray[np.bool_], reach: float
) -> list[list[Piece]]:
    """Group pieces between which there is no larger gap."""
    from scipy import ndimage  # noqa: PLC0415 -- the window opens without SciPy

    steps = max(1, round(reach / 2))
    wider = ndimage.maximum_filter(mask, 2 * steps + 1, mode="constant")
    labels, _ = ndimage.label(wider, np.ones((3, 3), np.bool_), output=np.int32)
    groups: dict[int, list[Piece]] = {}
    for piece in pieces:
        y, x = np.argwhere(piece.ink >= 0.5)[0]
        groups.setdefault(int(labels[piece.box.y + y, piece.box.x + x]), []).append(piece)
    return list(groups.values())

"""Signs of arithmetic between numbers: plus, minus, times and equals, told by their shape.

No network is asked: a level bar, two of them, and two bars that cross are like no digit. They are
looked for before lines are divided, since bars are small: they would be left out as crumbs, which
makes one number of two, or joined to a digit beside them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.reader.displays import Bar, bar_of
from ocr_app.engine.reader.pieces import Piece, united
from ocr_app.engine.reader.result import Box

if TYPE_CHECKING:
    from ocr_app.engine.recognizer import Reading

Floats = NDArray[np.float64]

PLUS, MINUS, TIMES, EQUALS = "+", "-", "×", "="

_TALL: Final = 0.6
"""Height of the marks that signs stand among, in heights of the tallest of their neighbours."""

_REACH: Final = 1.6
"""Gap to the next digit, in its heights, at most."""

_LONG: Final = (0.2, 1.0)
"""Length of a bar, in heights of the digits beside it."""

_LEAN: Final = 0.36
"""How far a bar falls or rises, in its lengths, at most."""

_OFF: Final = 0.27
"""How far the middle of a sign is above or below that of the digits beside it, in their heights."""

_CROSS: Final = (0.22, 1.0)
"""Sides of a cross, in heights of the digits beside it."""

_SQUARE: Final = 1.8
"""The longer side of a cross in the shorter one, at most."""

_APART: Final = 0.5
"""Gap between the bars of an equals sign, in heights of the digits beside it, at most."""

_ALIKE: Final = 1.8
"""Length of the longer of its bars in the shorter one, at most."""

_COMMON: Final = 0.6
"""Share of the shorter bar's width that both have in common, at least."""

_THICK, _BOTH = 0.215, 0.36
"""Width of the bar of a minus, in heights of the digits, at most: in heavy print it is 0.20; and of
the two of an equals sign that touch, at most: at least it is 0.23."""

_CLEAR: Final = 0.03
"""Gap between a minus and any mark beside it, in heights of the digits, at least: the bar of a 5
that is a stroke of its own is nearer, or reaches over the rest of it."""

_BESIDE: Final = 0.25
"""Share of a sign's width that other marks of the line may stand above or below it."""


@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """A sign and what it is made of."""

    text: str
    piece: Piece


class Mark(NamedTuple):
    """A digit of a line, or a sign.

    Attributes
    ----------
    piece : Piece
    reading : Reading
        Of a sign, what it would be as a digit.
    sign : str
        Nothing for a digit.
    """

    piece: Piece
    reading: Reading
    sign: str = ""


def with_signs(
    lines: Sequence[Sequence[tuple[Piece, Reading]]], signs: Sequence[Mark]
) -> list[list[Mark]]:
    """Put signs back between the digits of their lines, from left to right.

    Beside letters a cross is a mark as others are; a bar is left out there.
    """
    marks = [[Mark(piece, reading) for piece, reading in line] for line in lines]
    if not signs or not marks:
        return marks
    owner = np.repeat(np.arange(len(marks)), [len(line) for line in marks])
    boxes = np.array([_sides(mark.piece.box) for line in marks for mark in line], float)
    are_digits = np.array([mark.reading.is_digit for line in marks for mark in line], np.bool_)
    for sign in signs:
        left, top, right, bottom = _sides(sign.piece.box)
        middle, height = (top + bottom) / 2, boxes[:, 3] - boxes[:, 1]
        gap = np.maximum(boxes[:, 0] - right, left - boxes[:, 2])
        gap[(middle < boxes[:, 1]) | (middle > boxes[:, 3]) | (gap > _REACH * height)] = np.inf
        nearest = int(np.argmin(gap))
        if not np.isfinite(gap[nearest]):
            continue
        is_left = boxes[:, 0] < left
        sides = (np.where(side, gap, np.inf) for side in (is_left, ~is_left))
        beside = [int(np.argmin(side)) for side in sides if np.isfinite(side.min())]
        if are_digits[beside].any():
            marks[int(owner[nearest])].append(sign)
        elif sign.sign in (PLUS, TIMES):
            marks[int(owner[nearest])].append(sign._replace(sign=""))
    return [sorted(line, key=lambda mark: mark.piece.middle) for line in marks]


def find_signs(pieces: Sequence[Piece]) -> tuple[list[Sign], list[Piece]]:
    """Find signs of arithmetic among the digits of a page.

    Parameters
    ----------
    pieces : sequence of Piece
        Of the whole page.

    Returns
    -------
    list of Sign, list of Piece
        The signs, and all other pieces.
    """
    page = _Page(pieces)
    bars = [(i, bar) for i, piece in enumerate(pieces) if (bar := _level_bar(piece)) is not None]
    found: list[tuple[str, tuple[int, ...]]] = []
    taken: set[int] = set()
    width = {i: bar.width for i, bar in bars}
    for i, j in page.pairs(bars):
        if not taken & {i, j} and page.are_equals(i, j, (width[i] + width[j]) / 2):
            found.append((EQUALS, (i, j)))
            taken |= {i, j}
    for i, bar in bars:
        if i not in taken and (text := page.sign_of(i, bar)) is not None:
            found.append((text, (i,)))
    for i, piece in enumerate(pieces):
        if (text := _cross(piece)) is not None and page.is_cross(i):
            found.append((text, (i,)))
    gone = {i for _, parts in found for i in parts}
    signs = [Sign(text, united([pieces[i] for i in sorted(parts)])) for text, parts in found]
    return signs, [piece for i, piece in enumerate(pieces) if i not in gone]


class _Page:
    """Where the marks of a page are, to find those beside a sign."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        boxes = np.array([_sides(piece.box) for piece in pieces], float).reshape(-1, 4)
        self._left, self._top, self._right, self._bottom = boxes.T
        self._height = self._bottom - self._top

    def pairs(self, bars: Sequence[tuple[int, Bar]]) -> Iterator[tuple[int, int]]:
        """Yield bars that lie one above the other and are about as long."""
        of = np.array([i for i, _ in bars], int)
        length = np.array([bar.length for _, bar in bars])
        for number, i in enumerate(of.tolist()):
            below = of[number + 1 :]
            common = np.minimum(self._right[i], self._right[below])
            common = common - np.maximum(self._left[i], self._left[below])
            shorter = np.minimum(length[number], length[number + 1 :])
            longer = np.maximum(length[number], length[number + 1 :])
            fits = (common >= _COMMON * shorter) & (longer <= _ALIKE * shorter)
            yield from ((i, j) for j in below[fits].tolist())

    def are_equals(self, i: int, j: int, thick: float) -> bool:
        """Whether two such bars, `thick` on average, stand by themselves beside a number."""
        height = self._height_beside((i, j))
        # Of leaning bars one box may reach into the other.
        middles = (self._top[[i, j]] + self._bottom[[i, j]]) / 2
        apart = abs(float(middles[0] - middles[1])) - thick
        width = max(self._right[i], self._right[j]) - min(self._left[i], self._left[j])
        return bool(
            height > 0
            and 0 <= apart <= _APART * height
            and _LONG[0] * height <= width <= _LONG[1] * height
        )

    def sign_of(self, i: int, bar: Bar) -> str | None:
        """Say what a bar is that stands by itself before a number, or between two."""
        height = self._height_beside((i,), is_before=True)
        is_long = _LONG[0] * height <= bar.length <= _LONG[1] * height
        if height == 0 or not is_long or bar.width > _BOTH * height:
            return None
        gap = np.maximum(self._left - self._right[i], self._left[i] - self._right)
        apart = np.maximum(self._top - self._bottom[i], self._top[i] - self._bottom)
        near = (gap < _CLEAR * height) & (apart < height / 3)
        near[i] = False
        if near.any():
            return None
        return MINUS if bar.width <= _THICK * height else EQUALS

    def is_cross(self, i: int) -> bool:
        """Whether a cross stands beside a number, and is not too small for a sign."""
        height = self._height_beside((i,))
        sides = self._right[i] - self._left[i], self._height[i]
        return height > 0 and all(_CROSS[0] * height <= one <= _CROSS[1] * height for one in sides)

    def _height_beside(self, parts: tuple[int, ...], *, is_before: bool = False) -> float:
        """Height of the digits beside a mark, in line with it; 0 if it does not stand by itself."""
        of = list(parts)
        left, right = self._left[of].min(), self._right[of].max()
        top, bottom = self._top[of].min(), self._bottom[of].max()
        middle = (top + bottom) / 2
        gap = np.maximum(self._left - right, left - self._right)
        level = (self._top < middle) & (middle < self._bottom) & (gap > -_BESIDE * (right - left))
        level &= self._height > max(bottom - top, 0)
        level[of] = False
        near = np.flatnonzero(level & (gap <= _REACH * self._height))
        if is_before:
            near = near[self._left[near] >= right - _BESIDE * (right - left)]
        if not near.size:
            return 0.0
        height = float(self._height[near].max())
        near = near[self._height[near] >= _TALL * height]
        nearest = near[int(np.argmin(gap[near]))]
        off = abs(middle - (self._top[nearest] + self._bottom[nearest]) / 2)
        if off > _OFF * height:
            return 0.0
        # What has something above or below it is a part of a digit, or of a fraction.
        share = np.minimum(self._right, right) - np.maximum(self._left, left)
        close = (self._top < middle + height) & (self._bottom > middle - height)
        beside = close & (share > _BESIDE * (right - left))
        beside[of] = False
        return 0.0 if beside.any() else height


def _sides(box: Box) -> tuple[int, int, int, int]:
    return box.x, box.y, box.right, box.bottom


def _level_bar(piece: Piece) -> Bar | None:
    """Measure a piece that is a level bar."""
    box = piece.box
    if box.width < 1.4 * box.height:
        return None
    bar = bar_of(piece)
    if bar is None or not bar.is_level or box.height - bar.width > _LEAN * bar.length:
        return None
    return bar


def _cross(piece: Piece) -> str | None:
    """Return which cross a piece is; None if it is none."""
    box = piece.box
    sides = sorted((box.width, box.height))
    if sides[1] > _SQUARE * sides[0]:
        return None
    is_plus, is_times = _are_free(piece.ink)
    if not is_plus and not is_times:
        return None
    both = box.width + box.height
    # Two bars of one width that cross: their lengths are the sides, and they share a square.
    stroke = (both - math.sqrt(max(0.0, both * both - 4.0 * piece.area))) / 2
    if not 0 < stroke <= 0.42 * sides[0]:
        return None
    y, x = np.nonzero(piece.ink >= 0.5)
    across, down = (x + 0.5) / box.width, (y + 0.5) / box.height
    thick = stroke / sides[0]
    if is_plus and _are_upright_and_level(across, down, thick):
        return PLUS
    # Seen from a corner, bars from corner to corner are upright and level.
    if is_times and _are_upright_and_level((across + down) / 2, (across - down + 1) / 2, thick):
        return TIMES
    return None


def _are_free(ink: NDArray[np.float32]) -> tuple[bool, bool]:
    """Whether the corners of a mark are free, as those of a plus, and the middles of its sides."""
    height, width = ink.shape
    y, x = max(1, height // 5), max(1, width // 5)
    up, aside = slice(2 * y, height - 2 * y), slice(2 * x, width - 2 * x)
    corners = ink[:y, :x], ink[:y, -x:], ink[-y:, :x], ink[-y:, -x:]
    middles = ink[:y, aside], ink[-y:, aside], ink[up, :x], ink[up, -x:]
    free = (not any(bool((one >= 0.5).any()) for one in parts) for parts in (corners, middles))
    is_plus, is_times = free
    return is_plus, is_times


def _are_upright_and_level(x: Floats, y: Floats, thick: float) -> bool:
    """Whether points in a unit square are those of an upright bar and a level one that cross."""
    return _is_one_bar(x, y, thick) and _is_one_bar(y, x, thick)


def _is_one_bar(x: Floats, y: Floats, thick: float) -> bool:
    """Whether only one bar, near the middle and nearly upright, is in the upper and lower third."""
    middles = []
    for end in (y < 0.3, y > 0.7):
        ends = x[end]
        if not ends.size or np.ptp(ends) > 1.5 * thick + 0.14:
            return False
        middles.append(float(ends.mean()))
    return all(0.24 < middle < 0.76 for middle in middles) and abs(middles[0] - middles[1]) < 0.35

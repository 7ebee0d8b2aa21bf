"""What people change in a reading: correct a digit, join, divide, add and leave out boxes.

A reading is never changed; every function returns a new one, so that undoing is to keep the old.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from ocr_app.engine.reader.cutting import cut
from ocr_app.engine.reader.pieces import Piece, piece_of, united
from ocr_app.engine.reader.reader import PageReader, PreparedPage
from ocr_app.engine.reader.result import Box, FoundDigit, Line, PageReading

Word = tuple[FoundDigit, ...]

_MOST_INSIDE: Final = 0.6
"""Share of a digit's box that lies in a drawn one which replaces it: of neighbours, less does."""


def corrected(page: PageReading, found: FoundDigit, digit: int | None) -> PageReading:
    """Say which digit one of them is, 0 to 9; None takes that back."""
    return _replaced(page, found, (replace(found, correction=digit),))


def removed(page: PageReading, found: FoundDigit) -> PageReading:
    """Leave one of them out."""
    return _replaced(page, found, ())


def divided(page: PageReading, found: FoundDigit, reader: PageReader) -> PageReading | None:
    """Divide one of them in two where its halves read best; None if it cannot be divided."""
    box = _reduced(found.box, page.reduction)
    parts = cut(Piece(box, found.ink, int(np.count_nonzero(found.ink >= 0.5))))
    print_height = _print_height(page, _line_of(page, found))
    best: tuple[float, Word] = (-1.0, ())
    for at in range(1, len(parts)):
        pieces = united(parts[:at]), united(parts[at:])
        read = (reader.read_piece(one, page.reduction, print_height) for one in pieces)
        halves = tuple(half for half in read if half is not None)
        if len(halves) == 2:
            best = max(best, (_sureness(halves), halves), key=lambda one: one[0])
    return _replaced(page, found, best[1]) if best[1] else None


def _sureness(halves: Word) -> float:
    """How sure it is that each of them is a digit, and which one."""
    return min(half.reading.sureness for half in halves)


def joined(
    page: PageReading, first: FoundDigit, second: FoundDigit, reader: PageReader
) -> PageReading | None:
    """Make one digit of two."""
    pieces = [
        Piece(_reduced(one.box, page.reduction), one.ink, int(np.count_nonzero(one.ink >= 0.5)))
        for one in (first, second)
    ]
    print_height = _print_height(page, _line_of(page, first))
    both = reader.read_piece(united(pieces), page.reduction, print_height)
    if both is None:
        return None
    return _replaced(_replaced(page, second, ()), first, (both,))


def added(
    page: PageReading, box: Box, prepared: PreparedPage, reader: PageReader
) -> PageReading | None:
    """Read what lies in a box of the picture as one digit; None if there is no ink in it.

    It replaces the digits that lie in the box: whoever draws around one says where it is.
    """
    inner = _reduced(box, page.reduction)
    x, y = max(0, inner.x), max(0, inner.y)
    piece = piece_of(prepared.ink[y : max(0, inner.bottom), x : max(0, inner.right)], x, y)
    if piece is None:
        return None
    number = _line_at(page, box)
    print_height = None if number is None else _print_height(page, page.lines[number])
    piece = replace(piece, ink=piece.ink.copy())  # not to keep all of the page's ink
    found = reader.read_piece(piece, page.reduction, print_height)
    if found is None:
        return None
    return inserted(_filtered(page, lambda one: not _lies_in(box, one.box)), found)


def _lies_in(box: Box, one: Box) -> bool:
    """Whether most of a box lies in another."""
    return box.common_area(one) > _MOST_INSIDE * one.width * one.height


def within(page: PageReading, region: Box) -> PageReading:
    """Keep only what has its middle in a region of the picture."""
    return _filtered(page, lambda found: region.holds_middle_of(found.box))


def _replaced(page: PageReading, old: FoundDigit, new: Sequence[FoundDigit]) -> PageReading:
    lines = []
    for line in page.lines:
        words = (
            tuple(each for one in word for each in (new if one is old else (one,)))
            for word in line.words
        )
        if kept := tuple(word for word in words if word):
            lines.append(Line(kept))
    return replace(page, lines=tuple(lines))


def _filtered(page: PageReading, keep: Callable[[FoundDigit], bool]) -> PageReading:
    lines = []
    for line in page.lines:
        words = (tuple(one for one in word if keep(one)) for word in line.words)
        if kept := tuple(word for word in words if word):
            lines.append(Line(kept))
    return replace(page, lines=tuple(lines))


def inserted(page: PageReading, found: FoundDigit) -> PageReading:
    """Put a digit where it stands in reading order."""
    number = _line_at(page, found.box)
    if number is not None:
        lines = list(page.lines)
        lines[number] = _with(lines[number], found)
        return replace(page, lines=tuple(lines))
    alone = Line(((found,),))
    above = [line for line in page.lines if line.digits[0].box.y < found.box.y]
    return replace(page, lines=(*above, alone, *page.lines[len(above) :]))


def _line_of(page: PageReading, found: FoundDigit) -> Line:
    return next(line for line in page.lines if any(one is found for one in line.digits))


def _line_at(page: PageReading, box: Box) -> int | None:
    """Which line a box belongs to; None if it is above or below all of them."""
    middle = box.y + box.height / 2
    for number, line in enumerate(page.lines):
        around = Box.around([one.box for one in line.digits])
        if around.y <= middle < around.bottom:
            return number
    return None


def _print_height(page: PageReading, line: Line) -> float | None:
    """Height of a line's digits in the pixels that were read; None if most are handwritten."""
    printed = [one.box for one in line.digits if one.reading.is_print]
    if 2 * len(printed) <= len(line.digits):
        return None
    return float(np.median([_reduced(box, page.reduction).height for box in printed]))


def _with(line: Line, found: FoundDigit) -> Line:
    """Add a digit to the word that it stands nearest to."""
    gaps = [
        max(0, found.box.x - around.right, around.x - found.box.right)
        for around in (Box.around([one.box for one in word]) for word in line.words)
    ]
    nearest = int(np.argmin(gaps))
    words: list[Word] = list(line.words)
    if gaps[nearest] > found.box.height:
        words.append((found,))
        words.sort(key=lambda word: word[0].box.x)
    else:
        words[nearest] = tuple(sorted((*words[nearest], found), key=lambda one: one.box.x))
    return Line(tuple(words))


def _reduced(box: Box, reduction: int) -> Box:
    """Return a box of the file's pixels in those that were read."""
    x, y = box.x // reduction, box.y // reduction
    right, bottom = -(-box.right // reduction), -(-box.bottom // reduction)
    return Box(x, y, right - x, bottom - y)

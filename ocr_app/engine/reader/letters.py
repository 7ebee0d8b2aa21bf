"""Words of letters: what stands among letters is one, though it may look like a digit."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.reader.pieces import Piece
from ocr_app.engine.reader.printed import HANDWRITTEN, NOTHING
from ocr_app.engine.recognizer import Reading

_LETTER: Final = 0.9
"""Probability of no digit from which on the network for print has seen a letter: 87 % of them."""

_PERHAPS: Final = 0.5
"""The same for what may be one, beside letters: 93 % of them, and 3 to 7 % of written digits."""

_FEWEST: Final = 3
"""Letters in a word at least."""

_MOST: Final = 0.6
"""Share of a word's marks that may be letters, at least: ``EUR5`` ends in a digit."""

_TEXT: Final = 6
"""Letters in a line of text, at least."""

_MOST_OF_TEXT: Final = 0.4
"""Share of its marks that are letters, at least: an i, l, o or s looks like a digit."""

_WRITTEN: Final = 0.33
"""Marks in it that look handwritten, and are no mere strokes, by its letters, at most."""

_NARROW: Final = 0.35
"""Width of a mere stroke by its height, at most."""

_SOME: Final = 0.33
"""Share of a word's marks that are letters in such a line, at least: ``all``, ``is``, ``so``."""

_GAP: Final = 0.4
"""Gap between two letters of a word, in heights of the line, at most."""

_LOW: Final = 0.45
"""Height of a letter, in heights of the line, at least: what is lower is a dot or a bar."""

_WIDE: Final = 1.05
"""Width of a letter by its height, at most: what is wider may be digits that touch."""


def among_letters(
    pieces: Sequence[Piece],
    ends: Sequence[int],
    heights: NDArray[np.floating],
    shares: NDArray[np.floating],
) -> NDArray[np.bool_]:
    """Whether each mark stands in a word of letters.

    Parameters
    ----------
    pieces : sequence of Piece
        Line after line, each from left to right.
    ends : sequence of int
        Where each line begins, and the last one ends.
    heights : ndarray of shape (n,)
        Of the line that each mark stands in.
    shares : ndarray of shape (n, N_CLASSES)
        What the network for print says of each.
    """
    among = np.zeros(len(pieces), np.bool_)
    letters, perhaps = shares[:, NOTHING] > _LETTER, shares[:, NOTHING] > _PERHAPS
    if np.count_nonzero(letters) < _FEWEST:
        return among
    narrow = np.array([one.box.width <= _NARROW * one.box.height for one in pieces], np.bool_)
    written = (shares[:, HANDWRITTEN] > 0.5) & ~narrow
    high = np.array([_may_be_letter(*one) for one in zip(pieces, heights, strict=True)], np.bool_)
    for start, end in itertools.pairwise(ends):
        line = np.arange(start, end)[high[start:end]]
        n, n_written = np.count_nonzero(letters[line]), np.count_nonzero(written[line])
        is_text = n >= max(_TEXT, _MOST_OF_TEXT * len(line)) and n_written <= _WRITTEN * n
        for word in _words(pieces, range(start, end), heights):
            tall = [i for i in word if high[i]]
            n, n_perhaps = (np.count_nonzero(one[tall]) for one in (letters, perhaps))
            is_word = n >= _FEWEST and n_perhaps >= _MOST * len(tall)
            among[word] = is_word or (is_text and n_perhaps >= max(1, _SOME * len(tall)))
    return among


def as_letter(reading: Reading) -> Reading:
    """Return the reading of a mark among letters: whatever it looks like, it is hardly a digit."""
    nothing = max(reading.nondigit_probability, _LETTER)
    return replace(reading, nondigit_probability=nothing, is_digit=False)


def _words(
    pieces: Sequence[Piece], line: range, heights: NDArray[np.floating]
) -> Iterator[list[int]]:
    word: list[int] = []
    right = 0
    for i in line:
        box = pieces[i].box
        if word and box.x - right > _GAP * heights[i]:
            yield word
            word = []
        right = max(right, box.right) if word else box.right
        word.append(i)
    if word:
        yield word


def _may_be_letter(piece: Piece, height: float) -> bool:
    box = piece.box
    return box.height >= _LOW * height and box.width <= _WIDE * box.height

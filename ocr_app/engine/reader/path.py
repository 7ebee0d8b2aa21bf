"""Which parts make digits: the best path through all that neighbouring parts could be.

Marks are cut into more parts than there are digits, and every run of neighbouring parts is read as
one digit. Of all ways to divide the row, the best explains it by few, sure and well-shaped digits.

References
----------
.. [1] Y. LeCun et al., "Gradient-Based Learning Applied to Document Recognition", Proceedings of
   the IEEE, 1998: heuristic over-segmentation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.reader.pieces import Piece, united

_MOST_PARTS: Final = 10
"""Neighbouring parts that may make one digit, at most."""

_WIDEST: Final = 1.35
"""Width of a digit, in heights of its line, at most."""

_DOUBT: Final = 4.0
"""How much the scores are doubted when it is asked what else the parts could be."""

_ALIKE: Final = 0.6
"""Share of the ink of two candidates that they have in common when they may be the same digit."""

_MOST_ALIKE: Final = 6
"""Candidates that may be the same digit as another one, itself among them, at most."""

_TWO: Final = 1.0
"""Width of marks, in heights of their line, up to which they are two digits at most."""

_ABOVE, _BESIDE = 0.6, 0.25
"""Shares of the narrower one's width that two parts have in common, at least, and of the lower
one's height, at most, if they lie one above the other."""

_AGAINST_HALVES: Final = 8.0
"""Log-odds against a digit that leaves out a part above or below it."""

_TAIL: Final = 0.4
"""Height of what was cut off a mark, as a share of the line's, up to which it is no digit."""

_SPECK: Final = 0.35
"""Height of a part, as a share of the line's, up to which it may be left out as a speck."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A run of neighbouring parts that may be one digit.

    Attributes
    ----------
    first, last : int
        Of the parts.
    piece : Piece
        All of them.
    """

    first: int
    last: int
    piece: Piece


def candidates(parts: Sequence[Piece], height: float) -> list[Candidate]:
    """List the runs of parts that may be one digit, by their shape.

    Parameters
    ----------
    parts : sequence of Piece
        From left to right.
    height : float
        Of the line's digits, in pixels.
    """
    found = []
    end = len(parts) - 1
    width = max(part.box.right for part in parts) - min(part.box.x for part in parts)
    are_two = width <= _TWO * height and all(part.left or part.right for part in parts)
    for first in range(len(parts)):
        left, right = parts[first].box.x, parts[first].box.right
        for last in range(first, min(len(parts), first + _MOST_PARTS)):
            left = min(left, parts[last].box.x)
            right = max(right, parts[last].box.right)
            if last > first and right - left > _WIDEST * height:
                break
            if are_two and first > 0 and last < end:
                continue
            found.append(Candidate(first, last, united(parts[first : last + 1])))
    return found


def halves(
    parts: Sequence[Piece], found: Sequence[Candidate], height: float
) -> NDArray[np.float64]:
    """Log-odds (n,) against candidates above or below which lies a part that they leave out.

    Digits stand beside each other. One that is broken in the middle may have halves that look like
    digits by themselves, as an 8 does.
    """
    left, right, top, bottom = _sides(parts)
    start, end, high, low = _sides([one.piece for one in found])[..., None]
    across = np.minimum(right, end) - np.maximum(left, start)
    down = np.minimum(bottom, low) - np.maximum(top, high)
    is_above = across >= _ABOVE * np.minimum(right - left, end - start)
    is_above &= down <= _BESIDE * np.minimum(bottom - top, low - high)
    number = np.arange(len(parts))
    first, last = np.array([(one.first, one.last) for one in found]).T[..., None]
    is_left_out = (number < first) | (number > last)
    is_left_out &= np.array([_speck_score(part, height) is None for part in parts])
    return np.where((is_above & is_left_out).any(axis=1), _AGAINST_HALVES, 0.0)


def are_tails(found: Sequence[Candidate], height: float) -> NDArray[np.bool_]:
    """Whether each candidate (n,) was cut off a mark and is too low for a digit."""
    limit = _TAIL * height
    return np.array([one.piece.is_cut and one.piece.box.height <= limit for one in found], np.bool_)


def are_all(parts: Sequence[Piece], found: Sequence[Candidate]) -> NDArray[np.bool_]:
    """Whether each candidate (n,) is all of the parts."""
    end = len(parts) - 1
    return np.array([one.first == 0 and one.last == end for one in found], np.bool_)


def _sides(pieces: Sequence[Piece]) -> NDArray[np.int_]:
    """Left, right, top and bottom of each, (4, n)."""
    boxes = [piece.box for piece in pieces]
    return np.array([(box.x, box.right, box.y, box.bottom) for box in boxes]).T


def best_path(
    parts: Sequence[Piece],
    found: Sequence[Candidate],
    scores: Sequence[float] | NDArray[np.float64],
    height: float,
) -> list[int]:
    """Choose the candidates, by their places in `found`, that explain all parts best.

    Parameters
    ----------
    parts : sequence of Piece
        From left to right.
    found : sequence of Candidate
    scores : sequence of float
        Log-odds that each is one digit; they are added up.
    height : float
        Of the line's digits: small parts may be left out as specks.
    """
    n_parts = len(parts)
    best = [0.0, *[-math.inf] * n_parts]
    way: list[tuple[int, int | None]] = [(0, None)] * (n_parts + 1)
    for last, steps in enumerate(_steps(parts, found, scores, height)):
        for first, added, place in steps:
            if (score := best[first] + added) > best[last + 1]:
                best[last + 1], way[last + 1] = score, (first, place)
    chosen = []
    at = n_parts
    while at > 0:
        at, number_or_none = way[at]
        if number_or_none is not None:
            chosen.append(number_or_none)
    return chosen[::-1]


def likely_alike(
    parts: Sequence[Piece],
    found: Sequence[Candidate],
    scores: Sequence[float] | NDArray[np.float64],
    height: float,
    chosen: Sequence[int],
) -> list[list[tuple[int, float]]]:
    """Find what else may be the very digit that was chosen, cut a little differently.

    Parameters
    ----------
    parts, found, scores, height
        As for `best_path`.
    chosen : sequence of int
        Places in `found`.

    Returns
    -------
    list of list of (int, float)
        For each chosen one: places in `found`, the likeliest first, and the share of all paths,
        each counted by how well it explains the parts, that the candidate is on. The chosen one is
        always among them.
    """
    shares = _path_shares(parts, found, scores, height)
    ink = np.concatenate([[0.0], np.cumsum([part.area for part in parts])])
    first = np.array([one.first for one in found])
    end = np.array([one.last + 1 for one in found])
    alike = []
    for i in chosen:
        common = ink[np.minimum(end, end[i])] - ink[np.maximum(first, first[i])]
        either = ink[end] - ink[first] + ink[end[i]] - ink[first[i]] - common
        near = np.flatnonzero(common >= _ALIKE * either)
        near = near[np.argsort(-shares[near], kind="stable")][:_MOST_ALIKE]
        places = near.tolist() if i in near else [i, *near.tolist()[:-1]]
        alike.append([(place, float(shares[place])) for place in places])
    return alike


def _path_shares(
    parts: Sequence[Piece],
    found: Sequence[Candidate],
    scores: Sequence[float] | NDArray[np.float64],
    height: float,
) -> NDArray[np.float64]:
    """Share of all paths that each candidate is on (n,), by the forward-backward algorithm."""
    n_parts = len(parts)
    log_odds = np.asarray(scores, float) / _DOUBT
    steps = _steps(parts, found, scores, height)
    before = np.full(n_parts + 1, -np.inf)
    after = before.copy()
    before[0] = after[n_parts] = 0.0
    for last in range(n_parts):
        for first, score, _ in steps[last]:
            before[last + 1] = np.logaddexp(before[last + 1], before[first] + score / _DOUBT)
    for last in range(n_parts - 1, -1, -1):
        for first, score, _ in steps[last]:
            after[first] = np.logaddexp(after[first], after[last + 1] + score / _DOUBT)
    first_of = [candidate.first for candidate in found]
    end_of = [candidate.last + 1 for candidate in found]
    shares: NDArray[np.float64] = np.exp(
        before[first_of] + log_odds + after[end_of] - before[n_parts]
    )
    return shares


def _steps(
    parts: Sequence[Piece],
    found: Sequence[Candidate],
    scores: Sequence[float] | NDArray[np.float64],
    height: float,
) -> list[list[tuple[int, float, int | None]]]:
    """For each part, the steps of paths that end with it.

    Each is the first part of the step, its log-odds, and the candidate's place in `found`; None for
    a speck that is left out.
    """
    steps: list[list[tuple[int, float, int | None]]] = [[] for _ in parts]
    for place, (candidate, score) in enumerate(zip(found, scores, strict=True)):
        steps[candidate.last].append((candidate.first, float(score), place))
    for last, part in enumerate(parts):
        if (speck := _speck_score(part, height)) is not None:
            steps[last].append((last, speck, None))
    return steps


def _speck_score(part: Piece, height: float) -> float | None:
    """Log-odds that a part is nothing; None for one that is too large, or was cut off a mark."""
    if part.left or part.right:
        # What remains must not be thrown away bit by bit: a leaning 1 is cut into nothing else.
        return None
    high, wide = part.box.height / height, part.box.width / height
    if high > _SPECK or wide > _SPECK:
        return None
    return -1.0 - 20 * high * wide

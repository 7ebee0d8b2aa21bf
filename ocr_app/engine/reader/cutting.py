"""Where a mark may be cut: paths from its top to its bottom that cross little ink."""

from __future__ import annotations

import itertools
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr_app.engine.reader.pieces import Piece, piece_of

Floats = NDArray[np.float64]

_ROWS: Final = 32
"""Rows that a mark is reduced to when paths are looked for."""

_PAPER: Final = 0.02
"""Cost of a step over paper, where ink costs 1: of two paths the shorter."""

_SIDEWAYS: Final = 0.25
"""Extra cost of a step to the side: cuts are more or less upright."""

_HEIGHTS: Final = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Where cuts are looked for: one that is cheap at the foot need not be the best at the middle."""

_APART: Final = 0.07
"""Mean distance between two cuts, and of a cut from the mark's ends, as a share of the height."""

_PER_HEIGHT: Final = 8.0
"""Cuts for a mark as wide as it is high, at most."""

_COSTLIEST: Final = 0.5
"""Cost of a cut, as a share of that through nothing but ink, at most."""


def cut(piece: Piece, most: int = 24) -> list[Piece]:
    """Cut a mark into primitive parts, more of them than there are digits.

    Parameters
    ----------
    piece : Piece
    most : int
        Cuts at most.

    Returns
    -------
    list of Piece
        From left to right; the mark itself if there is no place to cut.
    """
    paths = _paths(piece.ink, most)
    if not len(paths):
        return [piece]
    width = piece.box.width
    edges = [np.zeros(piece.box.height, np.intp), *paths, np.full(piece.box.height, width)]
    parts = []
    columns = np.arange(width)
    for left, right in itertools.pairwise(edges):
        inside = (columns >= left[:, np.newaxis]) & (columns < right[:, np.newaxis])
        part = np.where(inside, piece.ink, np.float32(0))
        cropped = piece_of(
            part,
            piece.box.x,
            piece.box.y,
            left=_contact(piece.ink, left),
            right=_contact(piece.ink, right),
        )
        if cropped is not None:
            parts.append(cropped)
    return parts or [piece]


def _contact(ink: NDArray[np.float32], path: NDArray[np.intp]) -> float:
    """Rows in which there is ink on both sides of a path."""
    width = ink.shape[1]
    rows = np.flatnonzero((path > 0) & (path < width))
    left, right = ink[rows, path[rows] - 1], ink[rows, path[rows]]
    return float(np.count_nonzero((left >= 0.5) & (right >= 0.5)))


def _paths(ink: NDArray[np.float32], most: int) -> list[NDArray[np.intp]]:
    """Columns, for each row, at which the right part begins; from left to right."""
    height, width = ink.shape
    factor = min(1.0, _ROWS / height)
    rows, columns = max(3, round(height * factor)), max(3, round(width * factor))
    small = np.asarray(
        Image.fromarray(ink).resize((columns, rows), Image.Resampling.BOX), np.float64
    )
    traced = _cheap_paths(small + _PAPER, most)
    traced.sort(key=lambda path: (path.mean(), path[0]))
    scaled = []
    floor = np.zeros(height, np.intp)
    at = (np.arange(height) + 0.5) * rows / height - 0.5
    for path in traced:
        full = np.interp(at, np.arange(rows), path + 0.5) * width / columns
        floor = np.maximum(floor, np.rint(full).astype(np.intp))  # paths may meet, never cross
        scaled.append(floor)
    return scaled


def _cheap_paths(cost: Floats, most: int) -> list[Floats]:
    """Paths from top to bottom that are cheap and apart, the cheapest first: a column a row."""
    rows, columns = cost.shape
    down, from_above = _cheapest(cost)
    up, from_below = _cheapest(cost[::-1])
    through = down + up[::-1] - cost
    most = min(most, max(1, round(_PER_HEIGHT * columns / rows)))
    apart = _APART * rows
    costs: list[float] = []
    paths: list[Floats] = []
    for row in sorted({min(rows - 1, int(share * rows)) for share in _HEIGHTS}):
        places = _lowest(through[row])
        costs += through[row, places].tolist()
        paths += list(_traced(from_above, from_below[::-1], row, places))
    chosen: list[Floats] = []
    for number in np.argsort(costs, kind="stable").tolist():
        if len(chosen) == most or costs[number] > _COSTLIEST * rows:
            break
        path = paths[number]
        if apart <= path.mean() <= columns - 1 - apart and all(
            np.abs(path - other).mean() >= apart for other in chosen
        ):
            chosen.append(path)
    return chosen


def _cheapest(cost: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Cost of the cheapest path from the first row to every point, and its last step aside."""
    total = cost.copy()
    aside = np.zeros(cost.shape, np.intp)
    for row in range(1, len(cost)):
        above = total[row - 1]
        best = above.copy()
        for step, here, there in ((-1, slice(1, None), slice(-1)), (1, slice(-1), slice(1, None))):
            shorter = above[there] + _SIDEWAYS < best[here]
            best[here][shorter] = above[there][shorter] + _SIDEWAYS
            aside[row, here][shorter] = step
        total[row] += best
    return total, aside


def _lowest(costs: Floats) -> NDArray[np.intp]:
    """Columns that cost no more than their neighbours; the middle one where many are alike."""
    walled = np.concatenate([[np.inf], costs, [np.inf]])
    low = np.flatnonzero((costs <= walled[:-2] + 1e-9) & (costs <= walled[2:] + 1e-9))
    runs = np.split(low, np.flatnonzero(np.diff(low) > 1) + 1)
    return np.array([run[len(run) // 2] for run in runs], np.intp)


def _traced(
    from_above: NDArray[np.intp], from_below: NDArray[np.intp], row: int, places: NDArray[np.intp]
) -> Floats:
    """Follow the cheapest paths through some places of a row, (n, rows)."""
    rows = len(from_above)
    paths = np.empty((len(places), rows))
    paths[:, row] = places
    for aside, steps in ((from_above, range(row, 0, -1)), (from_below, range(row, rows - 1))):
        onward = -1 if aside is from_above else 1
        here = places
        for step in steps:
            here = here + aside[step, here]
            paths[:, step + onward] = here
    return paths

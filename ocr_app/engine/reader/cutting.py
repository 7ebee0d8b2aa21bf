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

_SIDEWAYS: Final = 0.12
"""Extra cost of a step to the side: cuts are more or less upright."""

_APART: Final = 0.12
"""Distance between two cuts, as a share of the height, at least."""

_EDGE: Final = 0.09
"""Distance of a cut from the mark's end, as a share of the height, at least."""

_PER_HEIGHT: Final = 5.0
"""Cuts for a mark as wide as it is high, at most."""


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
    cost = small + _PAPER
    down, up = _cheapest(cost), _cheapest(cost[::-1])[::-1]
    through = down + up - cost
    chosen = _choose(through, rows, most)
    traced = [_trace(down, up, row, column) for row, column in chosen]
    traced.sort(key=lambda path: (path.mean(), path[0]))
    scaled = []
    floor = np.zeros(height, np.intp)
    at = (np.arange(height) + 0.5) * rows / height - 0.5
    for path in traced:
        full = np.interp(at, np.arange(rows), path + 0.5) * width / columns
        floor = np.maximum(floor, np.rint(full).astype(np.intp))  # paths may meet, never cross
        scaled.append(floor)
    return scaled


def _cheapest(cost: Floats) -> Floats:
    """Cost of the cheapest path from the first row to every point."""
    total = cost.copy()
    for row in range(1, len(cost)):
        above = total[row - 1]
        best = above.copy()
        np.minimum(best[1:], above[:-1] + _SIDEWAYS, out=best[1:])
        np.minimum(best[:-1], above[1:] + _SIDEWAYS, out=best[:-1])
        total[row] += best
    return total


def _choose(through: Floats, rows: int, most: int) -> list[tuple[int, int]]:
    """Points whose paths are cheap and apart, the cheapest first."""
    columns = through.shape[1]
    most = min(most, max(1, round(_PER_HEIGHT * columns / rows)))
    apart, edge = max(1.0, _APART * rows), max(1.0, _EDGE * rows)
    row = rows // 2
    cost = through[row].copy()
    inside = np.arange(columns)
    cost[(inside < edge) | (inside > columns - 1 - edge)] = np.inf
    chosen: list[tuple[int, int]] = []
    while len(chosen) < most and np.isfinite(best := cost.min()) and best < 0.5 * rows:
        column = int(np.argmin(cost))
        same = np.flatnonzero(cost <= best + 1e-9)
        # Where many are equally cheap, as in a gap, the middle one.
        run = same[np.abs(same - column) == np.arange(len(same))] if same[0] == column else same[:1]
        column = int(run[len(run) // 2])
        chosen.append((row, column))
        cost[np.abs(inside - column) < apart] = np.inf
    return chosen


def _trace(down: Floats, up: Floats, row: int, column: int) -> Floats:
    path = np.empty(len(down))
    path[row] = column
    for total, steps in ((down, range(row - 1, -1, -1)), (up, range(row + 1, len(down)))):
        here = column
        for step in steps:
            low, high = max(0, here - 1), min(total.shape[1], here + 2)
            costs = total[step, low:high] + _SIDEWAYS * (np.arange(low, high) != here)
            here = low + int(np.argmin(costs))
            path[step] = here
    return path

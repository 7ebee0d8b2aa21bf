"""Many pen lines at once to canonical digits: `normalize_drawing` for batches.

The same steps by the same rules, on a grid half as fine: the mean over a block hides the
difference. Arrays are laid out (row, column, digit), so that every step runs along memory.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.normalization.batch import (
    count_set,
    look_aside,
    nth_smallest,
    squared_in_column,
)
from datasets.normalization.frame import FRAME, INK_SHARE, SIDE
from datasets.normalization.geometry import stretch_to_frame, upright_slant

Array = NDArray[np.float64]
Squares = NDArray[np.int16]

GRID: Final = 64
"""Points a side of the grid, two to a dot."""

_BATCH: Final = 128
"""Digits at a time: as many as fit the processor's cache."""

_SUBSTEPS: Final = 3
"""Grid points set per step of the pen line: enough to leave no gap worth mentioning."""

_FAR: Final = 24
"""Grid points beyond which distances no longer matter: even a dot inks its share within 20."""


def rasterise(
    points: Array,
    pen_down: NDArray[np.bool_],
    ink_share: Array | None = None,
    side: int = SIDE,
) -> NDArray[np.float32]:
    """Normalise pen lines to what the network reads.

    Parameters
    ----------
    points : ndarray of shape (n, k, 2)
    pen_down : ndarray of bool, shape (n, k - 1)
        Whether the pen draws from each point to the next.
    ink_share : ndarray of shape (n,), optional
        Share of the frame to ink, ``INK_SHARE`` by default.
    side : int
        Blocks a side, a divisor of ``GRID``: 8 for the network, 16 for `augment_canonical`.

    Returns
    -------
    ndarray of shape (n, side * side), float32
        Values in 0..1.
    """
    n = len(points)
    share = np.full(n, INK_SHARE) if ink_share is None else ink_share
    pixels = np.empty((n, side * side), dtype=np.float32)
    in_frame = _upright_and_stretched(points, pen_down)
    nth = np.round(share * (GRID * GRID - 1)).astype(np.intp)
    # Short lines have to be thickened farther than long ones: each batch gets lines of one length.
    by_length = np.argsort(_lengths(in_frame, pen_down))
    for start in range(0, n, _BATCH):
        part = by_length[start : start + _BATCH]
        squared = _squared_distances(_mark(in_frame[part], pen_down[part]), nth[part] + 1)
        pixels[part] = _even(squared, nth[part], side)
    return pixels


def _lengths(points: Array, pen_down: NDArray[np.bool_]) -> Array:
    """Length of each pen line (n, k, 2), without what the pen does not draw."""
    step = np.diff(points, axis=1)
    return np.asarray((np.hypot(step[..., 0], step[..., 1]) * pen_down).sum(axis=1))


def _upright_and_stretched(points: Array, pen_down: NDArray[np.bool_]) -> Array:
    """Bring pen lines to grid points (n, k, 2), by the rules of `stand_upright`."""
    step = np.diff(points, axis=1)
    weight = (np.hypot(step[..., 0], step[..., 1]) + 1e-12) * pen_down
    weight /= weight.sum(axis=1, keepdims=True)
    middle = (points[:, 1:] + points[:, :-1]) / 2
    mean = np.einsum("nk,nkc->nc", weight, middle)
    off = middle - mean[:, np.newaxis]
    x, y, dx, dy = off[..., 0], off[..., 1], step[..., 0], step[..., 1]
    # A segment spreads around its middle by a twelfth of its step squared.
    xx, xy, yy = (
        np.einsum("nk,nk->n", weight, moment)
        for moment in (x * x + dx * dx / 12, x * y + dx * dy / 12, y * y + dy * dy / 12)
    )
    slant = upright_slant(xx, xy, yy)
    upright = points.copy()
    upright[..., 0] -= slant[:, np.newaxis] * (points[..., 1] - mean[:, 1:])
    stretch = stretch_to_frame(upright.min(axis=1), upright.max(axis=1))
    upright -= stretch.centre[:, np.newaxis]
    upright *= stretch.scale[:, np.newaxis] * (GRID / FRAME)
    upright += GRID / 2
    return upright


def _mark(points: Array, pen_down: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Set the grid points (row, column, digit) that each pen line passes."""
    n = len(points)
    mask = np.zeros((GRID, GRID, n), dtype=np.bool_)
    digit = np.broadcast_to(np.arange(n)[:, np.newaxis], pen_down.shape)[pen_down]
    start, end = points[:, :-1][pen_down], points[:, 1:][pen_down]
    for part in np.linspace(0, 1, _SUBSTEPS + 1):
        cell = (start + part * (end - start)).astype(np.intp)
        mask[cell[:, 1], cell[:, 0], digit] = True
    return mask


def _squared_distances(mask: NDArray[np.bool_], enough: NDArray[np.intp]) -> Squares:
    """Squared distance of every grid point to the nearest one set, as in `distance_to`.

    Those of the nearest `enough` points of each digit are exact, and of what lies less than a point
    beyond them.
    """
    in_column = squared_in_column(mask, _FAR)
    squared = in_column.copy()
    for step in range(1, _FAR):
        look_aside(squared, in_column, step)
        if step > 2 and (count_set(squared <= (step - 1) ** 2) >= enough).all():
            break
    return np.minimum(squared, np.int16(_FAR * _FAR), out=squared)


def _even(squared: Squares, nth: NDArray[np.intp], side: int) -> NDArray[np.float32]:
    """Ink each digit's nearest points and count the blocks, as `even_stroke` does."""
    n = squared.shape[-1]
    level = np.sqrt(nth_smallest(squared, nth), dtype=np.float32)
    distance = np.sqrt(squared, dtype=np.float32)
    ink = np.subtract(level + np.float32(0.5), distance, out=distance)
    np.clip(ink, 0, 1, out=ink)
    block = GRID // side
    counts: NDArray[np.float32] = ink.reshape(side, block, side, block, n).mean(
        axis=(1, 3), dtype=np.float32
    )
    return counts.reshape(-1, n).T

"""Many pen lines at once to canonical digits: `normalize_drawing` for batches.

The same steps by the same rules, on a grid half as fine: the mean over a block hides the
difference. Arrays are laid out (row, column, digit), so that every step runs along memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.normalization.batch import (
    Squares,
    count_set,
    look_aside,
    nth_smallest,
    squared_in_column,
)
from datasets.normalization.frame import FRAME, INK_SHARE, SIDE
from datasets.normalization.geometry import stretch_to_frame, upright_slant

Array = NDArray[np.float64]

GRID: Final = 64
"""Points a side of the grid, two to a dot."""

_BATCH: Final = 128
"""Digits at a time: as many as fit the processor's cache."""

_SUBSTEPS: Final = 3
"""Grid points set per step of the pen line: enough to leave no gap worth mentioning."""

_NEAR: Final = 11
"""Grid points that most digits need to look: as far as squared distances fit bytes."""

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
        mask = _mark(in_frame[part], pen_down[part])
        pixels[part] = _even(_nearest(mask, nth[part]), nth[part], side)
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
    upright = points.copy(order="K")  # along the memory that they came in
    upright[..., 0] -= slant[:, np.newaxis] * (points[..., 1] - mean[:, 1:])
    stretch = stretch_to_frame(upright.min(axis=1), upright.max(axis=1))
    upright -= stretch.centre[:, np.newaxis]
    upright *= stretch.scale[:, np.newaxis] * (GRID / FRAME)
    upright += GRID / 2
    return upright


def _mark(points: Array, pen_down: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Set the grid points (row, column, digit) that each pen line passes."""
    n = len(points)
    mask = np.zeros(GRID * GRID * n, dtype=np.bool_)
    digit = np.broadcast_to(np.arange(n)[:, np.newaxis], pen_down.shape)[pen_down]
    (start_x, end_x), (start_y, end_y) = (
        (points[:, :-1, axis][pen_down], points[:, 1:, axis][pen_down]) for axis in (0, 1)
    )
    for part in np.linspace(0, 1, _SUBSTEPS + 1):
        cell = (start_y + part * (end_y - start_y)).astype(np.intp)
        cell *= GRID
        cell += (start_x + part * (end_x - start_x)).astype(np.intp)
        cell *= n
        cell += digit
        mask[cell] = True
    return mask.reshape(GRID, GRID, n)


@dataclass(frozen=True, slots=True)
class _Distances:
    """Squared distances, and between which two squares lies each digit's level.

    Attributes
    ----------
    squared : ndarray of shape (GRID, GRID, n)
    above, most : ndarray of int, shape (n,)
        The level is larger than the first and at most the second.
    is_enough : bool
        Whether it is so for each digit: none has its level beyond what was looked at.
    """

    squared: Squares
    above: NDArray[np.intp]
    most: NDArray[np.intp]
    is_enough: bool


def _nearest(mask: NDArray[np.bool_], nth: NDArray[np.intp]) -> _Distances:
    """Square how far every grid point is from the nearest one set, as in `distance_to`.

    Those of each digit's nearest points up to the `nth` are exact, and of what lies less than a
    point beyond them.
    """
    # Most lines need to be thickened so little that bytes will do, in half the time.
    found = _looked_for(mask, nth, _NEAR)
    return found if found.is_enough else _looked_for(mask, nth, _FAR)


def _looked_for(mask: NDArray[np.bool_], nth: NDArray[np.intp], far: int) -> _Distances:
    """Look no farther than `far`."""
    in_column = squared_in_column(mask, far)
    squared = in_column.copy()
    is_enough = np.zeros(len(nth), dtype=np.bool_)
    above, most = np.full(len(nth), -1), np.full(len(nth), far * far)
    for step in range(1, far):
        look_aside(squared, in_column, step)
        if step > 2:
            reach = (step - 1) ** 2  # whatever is as near as this is seen by now
            is_enough = count_set(squared <= squared.dtype.type(reach)) > nth
            np.minimum(most, reach, out=most, where=is_enough)
            np.maximum(above, reach, out=above, where=~is_enough)
            if is_enough.all():
                break
    np.minimum(squared, squared.dtype.type(far * far), out=squared)
    return _Distances(squared, above, most, bool(is_enough.all()))


def _even(found: _Distances, nth: NDArray[np.intp], side: int) -> NDArray[np.float32]:
    """Ink each digit's nearest points and count the blocks, as `even_stroke` does."""
    squared = found.squared
    n = squared.shape[-1]
    level = np.sqrt(nth_smallest(squared, nth, found.above + 1, found.most), dtype=np.float32)
    distance = np.sqrt(squared, dtype=np.float32)
    ink = np.subtract(level + np.float32(0.5), distance, out=distance)
    np.clip(ink, 0, 1, out=ink)
    block = GRID // side
    counts: NDArray[np.float32] = ink.reshape(side, block, side, block, n).mean(
        axis=(1, 3), dtype=np.float32
    )
    return counts.reshape(-1, n).T

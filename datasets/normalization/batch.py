"""The ink of many small pictures at once: `normalize_ink` for a page of digits.

The same steps by the same rules, but for specks, which stay; on a coarser grid. Arrays are laid
out (row, column, digit), so that every step runs along memory; only cutting out and resampling,
which Pillow does, go one by one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from datasets.normalization.core import DOT_AREA, DOT_SIDES, PART
from datasets.normalization.frame import FRAME, INK_SHARE, SIDE
from datasets.normalization.geometry import Stretch, stretch_to_frame, upright_slant
from datasets.normalization.pen import SKEW

Ink = NDArray[np.float32]
Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Squares = NDArray[np.uint8] | NDArray[np.int16]


_POINTS: Final = 64
"""Points a side of the grid on which ink is evened, two to a dot, and larger side of a crop, in
pixels. On a finer one nothing is read better."""

_FAR: Final = 40
"""Points beyond which distances no longer matter."""

_AT_ONCE: Final = 64
"""Digits at a time: as many as fit the processor's cache."""

_BYTES: Final = 11
"""Distance up to which squares are kept as bytes: 11² and (11 - 1)² together are less than 256."""

_HAIRLINE: Final = 0.85
"""Half the width, in pixels, up to which a line may fall between two."""


def normalize_inks(inks: Sequence[NDArray[np.floating]], side: int = SIDE) -> tuple[Floats, Mask]:
    """Normalise the ink of many pictures, one digit each, to what the network reads.

    Parameters
    ----------
    inks : sequence of ndarray of shape (h, w), float
        0 paper to 1 ink; the shapes may differ.
    side : int
        Blocks a side that their ink is counted in; a divisor of 64.

    Returns
    -------
    pixels : ndarray of shape (n, side, side), float32
        Ink in each block, 0 to 1; zeros where there is no ink.
    found : ndarray of bool, shape (n,)
        Whether any pixel has at least half ink.
    """
    pixels = np.zeros((len(inks), side, side), np.float32)
    found = np.zeros(len(inks), np.bool_)
    for start in range(0, len(inks), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        crops = [_cut_out(np.asarray(ink, np.float32)) for ink in inks[some]]
        there = np.array([crop is not None for crop in crops])
        found[some] = there
        if there.any():
            where = start + np.flatnonzero(there)
            ink = _normalize([crop for crop in crops if crop is not None])
            pixels[where] = _count_blocks(ink, side)
    return pixels, found


def _cut_out(ink: Ink) -> Ink | None:
    """Cut to the ink with a margin of paper; the larger side becomes ``_POINTS``."""
    on = ink >= 0.5
    rows, columns = np.flatnonzero(on.any(axis=1)), np.flatnonzero(on.any(axis=0))
    if not rows.size:
        return None
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    crop = np.zeros((bottom - top + 2, right - left + 2), np.float32)
    y, x = max(0, top - 1), max(0, left - 1)
    near = ink[y : bottom + 1, x : right + 1]
    at_y, at_x = y - top + 1, x - left + 1
    crop[at_y : at_y + near.shape[0], at_x : at_x + near.shape[1]] = near
    half_pen = _half_pen_of(crop >= 0.5)
    if half_pen <= _HAIRLINE:
        crop = np.minimum(2 * crop, 1)
    factor = _POINTS / max(crop.shape)
    size = (max(3, round(crop.shape[1] * factor)), max(3, round(crop.shape[0] * factor)))
    resized = np.asarray(Image.fromarray(crop).resize(size, Image.Resampling.BICUBIC))
    if factor < 1:
        resized = resized / np.float32(min(1.0, half_pen * factor))
    return resized if (resized >= 0.5).any() else None


def _half_pen_of(mask: Mask) -> float:
    """Half the width of the pen of a mask with a margin of paper; see `core.half_pen_of`."""
    area = np.count_nonzero(mask)
    height, width = mask.shape[0] - 2, mask.shape[1] - 2
    short, long = min(height, width), max(height, width)
    if short >= DOT_SIDES * long and area >= DOT_AREA * short * long:
        return float(long / 2)
    edge = np.count_nonzero(mask[1:] != mask[:-1]) + np.count_nonzero(mask[:, 1:] != mask[:, :-1])
    return float(SKEW * area / edge)


def _normalize(crops: list[Ink]) -> Floats:
    """Normalise crops whose larger side is that of the grid: even ink, (points, points, n)."""
    side = _POINTS + 2
    by_digit = np.zeros((len(crops), side, side), np.bool_)
    for mask, crop in zip(by_digit, crops, strict=True):
        np.greater_equal(crop, 0.5, out=mask[1 : 1 + crop.shape[0], 1 : 1 + crop.shape[1]])
    mask = _digit_last(by_digit)
    slant, half_pen, stretch = _measure(mask)
    depth = _core_depth(mask, half_pen) + np.float32(0.5)
    return _even(_resample(depth, slant, stretch))


def _measure(mask: Mask) -> tuple[Floats, Floats, Stretch]:
    """Slant, half pen and what brings the upright centre line to the frame, for each digit."""
    side = len(mask)
    axis = np.arange(side, dtype=np.float64)
    # Counts and sums of x of each row, both in one product: they are whole numbers, and exact.
    sums = np.stack([np.ones(side), axis]).astype(np.float32) @ mask.astype(np.float32)
    by_row, along = sums.transpose(1, 0, 2).astype(np.float64)
    by_column = mask.view(np.uint8).sum(axis=0, dtype=np.uint8).astype(np.float64)
    area = by_row.sum(axis=0)
    mean_y, mean_x = axis @ by_row / area, axis @ by_column / area
    yy = (axis**2) @ by_row / area - mean_y**2
    xx = (axis**2) @ by_column / area - mean_x**2
    xy = (axis[:, np.newaxis] * along).sum(axis=0) / area - mean_x * mean_y
    slant = upright_slant(xx, xy, yy)
    inked = by_row > 0
    first = np.argmax(mask, axis=1)
    last = side - 1 - np.argmax(mask[:, ::-1], axis=1)
    lean = slant * axis[:, np.newaxis]
    low_x = np.where(inked, first - lean, np.inf).min(axis=0)
    high_x = np.where(inked, last - lean, -np.inf).max(axis=0)
    low_y = np.argmax(inked, axis=0).astype(np.float64)
    high_y = side - 1.0 - np.argmax(inked[::-1], axis=0)
    half_pen = _half_pens(mask, area, high_y - low_y + 1, by_column)
    inset = np.maximum(0.0, half_pen - 0.5)[:, np.newaxis]
    low = np.stack([low_x, low_y], axis=-1) + inset
    high = np.stack([high_x, high_y], axis=-1) - inset
    middle = (low + high) / 2
    stretch = stretch_to_frame(np.minimum(low, middle), np.maximum(high, middle))
    return slant.astype(np.float32), half_pen.astype(np.float32), stretch


def _half_pens(
    mask: Mask,
    area: NDArray[np.float64],
    height: NDArray[np.float64],
    by_column: NDArray[np.float64],
) -> NDArray[np.float64]:
    edges = count_set(mask[1:] != mask[:-1]) + count_set(mask[:, 1:] != mask[:, :-1])
    columns = by_column > 0
    width = len(mask) - np.argmax(columns, axis=0) - np.argmax(columns[::-1], axis=0)
    short, long = np.minimum(height, width), np.maximum(height, width)
    is_dot = (short >= DOT_SIDES * long) & (area >= DOT_AREA * short * long)
    half_pens: NDArray[np.float64] = np.where(is_dot, long / 2, SKEW * area / edges)
    return half_pens


def _core_depth(mask: Mask, half_pen: Floats) -> Floats:
    """Depth within the core of the ink, as `core.core_of` has it.

    Where it is deeper than a point and a half it may be less than it should be: around there,
    all is core anyway.
    """
    level = np.float32(PART) * half_pen
    deep = min(_FAR, math.ceil(level.max()) + 3)
    depth = _root(_squared(~mask, deep))
    depth -= np.float32(0.5)
    depth -= _root(_squared(mask, 3))
    core = depth >= level
    thinner = _is_farther(mask, core, 2 * level + 1)
    depth -= level
    np.add(depth, level, out=depth, where=thinner)
    return depth


def _resample(depth: Floats, slant: Floats, stretch: Stretch) -> Mask:
    """Bring every crop onto the grid in one affine step, upright and stretched; what is ink."""
    points_per_dot = _POINTS / FRAME
    steps = 1 / (stretch.scale * points_per_dot)
    centres = stretch.centre + 0.5
    tops = centres[:, 1] - steps[:, 1] * _POINTS / 2
    lefts = centres[:, 0] - steps[:, 0] * _POINTS / 2 + slant * (tops - 0.5)
    side = len(depth)
    by_digit = np.ascontiguousarray(depth.transpose(2, 0, 1))
    on = np.empty((len(by_digit), _POINTS, _POINTS), np.bool_)
    for number, one in enumerate(by_digit):
        step_x, step_y = steps[number].tolist()
        lean = float(slant[number]) * step_y
        coefficients = (step_x, lean, float(lefts[number]), 0.0, step_y, float(tops[number]))
        seen = Image.frombuffer("F", (side, side), one, "raw", "F", 0, 1).transform(
            (_POINTS, _POINTS), Image.Transform.AFFINE, coefficients, Image.Resampling.BILINEAR
        )
        np.greater_equal(np.asarray(seen), 0.5, out=on[number])
    return _digit_last(on)


def _digit_last(masks: Mask) -> Mask:
    return np.ascontiguousarray(masks.transpose(1, 2, 0))


def _even(on: Mask) -> Floats:
    """Cut at the distance that inks ``INK_SHARE``, (points, points, n)."""
    total = on.shape[0] * on.shape[1]
    nth = round(INK_SHARE * (total - 1))
    is_full = count_set(on) > nth
    if not is_full.any():
        return _grown(on, nth)
    ink = np.empty(on.shape, np.float32)
    ink[..., ~is_full] = _grown(on.compress(~is_full, axis=-1), nth)
    ink[..., is_full] = 1 - _grown(~on.compress(is_full, axis=-1), total - 1 - nth)
    return ink


def _grown(on: Mask, nth: int, reach: int = _BYTES) -> Floats:
    """Ink all points that are no farther from those set than the `nth` nearest.

    Most digits need to look no farther than `reach`; only the others are looked at again.
    """
    squared, is_exact = _nearest(on, nth + on.shape[1], reach)
    level = _root(nth_smallest(squared, np.full(on.shape[-1], nth)))
    ink = _root(squared)
    np.subtract(level, ink, out=ink)
    ink += np.float32(0.5)
    np.clip(ink, 0, 1, out=ink)
    if reach < _FAR and not is_exact.all():
        ink[..., ~is_exact] = _grown(on.compress(~is_exact, axis=-1), nth, _FAR)
    return ink


def _count_blocks(ink: Floats, side: int) -> Floats:
    """Mean ink of the blocks, (n, side, side)."""
    block, n = len(ink) // side, ink.shape[-1]
    counts = ink.reshape(side, block, side, block, n).mean(axis=(1, 3), dtype=np.float32)
    return np.ascontiguousarray(counts.transpose(2, 0, 1))


def count_set(masks: Mask) -> NDArray[np.intp]:
    """Count the points set of each mask.

    Parameters
    ----------
    masks : ndarray of bool, shape (h, w, n)
        C-contiguous, h and w at most 255.

    Returns
    -------
    ndarray of int, shape (n,)
    """
    # Bytes are added up row by row, where no sum can overflow: NumPy would turn them into words.
    by_column: NDArray[np.uint8] = masks.view(np.uint8).sum(axis=0, dtype=np.uint8)
    total: NDArray[np.intp] = by_column.sum(axis=0, dtype=np.intp)
    return total


def squared_in_column(masks: Mask, far: int) -> Squares:
    """Square how far each point is from the nearest one set above or below it.

    Parameters
    ----------
    masks : ndarray of bool, shape (h, w, n)
    far : int
        Distance at which the others are cut off, at most 127.

    Returns
    -------
    ndarray of shape (h, w, n), uint8 or int16
        The smaller type if `look_aside` cannot overflow it.
    """
    near = masks.view(np.uint8) ^ np.uint8(1)
    near *= np.uint8(far)
    step = 1
    while step < min(far, len(near)):
        # Who knows the nearest of `step` neighbours either way learns of twice as many.
        further = near + np.uint8(step)
        np.minimum(near[step:], further[:-step], out=near[step:])
        np.minimum(near[:-step], further[step:], out=near[:-step])
        step *= 2
    squared: Squares = near if far <= _BYTES else near.astype(np.int16)
    squared *= squared
    return squared


def look_aside(squared: Squares, in_column: Squares, step: int) -> None:
    """Lower squared distances, in place, where a column `step` points aside has a nearer one."""
    shifted = in_column + in_column.dtype.type(step * step)
    np.minimum(squared[:, step:], shifted[:, :-step], out=squared[:, step:])
    np.minimum(squared[:, :-step], shifted[:, step:], out=squared[:, :-step])


def nth_smallest(
    squared: Squares,
    nth: NDArray[np.intp],
    least: NDArray[np.intp] | None = None,
    most: NDArray[np.intp] | None = None,
) -> NDArray[np.intp]:
    """Find the value of each digit that `nth` others are not above, by bisection.

    Parameters
    ----------
    squared : ndarray of shape (h, w, n)
        Not negative; h and w at most 255.
    nth : ndarray of int, shape (n,)
        From 0.
    least, most : ndarray of int, shape (n,), optional
        Between which it lies, if that is known.

    Returns
    -------
    ndarray of int, shape (n,)
    """
    low = np.zeros(squared.shape[-1], np.intp) if least is None else least
    high = np.full_like(low, squared.max(initial=0)) if most is None else most
    while (low < high).any():
        middle = (low + high) // 2
        is_enough = count_set(squared <= middle.astype(squared.dtype)) > nth
        high = np.where(is_enough, middle, high)
        low = np.where(is_enough, low, middle + 1)
    return low


def _squared(mask: Mask, far: int) -> Squares:
    """Squared distance of every point to the nearest one set; cut off at `far`."""
    in_column = squared_in_column(mask, far)
    squared = in_column.copy()
    for step in range(1, min(far, mask.shape[1])):
        look_aside(squared, in_column, step)
        if step % 2 and squared.max() <= step * step:
            break
    return squared


def _nearest(mask: Mask, enough: int, far: int) -> tuple[Squares, Mask]:
    """Like `_squared`, but exact for the nearest `enough` points alone; and for which digits."""
    in_column = squared_in_column(mask, far)
    squared = in_column.copy()
    is_exact = np.zeros(mask.shape[-1], np.bool_)
    for step in range(1, min(far, mask.shape[1])):
        look_aside(squared, in_column, step)
        if step % 2:
            is_exact = count_set(squared <= step * step) >= enough
            if is_exact.all():
                break
    return squared, is_exact


def _is_farther(where: Mask, mask: Mask, distance: Floats) -> Mask:
    """Tell which points of `where` are farther from those set than each digit's distance."""
    far = math.ceil(distance.max()) + 1
    roots = np.sqrt(np.arange(far * far + 1), dtype=np.float32)
    limit = np.searchsorted(roots, distance, side="right") - 1
    in_column = squared_in_column(mask, far)
    squared = in_column * where
    limit = limit.astype(squared.dtype)
    farther = squared > limit
    for step in range(1, min(far, mask.shape[1])):
        if step % 2 and not farther.any():
            break
        look_aside(squared, in_column, step)
        np.greater(squared, limit, out=farther)
    return farther


def _root(squared: Squares | NDArray[np.intp]) -> Floats:
    roots = squared.astype(np.float32)
    return np.sqrt(roots, out=roots)

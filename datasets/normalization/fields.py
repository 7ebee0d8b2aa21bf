"""Many small pictures at once: the training digits, warped or not, to canonical digits.

A *field* is a smooth grey picture whose level line is the edge of the ink. Cutting it at the level
that inks ``INK_SHARE`` of the frame evens its stroke, as the distance does for lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from datasets.normalization.even import level_for_share
from datasets.normalization.frame import FRAME, SIDE, count_blocks
from datasets.normalization.geometry import stretch_to_frame, upright_slant
from datasets.normalization.pen import SKEW, area_over_edge

Array = NDArray[np.float32]

FIELD = 32
"""Samples a side of a field; as many as NIST's frame has dots."""

EDGE = np.float32(0.3)
"""Grey range, in units of full ink, over which the edge of evened ink runs from 0 to 1."""

FAINTEST_CUT = np.float32(0.03)
"""Least level that fields are cut at, in the same units: paper stays paper."""


def fields_from_counts(counts: NDArray[np.floating]) -> Array:
    """Enlarge 8×8 block counts to smooth fields.

    Parameters
    ----------
    counts : ndarray of shape (n, 64) or (n, 8, 8)
        Ink per block in 0..1.

    Returns
    -------
    ndarray of shape (n, FIELD, FIELD), float32
    """
    blocks = np.asarray(counts, dtype=np.float32).reshape(-1, SIDE, SIDE)
    enlarge = _enlarging()
    return np.asarray(enlarge @ blocks @ enlarge.T, dtype=np.float32)


@cache
def _enlarging() -> Array:
    """Return the matrix (FIELD, SIDE) that enlarges a column of blocks: bicubic interpolation.

    It enlarges rows from the right. Pillow does the same to a picture, but to one at a time.
    """
    block = FIELD // SIDE
    # A margin of one empty block, cut off again, lets the ink fade at the frame's edge.
    each_block_alone = np.pad(np.eye(SIDE, dtype=np.float32), ((1, 1), (0, 0)))
    large = Image.fromarray(each_block_alone).resize(
        (SIDE, FIELD + 2 * block), Image.Resampling.BICUBIC
    )
    return np.asarray(large)[block:-block]


@dataclass(frozen=True, slots=True)
class Warp:
    """A random deformation of each field: ``out = linear @ (in + bend(in))``.

    Attributes
    ----------
    linear : ndarray of shape (n, 2, 2)
        Rotation, shear and scale about the centre of the ink.
    bend_x, bend_y : ndarray of shape (n, waves, waves) or None
        Amplitudes, as shares of the field's side, of products of cosines across the field.
    """

    linear: Array
    bend_x: Array | None = None
    bend_y: Array | None = None


def normalize_fields(
    fields: Array,
    warp: Warp | None = None,
    ink_share: NDArray[np.floating] | None = None,
    side: int = SIDE,
) -> Array:
    """Normalise fields, deformed first if `warp` is given, to what the network reads.

    Parameters
    ----------
    fields : ndarray of shape (n, FIELD, FIELD)
    warp : Warp, optional
    ink_share : ndarray of shape (n,), optional
        Share of the frame to ink, ``INK_SHARE`` by default.
    side : int
        Blocks a side, a divisor of 32: 8 for the network, 16 for `augment_canonical`.

    Returns
    -------
    ndarray of shape (n, side * side), float32
        Values in 0..1.
    """
    n = len(fields)
    if n == 0:
        return np.empty((0, side * side), dtype=np.float32)
    linear = (
        np.broadcast_to(np.eye(2, dtype=np.float32), (n, 2, 2)) if warp is None else warp.linear
    )
    flat = fields.reshape(n, -1)
    ink = flat >= np.maximum(-level_for_share(-flat), 0.05)
    x, y, centre = _deformed_points(ink, linear, warp)
    slant, low, high = _upright_box(ink, x, y)
    stretch = stretch_to_frame(low, high)
    source_x, source_y = _sample_positions(linear, slant, stretch.centre, stretch.scale)
    source_x += centre[:, :1]
    source_y += centre[:, 1:]
    if warp is not None:
        source_x, source_y = _unbend(source_x, source_y, warp)
    sampled = _bilinear(fields, source_x, source_y)
    return count_blocks(_cut(sampled, ink_share), side).reshape(n, -1)


def _grid() -> tuple[Array, Array]:
    """Coordinates of the frame's dots, in dots from its centre, flattened."""
    y, x = np.mgrid[0:FRAME, 0:FRAME].astype(np.float32).reshape(2, -1) - np.float32(
        FRAME / 2 - 0.5
    )
    return x, y


def _deformed_points(
    ink: NDArray[np.bool_], linear: Array, warp: Warp | None
) -> tuple[Array, Array, Array]:
    """Where every point of each field lands, and the centre (n, 2) that it turned about."""
    x, y = _grid()
    weight = ink.astype(np.float32)
    mass = np.maximum(weight.sum(axis=1), 1)
    centre = np.column_stack([weight @ x / mass, weight @ y / mass])
    bend_x, bend_y = _bend(x[np.newaxis], y[np.newaxis], warp)
    from_x, from_y = x - centre[:, :1] + bend_x, y - centre[:, 1:] + bend_y
    out_x = linear[:, 0, :1] * from_x + linear[:, 0, 1:] * from_y
    out_y = linear[:, 1, :1] * from_x + linear[:, 1, 1:] * from_y
    return out_x, out_y, centre


def _bend(x: Array, y: Array, warp: Warp | None) -> tuple[Array, Array]:
    """Smooth displacement, in dots, at points in dots from the centre."""
    if warp is None or warp.bend_x is None or warp.bend_y is None:
        zero = np.zeros((1, 1), dtype=np.float32)
        return zero, zero
    waves = warp.bend_x.shape[-1]
    turn = np.float32(np.pi / FRAME)
    half = np.float32(FRAME / 2)
    across, down = (_cosines(np.clip(v + half, 0, FRAME) * turn, waves) for v in (x, y))
    shape = np.broadcast_shapes(x.shape, (len(warp.bend_x), 1))
    bends = []
    for amplitudes in (warp.bend_x, warp.bend_y):
        bend = np.zeros(shape, np.float32)
        for i, wave in enumerate(across):
            # The wave along y is summed up first, so that each along x is multiplied by once.
            height = sum(amplitudes[:, i, j, np.newaxis] * other for j, other in enumerate(down))
            bend += height * wave
        bends.append(bend * np.float32(FRAME))
    return bends[0], bends[1]


def _cosines(angle: Array, waves: int) -> list[Array]:
    """Cosines of 0, 1, 2 … times the angle; cos((k + 1)a) = 2 cos(a) cos(ka) − cos((k − 1)a)."""
    once = np.cos(angle)
    cosines = [np.ones((1, 1), np.float32), once]
    while len(cosines) < waves:
        cosines.append(2 * once * cosines[-1] - cosines[-2])
    return cosines[:waves]


def _upright_box(ink: NDArray[np.bool_], x: Array, y: Array) -> tuple[Array, Array, Array]:
    """Slant of the ink (n,) and the box (n, 2), (n, 2) of its upright centre line."""
    mass = np.maximum(ink.sum(axis=1), 1)
    off_x = np.where(ink, x - (x * ink).sum(axis=1, keepdims=True) / mass[:, np.newaxis], 0)
    off_y = np.where(ink, y - (y * ink).sum(axis=1, keepdims=True) / mass[:, np.newaxis], 0)
    xx, xy, yy = (
        np.einsum("ij,ij->i", a, b) / mass
        for a, b in ((off_x, off_x), (off_x, off_y), (off_y, off_y))
    )
    slant = upright_slant(xx, xy, yy).astype(np.float32)
    upright = x - slant[:, np.newaxis] * y
    left, right = _box_side(upright, ink)
    top, bottom = _box_side(y, ink)
    low = np.column_stack([left, top]) - np.float32(0.5)
    high = np.column_stack([right, bottom]) + np.float32(0.5)
    half_pen = np.minimum(_half_pen(ink)[:, np.newaxis], (high - low) / 2)
    return slant, low + half_pen, high - half_pen


def _half_pen(ink: NDArray[np.bool_]) -> Array:
    """Half the width of each field's line (n,), in dots: its area over the length of its edge."""
    ratio = area_over_edge(ink.reshape(-1, FIELD, FIELD)).astype(np.float32)
    return np.asarray(np.float32(SKEW) * ratio)


def _box_side(values: Array, ink: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Smallest and largest value (n,), (n,) over each field's ink."""
    infinity = np.float32(np.inf)
    low: Array = np.where(ink, values, infinity).min(axis=1)
    high: Array = np.where(ink, values, -infinity).max(axis=1)
    blank = ~ink.any(axis=1)
    low[blank] = high[blank] = 0
    return low, high


def _sample_positions(
    linear: Array, slant: Array, centre: NDArray[np.floating], scale: NDArray[np.floating]
) -> tuple[Array, Array]:
    """Where to look, relative to the centre of the ink, for each dot of the frame."""
    x, y = _grid()
    step = (1 / scale).astype(np.float32)
    middle = centre.astype(np.float32)
    upright_x = x * step[:, :1] + middle[:, :1]
    upright_y = y * step[:, 1:] + middle[:, 1:]
    slanted_x = upright_x + slant[:, np.newaxis] * upright_y
    inverse = np.linalg.inv(linear)
    return (
        inverse[:, 0, :1] * slanted_x + inverse[:, 0, 1:] * upright_y,
        inverse[:, 1, :1] * slanted_x + inverse[:, 1, 1:] * upright_y,
    )


def _unbend(x: Array, y: Array, warp: Warp) -> tuple[Array, Array]:
    """Undo the bend to first order: it is small and smooth."""
    bend_x, bend_y = _bend(x, y, warp)
    return x - bend_x, y - bend_y


def _bilinear(fields: Array, x: Array, y: Array) -> Array:
    """Sample each field at its own points, in dots from its centre; paper outside."""
    n = len(fields)
    side = FIELD + 2
    padded = np.zeros((n, side, side), dtype=np.float32)
    padded[:, 1:-1, 1:-1] = fields
    flat = padded.reshape(-1)
    offset = np.float32(FIELD / 2 + 0.5)
    column = np.clip(x + offset, 0, side - 1.001)
    row = np.clip(y + offset, 0, side - 1.001)
    left, top = column.astype(np.intp), row.astype(np.intp)
    column -= left
    row -= top
    corner = top * side + left + (np.arange(n) * side * side)[:, np.newaxis]
    upper = flat.take(corner) * (1 - column) + flat.take(corner + 1) * column
    corner += side
    lower = flat.take(corner) * (1 - column) + flat.take(corner + 1) * column
    sampled: Array = upper * (1 - row) + lower * row
    return sampled


def _cut(sampled: Array, ink_share: NDArray[np.floating] | None) -> Array:
    """Cut fields at the level of their ink share: even ink (n, FRAME, FRAME)."""
    n, points = sampled.shape
    if ink_share is None:
        level = -level_for_share(-sampled)
    else:
        nth = np.round((1 - ink_share) * (points - 1)).astype(np.intp)
        level = np.take_along_axis(np.sort(sampled, axis=1), nth[:, np.newaxis], axis=1)
    level = np.maximum(level, FAINTEST_CUT)
    ink: Array = np.clip((sampled - level) / EDGE + np.float32(0.5), 0, 1)
    return ink.reshape(n, FRAME, FRAME)

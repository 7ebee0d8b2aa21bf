"""What of a field's ink decides where a warped copy of it lies in the frame, worked out once.

A warp moves each point by a sum of fixed *shapes*: x, y and some waves. Slant and box of the warped
ink hence follow from sums over the original's ink, and from the shapes at its edge alone: nothing
of a copy has to be looked at before it is sampled.
"""

from __future__ import annotations

import functools
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.normalization.even import level_for_share
from datasets.normalization.fields import FIELD
from datasets.normalization.frame import FRAME
from datasets.normalization.geometry import stretch_to_frame, upright_slant
from datasets.normalization.pen import SKEW, area_over_edge

Array = NDArray[np.float32]

ORDER: Final = 3
"""Cosines along either axis, the constant among them, that a bend is made of."""

BENDS: Final = ORDER**2 - 1
"""Waves that bend: all products of these cosines but the constant, which would only shift."""

_N: Final = 2 + BENDS
"""Shapes."""

_FAINTEST: Final = 0.05
"""Grey below which nothing is ink, however little of it there is."""


class Outlines:
    """What matters of the ink of some fields, for any warp of them.

    Parameters
    ----------
    fields : ndarray of shape (n, FIELD, FIELD)
    """

    def __init__(self, fields: Array) -> None:
        flat = fields.reshape(-1, FIELD * FIELD)
        ink = flat >= np.maximum(-level_for_share(-flat), np.float32(_FAINTEST))
        weight = ink / np.maximum(ink.sum(axis=1, keepdims=True), np.float32(1))
        shapes, products = _shapes(), _products()
        mean, squares = weight @ shapes.T, (weight @ products.T).reshape(-1, _N, _N)
        self.centre: Array = mean[:, :2].astype(np.float32)
        covariance = squares - mean[:, np.newaxis] * mean[:, :, np.newaxis]
        self._covariance: Array = covariance.astype(np.float32)
        masks = ink.reshape(fields.shape)
        self._half_pen: Array = (SKEW * area_over_edge(masks)).astype(np.float32)[:, np.newaxis]
        self._at_edge: Array = np.ascontiguousarray(
            shapes[:, _edge_points(masks)].transpose(1, 0, 2)
        )
        self._at_edge[:, :2] -= self.centre[:, :, np.newaxis]

    def look_up(self, linear: Array, bends: Array) -> Array:
        """Where the frame's dots come from, but for the bend that is still to be undone.

        Parameters
        ----------
        linear : ndarray of shape (n, 2, 2)
            Rotation, shear and scale about the centre of the ink.
        bends : ndarray of shape (n, 2, BENDS)
            Heights of the waves along x and y, in dots.

        Returns
        -------
        ndarray of shape (n, 2, 3)
            Shares of x, y and 1 of a dot of the frame; x and y are dots from its centre.
        """
        moved = np.concatenate([linear, linear @ bends], axis=2)
        spread = moved @ self._covariance @ moved.transpose(0, 2, 1)
        slant = upright_slant(spread[:, 0, 0], spread[:, 0, 1], spread[:, 1, 1])
        moved[:, 0] -= slant[:, np.newaxis] * moved[:, 1]
        edge = moved @ self._at_edge
        low, high = edge.min(axis=2) - np.float32(0.5), edge.max(axis=2) + np.float32(0.5)
        half_pen = np.minimum(self._half_pen, (high - low) / 2)
        stretch = stretch_to_frame(low + half_pen, high - half_pen)
        upright = np.zeros((len(linear), 2, 3), np.float32)
        upright[:, (0, 1), (0, 1)] = 1 / stretch.scale
        upright[:, :, 2] = stretch.centre
        upright[:, 0] += slant[:, np.newaxis] * upright[:, 1]
        source: Array = (np.linalg.inv(linear) @ upright).astype(np.float32, copy=False)
        source[:, :, 2] += self.centre
        return source


@functools.cache
def frame_dots() -> tuple[Array, Array]:
    """Return x, y (FRAME², each) of the frame's dots, in dots from its centre."""
    y, x = np.mgrid[0:FRAME, 0:FRAME].astype(np.float32).reshape(2, -1) - np.float32(
        FRAME / 2 - 0.5
    )
    return x, y


@functools.cache
def _shapes() -> Array:
    """Return x, y and the waves at the frame's dots, (_N, FRAME²)."""
    x, y = frame_dots()
    return np.concatenate([[x, y], bending_waves(x, y)])


@functools.cache
def _products() -> Array:
    """Products of each shape with each, (_N², FRAME²)."""
    shapes = _shapes()
    return (shapes[:, np.newaxis] * shapes).reshape(_N * _N, -1)


def bending_waves(x: Array, y: Array) -> Array:
    """Heights (..., BENDS, points) of the waves at points (..., points); none goes on outside."""
    across, down = (_cosines(axis) for axis in (x, y))
    waves = np.empty((*x.shape[:-1], BENDS, x.shape[-1]), np.float32)
    along_y, along_both = waves[..., : ORDER - 1, :], waves[..., ORDER - 1 :, :]
    for j, height in enumerate(down):
        along_y[..., j, :] = height
    for i, wave in enumerate(across):
        along_both[..., i * ORDER, :] = wave
        for j, height in enumerate(down):
            np.multiply(wave, height, out=along_both[..., i * ORDER + j + 1, :])
    return waves


def _cosines(position: Array) -> list[Array]:
    """Cosines of one and two half waves over the field; cos 2a = 2 cos² a − 1."""
    half = np.float32(FIELD / 2)
    angle = np.clip(position, -half, half)
    angle += half
    angle *= np.float32(np.pi / FIELD)
    once = np.cos(angle, out=angle)
    twice = once * once
    twice *= 2
    twice -= 1
    return [once, twice]


def _edge_points(masks: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Points (n, k) of each mask's ink beside which there is paper."""
    framed = np.pad(masks, ((0, 0), (1, 1), (1, 1)))
    inner = framed[:, :-2, 1:-1] & framed[:, 2:, 1:-1] & framed[:, 1:-1, :-2] & framed[:, 1:-1, 2:]
    digit, point = np.nonzero((masks & ~inner).reshape(-1, FRAME * FRAME))
    count = np.bincount(digit, minlength=len(masks))
    first = np.cumsum(count) - count
    # Whose edge is shorter has its first point more than once; who has none, the first of all.
    padded = np.append(point, 0)[np.where(count, first, len(point))]
    points = np.repeat(padded[:, np.newaxis], count.max(initial=1), axis=1)
    points[digit, np.arange(len(digit)) - first[digit]] = point
    return points

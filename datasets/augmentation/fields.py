"""Varied copies of the training digits: turned, sheared, scaled, bent, inked differently."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.augmentation.outlines import ORDER, Outlines, bending_waves, frame_dots
from datasets.normalization.fields import EDGE, FAINTEST_CUT, FIELD
from datasets.normalization.frame import FRAME, INK_SHARE, SIDE

Array = NDArray[np.float32]

_PADDED: Final = FIELD + 2
"""Dots a side of a field with paper all round."""


@dataclass(frozen=True, slots=True)
class WarpRanges:
    """How far copies may stray from the original.

    Attributes
    ----------
    rotation : float
        Largest turn either way, radians.
    shear : float
        Largest shear either way, widths per height. The normaliser takes most of it out again.
    scale : float
        Largest change of the aspect ratio either way, natural logarithm.
    bend : float
        Standard deviation of each wave of the elastic bend, as a share of the digit's size.
    ink : float
        Standard deviation of the ink share, natural logarithm.
    """

    rotation: float = 0.3
    shear: float = 0.3
    scale: float = 0.3
    bend: float = 0.025
    ink: float = 0.1

    def scaled(self, strength: float) -> WarpRanges:
        """All ranges times `strength`."""
        return WarpRanges(
            *(
                strength * value
                for value in (self.rotation, self.shear, self.scale, self.bend, self.ink)
            )
        )


def augment_fields(
    fields: Array, rng: np.random.Generator, ranges: WarpRanges | None = None
) -> Array:
    """Make one varied, normalised copy of each field.

    Parameters
    ----------
    fields : ndarray of shape (n, 32, 32)
        From `datasets.normalization.fields_from_counts`.
    rng : numpy.random.Generator
    ranges : WarpRanges, optional

    Returns
    -------
    ndarray of shape (n, 64), float32
        Values in 0..1.
    """
    return FieldCopies(fields).make(rng, ranges)


class FieldCopies:
    """Varied copies of the same fields, as many as wanted: what they share is worked out once.

    They are what `datasets.normalization.normalize_fields` makes of the same warps, four times as
    quickly; their ink share is a little less exact.

    Parameters
    ----------
    fields : ndarray of shape (n, 32, 32)
        From `datasets.normalization.fields_from_counts`; about a hundred at a time are quickest.
    """

    def __init__(self, fields: Array) -> None:
        n = len(fields)
        self._outlines = Outlines(fields)
        # Paper all round, and behind the last field, where the last look-ups begin.
        self._grey = np.zeros(n * _PADDED**2 + _PADDED + 1, np.float32)
        squares = self._grey[: n * _PADDED**2].reshape(n, _PADDED, _PADDED)
        squares[:, 1:-1, 1:-1] = fields
        self._first = np.arange(n, dtype=np.int32)[:, np.newaxis] * np.int32(_PADDED**2)

    def make(self, rng: np.random.Generator, ranges: WarpRanges | None = None) -> Array:
        """Make one copy of each.

        Parameters
        ----------
        rng : numpy.random.Generator
        ranges : WarpRanges, optional

        Returns
        -------
        ndarray of shape (n, 64), float32
            Values in 0..1.
        """
        ranges = ranges or WarpRanges()
        n = len(self._first)
        linear = _random_linear(n, rng, ranges)
        bends = np.stack([_random_bend(n, rng, ranges.bend) for _ in range(2)], axis=1)
        ink_share = INK_SHARE * np.exp(rng.normal(0, ranges.ink, n).clip(-0.7, 0.7))
        return self.warped(linear, bends, ink_share)

    def warped(self, linear: Array, bends: Array, ink_share: NDArray[np.floating]) -> Array:
        """Make a copy of each by a warp of its own.

        Parameters
        ----------
        linear : ndarray of shape (n, 2, 2)
            Rotation, shear and scale about the centre of the ink.
        bends : ndarray of shape (n, 2, BENDS)
            Heights of the waves along x and y, in dots; see `outlines.bending_waves`.
        ink_share : ndarray of shape (n,)
            Share of the frame to ink.

        Returns
        -------
        ndarray of shape (n, 64), float32
            Values in 0..1.
        """
        if len(linear) == 0:
            return np.empty((0, SIDE * SIDE), np.float32)
        x, y = frame_dots()
        position = self._outlines.look_up(linear, bends) @ np.stack([x, y, np.ones_like(x)])
        # The bend is undone to first order: it is small and smooth.
        position -= bends @ bending_waves(position[:, 0], position[:, 1])
        return _block_means(_evened(self._between_dots(position), ink_share))

    def _between_dots(self, position: Array) -> Array:
        """Sample each field at its own points (n, 2, points), bilinearly; paper outside."""
        position += np.float32(FIELD / 2 + 0.5)
        np.clip(position, 0, _PADDED - 1.001, out=position)
        corner = np.floor(position)
        position -= corner
        column, row = position[:, 0], position[:, 1]
        index = corner[:, 1] * _PADDED
        index += corner[:, 0]
        dot = index.astype(np.intp)
        dot += self._first
        upper = self._between_columns(dot, 0, column)
        lower = self._between_columns(dot, _PADDED, column)
        lower -= upper
        lower *= row
        upper += lower
        return upper

    def _between_columns(self, dot: NDArray[np.intp], offset: int, share: Array) -> Array:
        """Grey between each dot and its right neighbour."""
        # "wrap" checks no bounds; no index is out of them.
        left = self._grey[offset:].take(dot, mode="wrap")
        right = self._grey[offset + 1 :].take(dot, mode="wrap")
        right -= left
        right *= share
        left += right
        return left


def _evened(grey: Array, ink_share: NDArray[np.floating]) -> Array:
    """Cut fields (n, points) at the level of their ink share, in place."""
    # A quarter of the points give nearly the same level, and are sorted in a tenth of the time.
    some = grey.reshape(-1, FRAME, FRAME)[:, ::2, ::2].reshape(len(grey), -1)
    some.sort(axis=1)
    nth = np.round((1 - ink_share) * (some.shape[1] - 1)).astype(np.intp)
    level = np.maximum(some[np.arange(len(some)), nth], FAINTEST_CUT)[:, np.newaxis]
    grey -= level - EDGE / 2
    grey *= 1 / EDGE
    return np.clip(grey, 0, 1, out=grey)


def _block_means(ink: Array) -> Array:
    """Mean ink of the network's blocks, (n, SIDE²); rows first, which are added up quickest."""
    block = FRAME // SIDE
    rows = np.add.reduce(ink.reshape(-1, SIDE, block, FRAME), axis=2)
    means: Array = rows.reshape(-1, FRAME) @ _columns()
    return means.reshape(-1, SIDE * SIDE)


@functools.cache
def _columns() -> Array:
    """Weights (FRAME, SIDE) of a frame's columns, summed up over a block's rows, in its mean."""
    block = FRAME // SIDE
    return np.repeat(np.eye(SIDE, dtype=np.float32), block, axis=0) / np.float32(block**2)


def _random_linear(n: int, rng: np.random.Generator, ranges: WarpRanges) -> Array:
    angle = rng.uniform(-ranges.rotation, ranges.rotation, n)
    shear = rng.uniform(-ranges.shear, ranges.shear, n)
    widen = np.exp(rng.uniform(-ranges.scale, ranges.scale, n))
    linear = np.empty((n, 2, 2), dtype=np.float32)
    linear[:, 0, 0] = np.cos(angle) * widen
    linear[:, 0, 1] = -np.sin(angle) + shear
    linear[:, 1, 0] = np.sin(angle) * widen
    linear[:, 1, 1] = np.cos(angle)
    return linear


def _random_bend(n: int, rng: np.random.Generator, amplitude: float) -> NDArray[np.float32]:
    """Heights of the waves (n, BENDS), in dots."""
    bend = rng.normal(0, amplitude, (n, ORDER**2)).astype(np.float32)
    # The first wave is a shift of the whole digit: the normaliser would only undo it.
    return bend[:, 1:] * np.float32(FIELD)

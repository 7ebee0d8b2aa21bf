"""Where a varied digit looks for its ink: an affine map and smooth waves, as one matrix product."""

from __future__ import annotations

import functools
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.normalization.frame import FINE_SIDE, SIDE

Array = NDArray[np.float32]

AFFINE: Final = 3
"""Rows of the basis that make up affine maps: one, x and y."""

_ORDER: Final = 2
"""Most half waves across the digit, along either axis."""

WAVES: Final = (_ORDER + 1) ** 2 - 1
"""Rows of the basis that bend."""


def block_centres() -> tuple[Array, Array]:
    """Middles x, y (64,) of the blocks that the network reads, in fine blocks from the centre."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) - np.float32((SIDE - 1) / 2)
    part = np.float32(FINE_SIDE // SIDE)
    return x.reshape(-1) * part, y.reshape(-1) * part


@functools.cache
def basis() -> Array:
    """Displacements to add up, of shape (``AFFINE + WAVES``, 64), read-only.

    The waves are products of cosines. What an affine map could do as well is taken out of them, so
    that they only bend: turning and stretching have ranges of their own.
    """
    x, y = block_centres()
    affine = np.stack([np.ones_like(x), x, y])
    phase_x, phase_y = (np.pi * (axis / FINE_SIDE + 0.5) for axis in (x, y))
    waves = np.stack(
        [
            np.cos(i * phase_x) * np.cos(j * phase_y)
            for i in range(_ORDER + 1)
            for j in range(_ORDER + 1)
            if i or j
        ]
    )
    in_affine, *_ = np.linalg.lstsq(affine.T, waves.T, rcond=None)
    rows: Array = np.concatenate([affine, waves - in_affine.T @ affine]).astype(np.float32)
    rows.flags.writeable = False
    return rows

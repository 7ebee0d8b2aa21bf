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
    """Coordinates x, y (256,) of the 16×16 blocks, in blocks from the centre.

    Ordered so that the four blocks that make up one that the network reads lie 64 apart: their mean
    is then taken over whole runs of memory.
    """
    part = FINE_SIDE // SIDE
    y, x = np.mgrid[0:FINE_SIDE, 0:FINE_SIDE].astype(np.float32) - np.float32((FINE_SIDE - 1) / 2)
    quarters = [
        axis.reshape(SIDE, part, SIDE, part).transpose(1, 3, 0, 2).reshape(-1) for axis in (x, y)
    ]
    return quarters[0], quarters[1]


@functools.cache
def basis() -> Array:
    """Displacements to add up, of shape (``AFFINE + WAVES``, 256), read-only.

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

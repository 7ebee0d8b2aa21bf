"""Even stroke: cut every digit's ink at the same share of the frame, whatever pen drew it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from datasets.normalization.distance import Distances
from datasets.normalization.frame import INK_SHARE, NormalizedDigit, count_blocks


def level_for_share(field: NDArray[np.float32], share: float = INK_SHARE) -> NDArray[np.float32]:
    """Level that `share` of each field's values lie below.

    Parameters
    ----------
    field : ndarray of shape (n, points)
    share : float in 0..1

    Returns
    -------
    ndarray of shape (n, 1)
    """
    nth = round(share * (field.shape[1] - 1))
    return np.partition(field, nth, axis=1)[:, nth, np.newaxis]


def even_stroke(distance: Distances) -> NormalizedDigit:
    """Ink all points nearer than the distance that inks ``INK_SHARE`` of the frame.

    Thin lines grow and thick ones shrink to the same weight, which is what NIST's erosions and
    dilations by on-dot count aim at in whole steps.

    Parameters
    ----------
    distance : ndarray of shape (GRID, GRID)
        Distance to the pen line, or signed distance to the edge of the ink, in grid points.
    """
    level = level_for_share(distance.reshape(1, -1))[0, 0]
    # Half a point each side of the level: the edge is anti-aliased, not a staircase.
    ink = np.clip(level - distance + np.float32(0.5), 0, 1)
    pixels = count_blocks(ink)
    for array in (ink, pixels):
        array.flags.writeable = False
    return NormalizedDigit(pixels=pixels, ink=ink)

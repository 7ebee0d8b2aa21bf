"""Even stroke: cut every digit's ink at the same share of the frame, whatever pen drew it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from datasets.normalization.distance import Distances
from datasets.normalization.frame import INK_SHARE


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


def even_stroke(distance: Distances) -> tuple[NDArray[np.float32], float]:
    """Ink all points nearer than the distance that inks ``INK_SHARE`` of the frame.

    Thin lines grow and thick ones shrink to the same weight, which is what NIST's erosions and
    dilations by on-dot count aim at in whole steps.

    Parameters
    ----------
    distance : ndarray of shape (GRID, GRID)
        Distance to the pen line, or signed distance to the edge of the ink, in grid points.

    Returns
    -------
    ink : ndarray of shape (GRID, GRID), float32
        0 to 1.
    level : float
        The distance that was cut at.
    """
    level = level_for_share(distance.reshape(1, -1))[0, 0]
    # Half a point each side of the level: the edge is anti-aliased, not a staircase.
    return np.clip(level - distance + np.float32(0.5), 0, 1), float(level)

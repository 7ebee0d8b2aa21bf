"""How wide the pen was that drew some ink, from the ink alone."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

SKEW: Final = 4 / np.pi
"""How much longer a line's edge is when it is walked along rows and columns, on average."""


def area_over_edge(masks: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Area of ink over the length of its edge along rows and columns.

    Times ``SKEW`` it is half the width of a line.

    Parameters
    ----------
    masks : ndarray of bool, shape (..., h, w)

    Returns
    -------
    ndarray of shape (...)
        In pixels; 0 without ink.
    """
    framed = np.pad(masks, [(0, 0)] * (masks.ndim - 2) + [(1, 1), (1, 1)])
    edges = np.count_nonzero(framed[..., 1:] != framed[..., :-1], axis=(-2, -1))
    edges = edges + np.count_nonzero(framed[..., 1:, :] != framed[..., :-1, :], axis=(-2, -1))
    return np.asarray(np.count_nonzero(masks, axis=(-2, -1)) / np.maximum(edges, 1))

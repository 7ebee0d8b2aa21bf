"""Exact Euclidean distances on a grid: what an even stroke is cut from."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Distances = NDArray[np.float32]


def distance_to(
    mask: NDArray[np.bool_], enough: int | None = None, within: float = math.inf
) -> Distances:
    """Distance of every point to the nearest true point of `mask`.

    Two passes, as in [1]_: along columns by running extremes, then along rows, widening the search
    one column at a time until `enough` points have their final distance. A pen line needs a few
    columns, so this beats a general transform, and the application starts without SciPy.

    Parameters
    ----------
    mask : ndarray of bool, shape (h, w)
    enough : int, optional
        How many points, counted from the nearest, need an exact distance; farther ones may be too
        large. All by default.
    within : float, optional
        Distances beyond this one may be too large as well.

    Returns
    -------
    ndarray of float32, shape (h, w)
        In grid points; very large everywhere if `mask` is false everywhere.

    References
    ----------
    .. [1] P. Felzenszwalb, D. Huttenlocher, "Distance Transforms of Sampled Functions", Theory of
       Computing 8, 2012.
    """
    height, width = mask.shape
    enough = mask.size if enough is None else enough
    far = np.float32(4 * (height + width))
    # Transposed, so that both passes run along memory.
    columns = np.ascontiguousarray(mask.T)
    row = np.arange(height, dtype=np.float32)
    above = np.maximum.accumulate(np.where(columns, row, -far), axis=1)
    below = np.minimum.accumulate(np.where(columns, row, far)[:, ::-1], axis=1)[:, ::-1]
    in_column = np.minimum(row - above, below - row)
    in_column *= in_column
    squared = in_column.copy()
    shifted = np.empty_like(squared)
    for step in range(1, width):
        reach = np.float32(step * step)
        np.add(in_column, reach, out=shifted)
        np.minimum(squared[step:], shifted[:-step], out=squared[step:])
        np.minimum(squared[:-step], shifted[step:], out=squared[:-step])
        if step >= within or np.count_nonzero(squared <= reach) >= enough:
            break
    np.sqrt(squared, out=squared)
    return np.ascontiguousarray(squared.T)


def signed_distance(mask: NDArray[np.bool_], enough: int | None = None) -> Distances:
    """Distance to the edge of the ink: positive outside `mask`, negative inside, in grid points.

    Parameters
    ----------
    mask : ndarray of bool, shape (h, w)
    enough : int, optional
        How many points, counted from the ink outwards, need an exact distance; as `distance_to`.
    """
    return distance_to(mask, enough) - distance_to(~mask)

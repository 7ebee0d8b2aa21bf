"""Which way edges run in each part of a small picture: what tells digits apart better than ink."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

DIRECTIONS: Final = 8
"""Directions in which it may grow darker."""

CELLS: Final = 5
"""Parts a side of a picture."""

N_FEATURES: Final = DIRECTIONS * CELLS * CELLS


def edge_directions(pictures: Floats) -> Floats:
    """Describe pictures by how steeply, and in which direction, they darken in each part.

    Parameters
    ----------
    pictures : ndarray of shape (n, side, side), float32
        0 paper to 1 ink.

    Returns
    -------
    ndarray of shape (n, N_FEATURES), float32
        The square root of the mean steepness, 0 to 2.4: faint edges count, too.

    References
    ----------
    .. [1] C.-L. Liu, K. Nakashima, H. Sako, H. Fujisawa, "Handwritten digit recognition:
       benchmarking of state-of-the-art techniques", Pattern Recognition 36, 2003 (its gradient
       features).
    """
    right, down = _gradients(pictures)
    steepness = np.hypot(right, down)
    turn = np.arctan2(down, right) * np.float32(DIRECTIONS / (2 * np.pi)) % DIRECTIONS
    windows = _windows(pictures.shape[-1])
    parts = []
    for direction in range(DIRECTIONS):
        # What lies between two directions is shared among them.
        off = np.abs((turn - direction + DIRECTIONS / 2) % DIRECTIONS - DIRECTIONS / 2)
        edges = steepness * np.maximum(0, 1 - off)
        parts.append(windows @ edges @ windows.T)
    described: Floats = np.sqrt(np.stack(parts, axis=1)).reshape(-1, N_FEATURES)
    return described


def _gradients(pictures: Floats) -> tuple[Floats, Floats]:
    """How much darker it grows to the right and downwards, as Sobel measures it."""
    padded = np.pad(pictures, ((0, 0), (1, 1), (1, 1)))
    across = padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]
    along = padded[:, :, :-2] + 2 * padded[:, :, 1:-1] + padded[:, :, 2:]
    return across[:, :, 2:] - across[:, :, :-2], along[:, 2:] - along[:, :-2]


@cache
def _windows(side: int) -> Floats:
    """Weights (CELLS, side) of each part's rows: they fall off towards its neighbours' middles."""
    width = side / CELLS
    middles = (np.arange(CELLS)[:, np.newaxis] + 0.5) * width - 0.5
    weights = np.maximum(0, 1 - np.abs(np.arange(side) - middles) / width)
    windows: Floats = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return windows

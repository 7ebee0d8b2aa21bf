"""Is a run of parts one whole digit? A small network of its own says how likely that is.

Whatever reads the digits was trained on whole ones, and takes half a 0 for a 1. This network has
seen what cutting makes of synthetic numbers: halves, pairs and whole digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nn import Network, load_network
from ocr_app.engine.reader.pieces import Piece
from resources import resource

FILE: Final = "whole-digit.npz"

N_SHAPE: Final = 5
"""Measurements beside the 64 numbers that every network here reads."""

_SURE: Final = 7.0
"""Log-odds that are sure enough."""


def features(
    pieces: Sequence[Piece], pixels: NDArray[np.float32], heights: NDArray[np.floating]
) -> NDArray[np.float32]:
    """Describe pieces: their canonical pixels, and what normalising takes away.

    Parameters
    ----------
    pieces : sequence of Piece
    pixels : ndarray of shape (n, 8, 8)
    heights : ndarray of shape (n,)
        Height of the digits in each piece's line.

    Returns
    -------
    ndarray of shape (n, 64 + N_SHAPE), float32
    """
    shape = np.array(
        [(one.box.width, one.box.height, one.left, one.right, one.area**0.5) for one in pieces],
        np.float32,
    ).reshape(-1, N_SHAPE)
    shape = np.minimum(shape / np.asarray(heights, np.float32)[:, np.newaxis], 3)
    return np.hstack([pixels.reshape(len(pieces), -1), shape])


@cache
def _network() -> Network:
    return load_network(resource(FILE))[0]


def log_odds(X: NDArray[np.float32]) -> NDArray[np.float64]:
    """Log-odds that each of the pieces described (n, 64 + N_SHAPE) is one whole digit."""
    if not len(X):
        return np.empty(0)
    net = _network().forward(X).net_inputs[-1][:, 0].astype(np.float64)
    return np.clip(net, -_SURE, _SURE)

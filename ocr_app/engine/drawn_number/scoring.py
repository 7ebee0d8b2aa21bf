"""How likely some strokes are one whole digit: a small network of its own says so.

Whatever reads the digits was trained on whole ones, and takes the bar of a 4 for a 1. This network
has seen which strokes of synthetic numbers belong together, and which do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nn import Network, load_network
from ocr_app.engine.drawn_number.candidates import N_SHAPE, Strokes, describe
from ocr_app.engine.drawn_number.strokes import StrokeGeometry
from ocr_app.engine.recognizer import Reading
from resources import resource

FILE: Final = "drawn-digit.npz"

N_FEATURES: Final = 64 + N_SHAPE

_SURE: Final = 8.0
"""Log-odds that are sure enough."""

_CONFIDENCE: Final = 1.0
"""How much a sure reading, of a digit at all, counts beside the log-odds of a whole digit."""

_LEAST: Final = 1e-3

_NOTHING: Final = -20.0
"""Score of strokes that nothing can be seen of."""


def features(
    geometry: StrokeGeometry, groups: Sequence[Strokes], pixels: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Describe groups of strokes: what they look like, and how they stand to the others.

    Parameters
    ----------
    geometry : StrokeGeometry
    groups : sequence of Strokes
    pixels : ndarray of shape (n, 8, 8)
        Their canonical digits.

    Returns
    -------
    ndarray of shape (n, N_FEATURES), float32
    """
    shapes = describe(geometry, groups).astype(np.float32)
    return np.hstack([pixels.reshape(len(groups), -1), shapes])


def scores_of(
    geometry: StrokeGeometry, groups: Sequence[Strokes], readings: Sequence[Reading | None]
) -> list[float]:
    """Log-odds that each group is one whole digit, and a little for a sure reading."""
    scores = np.full(len(groups), _NOTHING)
    seen = [(i, one) for i, one in enumerate(readings) if one is not None]
    if seen:
        there = [i for i, _ in seen]
        pixels = np.stack([one.pixels for _, one in seen])
        scores[there] = log_odds(features(geometry, [groups[i] for i in there], pixels))
        sure = [one.sureness for _, one in seen]
        scores[there] += _CONFIDENCE * np.log(np.maximum(sure, _LEAST))
    return [float(score) for score in scores]


def log_odds(X: NDArray[np.float32]) -> NDArray[np.float64]:
    """Log-odds that each of the groups described (n, N_FEATURES) is one whole digit."""
    net = _network().forward(X).net_inputs[-1][:, 0].astype(np.float64)
    return np.clip(net, -_SURE, _SURE)


@cache
def _network() -> Network:
    return load_network(resource(FILE))[0]

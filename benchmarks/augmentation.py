"""Varied copies of canonical digits: how many a second, on one core.

The peer turns and bends each digit by ``scipy.ndimage.map_coordinates``, the usual way, with
positions that are ready made, and does nothing else.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from benchmarks.results import Row
from benchmarks.timing import per_second
from datasets.augmentation import augment_canonical
from datasets.synthetic import synthetic_pixels

DIGITS = 10_000
PEER_DIGITS = 1_000
TARGET = 300_000


def vary_by_scipy(digits: NDArray[np.float32], positions: NDArray[np.float32]) -> None:
    for digit, position in zip(digits, positions, strict=True):
        map_coordinates(digit, position, order=1)


def run() -> list[Row]:
    """Vary synthetic digits both ways, in float32."""
    rng = np.random.default_rng(0)
    digits = synthetic_pixels(DIGITS // 10, rng, side=16)[0].reshape(-1, 16, 16)
    positions = rng.uniform(0, 15, (PEER_DIGITS, 2, 16, 16)).astype(np.float32)
    rate = per_second(DIGITS, lambda: augment_canonical(digits, rng))
    peer = per_second(PEER_DIGITS, lambda: vary_by_scipy(digits[:PEER_DIGITS], positions))
    return [
        Row(
            "varied canonical digits a second, one core",
            rate,
            "",
            "map_coordinates",
            peer,
            f"≥ {TARGET:,}",
            rate >= TARGET,
        )
    ]

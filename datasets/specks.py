"""Specks: ink that belongs to no stroke, such as dust, noise or the neighbour's last dot."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.float32]
Mask = NDArray[np.bool_]


def clear_specks(ink: Ink) -> Ink:
    """Take specks away, and leave soft edges beside what is kept.

    Parameters
    ----------
    ink : ndarray of shape (h, w), float32
        0 paper to 1 ink.

    Returns
    -------
    ndarray of shape (h, w), float32
        `ink` itself if there are none; all zeros if there is nothing else, or no ink.
    """
    mask = ink >= 0.5
    kept = without_specks(mask)
    if np.array_equal(kept, mask):
        return ink if kept.any() else np.zeros_like(ink)
    return np.where(_window_count(kept, 3) > 0, ink, np.float32(0))


def clear_loose_specks(ink: Ink) -> Ink:
    """Take specks away, but nothing that touches a stroke, and no faint ink elsewhere.

    Parameters
    ----------
    ink : ndarray of shape (h, w), float32
        0 paper to 1 ink; one digit: strokes are followed step by step, which takes its time.

    Returns
    -------
    ndarray of shape (h, w), float32
        `ink` itself if there are none; all zeros if there is nothing else.
    """
    mask = ink >= 0.5
    kept = without_specks(mask)
    while True:
        more = mask & (_window_count(kept, 3) > 0)
        if np.array_equal(more, kept):
            break
        kept = more
    if np.array_equal(kept, mask):
        return ink
    beside_specks = (_window_count(mask & ~kept, 3) > 0) & (_window_count(kept, 3) == 0)
    return np.where(beside_specks, np.float32(0), ink)


def without_specks(mask: Mask) -> Mask:
    """Remove ink that has too little ink around it to be part of a stroke.

    Half a stroke of width s fills s·w/2 pixels of a window of side w: so does the end of a line.
    """
    side = max(5, max(mask.shape, default=0) // 64) | 1
    for _ in range(3):
        if not mask.any():
            break
        width = min(max(1.0, _stroke_width(mask)), side)
        kept = mask & (_window_count(mask, side) >= max(3.0, 0.4 * width * side))
        if np.array_equal(kept, mask):
            break
        mask = kept
    return mask


def _stroke_width(mask: Mask) -> float:
    """Mean width of strokes: twice their area over their outline."""
    padded = np.pad(mask, 1)
    outline = np.count_nonzero(padded[1:] != padded[:-1])
    outline += np.count_nonzero(padded[:, 1:] != padded[:, :-1])
    return 2 * np.count_nonzero(mask) / outline


def _window_count(mask: Mask, side: int) -> NDArray[np.int32]:
    """Count the ink in the square window around every pixel."""
    half = side // 2
    sums = np.pad(mask, ((half + 1, half), (half + 1, half))).astype(np.int32)
    sums = sums.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
    counts: NDArray[np.int32] = (
        sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    )
    return counts

"""From the ink of a picture to the canonical digit, by the same steps as a drawing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from datasets.normalization.distance import distance_to, signed_distance
from datasets.normalization.even import even_stroke
from datasets.normalization.frame import FRAME, GRID, NormalizedDigit, finish
from datasets.normalization.geometry import Stretch, aspect_of, stretch_to_frame, upright_slant

Ink = NDArray[np.float32]
Corner = NDArray[np.float64]

_WORKING_SIZE = 96
"""Larger side of a crop, in pixels: coarse scans gain smooth edges, photos lose noise."""

_DOT = 1.0
"""Size of a centre line's box, in pixels of such a crop, up to which the ink is a dot."""


def normalize_ink(ink: NDArray[np.floating]) -> NormalizedDigit | None:
    """Normalise a picture's ink to what the network reads.

    Parameters
    ----------
    ink : ndarray of shape (h, w), float
        0 paper to 1 ink; one digit.

    Returns
    -------
    NormalizedDigit or None
        None if no pixel has at least half ink.
    """
    crop = _crop_to_ink(np.asarray(ink, dtype=np.float32))
    if crop is None:
        return None
    crop = _resize_to_working_size(crop)
    mask = crop >= 0.5
    if not mask.any():
        return None
    slant, low, high = _upright_box(mask)
    on = _resample(crop, slant, stretch_to_frame(low, high)) >= 0.5
    distance = signed_distance(on)
    ink, level = even_stroke(distance)
    # The level counts from the edge of the ink; half a pen further in lies the middle of the line.
    half_pen = level + (_half_width(-distance[on]) if on.any() else 0.0)
    return finish(ink, slant, aspect_of(low, high, dot=_DOT), half_pen)


def _crop_to_ink(ink: Ink) -> Ink | None:
    """Cut to the ink, with a margin of paper so that interpolation sees the edge."""
    on = ink >= 0.5
    rows, columns = np.flatnonzero(on.any(axis=1)), np.flatnonzero(on.any(axis=0))
    if not rows.size:
        return None
    return np.pad(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], 1)


def _resize_to_working_size(crop: Ink) -> Ink:
    height, width = crop.shape
    factor = _WORKING_SIZE / max(height, width)
    size = (max(3, round(width * factor)), max(3, round(height * factor)))
    return np.asarray(Image.fromarray(crop).resize(size, Image.Resampling.BICUBIC))


def _upright_box(mask: NDArray[np.bool_]) -> tuple[float, Corner, Corner]:
    """Slant of the ink, and the box (low, high) of its upright centre line."""
    y, x = np.nonzero(mask)
    mean_x, mean_y = x.mean(), y.mean()
    off_x, off_y = x - mean_x, y - mean_y
    slant = float(
        upright_slant(np.mean(off_x * off_x), np.mean(off_x * off_y), np.mean(off_y * off_y))
    )
    # Rows keep their y; x is measured along the sheared axis from the first row.
    upright_x = x - slant * y
    half_pen = _half_pen(mask)
    low = np.array([upright_x.min(), y.min()]) + half_pen
    high = np.array([upright_x.max(), y.max()]) - half_pen
    middle = (low + high) / 2
    return slant, np.minimum(low, middle), np.maximum(high, middle)


def _half_pen(mask: NDArray[np.bool_]) -> float:
    """Half the width of the pen, in pixels."""
    inside = distance_to(~np.pad(mask, 1))[1:-1, 1:-1]
    return _half_width(inside[mask])


def _half_width(inside: NDArray[np.float32]) -> float:
    """Half the width of a line, in pixels, from the distances of its pixels to the paper.

    In a long line of width w the distance to the paper averages w/4 over the ink. Pixel centres lie
    half a pixel farther from the nearest centre of a paper pixel than from the edge.
    """
    return max(0.0, 2.0 * float(inside.mean() - 0.5) - 0.5)


def _resample(crop: Ink, slant: float, stretch: Stretch) -> Ink:
    """Bring the crop onto the grid in one affine step, upright and stretched."""
    points_per_dot = GRID / FRAME
    step_x, step_y = 1 / (stretch.scale * points_per_dot)
    centre_x, centre_y = stretch.centre + 0.5
    top = centre_y - step_y * GRID / 2
    left = centre_x - step_x * GRID / 2 + slant * (top - 0.5)
    coefficients = (step_x, slant * step_y, left, 0.0, step_y, top)
    return np.asarray(
        Image.fromarray(crop).transform(
            (GRID, GRID),
            Image.Transform.AFFINE,
            coefficients,
            resample=Image.Resampling.BILINEAR,
        )
    )

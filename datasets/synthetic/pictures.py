"""Synthetic digits as pictures: drawn by thin and fat pens into small and large ones, then read.

A picture loses what a drawing keeps: a fat pen fills loops, few pixels blur corners. The network
learns to live with that from digits that went through the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from datasets.normalization.batch import look_aside, normalize_inks, squared_in_column
from datasets.normalization.distance import distance_to
from datasets.normalization.frame import SIDE
from datasets.synthetic.digits import synthesize_digits
from datasets.synthetic.hand import Hand

Ink = NDArray[np.float32]
Points = NDArray[np.float64]

SIZES: Final = (12.0, 100.0)
"""Least and largest larger side of a pen line's middle, in pixels; all factors as likely.

Twelve are what a line of small print has; beyond a hundred, more pixels show nothing new.
"""

PENS: Final = (0.04, 0.4)
"""Thinnest and fattest pen, as shares of that side, the same way."""

_THINNEST: Final = 0.8
"""Width of the thinnest pen, in pixels: fainter lines are lost in any picture."""

_QUICKEST: Final = 127
"""Distance up to which squared ones are small numbers."""

_FINE: Final = 96
"""Points along a digit's larger side at which it is drawn before pixels average over them."""


def synthetic_picture_pixels(
    labels: NDArray[np.integer], rng: np.random.Generator, hand: Hand | None = None
) -> NDArray[np.float32]:
    """Write digits into pictures and normalise those as any picture is.

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
        0 to 9.
    rng : numpy.random.Generator
    hand : Hand, optional
        How far digits stray from their templates.

    Returns
    -------
    ndarray of shape (n, 64), float32
        Values in 0..1, in the order of `labels`. A thousand are made a second.

    Raises
    ------
    ValueError
        If a label is not a digit.
    """
    drawings = synthesize_digits(labels, rng, hand)
    size = _between(SIZES, len(drawings), rng)
    pen = np.maximum(_THINNEST, size * _between(PENS, len(drawings), rng))
    inks = [
        draw_ink(drawing.strokes, *sides)
        for drawing, *sides in zip(drawings, size, pen, strict=True)
    ]
    return normalize_inks(inks)[0].reshape(-1, SIDE * SIDE)


def draw_ink(strokes: Sequence[Points], size: float, pen_width: float) -> Ink:
    """Draw strokes with a round pen into a picture that just holds them.

    Parameters
    ----------
    strokes : sequence of ndarray of shape (n, 2)
        In any unit, y down.
    size : float
        Larger side of the middle of the pen line, in pixels.
    pen_width : float
        In pixels.

    Returns
    -------
    ndarray of shape (h, w), float32
        0 paper to 1 ink, with soft edges, and paper all round.
    """
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    finer = max(1, round(_FINE / size))
    # A dot has no size that could be made larger.
    scale = size / max(float((high - low).max()), 1e-9) * finer
    half_pen = pen_width / 2 * finer
    margin = half_pen + finer
    width, height = (finer * np.ceil(((high - low) * scale + 2 * margin) / finer)).astype(int)
    image = Image.new("L", (int(width), int(height)))
    pen = ImageDraw.Draw(image)
    for stroke in strokes:
        line = ((stroke - low) * scale + margin).ravel().tolist()
        (pen.line if len(line) > 2 else pen.point)(line, fill=255)
    fine: Ink = np.clip(
        np.float32(half_pen + 0.5) - _distances(np.asarray(image) > 0, half_pen), 0, 1
    )
    if finer == 1:
        return fine
    pixels: Ink = fine.reshape(height // finer, finer, width // finer, finer).mean(axis=(1, 3))
    return pixels


def _distances(mask: NDArray[np.bool_], half_pen: float) -> Ink:
    """Distance of every point to the nearest one set, as `distance_to`, but only where ink is."""
    far = math.ceil(half_pen) + 1
    if far > _QUICKEST:
        return distance_to(mask, within=far)
    # All rows in one: the margin is too wide for ink to be near an end of the next row.
    in_column = squared_in_column(mask[..., np.newaxis], far).reshape(1, -1)
    squared = in_column.copy()
    for step in range(1, far):
        look_aside(squared, in_column, step)
    distances: Ink = np.sqrt(squared, dtype=np.float32).reshape(mask.shape)
    return distances


def _between(ends: tuple[float, float], n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw n numbers whose logarithms are spread evenly."""
    low, high = np.log(ends)
    return np.exp(rng.uniform(low, high, n))

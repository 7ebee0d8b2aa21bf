"""Samples that people labelled themselves, varied as their own hand would vary them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from datasets.digit_picture import DigitPicture, Written
from datasets.drawing import Drawing
from datasets.normalization import normalize_drawing, normalize_ink
from ocr_app.engine.training_samples import Part

VARIATIONS: Final = 30
"""Of every drawing, the drawing itself among them: a handful of samples must be heard at all."""

_INK_SIDE: Final = 64
"""Pixels of the larger side of ink while it is varied."""

_TURN: Final = 0.12
_SHEAR: Final = 0.12
_STRETCH: Final = 0.12
_TREMBLE: Final = 0.012
"""Standard deviations: radians; widths per height; natural logarithm; share of the digit's size."""


def varied_samples(
    samples: Sequence[tuple[Written, int]], rng: np.random.Generator, n: int = VARIATIONS
) -> Iterator[Part]:
    """Normalise drawings and varied copies of them, one drawing at a time.

    Parameters
    ----------
    samples : sequence of (Drawing or DigitPicture, int)
        Drawings, or digits out of pictures, and their labels, 0..9.
    rng : numpy.random.Generator
    n : int
        Copies of each, at least 1; the first is the drawing itself.

    Yields
    ------
    tuple of (ndarray of shape (n, 64), float32; ndarray of shape (n,), int64)
    """
    for drawing, label in samples:
        pixels = []
        for number in range(n):
            if isinstance(drawing, DigitPicture):
                normalized = normalize_ink(
                    drawing.floats if number == 0 else vary_ink(drawing.floats, rng)
                )
            else:
                normalized = normalize_drawing(
                    drawing if number == 0 else vary_drawing(drawing, rng)
                )
            if normalized is not None:
                pixels.append(normalized.pixels.reshape(-1))
        if pixels:
            yield np.stack(pixels), np.full(len(pixels), label)


def vary_drawing(drawing: Drawing, rng: np.random.Generator) -> Drawing:
    """Draw it once more, a little turned, sheared, stretched and trembling differently."""
    points = np.concatenate(drawing.strokes)
    middle, size = (
        (points.min(0) + points.max(0)) / 2,
        max(float(np.ptp(points, axis=0).max()), 1e-3),
    )
    linear = _linear(rng)
    strokes = [
        middle + (stroke - middle) @ linear.T + size * _wander(len(stroke), rng)
        for stroke in drawing.strokes
    ]
    return _on_canvas(strokes)


def vary_ink(ink: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Turn, shear and stretch a little the ink (h, w) of a digit, in 0..1."""
    high, wide = ink.shape
    factor = _INK_SIDE / max(high, wide)
    side = 2 * _INK_SIDE  # room to turn in
    # What Pillow wants is the way back, from the new picture to the old one.
    back = np.linalg.inv(_linear(rng)) / factor
    corner = np.array([wide, high]) / 2 - back @ np.array([side, side]) / 2
    coefficients = (*back[0].tolist(), corner[0], *back[1].tolist(), corner[1])
    turned = Image.fromarray(ink).transform(
        (side, side), Image.Transform.AFFINE, coefficients, Image.Resampling.BICUBIC
    )
    return np.clip(np.asarray(turned, np.float32), 0, 1)


def _linear(rng: np.random.Generator) -> NDArray[np.float64]:
    """How a hand turns, shears and stretches a digit this time, (2, 2)."""
    turn, shear = rng.normal(0, _TURN), rng.normal(0, _SHEAR)
    stretch = np.exp(rng.normal(0, _STRETCH, 2))
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    linear: NDArray[np.float64] = rotation @ np.array([[stretch[0], shear], [0.0, stretch[1]]])
    return linear


def _wander(n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Smooth displacements (n, 2) along a stroke: a hand errs for a while in one direction."""
    knots = rng.normal(0, _TREMBLE, (max(2, min(6, n)), 2))
    at = np.linspace(0, len(knots) - 1, n)
    places = np.arange(len(knots))
    return np.column_stack([np.interp(at, places, knots[:, axis]) for axis in range(2)])


def _on_canvas(strokes: Sequence[NDArray[np.float64]]) -> Drawing:
    """Shrink and move strokes until they lie within the canvas; the normaliser undoes it."""
    points = np.concatenate(strokes)
    low, high = points.min(0), points.max(0)
    scale = min(1.0, 0.98 / max(float((high - low).max()), 1e-6))
    middle = np.clip((low + high) / 2, scale * (high - low) / 2, 1 - scale * (high - low) / 2)
    moved = [np.clip((stroke - (low + high) / 2) * scale + middle, 0.0, 1.0) for stroke in strokes]
    return Drawing.from_points([stroke.tolist() for stroke in moved])

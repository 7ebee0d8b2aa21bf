"""Drawings to canonical digits, on one core: one at a time as the window does, and many at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.results import Row
from benchmarks.timing import per_second
from datasets.drawing import Drawing
from datasets.normalization import normalize_drawing
from datasets.normalization.batch import normalize_inks
from datasets.synthetic import synthesize_digits
from datasets.synthetic.raster import rasterise

MANY = 10_000
SOME = 1_000
TARGET = 5_000


def run() -> list[Row]:
    """Normalise synthetic drawings, and pictures of them."""
    rng = np.random.default_rng(0)
    drawings = synthesize_digits(np.arange(MANY) % 10, rng)
    some = drawings[:SOME]
    inks = [digit.ink for one in some if (digit := normalize_drawing(one)) is not None]
    at_once = per_second(MANY, lambda: rasterise(*_padded(drawings)))
    one_by_one = per_second(SOME, lambda: [normalize_drawing(one) for one in some])
    pictures = per_second(len(inks), lambda: normalize_inks(inks))
    points = np.mean([one.n_points for one in drawings])
    return [
        Row(
            f"drawings of {points:.0f} points normalised a second, {MANY:,} at once",
            at_once,
            "",
            target=f"≥ {TARGET:,}",
            met=at_once >= TARGET,
        ),
        Row("drawings normalised a second, one by one", one_by_one, ""),
        Row("pictures of digits, 128×128, normalised a second, many at once", pictures, ""),
    ]


def _padded(drawings: list[Drawing]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Bring drawings to pen lines of one length: the pen stays up at the last point."""
    longest = max(one.n_points for one in drawings)
    points = np.empty((len(drawings), longest, 2))
    pen_down = np.zeros((len(drawings), longest - 1), np.bool_)
    for line, down, drawing in zip(points, pen_down, drawings, strict=True):
        drawn = np.concatenate(drawing.strokes)
        line[: len(drawn)], line[len(drawn) :] = drawn, drawn[-1]
        down[: len(drawn) - 1] = True
        down[np.cumsum([len(stroke) for stroke in drawing.strokes])[:-1] - 1] = False
    return points, pen_down

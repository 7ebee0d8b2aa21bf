"""Digits of a seven-segment display, in many proportions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

_LIT: Final = (
    ("abcdef",),
    ("bc",),
    ("abged",),
    ("abgcd",),
    ("fgbc",),
    ("afgcd",),
    ("afgedc", "fgedc"),
    ("abc", "abcf"),
    ("abcdefg",),
    ("abcfgd", "abcfg"),
)
"""Segments of each digit: a on top, then clockwise to f, and g in the middle. Makers differ in
whether a 6 and a 9 have their tails, and a 7 its hook."""

_SEGMENTS: Final = "abcdefg"

_FINER: Final = 4
"""Pixels that segments are drawn with for each one of the ink."""


def draw_segments(
    digits: Sequence[int], height: int, rng: np.random.Generator
) -> list[NDArray[np.float32]]:
    """Draw digits as one display shows them.

    Parameters
    ----------
    digits : sequence of int
        0 to 9.
    height : int
        In pixels.
    rng : numpy.random.Generator

    Returns
    -------
    list of ndarray of shape (height, w), float32
        0 dark to 1 lit, cut to the ink from left to right.
    """
    look = _Look(
        wide=rng.uniform(0.42, 0.68),
        thick=rng.uniform(0.05, 0.18),
        slant=float(rng.choice([0.0, rng.uniform(0, 0.2)])),
        gap=float(rng.choice([-0.02, rng.uniform(0, 0.025), rng.uniform(0.01, 0.05)])),
        ghost=float(rng.choice([0.0, 0.0, rng.uniform(0.04, 0.2)])),
        variant=int(rng.integers(2)),
    )
    return [_draw(digit, height, look) for digit in digits]


@dataclass(frozen=True, slots=True)
class _Look:
    """What all digits of a display have in common; lengths in heights.

    `ghost`: how much of the light the segments have that are off.
    """

    wide: float
    thick: float
    slant: float
    gap: float
    ghost: float
    variant: int


def _draw(digit: int, height: int, look: _Look) -> NDArray[np.float32]:
    variants = _LIT[digit]
    lit = variants[look.variant % len(variants)]
    scale = height * _FINER
    picture = Image.new("L", (round((look.wide + look.slant) * scale) + 2, scale))
    canvas = ImageDraw.Draw(picture)
    dimly = round(255 * look.ghost)
    for segment in sorted(_SEGMENTS, key=lambda one: one in lit):
        outline = _outline(segment, look.wide, look.thick, look.gap)
        points = [((x + look.slant * (1 - y)) * scale, y * scale) for x, y in outline]
        canvas.polygon(points, fill=255 if segment in lit else dimly)
    size = max(1, round(picture.width / _FINER)), height
    ink = np.asarray(picture.resize(size, Image.Resampling.BOX), np.float32) / np.float32(255)
    columns = np.flatnonzero((ink >= 0.5).any(axis=0))
    return ink[:, columns[0] : columns[-1] + 1] if columns.size else ink


def _outline(segment: str, wide: float, thick: float, gap: float) -> list[tuple[float, float]]:
    """Corners of a segment with pointed ends, in heights."""
    half = thick / 2
    left, right, top, middle, bottom = half, wide - half, half, 0.5, 1 - half
    ends = {
        "a": (left, top, right, top),
        "b": (right, top, right, middle),
        "c": (right, middle, right, bottom),
        "d": (left, bottom, right, bottom),
        "e": (left, middle, left, bottom),
        "f": (left, top, left, middle),
        "g": (left, middle, right, middle),
    }
    x0, y0, x1, y1 = ends[segment]
    if y0 == y1:
        x0, x1 = x0 + gap, x1 - gap
        inner = (x0 + half, x1 - half)
        return [
            *((x0, y0), (inner[0], y0 - half), (inner[1], y0 - half)),
            *((x1, y0), (inner[1], y0 + half), (inner[0], y0 + half)),
        ]
    y0, y1 = y0 + gap, y1 - gap
    inner = (y0 + half, y1 - half)
    return [
        *((x0, y0), (x0 + half, inner[0]), (x0 + half, inner[1])),
        *((x0, y1), (x0 - half, inner[1]), (x0 - half, inner[0])),
    ]

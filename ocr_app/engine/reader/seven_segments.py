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
    wide, thick = rng.uniform(0.42, 0.68), rng.uniform(0.05, 0.18)
    look = _Look(
        wide=wide,
        thick=thick,
        slant=float(rng.choice([0.0, rng.uniform(0, 0.2)])),
        gaps=_gaps(thick, rng),
        point=float(rng.choice([1.0, 1.0, rng.uniform(0, 1)])),
        ghost=float(rng.choice([0.0, 0.0, rng.uniform(0.04, 0.2)])),
        variant=int(rng.integers(2)),
    )
    return [_draw(digit, height, look) for digit in digits]


def _gaps(thick: float, rng: np.random.Generator) -> tuple[float, ...]:
    """How much segments are shortened: level ones left and right, upright ones outside and inside.

    Mostly alike; but some makers leave a corner open and close the next.
    """
    gap = float(rng.choice([-0.02, rng.uniform(0, 0.025), rng.uniform(0.01, 0.05)]))
    # What is left of an upright one is more than twice as long as thick.
    most = max(0.0, min(0.08, 0.25 - 1.4 * thick - max(gap, 0)))
    if rng.random() < 0.6:
        return (gap,) * 4
    return tuple(gap + float(rng.choice([0.0, rng.uniform(0, most)])) for _ in range(4))


@dataclass(frozen=True, slots=True)
class _Look:
    """What all digits of a display have in common; lengths in heights.

    `point`: how pointed the ends of the segments are, 0 to 1; `ghost`: how much of the light the
    segments have that are off.
    """

    wide: float
    thick: float
    slant: float
    gaps: tuple[float, ...]
    point: float
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
        outline = _outline(segment, look)
        points = [((x + look.slant * (1 - y)) * scale, y * scale) for x, y in outline]
        canvas.polygon(points, fill=255 if segment in lit else dimly)
    size = max(1, round(picture.width / _FINER)), height
    ink = np.asarray(picture.resize(size, Image.Resampling.BOX), np.float32) / np.float32(255)
    columns = np.flatnonzero((ink >= 0.5).any(axis=0))
    return ink[:, columns[0] : columns[-1] + 1] if columns.size else ink


def _outline(segment: str, look: _Look) -> list[tuple[float, float]]:
    """Corners of a segment, in heights."""
    half = look.thick / 2
    left, right, top, middle, bottom = half, look.wide - half, half, 0.5, 1 - half
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
    on_left, on_right, outside, inside = look.gaps
    # How far the middle of an end is in front of its corners.
    tip = half * look.point
    if y0 == y1:
        x0, x1 = x0 + on_left, x1 - on_right
        inner = (x0 + tip, x1 - tip)
        return [
            *((x0, y0), (inner[0], y0 - half), (inner[1], y0 - half)),
            *((x1, y0), (inner[1], y0 + half), (inner[0], y0 + half)),
        ]
    above, below = (outside, inside) if y1 == middle else (inside, outside)
    y0, y1 = y0 + above, y1 - below
    inner = (y0 + tip, y1 - tip)
    return [
        *((x0, y0), (x0 + half, inner[0]), (x0 + half, inner[1])),
        *((x0, y1), (x0 - half, inner[1]), (x0 - half, inner[0])),
    ]

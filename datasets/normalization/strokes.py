"""From pen strokes to the canonical digit: geometry first, then ink.

Normalising the strokes before any dot is set keeps what a small or fat-pen drawing would lose as a
bitmap: its loops and corners.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from datasets.drawing import Drawing
from datasets.normalization.distance import distance_to
from datasets.normalization.even import even_stroke
from datasets.normalization.frame import FRAME, GRID, INK_SHARE, NormalizedDigit, finish
from datasets.normalization.geometry import Stretch, aspect_of, place, upright_slant
from datasets.normalization.steps import ALL_STEPS, Steps

Points = NDArray[np.float64]

USUAL_PEN = 0.05
"""Width of a pen nobody chose, as a share of the canvas."""

_DOT = 1e-9
"""Size of a drawing, as a share of the canvas, up to which it is a dot."""

_CANVAS = Stretch(centre=np.array([0.5, 0.5]), scale=np.array([FRAME, FRAME], dtype=float))
"""What brings the whole canvas to the frame."""

_FAR_AWAY = 8 * GRID
"""Grid points from the corner beyond which lines end: Pillow walks along all that is not seen."""


def normalize_drawing(
    drawing: Drawing, steps: Steps = ALL_STEPS, pen_width: float = USUAL_PEN
) -> NormalizedDigit | None:
    """Normalise a drawing to what the network reads.

    Upright (shear by the second moments of the pen line), stretched to the frame, drawn as a line
    by Pillow, and evened to the ink share of the training digits.

    Parameters
    ----------
    drawing : Drawing
    steps : Steps
        The steps to take; all by default.
    pen_width : float
        Width of the pen as a share of the canvas. It matters only where the pen is not evened. The
        pen stays round, however the line is stretched.

    Returns
    -------
    NormalizedDigit or None
        None if nothing was drawn, or nothing of it lies within the frame.
    """
    if drawing.is_blank:
        return None
    strokes, slant = drawing.strokes, 0.0
    if steps.upright:
        slant, pivot = line_slant(strokes)
        strokes = sheared(strokes, slant, pivot)
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    stretch = place(low, high, pen_width / 2, steps, _CANVAS)
    dots_to_grid = GRID / FRAME
    lines = [
        (stroke - stretch.centre) * stretch.scale * dots_to_grid + GRID / 2 for stroke in strokes
    ]
    half_pen = pen_width / 2 * math.sqrt(stretch.scale[0] * stretch.scale[1]) * dots_to_grid
    ink, half_pen = _inked(lines, None if steps.even else half_pen)
    if not ink.any():
        return None
    return finish(ink, slant, aspect_of(low, high, dot=_DOT), half_pen)


def _inked(lines: list[Points], half_pen: float | None) -> tuple[NDArray[np.float32], float]:
    """Ink lines, in grid points, with a given pen or else evenly; return the half pen, too."""
    on = _draw_lines(lines)
    if not on.any():
        return np.zeros((GRID, GRID), np.float32), 0.0
    if half_pen is None:
        return even_stroke(distance_to(on, enough=round(INK_SHARE * GRID * GRID)))
    distance = distance_to(on, within=half_pen + 1)
    return np.clip(np.float32(half_pen + 0.5) - distance, 0, 1), half_pen


def stand_upright(strokes: tuple[Points, ...]) -> tuple[Points, ...]:
    """Shear strokes so that their line stands upright."""
    return sheared(strokes, *line_slant(strokes))


def line_slant(strokes: tuple[Points, ...]) -> tuple[float, float]:
    """Slant of a pen line whose weight is its length, and the height (y) of its middle."""
    starts = np.concatenate([stroke[:-1] if len(stroke) > 1 else stroke for stroke in strokes])
    ends = np.concatenate([stroke[1:] if len(stroke) > 1 else stroke for stroke in strokes])
    step = ends - starts
    length = np.hypot(step[:, 0], step[:, 1]) + 1e-12
    weight = length / length.sum()
    middle = (starts + ends) / 2
    mean = weight @ middle
    off = middle - mean
    # A segment spreads around its middle by a twelfth of its step squared.
    xx = weight @ (off[:, 0] ** 2 + step[:, 0] ** 2 / 12)
    xy = weight @ (off[:, 0] * off[:, 1] + step[:, 0] * step[:, 1] / 12)
    yy = weight @ (off[:, 1] ** 2 + step[:, 1] ** 2 / 12)
    return float(upright_slant(xx, xy, yy)), float(mean[1])


def sheared(strokes: tuple[Points, ...], slant: float, pivot: float) -> tuple[Points, ...]:
    """Take a slant out of strokes; what lies at height `pivot` stays."""
    return tuple(
        np.column_stack([stroke[:, 0] - slant * (stroke[:, 1] - pivot), stroke[:, 1]])
        for stroke in strokes
    )


def _draw_lines(lines: list[Points]) -> NDArray[np.bool_]:
    """Rasterise polylines, in grid points, one point thick."""
    canvas = Image.new("L", (GRID, GRID))
    pen = ImageDraw.Draw(canvas)
    for line in lines:
        corners = _without_repeats(np.clip(line, -_FAR_AWAY, _FAR_AWAY))
        if len(corners) == 1:
            pen.point(corners.ravel().tolist(), fill=255)
        else:
            pen.line(corners.ravel().tolist(), fill=255, width=1)
    return np.asarray(canvas) > 0


def _without_repeats(line: Points) -> Points:
    """Drop points on the same grid point as the one before: a slow pen draws thousands."""
    cells = np.floor(line)
    moved = np.any(cells[1:] != cells[:-1], axis=1)
    corners: Points = cells[np.concatenate([[True], moved])]
    return corners

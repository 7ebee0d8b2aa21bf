"""From pen strokes to the canonical digit: geometry first, then ink.

Normalising the strokes before any dot is set keeps what a small or fat-pen drawing would lose as a
bitmap: its loops and corners.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from datasets.drawing import Drawing
from datasets.normalization.distance import distance_to
from datasets.normalization.even import even_stroke
from datasets.normalization.frame import FRAME, GRID, INK_SHARE, NormalizedDigit, finish
from datasets.normalization.geometry import aspect_of, stretch_to_frame, upright_slant

Points = NDArray[np.float64]

_DOT = 1e-9
"""Size of a drawing, as a share of the canvas, up to which it is a dot."""


def normalize_drawing(drawing: Drawing) -> NormalizedDigit | None:
    """Normalise a drawing to what the network reads.

    Upright (shear by the second moments of the pen line), stretched to the frame, drawn as a line
    by Pillow, and evened to the ink share of the training digits.

    Parameters
    ----------
    drawing : Drawing

    Returns
    -------
    NormalizedDigit or None
        None if nothing was drawn.
    """
    if drawing.is_blank:
        return None
    slant, pivot = line_slant(drawing.strokes)
    strokes = sheared(drawing.strokes, slant, pivot)
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    stretch = stretch_to_frame(low, high)
    dots_to_grid = GRID / FRAME
    lines = [
        (stroke - stretch.centre) * stretch.scale * dots_to_grid + GRID / 2 for stroke in strokes
    ]
    distance = distance_to(_draw_lines(lines), enough=round(INK_SHARE * GRID * GRID))
    ink, half_pen = even_stroke(distance)
    return finish(ink, slant, aspect_of(low, high, dot=_DOT), half_pen)


def stand_upright(strokes: tuple[Points, ...]) -> list[Points]:
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


def sheared(strokes: tuple[Points, ...], slant: float, pivot: float) -> list[Points]:
    """Take a slant out of strokes; what lies at height `pivot` stays."""
    return [
        np.column_stack([stroke[:, 0] - slant * (stroke[:, 1] - pivot), stroke[:, 1]])
        for stroke in strokes
    ]


def _draw_lines(lines: list[Points]) -> NDArray[np.bool_]:
    """Rasterise polylines, in grid points, one point thick."""
    canvas = Image.new("L", (GRID, GRID))
    pen = ImageDraw.Draw(canvas)
    for line in lines:
        corners = _without_repeats(line)
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

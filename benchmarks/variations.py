"""One thing about a drawing changed at a time: place, size, turn, points, pen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from datasets.drawing import Drawing

Points = NDArray[np.float64]

SIDE = 280
"""Pixels a side of a picture."""

_FINER = 3
"""Pillow draws lines without soft edges: they are drawn larger and made smaller."""


def box(drawing: Drawing) -> tuple[Points, Points]:
    points = np.concatenate(drawing.strokes)
    return points.min(axis=0), points.max(axis=0)


def size_of(drawing: Drawing) -> float:
    """Larger side of its box."""
    low, high = box(drawing)
    return max(float((high - low).max()), 1e-9)


def fitted(drawing: Drawing, size: float, place: float = 0.5) -> Drawing:
    """Make the larger side `size` of the canvas, between one corner (place 0) and the other (1)."""
    low, high = box(drawing)
    scale = size / size_of(drawing)
    corner = place * (1 - (high - low) * scale)
    return Drawing(tuple((stroke - low) * scale + corner for stroke in drawing.strokes))


def turned(drawing: Drawing, degrees: float) -> Drawing:
    """Turn clockwise about the middle of its box."""
    angle = np.radians(degrees)
    matrix = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    low, high = box(drawing)
    middle = (low + high) / 2
    return Drawing(tuple((stroke - middle) @ matrix + middle for stroke in drawing.strokes))


def with_points(drawing: Drawing, n: int) -> Drawing:
    """Keep about `n` points of all, evenly along the line: a quick pen is seen at few places."""
    ways = [_way(stroke) for stroke in drawing.strokes]
    total = max(sum(way[-1] for way in ways), 1e-9)
    strokes = []
    for stroke, way in zip(drawing.strokes, ways, strict=True):
        wanted = max(2 if way[-1] > 0 else 1, round(n * way[-1] / total))
        at = np.linspace(0, way[-1], wanted)
        strokes.append(np.column_stack([np.interp(at, way, stroke[:, axis]) for axis in (0, 1)]))
    return Drawing(tuple(strokes))


def _way(stroke: Points) -> Points:
    """Length of the line up to each of its points."""
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))])


def jittered(drawing: Drawing, deviation: float, rng: np.random.Generator) -> Drawing:
    """Move each point at random, by a share of the digit's size."""
    spread = deviation * size_of(drawing)
    return Drawing(
        tuple(stroke + rng.normal(0, spread, stroke.shape) for stroke in drawing.strokes)
    )


def on_pixels(drawing: Drawing, pixels: float) -> Drawing:
    """Make the digit `pixels` large and round its points to whole ones, as a mouse does."""
    small = fitted(drawing, pixels / 1000, 0.3)
    return Drawing(tuple(np.round(stroke * 1000) / 1000 for stroke in small.strokes))


def picture(drawing: Drawing, pen: float) -> NDArray[np.float32]:
    """Draw with a round pen, `pen` of the canvas wide: ink (SIDE, SIDE) in 0..1."""
    side = SIDE * _FINER
    image = Image.new("L", (side, side))
    draw = ImageDraw.Draw(image)
    width = max(1.0, pen * side)
    for stroke in drawing.strokes:
        points = [(float(x), float(y)) for x, y in stroke * side]
        if len(points) > 1:
            draw.line(points, fill=255, width=round(width))
        for x, y in points:
            draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)
    small = image.resize((SIDE, SIDE), Image.Resampling.BOX)
    return np.asarray(small, dtype=np.float32) / 255

"""Synthetic digits as ink, and rows of them: what a number looks like on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from datasets.drawing import Drawing

Ink = NDArray[np.float32]

_FINER = 4
"""Pixels that lines are drawn with for each one of the ink."""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Marks beside each other.

    Attributes
    ----------
    ink : ndarray of shape (h, w), float32
        0 paper to 1 ink, with a margin of paper.
    corners : tuple of (int, int)
        Row and column of the upper left corner of each mark.
    inks : tuple of ndarray
        The marks by themselves.
    """

    ink: Ink
    corners: tuple[tuple[int, int], ...]
    inks: tuple[Ink, ...]


def draw_ink(drawing: Drawing, height: int, pen: float) -> Ink:
    """Draw a drawing's strokes so that the ink is `height` pixels high, or wide if it is flat.

    Parameters
    ----------
    drawing : Drawing
        Not blank.
    height : int
        In pixels.
    pen : float
        Width of the pen, in pixels.

    Returns
    -------
    ndarray of shape (h, w), float32
        0 paper to 1 ink, cut to the ink.
    """
    points = np.concatenate(drawing.strokes)
    low, size = points.min(axis=0), np.ptp(points, axis=0)
    room = max(1.0, height - pen)
    scale = room / max(size[1], 0.4 * size[0], 1e-9)
    width, high = (max(1, int(np.ceil(side * scale + pen))) for side in size)
    picture = Image.new("L", (width * _FINER, high * _FINER))
    canvas = ImageDraw.Draw(picture)
    radius = pen * _FINER / 2
    for stroke in drawing.strokes:
        line = ((stroke - low) * scale + pen / 2) * _FINER
        corners = [(float(x), float(y)) for x, y in line]
        if len(corners) > 1:
            canvas.line(corners, fill=255, width=max(1, round(2 * radius)), joint="curve")
        for x, y in (corners[0], corners[-1]):
            canvas.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    small = picture.resize((width, high), Image.Resampling.BOX)
    return np.asarray(small, np.float32) / np.float32(255)


def in_a_row(inks: Sequence[Ink], gaps: Sequence[int], offsets: Sequence[int]) -> Row:
    """Put marks beside each other, on a common middle, with a margin of paper.

    Parameters
    ----------
    inks : sequence of ndarray
        Cut to the ink; at least one.
    gaps : sequence of int
        Pixels between each and the next; negative where they overlap.
    offsets : sequence of int
        Pixels that each is moved down.
    """
    high = max(ink.shape[0] for ink in inks)
    margin = round(0.6 * high) + max(abs(offset) for offset in offsets)
    steps = [ink.shape[1] + gap for ink, gap in zip(inks[:-1], gaps, strict=True)]
    lefts = np.cumsum([0, *steps])
    lefts -= lefts.min()
    width = max(left + ink.shape[1] for left, ink in zip(lefts.tolist(), inks, strict=True))
    row = np.zeros((high + 2 * margin, width + 2 * margin), np.float32)
    corners = []
    for ink, left, offset in zip(inks, lefts.tolist(), offsets, strict=True):
        top = margin + (high - ink.shape[0]) // 2 + offset
        part = row[top : top + ink.shape[0], margin + left : margin + left + ink.shape[1]]
        np.maximum(part, ink, out=part)
        corners.append((top, margin + left))
    return Row(row, tuple(corners), tuple(inks))

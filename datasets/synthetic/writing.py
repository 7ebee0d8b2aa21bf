"""From several templates to many pen lines, and from pen lines to drawings on the canvas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.drawing import Drawing
from datasets.synthetic.hand import Hand, write
from datasets.synthetic.splines import POINTS, PenLine
from datasets.synthetic.template import Template

Array = NDArray[np.float64]
PenDown = NDArray[np.bool_]
TemplateLine = tuple[Template, PenLine]

_SMALLEST: Final = 1e-9


def write_any(
    templates: Sequence[TemplateLine],
    n: int,
    hand: Hand,
    rng: np.random.Generator,
    shares: Array | None = None,
) -> tuple[Array, PenDown]:
    """Write `n` times one of the templates, each as often as its share says.

    Parameters
    ----------
    templates : sequence of (Template, PenLine)
    n : int
    hand : Hand
    rng : numpy.random.Generator
    shares : ndarray of shape (templates,), optional
        Instead of the templates' own.

    Returns
    -------
    points : ndarray of shape (n, POINTS, 2)
        In the units of the templates.
    pen_down : ndarray of bool, shape (n, POINTS - 1)
        Whether the pen draws from each point to the next.
    """
    points = np.empty((n, POINTS, 2))
    pen_down = np.ones((n, POINTS - 1), dtype=np.bool_)
    share = np.array([template.share for template, _ in templates]) if shares is None else shares
    choice = rng.choice(len(templates), size=n, p=share / share.sum())
    for i, (template, line) in enumerate(templates):
        chosen = np.flatnonzero(choice == i)
        if len(chosen):
            points[chosen] = write(template, line, len(chosen), hand, rng)
            for stroke in line.strokes[1:]:
                pen_down[chosen, stroke.start - 1] = rng.uniform(size=len(chosen)) < hand.joined
    return points, pen_down


def place_on_canvas(points: Array, pen_down: PenDown, rng: np.random.Generator) -> list[Drawing]:
    """Put each pen line somewhere on the unit canvas, small or large.

    Parameters
    ----------
    points : ndarray of shape (n, k, 2)
    pen_down : ndarray of bool, shape (n, k - 1)
    rng : numpy.random.Generator

    Returns
    -------
    list of Drawing
    """
    low, high = points.min(axis=1), points.max(axis=1)
    # A dot has no size that could be made larger.
    larger = np.maximum((high - low).max(axis=1), _SMALLEST)
    size = rng.uniform(0.25, 0.8, len(points)) / larger
    room = 1 - (high - low) * size[:, np.newaxis]
    corner = rng.uniform(size=low.shape) * room
    placed = (points - low[:, np.newaxis]) * size[:, np.newaxis, np.newaxis]
    placed += corner[:, np.newaxis]
    return [
        Drawing(tuple(np.split(line, np.flatnonzero(~down) + 1)))
        for line, down in zip(placed, pen_down, strict=True)
    ]

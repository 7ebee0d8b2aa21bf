"""From several templates to many pen lines, and from pen lines to drawings on the canvas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.drawing import Drawing
from datasets.synthetic.bending import bend_lines
from datasets.synthetic.hand import Hand
from datasets.synthetic.splines import POINTS, PenLine
from datasets.synthetic.strokes import StrokeMap, hook_strokes, jag_strokes, vary_strokes
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
    if shares is None:
        shares = np.array([template.share for template, _ in templates])
    return write_each(templates, choose(shares, n, rng), hand, rng)


def choose(shares: Array, n: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Choose `n` times one of several things, each as often as its share says.

    Parameters
    ----------
    shares : ndarray of shape (things,)
        In any unit.
    n : int
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of int, shape (n,)
    """
    return np.asarray(rng.choice(len(shares), size=n, p=shares / shares.sum()), np.intp)


def write_each(
    templates: Sequence[TemplateLine],
    choice: NDArray[np.intp],
    hand: Hand,
    rng: np.random.Generator,
) -> tuple[Array, PenDown]:
    """Write the chosen template for each character; many at a time take a fraction of the time.

    Parameters
    ----------
    templates : sequence of (Template, PenLine)
    choice : ndarray of int, shape (n,)
        Indices of `templates`.
    hand : Hand
    rng : numpy.random.Generator

    Returns
    -------
    points : ndarray of shape (n, POINTS, 2)
        In the units of the templates.
    pen_down : ndarray of bool, shape (n, POINTS - 1)
        Whether the pen draws from each point to the next.
    """
    strokes = StrokeMap.of([line for _, line in templates], choice)
    lines = vary_strokes(_drawn(templates, choice, hand, rng), strokes, hand, rng)
    hook_strokes(lines, strokes, hand, rng)
    lines = bend_lines(lines, hand, rng)
    jag_strokes(lines, strokes, hand, rng)
    lifted = np.diff(strokes.number, axis=1) > 0
    joined = strokes.spread(rng.uniform(size=strokes.shape) < hand.joined)[:, 1:]
    return lines.transpose(0, 2, 1), ~lifted | joined


def _drawn(
    templates: Sequence[TemplateLine],
    choice: NDArray[np.intp],
    hand: Hand,
    rng: np.random.Generator,
) -> Array:
    """Draw each character's mixture of its template's poses, with its points misplaced."""
    n = len(choice)
    lines = np.empty((n, 2, POINTS))
    n_poses, n_points = np.max([template.poses.shape[:2] for template, _ in templates], axis=0)
    # Normalised over a template's poses, these are its Dirichlet distribution.
    weight = rng.standard_gamma(hand.mixture, (n, n_poses))
    care = hand.misplacement * np.exp(rng.normal(0, 0.4, (n, 1, 1)))
    misplaced = care * rng.normal(size=(n, 2, n_points))
    rounding = rng.uniform(0, 1, (n, 1))
    by_template = np.argsort(choice, kind="stable")
    ends = np.searchsorted(choice[by_template], np.arange(len(templates) + 1))
    for (template, line), first, end in zip(templates, ends, ends[1:], strict=False):
        mine = by_template[first:end]
        if not len(mine):
            continue
        k, points, _ = template.poses.shape
        mixed = weight[mine, :k] / weight[mine, :k].sum(axis=1, keepdims=True)
        control = (mixed @ template.poses.transpose(0, 2, 1).reshape(k, -1)).reshape(-1, 2, points)
        control += misplaced[mine, :, :points]
        control = control.reshape(-1, points)
        soft = np.repeat(rounding[mine], 2, axis=0)
        drawn = (1 - soft) * (control @ line.sharp.T) + soft * (control @ line.rounded.T)
        lines[mine] = drawn.reshape(-1, 2, POINTS)
    return lines


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

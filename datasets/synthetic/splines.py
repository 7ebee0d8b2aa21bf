"""From a template's few points to a pen line of many, as one matrix per template."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.synthetic.template import Template

Array = NDArray[np.float64]

POINTS: Final = 96
"""Points of a synthetic digit, over all its strokes."""

_FEWEST: Final = 4
"""Points of the shortest stroke."""

_ROUNDING: Final = 2.5
"""Standard deviation, in points of the pen line, of the Gaussian that rounds corners."""


@dataclass(frozen=True, slots=True)
class PenLine:
    """How to draw a template.

    Attributes
    ----------
    sharp, rounded : ndarray of shape (POINTS, points of the template)
        ``sharp @ pose`` is the pen line through the points of a pose, ``rounded @ pose`` the same
        with soft corners. Whatever lies between the two is fit to draw, too.
    strokes : tuple of slice
        The points of each stroke.
    """

    sharp: Array
    rounded: Array
    strokes: tuple[slice, ...]


def make_pen_line(template: Template) -> PenLine:
    """Work out the matrices of a template from the mean of its poses.

    The curve is a centripetal Catmull-Rom spline [1]_ within each piece between corners: it does
    not loop or overshoot where points are close together.

    References
    ----------
    .. [1] P. J. Barry, R. N. Goldman, "A Recursive Evaluation Algorithm for a Class of Catmull-Rom
       Splines", SIGGRAPH 1988; C. Yuksel et al., "Parameterization and Applications of
       Catmull-Rom Curves", CAD 43, 2011.
    """
    points = template.poses.mean(axis=0)
    pieces = [list(itertools.pairwise(ends)) for ends in template.layout]
    lengths = [[_length(points[a : b + 1]) for a, b in stroke] for stroke in pieces]
    counts = _shares(POINTS, [sum(stroke) for stroke in lengths], _FEWEST)
    sharp, rounded, strokes = [], [], []
    first = 0
    for stroke, stroke_lengths, count in zip(pieces, lengths, counts, strict=True):
        steps = _shares(count - 1, stroke_lengths, 1)
        rows = np.concatenate(
            [_piece(points, a, b, n) for (a, b), n in zip(stroke, steps, strict=True)]
            + [np.eye(len(points))[stroke[-1][1]][np.newaxis]]
        )
        sharp.append(rows)
        rounded.append(_smoother(count) @ rows)
        strokes.append(slice(first, first + count))
        first += count
    return PenLine(np.concatenate(sharp), np.concatenate(rounded), tuple(strokes))


def smooth_curve(places: int, n: int) -> Array:
    """Matrix (n, places) of a smooth curve of `n` points through any `places` in turn."""
    return _hermite(np.arange(float(places)), np.eye(places), np.linspace(0, places - 1, n))


def _length(points: Array) -> float:
    return float(np.hypot(*np.diff(points, axis=0).T).sum())


def _shares(total: int, weights: list[float], fewest: int) -> list[int]:
    """Split `total` in proportion to `weights`, each part at least `fewest`."""
    spare = total - fewest * len(weights)
    ends = np.round(np.cumsum(weights) / max(sum(weights), 1e-9) * spare).astype(int)
    return [fewest + int(part) for part in np.diff(ends, prepend=0)]


def _piece(points: Array, first: int, last: int, n: int) -> Array:
    """Matrix (n, points) of a smooth piece; its last point is left to what follows."""
    chosen = np.eye(len(points))[first : last + 1]
    step = np.hypot(*np.diff(points[first : last + 1], axis=0).T) + 1e-9
    knots = np.concatenate([[0], np.cumsum(np.sqrt(step))])
    # Even steps along the chords, not along the knots: the pen's points lie at even distances.
    chord = np.concatenate([[0], np.cumsum(step)])
    at = np.interp(np.arange(n) / n * chord[-1], chord, knots)
    return _hermite(knots, chosen, at)


def _hermite(knots: Array, values: Array, at: Array) -> Array:
    """Catmull-Rom curve through `values` (k, d) at `knots` (k,), evaluated at `at` (n,)."""
    gap = np.diff(knots)[:, np.newaxis]
    rise = np.diff(values, axis=0) / gap
    slope = np.empty_like(values)
    slope[1:-1] = (gap[1:] * rise[:-1] + gap[:-1] * rise[1:]) / (gap[1:] + gap[:-1])
    # The ends bend as little as they can.
    slope[0] = 1.5 * rise[0] - 0.5 * slope[1] if len(values) > 2 else rise[0]
    slope[-1] = 1.5 * rise[-1] - 0.5 * slope[-2] if len(values) > 2 else rise[-1]
    i = np.clip(np.searchsorted(knots, at, side="right") - 1, 0, len(gap) - 1)
    t = ((at - knots[i]) / gap[i, 0])[:, np.newaxis]
    return np.asarray(
        (1 + 2 * t) * (1 - t) ** 2 * values[i]
        + t * (1 - t) ** 2 * gap[i] * slope[i]
        + t**2 * (3 - 2 * t) * values[i + 1]
        - t**2 * (1 - t) * gap[i] * slope[i + 1]
    )


def _smoother(n: int) -> Array:
    """Gaussian smoothing (n, n) of a stroke that keeps its ends in place."""
    i = np.arange(n)
    # Narrower towards the ends, where there is nothing on the other side to average with.
    sigma = np.minimum(_ROUNDING, np.minimum(i, n - 1 - i) / 2 + 0.05)[:, np.newaxis]
    weight = np.exp(-0.5 * ((i[:, np.newaxis] - i) / sigma) ** 2)
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))

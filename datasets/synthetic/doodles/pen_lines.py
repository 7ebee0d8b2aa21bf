"""What doodles are made of: pen lines of one or several strokes, turned, squeezed and shaken."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from datasets.synthetic.bending import trembling
from datasets.synthetic.splines import POINTS

Array = NDArray[np.float64]
PenDown = NDArray[np.bool_]
PenLines = tuple[Array, PenDown]


def blank(n: int) -> PenLines:
    """Pen lines at the origin, in one stroke each, to be filled."""
    return np.zeros((n, POINTS, 2)), np.ones((n, POINTS - 1), dtype=np.bool_)


def in_one_stroke(x: Array, y: Array) -> PenLines:
    """Pen lines through x, y (n, POINTS)."""
    points, pen_down = blank(len(x))
    points[..., 0], points[..., 1] = x, y
    return points, pen_down


def in_strokes(strokes: Array) -> PenLines:
    """Pen lines of strokes (n, strokes, k, 2) that are `POINTS` points together."""
    n, _, k, _ = strokes.shape
    pen_down = np.ones((n, POINTS - 1), dtype=np.bool_)
    pen_down[:, k - 1 :: k] = False
    return strokes.reshape(n, POINTS, 2), pen_down


def by_strokes(
    n: int,
    rng: np.random.Generator,
    counts: tuple[int, ...],
    draw: Callable[[int, int, int], Array],
) -> PenLines:
    """Let each mark have one of several numbers of strokes, divisors of `POINTS`.

    ``draw(n, strokes, k)`` returns points (n, strokes, k, 2).
    """
    points, pen_down = blank(n)
    choice = rng.choice(counts, n)
    for count in counts:
        mine = np.flatnonzero(choice == count)
        points[mine], pen_down[mine] = in_strokes(draw(len(mine), count, POINTS // count))
    return points, pen_down


def column(n: int, rng: np.random.Generator, low: float, high: float) -> Array:
    """One number for each mark, (n, 1), all between the two as likely."""
    return rng.uniform(low, high, (n, 1))


def turned(lines: PenLines, rng: np.random.Generator, most: float = np.pi) -> PenLines:
    """Turn each mark by up to `most` radians either way."""
    points, pen_down = lines
    angle = rng.uniform(-most, most, len(points))
    c, s = np.cos(angle), np.sin(angle)
    turn = np.stack([np.stack([c, s], axis=-1), np.stack([-s, c], axis=-1)], axis=1)
    return points @ turn, pen_down


def shaky(lines: PenLines, rng: np.random.Generator, strength: float = 0.03) -> PenLines:
    """Add a slow trembling of a share of the mark's size."""
    points, pen_down = lines
    n = len(points)
    trembled = trembling(n, rng, 2, 14).transpose(0, 2, 1)
    size = np.ptp(points, axis=1).max(axis=1)[:, np.newaxis, np.newaxis] if n else 1
    amount = strength * rng.uniform(0, 1, (n, 1, 1)) * size
    return points + amount * trembled, pen_down


def squeezed(lines: PenLines, rng: np.random.Generator, spread: float = 0.3) -> PenLines:
    """Make each mark narrower or wider; `spread` is the deviation of the factor's logarithm."""
    points, pen_down = lines
    points = points.copy()
    points[..., 0] *= np.exp(rng.normal(0, spread, (len(points), 1)))
    return points, pen_down

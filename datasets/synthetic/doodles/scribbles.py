"""What looks written and is no single character: loops, signatures, numbers, words."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from datasets.synthetic.digits import write_digits
from datasets.synthetic.doodles.pen_lines import (
    PenLines,
    blank,
    column,
    in_one_stroke,
    shaky,
    turned,
)
from datasets.synthetic.hand import Hand
from datasets.synthetic.letters.lines import character_lines
from datasets.synthetic.splines import POINTS
from datasets.synthetic.writing import write_any


def loops(n: int, rng: np.random.Generator) -> PenLines:
    """Rows of three to seven loops, like ``eeee`` or ``llll``."""
    t = np.linspace(0, 1, POINTS)
    count = column(n, rng, 3, 7)
    angle = 2 * np.pi * count * t * rng.choice([-1, 1], (n, 1)) + np.pi / 2
    x = count * t * column(n, rng, 0.6, 1.2) + 0.6 * np.cos(angle)
    height = 1 + 0.4 * np.sin(column(n, rng, 1, 12) * t + column(n, rng, 0, 6))
    return turned(shaky(in_one_stroke(x, height * np.sin(angle)), rng), rng, 0.5)


def signatures(n: int, rng: np.random.Generator) -> PenLines:
    """Loops and waves of changing height running to the right, often underlined."""
    t = np.linspace(0, 1, POINTS)
    pace = np.cumsum(rng.uniform(0.3, 1.7, (n, 12)), axis=1)
    phase = np.stack([np.interp(t * 11, np.arange(12), one) for one in pace]) if n else 0 * t
    angle = phase * column(n, rng, 2, 5)
    tall = 0.4 + np.abs(np.sin(column(n, rng, 2, 14) * t + column(n, rng, 0, 6)))
    tall += column(n, rng, 0, 1.5) * (t < 0.2)
    wide = column(n, rng, 2, 6)
    x = wide * t + column(n, rng, 0, 0.8) * np.cos(angle + column(n, rng, -0.8, 0.8))
    points, pen_down = shaky(in_one_stroke(x, tall * np.sin(angle)), rng)
    underlined = np.flatnonzero(rng.uniform(size=n) < 0.4)
    some = len(underlined)
    line = np.linspace(-1, 1, 12)
    reach = column(some, rng, 0.2, 0.5) * wide[underlined]
    points[underlined, -12:, 0] = wide[underlined] / 2 + line * reach
    points[underlined, -12:, 1] = column(some, rng, 0.9, 2) + line * rng.normal(0, 0.2, (some, 1))
    pen_down[underlined, -13] = False
    return turned((points, pen_down), rng, 0.4)


def numbers(n: int, rng: np.random.Generator) -> PenLines:
    """Two or three digits side by side."""

    def write(n: int) -> PenLines:
        return write_digits(rng.integers(0, 10, n), rng, Hand())

    return _side_by_side(n, rng, write)


def words(n: int, rng: np.random.Generator) -> PenLines:
    """Two or three small letters side by side."""
    templates, shares = character_lines("small")

    def write(n: int) -> PenLines:
        return write_any(templates, n, Hand(), rng, shares)

    return _side_by_side(n, rng, write)


def _side_by_side(n: int, rng: np.random.Generator, write: Callable[[int], PenLines]) -> PenLines:
    """Join two or three of what `write` gives into each mark."""
    points, pen_down = blank(n)
    count = rng.choice([2, 3], n, p=[0.7, 0.3])
    for many in (2, 3):
        mine = np.flatnonzero(count == many)
        lines, down = write(many * len(mine))
        k = POINTS // many
        # Every second or third point is enough; the pen is up if it was anywhere in between.
        down = np.concatenate([down, np.zeros((len(down), 1), dtype=np.bool_)], axis=1)
        down = np.asarray(down.reshape(-1, k, many).all(axis=2))
        lines = lines[:, ::many] - lines.min(axis=1, keepdims=True)
        lines = lines.reshape(len(mine), many, k, 2)
        width = lines[..., 0].max(axis=2) + rng.uniform(5, 25, (len(mine), many))
        lines[:, 1:, :, 0] += np.cumsum(width, axis=1)[:, :-1, np.newaxis]
        lines[..., 1] += rng.normal(0, 5, (len(mine), many, 1))
        points[mine] = lines.reshape(-1, POINTS, 2)
        pen_down[mine] = down.reshape(-1, POINTS)[:, :-1]
    return points, pen_down

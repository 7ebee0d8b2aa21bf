"""Blobs, spirals, rings: areas that are filled, or gone round and round in."""

from __future__ import annotations

import numpy as np

from datasets.synthetic.doodles.pen_lines import (
    Array,
    PenLines,
    blank,
    by_strokes,
    column,
    in_one_stroke,
    shaky,
    squeezed,
    turned,
)
from datasets.synthetic.splines import POINTS, smooth_curve


def hatched_blobs(n: int, rng: np.random.Generator) -> PenLines:
    """Areas filled by going back and forth, loosely to densely, carefully or not."""
    t = np.linspace(0, 1, POINTS)
    turns = column(n, rng, 7, 28)
    swing = 2 * np.abs((turns * t + column(n, rng, 0, 1)) % 2 - 1) - 1
    # Some fill a round area, others a square one.
    room = np.where(rng.uniform(size=(n, 1)) < 0.6, np.sqrt(1 - (0.98 * (2 * t - 1)) ** 2), 1)
    care = column(n, rng, 0, 1.5)
    x = 2 * t - 1 + care * rng.normal(0, 0.04, (n, POINTS))
    y = swing * room * column(n, rng, 0.4, 1.6) + care * rng.normal(0, 0.05, (n, POINTS))
    return turned(in_one_stroke(x, y), rng)


def circled_blobs(n: int, rng: np.random.Generator) -> PenLines:
    """Areas filled by going round and round, from the middle outwards or as it comes."""
    t = np.linspace(0, 1, POINTS)
    angle = 2 * np.pi * column(n, rng, 7, 16) * t + column(n, rng, 0, 2 * np.pi)
    at_places = rng.uniform(0, 1, (n, 8)) @ smooth_curve(8, POINTS).T
    outwards = np.where(rng.uniform(size=(n, 1)) < 0.5, t, 1 - t)
    radius = np.where(rng.uniform(size=(n, 1)) < 0.5, outwards, at_places)
    lines = in_one_stroke(radius * np.cos(angle), radius * np.sin(angle))
    return turned(squeezed(lines, rng), rng)


def jumbles(n: int, rng: np.random.Generator) -> PenLines:
    """Areas filled by hurrying to and fro between places all over them."""
    every = rng.integers(1, 4, n)
    places = rng.normal(0, 1, (n, POINTS, 2))
    places /= np.maximum(1, np.linalg.norm(places, axis=2, keepdims=True))
    points, pen_down = blank(n)
    for steps in (1, 2, 3):
        mine = np.flatnonzero(every == steps)
        at = np.arange(POINTS) / steps
        left = at.astype(np.intp)
        part = (at - left)[:, np.newaxis]
        right = np.minimum(left + 1, POINTS - 1)
        points[mine] = places[mine][:, left] * (1 - part) + places[mine][:, right] * part
    return squeezed((points, pen_down), rng)


def spirals(n: int, rng: np.random.Generator) -> PenLines:
    """Two to six turns, inwards or outwards, either way round."""
    t = np.linspace(0, 1, POINTS)
    radius = column(n, rng, 0.02, 0.2) + t ** column(n, rng, 0.7, 1.2)
    way = rng.choice([-1, 1], (n, 1))
    angle = way * 2 * np.pi * column(n, rng, 2.2, 6) * t + column(n, rng, 0, 2 * np.pi)
    lines = in_one_stroke(radius * np.cos(angle), radius * np.sin(angle))
    return shaky(squeezed(lines, rng), rng)


def circled_scribbles(n: int, rng: np.random.Generator) -> PenLines:
    """Round and round on the spot, never twice the same way."""
    t = np.linspace(0, 1, POINTS)
    angle = 2 * np.pi * column(n, rng, 4, 9) * t
    wobble = 1 + 0.4 * np.sin(column(n, rng, 3, 9) * t * np.pi + column(n, rng, 0, 6))
    drift = 0.5 * np.sin(column(n, rng, 1, 5) * t + column(n, rng, 0, 6))
    lines = in_one_stroke(wobble * np.cos(angle) + drift, wobble * np.sin(angle) - drift)
    return shaky(squeezed(lines, rng), rng, 0.1)


def rings(n: int, rng: np.random.Generator) -> PenLines:
    """Two to four circles, one inside the other."""

    def draw(n: int, strokes: int, k: int) -> Array:
        angle = np.linspace(0, 2 * np.pi, k) + rng.uniform(0, 2 * np.pi, (n, strokes, 1))
        radius = (1 + np.arange(strokes)) / strokes * rng.uniform(0.85, 1.1, (n, strokes))
        circle = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
        centre = rng.normal(0, 0.06, (n, strokes, 1, 2))
        return np.asarray(circle * radius[..., np.newaxis, np.newaxis] + centre)

    return shaky(by_strokes(n, rng, (2, 3, 4), draw), rng, 0.02)

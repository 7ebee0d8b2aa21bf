"""Dots, lines, curves and polygons: too flat, too many or too jagged for a digit."""

from __future__ import annotations

from typing import Final

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

_FLATTEST_ONE: Final = np.deg2rad(33)
"""Lines flatter than this are no 1, whatever slant is taken out of them."""


def dots(n: int, rng: np.random.Generator) -> PenLines:
    """One dot: a tap, or a tiny dab from side to side."""
    t = np.linspace(0, 1, POINTS)
    tap = rng.uniform(size=(n, 1)) < 0.3
    x = np.where(tap, 0, np.abs(t - column(n, rng, 0, 0.5)))
    y = np.where(tap, 0, rng.normal(0, 0.2, (n, 1)) * t + rng.normal(0, 0.15, (n, 1)) * t * t)
    return in_one_stroke(x, y)


def several_dots(n: int, rng: np.random.Generator) -> PenLines:
    """Three to a dozen dots here and there."""

    def draw(n: int, strokes: int, k: int) -> Array:
        places = rng.uniform(0, 1, (n, strokes, 1, 2))
        return places + rng.normal(0, 0.01, (n, strokes, k, 2))

    return by_strokes(n, rng, (3, 4, 6, 8, 12), draw)


def flat_lines(n: int, rng: np.random.Generator) -> PenLines:
    """Straight or slightly bent lines, too flat for a 1."""
    t = np.linspace(-1, 1, POINTS)
    angle = column(n, rng, -_FLATTEST_ONE, _FLATTEST_ONE)
    bend = rng.normal(0, 0.06, (n, 1)) * (1 - t * t)
    return in_one_stroke(t * np.cos(angle), t * np.sin(angle) + bend)


def crossing_lines(n: int, rng: np.random.Generator) -> PenLines:
    """Three to six lines across each other, at any angle."""

    def draw(n: int, strokes: int, k: int) -> Array:
        # Neighbours stand far enough apart to be seen as two.
        even = np.arange(strokes) * np.pi / strokes
        angle = even + rng.uniform(0, np.pi, (n, 1)) + rng.normal(0, 0.25, (n, strokes))
        along = np.linspace(-1, 1, k) * rng.uniform(0.6, 1, (n, strokes, 1))
        direction = np.stack([np.cos(angle), np.sin(angle)], axis=-1)[:, :, np.newaxis]
        centre = rng.normal(0, 0.15, (n, strokes, 1, 2))
        return np.asarray(along[..., np.newaxis] * direction + centre)

    return shaky(by_strokes(n, rng, (3, 4, 6), draw), rng, 0.02)


def parallel_lines(n: int, rng: np.random.Generator) -> PenLines:
    """Three to eight lines side by side, as hatching or tally marks."""

    def draw(n: int, strokes: int, k: int) -> Array:
        along = np.linspace(-1, 1, k) * rng.uniform(0.7, 1, (n, strokes, 1))
        across = np.linspace(-1, 1, strokes) * column(n, rng, 0.5, 1.5)
        across = across + rng.normal(0, 0.06, (n, strokes))
        lines = np.empty((n, strokes, k, 2))
        lines[..., 0] = across[..., np.newaxis] + rng.normal(0, 0.08, (n, strokes, 1)) * along
        lines[..., 1] = along
        return lines

    return turned(by_strokes(n, rng, (3, 4, 6, 8), draw), rng)


def zigzags(n: int, rng: np.random.Generator) -> PenLines:
    """Five to twelve straight strokes there and back, running on any way."""
    t = np.linspace(0, 1, POINTS)
    turns = rng.integers(5, 13, (n, 1))
    swing = 2 * np.abs((turns * t) % 2 - 1) - 1
    swing *= 1 + 0.35 * np.sin(column(n, rng, 1, 9) * t + column(n, rng, 0, 6))
    lines = in_one_stroke(t * column(n, rng, 1.2, 4), swing * column(n, rng, 0.5, 1))
    return turned(shaky(lines, rng), rng)


def waves(n: int, rng: np.random.Generator) -> PenLines:
    """Two and a half to six waves from side to side."""
    t = np.linspace(0, 1, POINTS)
    phase = 2 * np.pi * column(n, rng, 2.5, 6) * t + column(n, rng, 0, 6)
    lines = in_one_stroke(t * column(n, rng, 3, 6), np.sin(phase) * column(n, rng, 0.2, 0.8))
    return turned(shaky(lines, rng), rng, 0.5)


def curves(n: int, rng: np.random.Generator) -> PenLines:
    """Smooth curves through eight to fourteen random places."""
    points, pen_down = blank(n)
    count = rng.integers(8, 15, n)
    for places in range(8, 15):
        mine = np.flatnonzero(count == places)
        points[mine] = smooth_curve(places, POINTS) @ rng.uniform(0, 1, (len(mine), places, 2))
    return points, pen_down


def polylines(n: int, rng: np.random.Generator) -> PenLines:
    """Straight from each to the next of eight to fourteen random places; some return."""
    points, pen_down = blank(n)
    count = rng.integers(8, 15, n)
    closed = rng.uniform(size=n) < 0.4
    for sides in range(8, 15):
        mine = np.flatnonzero(count == sides)
        places = rng.uniform(0, 1, (len(mine), sides, 2))
        places[closed[mine], -1] = places[closed[mine], 0]
        at = np.linspace(0, sides - 1, POINTS)
        left = np.minimum(at.astype(np.intp), sides - 2)
        part = (at - left)[:, np.newaxis]
        points[mine] = places[:, left] * (1 - part) + places[:, left + 1] * part
    return points, pen_down


def polygons(n: int, rng: np.random.Generator) -> PenLines:
    """Outlines with five to nine spikes, too jagged for a 0."""
    t = np.linspace(0, 1, POINTS)
    spikes = rng.integers(5, 10, (n, 1))
    saw = np.abs((2 * spikes * t) % 2 - 1)
    radius = 1 - saw * column(n, rng, 0.5, 0.8)
    angle = 2 * np.pi * t + column(n, rng, 0, 2 * np.pi)
    lines = in_one_stroke(radius * np.cos(angle), radius * np.sin(angle))
    return shaky(squeezed(lines, rng), rng, 0.06)


def scrawls(n: int, rng: np.random.Generator) -> PenLines:
    """Four to six short curves and lines anywhere; with fewer they could make a digit."""

    def draw(n: int, strokes: int, k: int) -> Array:
        size = rng.uniform(0.3, 0.9, (n, strokes, 1, 1))
        places = size * rng.uniform(-0.5, 0.5, (n, strokes, 4, 2))
        return np.asarray(smooth_curve(4, k) @ (places + rng.uniform(0, 1, (n, strokes, 1, 2))))

    return by_strokes(n, rng, (4, 6), draw)


def wanderings(n: int, rng: np.random.Generator) -> PenLines:
    """Lines of a pen that changes its mind at every step, and drifts away or not."""
    step = rng.normal(0, 1, (n, POINTS, 2))
    steady = rng.uniform(0.6, 0.93, (n, 1))
    for k in range(1, POINTS):
        step[:, k] = steady * step[:, k - 1] + np.sqrt(1 - steady**2) * step[:, k]
    step[..., 0] += column(n, rng, 0, 0.6)
    return in_one_stroke(*np.moveaxis(step.cumsum(axis=1), 2, 0))

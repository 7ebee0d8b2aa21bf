"""Marks that people leave on a canvas and that are no digits, anywhere on it and in any size.

They owe nothing to the synthetic non-digits that models are trained on.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from datasets.drawing import Drawing

Strokes = list[np.ndarray]


def tap(_rng: np.random.Generator) -> Strokes:
    """The pen goes down and up again."""
    return [np.zeros((1, 2))]


def rest(rng: np.random.Generator) -> Strokes:
    """The pen goes down, rests and goes up: the same point again and again."""
    return [np.zeros((int(rng.integers(2, 30)), 2))]


def dab(rng: np.random.Generator) -> Strokes:
    """A touch that slips a little to one side. Upright, it would be a small 1."""
    return bowed_dab(rng, bow=0.05)


def bowed_dab(rng: np.random.Generator, bow: float = 0.2) -> Strokes:
    """A touch that slips in an arc."""
    x = np.linspace(-1, 1, int(rng.integers(2, 12)))
    return [np.column_stack([x, rng.uniform(-0.35, 0.35) * x + rng.uniform(-bow, bow) * x**2])]


def horizontal_line(
    rng: np.random.Generator, slope: float = 0.05, waviness: float = 0.0
) -> Strokes:
    x = np.linspace(0, 1, int(rng.integers(2, 60)))
    if rng.random() < 0.5:
        x = x[::-1]
    wave = waviness * rng.random() * np.sin(rng.uniform(2, 12) * x + rng.uniform(0, 6))
    return [np.column_stack([x, rng.uniform(-slope, slope) * x + wave])]


def wavy_line(rng: np.random.Generator) -> Strokes:
    """Drawn by a hand that is not quite steady."""
    return horizontal_line(rng, waviness=0.02)


def spiral(rng: np.random.Generator) -> Strokes:
    """Two and a half to seven turns from the middle outwards, or back."""
    turns = rng.uniform(2.5, 7)
    angle = np.linspace(0.3, turns * 2 * np.pi, 240)
    radius = angle * (1 + 0.03 * np.sin(angle * rng.uniform(0.5, 1.5)))
    start = rng.uniform(0, 2 * np.pi)
    points = np.column_stack(
        [radius * np.cos(angle + start), rng.uniform(0.7, 1.3) * radius * np.sin(angle + start)]
    )
    if rng.random() < 0.5:
        points[:, 0] *= -1
    return [points if rng.random() < 0.5 else points[::-1]]


def blob(rng: np.random.Generator) -> Strokes:
    """A disc or a box that is filled by going to and fro."""
    lines = int(rng.integers(12, 30))
    y = np.linspace(-1, 1, lines)
    reach = np.sqrt(1.01 - y**2) if rng.random() < 0.5 else np.ones(lines)
    x = reach * np.where(np.arange(lines) % 2, 1, -1) * rng.uniform(0.95, 1, lines)
    points = np.column_stack([x * rng.uniform(0.7, 1.4), y])
    angle = rng.uniform(0, np.pi)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return [points @ turn]


def signature(rng: np.random.Generator) -> Strokes:
    """A capital's sweep, a row of letters that nobody can read, and at times a flourish below."""
    letters = int(rng.integers(5, 10))
    t = np.linspace(0, 2 * np.pi * letters, 40 * letters)
    height = np.repeat(rng.choice([0.5, 0.6, 1.4], letters) * rng.uniform(0.8, 1.2, letters), 40)
    height[:40] = rng.uniform(1.5, 2.2)
    height = np.convolve(np.pad(height, 10, mode="edge"), np.ones(21) / 21, mode="valid")
    points = np.column_stack(
        [rng.uniform(0.16, 0.26) * t + 0.35 * np.sin(t + 1), -height * np.cos(t) / 2]
    )
    strokes = [points]
    if rng.random() < 0.5:
        x = np.linspace(0.1, 0.9, 30) * np.ptp(points[:, 0])
        strokes.append(np.column_stack([x, 1.3 + 0.1 * np.sin(x + rng.uniform(0, 6))]))
    return strokes


#: How to make each, and how large it is: the larger side, as a share of the canvas.
MARKS: dict[str, tuple[Callable[[np.random.Generator], Strokes], tuple[float, float]]] = {
    "tap": (tap, (0, 0)),
    "rest": (rest, (0, 0)),
    "dab": (dab, (0.01, 0.06)),
    "bowed dab": (bowed_dab, (0.01, 0.06)),
    "horizontal line": (horizontal_line, (0.1, 0.9)),
    "wavy line": (wavy_line, (0.1, 0.9)),
    "spiral": (spiral, (0.1, 0.9)),
    "blob": (blob, (0.1, 0.9)),
    "signature": (signature, (0.1, 0.9)),
}


def make_mark(kind: str, rng: np.random.Generator) -> Drawing:
    """Draw a mark somewhere on the canvas."""
    make, (smallest, largest) = MARKS[kind]
    strokes = make(rng)
    points = np.concatenate(strokes)
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    scale = rng.uniform(smallest, largest) / extent.max() if extent.max() > 0 else 0.0
    corner = rng.uniform(0, 1 - scale * extent)
    return Drawing(tuple((stroke - low) * scale + corner for stroke in strokes))

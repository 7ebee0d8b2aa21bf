"""Digits beside each other, as somebody writes a number: to learn from, and to measure with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from datasets.drawing import Drawing

_LARGEST: Final = 0.75
"""Height of the largest digit on the canvas, as a share of its height."""

_NARROWEST: Final = 0.2
"""Width over height that a digit is taken for at least, when its neighbours keep their distance."""


@dataclass(frozen=True, slots=True)
class Spacing:
    """How a hand places digits beside each other. Lengths are in heights of a digit.

    Attributes
    ----------
    gaps : (float, float)
        Least and largest gap between the ink of neighbours; negative where they overlap.
    size, rise : float
        Standard deviation of the logarithm of a digit's height, and of its place above the line.
    late_bars : float
        Share of numbers whose bars and dots are drawn when all digits stand.
    """

    gaps: tuple[float, float] = (0.05, 0.5)
    size: float = 0.1
    rise: float = 0.05
    late_bars: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class ComposedNumber:
    """A number, and which strokes make its digits.

    Attributes
    ----------
    drawing : Drawing
        In canvas heights: y from 0 to 1, x from 0 to as far as it goes.
    digits : tuple of frozenset of int
        The strokes of each digit, from left to right.
    """

    drawing: Drawing
    digits: tuple[frozenset[int], ...]


def compose_number(
    digits: Sequence[Drawing], rng: np.random.Generator, spacing: Spacing | None = None
) -> ComposedNumber:
    """Write drawings of single digits beside each other, from left to right.

    Parameters
    ----------
    digits : sequence of Drawing
        Not blank; each is brought to about the same height, and keeps its proportions.
    rng : numpy.random.Generator
    spacing : Spacing, optional
    """
    spacing = spacing or Spacing()
    strokes, owner = [], []
    left = 0.0
    for number, digit in enumerate(digits):
        points = np.concatenate(digit.strokes)
        low, size = points.min(axis=0), np.ptp(points, axis=0)
        scale = np.exp(rng.normal(0, spacing.size)) / max(size[1], 0.6 * size[0], 1e-9)
        width = float(size[0] * scale)
        # Nobody writes a 1 into its neighbour because it is narrow.
        room = max(0.0, _NARROWEST - width) / 2
        corner = np.array([left + room, -size[1] * scale + rng.normal(0, spacing.rise)])
        strokes += [(stroke - low) * scale + corner for stroke in digit.strokes]
        owner += [number] * len(digit.strokes)
        left += max(width, _NARROWEST) + rng.uniform(*spacing.gaps)
    order = _writing_order(owner, is_late=rng.random() < spacing.late_bars)
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = rng.uniform(0.5, 1) * _LARGEST / max(float(high[1] - low[1]), 1e-9)
    drawing = Drawing(tuple((strokes[i] - low) * scale + (0.1, 0.12) for i in order))
    places = {stroke: place for place, stroke in enumerate(order)}
    members = tuple(
        frozenset(places[i] for i, mine in enumerate(owner) if mine == number)
        for number in range(len(digits))
    )
    return ComposedNumber(drawing, members)


def _writing_order(owner: Sequence[int], is_late: bool) -> list[int]:
    """Order of the strokes in time; late, all but the first of each digit come at the end."""
    order = list(range(len(owner)))
    if not is_late:
        return order
    is_first = [number == 0 or owner[number - 1] != mine for number, mine in enumerate(owner)]
    return sorted(order, key=lambda stroke: not is_first[stroke])

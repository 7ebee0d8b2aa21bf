"""Which strokes may be one digit, and what speaks for it: shape, distances and time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.drawn_number.strokes import StrokeGeometry

Strokes = tuple[int, ...]

_MOST: Final = 4
"""Strokes of a digit, at most; hardly anybody takes more than three."""

_WIDEST: Final = 1.7
"""Width of a digit of several strokes, in heights of the line, at most."""

_WIDEST_GAP: Final = 0.6
"""Gap in x within a digit, in heights of the line, at most."""

N_SHAPE: Final = 11

_FAR: Final = 1.5
"""Heights of the line beyond which it does not matter how far away a stroke is."""


def orders(geometry: StrokeGeometry) -> tuple[list[int], ...]:
    """Orders in which the strokes of a digit follow each other: from left to right, and in time.

    A late bar or dot stands at its place from left to right; what overlaps its neighbour is
    together in time.
    """
    in_time = list(range(len(geometry)))
    return (geometry.by_x,) if geometry.by_x == in_time else (geometry.by_x, in_time)


def candidates(geometry: StrokeGeometry) -> list[Strokes]:
    """List the groups of strokes that may be one digit; each in the order of time."""
    found: dict[Strokes, None] = {}
    for order in orders(geometry):
        for first in range(len(order)):
            for end in range(first + 1, min(len(order), first + _MOST) + 1):
                some = tuple(sorted(order[first:end]))
                if end - first == 1 or _is_near(geometry, some):
                    found[some] = None
    return list(found)


def shape_of(geometry: StrokeGeometry, some: Strokes) -> list[float]:
    """Describe a group of strokes beside the others, ``N_SHAPE`` numbers.

    Lengths are in heights of the line.
    """
    height = geometry.height
    left, top, right, bottom = geometry.box(some)
    inner = [geometry.distance(a, b) / height for a in some for b in some if a < b]
    widest_gap, farthest = 0.0, 0.0
    if len(some) > 1:
        widest_gap = _widest_gap(geometry, some) / height
        farthest = _longest_link(geometry, some) / height
    others = [i for i in range(len(geometry)) if i not in some and _near(geometry, i, left, right)]
    nearest = min((geometry.distance(i, j) for i in others for j in some), default=_FAR * height)
    overlap = max(
        (_overlap(geometry, i, left, right) for i in others),
        default=-_FAR,
    )
    return [
        min((right - left) / height, 3),
        min((bottom - top) / height, 3),
        float(len(some) > 1),
        float(len(some) > 2),
        widest_gap,
        farthest,
        min(inner, default=0.0),
        min(nearest / height, _FAR),
        overlap,
        float(some[-1] - some[0] == len(some) - 1),
        float(not others),
    ]


def _near(geometry: StrokeGeometry, i: int, left: float, right: float) -> bool:
    far = _FAR * geometry.height
    return geometry.left[i] < right + far and geometry.right[i] > left - far


def _overlap(geometry: StrokeGeometry, i: int, left: float, right: float) -> float:
    """How much of the narrower one is beside, above or below the other, in x; −: heights away."""
    low, high = geometry.left[i], geometry.right[i]
    common = min(high, right) - max(low, left)
    if common <= 0:
        return max(common / geometry.height, -_FAR)
    return common / max(min(high - low, right - left), 0.05 * geometry.height)


def _is_near(geometry: StrokeGeometry, some: Strokes) -> bool:
    left, _, right, _ = geometry.box(some)
    height = geometry.height
    return right - left <= _WIDEST * height and _widest_gap(geometry, some) <= _WIDEST_GAP * height


def _widest_gap(geometry: StrokeGeometry, some: Strokes) -> float:
    """Widest gap in x between strokes; negative if each overlaps those to its left."""
    by_left = sorted(some, key=geometry.left.__getitem__)
    right, widest = geometry.right[by_left[0]], -math.inf
    for i in by_left[1:]:
        widest = max(widest, geometry.left[i] - right)
        right = max(right, geometry.right[i])
    return widest


def _longest_link(geometry: StrokeGeometry, some: Strokes) -> float:
    """Longest of the distances that join all strokes to one, each at its nearest."""
    joined, longest = {some[0]}, 0.0
    while left := [i for i in some if i not in joined]:
        link, nearest = min((geometry.distance(i, j), i) for i in left for j in joined)
        joined.add(nearest)
        longest = max(longest, link)
    return longest


def describe(geometry: StrokeGeometry, some: Sequence[Strokes]) -> NDArray[np.float64]:
    """Describe many groups, (n, N_SHAPE)."""
    return np.array([shape_of(geometry, one) for one in some]).reshape(-1, N_SHAPE)

"""The groups that explain all strokes best: a best path over the candidates."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ocr_app.engine.drawn_number.candidates import Strokes


def best_groups(
    orders: Sequence[Sequence[int]], scores: Mapping[Strokes, float]
) -> tuple[list[Strokes], float]:
    """Divide strokes into groups so that their scores add up to the most.

    Parameters
    ----------
    orders : sequence of sequence of int
        Orders of all strokes; the groups are neighbours in one of them.
    scores : mapping of Strokes to float
        Log-odds that each group is one digit. Each stroke alone must be among them.

    Returns
    -------
    groups : list of Strokes
    score : float
    """
    return max((_best_in(order, scores) for order in orders), key=lambda found: found[1])


def _best_in(order: Sequence[int], scores: Mapping[Strokes, float]) -> tuple[list[Strokes], float]:
    most = max(map(len, scores))
    best: list[float] = [0.0]
    way: list[Strokes] = [()]
    for end in range(1, len(order) + 1):
        found = -math.inf
        group: Strokes = ()
        for first in range(max(0, end - most), end):
            some = tuple(sorted(order[first:end]))
            score = best[first] + scores.get(some, -math.inf)
            if score > found:
                found, group = score, some
        best.append(found)
        way.append(group)
    groups = []
    end = len(order)
    while end:
        groups.append(way[end])
        end -= len(way[end])
    return groups[::-1], best[-1]

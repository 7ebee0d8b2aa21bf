"""Marks that are no single characters: dots, dashes, scribbles, spirals, hatching, numbers.

Each kind is a function of how many to draw and of the random generator. It returns pen lines of
`POINTS` points in units of its own, for size and place do not matter to the normaliser. All of
them stay away from what passes for a digit: lines are too flat for a 1, rings have others inside,
curves turn more often than a digit does.

================  ===================================================
``lines.py``      dots, lines, curves, polygons
``fillings.py``   blobs, spirals, rings
``scribbles.py``  what looks written: loops, signatures, numbers, words
``pen_lines.py``  what they are made of
================  ===================================================
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from datasets.synthetic.doodles.fillings import (
    circled_blobs,
    circled_scribbles,
    hatched_blobs,
    jumbles,
    rings,
    spirals,
)
from datasets.synthetic.doodles.lines import (
    crossing_lines,
    curves,
    dots,
    flat_lines,
    parallel_lines,
    polygons,
    polylines,
    scrawls,
    several_dots,
    wanderings,
    waves,
    zigzags,
)
from datasets.synthetic.doodles.pen_lines import PenLines, blank
from datasets.synthetic.doodles.scribbles import loops, numbers, signatures, words
from datasets.synthetic.writing import choose


def draw_doodles(
    n: int, rng: np.random.Generator, shares: dict[str, float] | None = None
) -> PenLines:
    """Draw marks that are no characters.

    Parameters
    ----------
    n : int
    rng : numpy.random.Generator
    shares : dict of str to float, optional
        How often to draw each kind of `DOODLES`, in any unit; `SHARES` by default.

    Returns
    -------
    points : ndarray of shape (n, POINTS, 2)
    pen_down : ndarray of bool, shape (n, POINTS - 1)
        Whether the pen draws from each point to the next.

    Raises
    ------
    ValueError
        If a kind is unknown.
    """
    shares = SHARES if shares is None else shares
    if unknown := shares.keys() - DOODLES.keys():
        raise ValueError(f"There are no doodles called {', '.join(sorted(unknown))}.")
    share = np.array(list(shares.values()))
    choice = choose(share, n, rng)
    points, pen_down = blank(n)
    for i, kind in enumerate(shares):
        mine = np.flatnonzero(choice == i)
        points[mine], pen_down[mine] = DOODLES[kind](len(mine), rng)
    return points, pen_down


DOODLES: Final[dict[str, Callable[[int, np.random.Generator], PenLines]]] = {
    "dots": dots,
    "several_dots": several_dots,
    "flat_lines": flat_lines,
    "crossing_lines": crossing_lines,
    "parallel_lines": parallel_lines,
    "hatched_blobs": hatched_blobs,
    "circled_blobs": circled_blobs,
    "jumbles": jumbles,
    "spirals": spirals,
    "circled_scribbles": circled_scribbles,
    "rings": rings,
    "zigzags": zigzags,
    "waves": waves,
    "loops": loops,
    "signatures": signatures,
    "wanderings": wanderings,
    "curves": curves,
    "polylines": polylines,
    "polygons": polygons,
    "scrawls": scrawls,
    "numbers": numbers,
    "words": words,
}
"""Each kind by name: how many to draw and a random generator → pen lines."""

SHARES: Final[dict[str, float]] = dict.fromkeys(DOODLES, 1.0) | {
    "dots": 0.5,
    "flat_lines": 0.7,
    "hatched_blobs": 3,
    "signatures": 4,
    "wanderings": 0.5,
    "curves": 2,
    "scrawls": 2,
    "numbers": 2,
}
"""How often each kind is drawn; the ones that vary little less often, the rich ones more."""

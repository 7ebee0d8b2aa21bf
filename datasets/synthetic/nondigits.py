"""Synthetic marks that are no digits, for a detector of what does not look like one."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.drawing import Drawing
from datasets.synthetic.doodles import draw_doodles
from datasets.synthetic.hand import Hand
from datasets.synthetic.letters.lines import character_lines
from datasets.synthetic.raster import rasterise
from datasets.synthetic.splines import POINTS
from datasets.synthetic.writing import choose, place_on_canvas, write_any

Array = NDArray[np.float64]

FREE_HAND: Final = Hand(misplacement=3.0, aspect=0.3)
"""Letters and pictures vary more than digits do, and have fewer templates each."""

_CHUNK: Final = 8192


@dataclass(frozen=True, slots=True)
class Mixture:
    """What the non-digits are made of, as relative shares.

    Within a kind of characters, labels are equally likely unless their templates' shares add up to
    less than 1: those are that much rarer.

    Attributes
    ----------
    capitals, small : float
        Latin letters.
    signs : float
        ``+ = < # %``, arrows, a tick.
    pictures : float
        Hearts, stars, houses, faces.
    greek : float
        Greek letters.
    others : float
        Some characters of other scripts.
    doodles : float
        What is no character: dots, lines, scribbles, spirals, several digits or letters.

    Raises
    ------
    ValueError
        If a share is negative or not finite, or all are zero.
    """

    capitals: float = 0.18
    small: float = 0.17
    signs: float = 0.11
    pictures: float = 0.06
    greek: float = 0.045
    others: float = 0.035
    doodles: float = 0.4

    def __post_init__(self) -> None:
        shares = list(self.shares().values())
        if not (np.isfinite(shares).all() and min(shares) >= 0 and sum(shares) > 0):
            raise ValueError("The shares of a mixture must be at least 0, and one above 0.")

    def shares(self) -> dict[str, float]:
        """Return the shares by kind, adding up to whatever they were given as."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def synthesize_nondigits(
    n: int, rng: np.random.Generator, hand: Hand | None = None, mixture: Mixture | None = None
) -> list[Drawing]:
    """Draw marks that are no digits, each somewhere on the canvas, small or large.

    Parameters
    ----------
    n : int
        How many.
    rng : numpy.random.Generator
    hand : Hand, optional
        How far characters stray from their templates; `FREE_HAND` by default.
    mixture : Mixture, optional
        How many of which kind; by default 60 % characters and 40 % doodles.

    Returns
    -------
    list of Drawing
        Shuffled.

    Raises
    ------
    ValueError
        If `n` is negative.
    """
    _check(n)
    drawings: list[Drawing] = []
    for start in range(0, n, _CHUNK):
        lines = nondigit_lines(min(_CHUNK, n - start), rng, hand, mixture)
        drawings += place_on_canvas(*lines, rng)
    return drawings


def nondigit_lines(
    n: int, rng: np.random.Generator, hand: Hand | None = None, mixture: Mixture | None = None
) -> tuple[Array, NDArray[np.bool_]]:
    """Draw marks that are no digits as pen lines, for `rasterise`.

    Parameters
    ----------
    n : int
        How many.
    rng : numpy.random.Generator
        In the same state, it gives the marks that `synthesize_nondigits` gives, up to 8,192.
    hand : Hand, optional
        How far characters stray from their templates; `FREE_HAND` by default.
    mixture : Mixture, optional
        How many of which kind; by default 60 % characters and 40 % doodles.

    Returns
    -------
    points : ndarray of shape (n, POINTS, 2)
        Shuffled; in units that differ from mark to mark.
    pen_down : ndarray of bool, shape (n, POINTS - 1)
        Whether the pen draws from each point to the next.

    Raises
    ------
    ValueError
        If `n` is negative.
    """
    _check(n)
    shares = (mixture or Mixture()).shares()
    share = np.array(list(shares.values()))
    choice = choose(share, n, rng)
    points = np.empty((n, POINTS, 2))
    pen_down = np.empty((n, POINTS - 1), dtype=np.bool_)
    for i, kind in enumerate(shares):
        mine = np.flatnonzero(choice == i)
        if not len(mine):
            continue
        if kind == "doodles":
            lines = draw_doodles(len(mine), rng)
        else:
            templates, weights = character_lines(kind)
            lines = write_any(templates, len(mine), hand or FREE_HAND, rng, weights)
        points[mine], pen_down[mine] = lines
    return points, pen_down


def nondigit_pixels(
    n: int, rng: np.random.Generator, hand: Hand | None = None, mixture: Mixture | None = None
) -> NDArray[np.float32]:
    """Draw marks that are no digits and normalise them to what the network reads.

    Parameters
    ----------
    n : int
        How many; a thousand at a time is several times as fast as one by one.
    rng, hand, mixture
        As for `nondigit_lines`.

    Returns
    -------
    ndarray of shape (n, 64), float32
        Values in 0..1.
    """
    return rasterise(*nondigit_lines(n, rng, hand, mixture))


def _check(n: int) -> None:
    if n < 0:
        raise ValueError(f"{n} non-digits cannot be drawn.")

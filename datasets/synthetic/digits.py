"""Synthetic digits: as pen strokes, or as what the network reads."""

from __future__ import annotations

import functools
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.drawing import Drawing
from datasets.normalization.frame import SIDE
from datasets.synthetic.hand import Hand
from datasets.synthetic.raster import rasterise
from datasets.synthetic.shapes import TEMPLATES
from datasets.synthetic.splines import make_pen_line
from datasets.synthetic.writing import TemplateLine, choose, place_on_canvas, write_each

Array = NDArray[np.float64]
Labels = NDArray[np.integer]

_CHUNK: Final = 8192


def synthesize_digits(
    labels: Labels, rng: np.random.Generator, hand: Hand | None = None
) -> list[Drawing]:
    """Write digits as pen strokes, each somewhere on the canvas, small or large.

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
        0 to 9.
    rng : numpy.random.Generator
    hand : Hand, optional
        How far digits stray from their templates.

    Returns
    -------
    list of Drawing
        One per label, in their order.

    Raises
    ------
    ValueError
        If a label is not a digit.
    """
    labels = _checked(labels)
    drawings: list[Drawing] = []
    for start in range(0, len(labels), _CHUNK):
        points, pen_down = write_digits(labels[start : start + _CHUNK], rng, hand or Hand())
        drawings += place_on_canvas(points, pen_down, rng)
    return drawings


def synthetic_pixels(
    labels: Labels | int,
    rng: np.random.Generator,
    hand: Hand | None = None,
    ink: float = 0.0,
    side: int = SIDE,
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Write digits and normalise them, much faster than one by one.

    Parameters
    ----------
    labels : ndarray of int, shape (n,), or int
        0 to 9; or how many of each digit, which come shuffled.
    rng : numpy.random.Generator
        In the same state, it gives the digits that `synthesize_digits` gives.
    hand : Hand, optional
        How far digits stray from their templates.
    ink : float, default=0
        Standard deviation of the logarithm of the ink share.
    side : int, default=8
        Blocks a side: 8 for the network, 16 for `augment_canonical`.

    Returns
    -------
    X : ndarray of shape (n, side * side), float32
        Values in 0..1.
    y : ndarray of shape (n,), int64

    Raises
    ------
    ValueError
        If a label is not a digit, or there are less than none.
    """
    if isinstance(labels, int | np.integer):
        if labels < 0:
            raise ValueError(f"{labels} digits of each kind cannot be written.")
        labels = rng.permutation(np.repeat(np.arange(10), labels))
    labels = _checked(labels)
    X = np.empty((len(labels), side * side), dtype=np.float32)
    for start in range(0, len(labels), _CHUNK):
        part = slice(start, start + _CHUNK)
        points, pen_down = write_digits(labels[part], rng, hand or Hand())
        share = 0.305 * np.exp(rng.normal(0, ink, len(points)).clip(-0.7, 0.7)) if ink else None
        X[part] = rasterise(points, pen_down, share, side)
    return X, labels


def _checked(labels: Labels) -> NDArray[np.int64]:
    labels = np.asarray(labels)
    if labels.ndim != 1 or (len(labels) and labels.dtype.kind not in "iu"):
        raise ValueError("The labels must be a one-dimensional array of whole numbers.")
    if len(labels) and (labels.min() < 0 or labels.max() > 9):
        raise ValueError("The labels must be digits, 0 to 9.")
    return labels.astype(np.int64)


def write_digits(
    labels: NDArray[np.int64], rng: np.random.Generator, hand: Hand
) -> tuple[Array, NDArray[np.bool_]]:
    """Write digits as pen lines, for `rasterise`.

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
        0 to 9.
    rng : numpy.random.Generator
    hand : Hand

    Returns
    -------
    points : ndarray of shape (n, POINTS, 2)
        In the units of the templates.
    pen_down : ndarray of bool, shape (n, POINTS - 1)
        Whether the pen draws from each point to the next.
    """
    templates, first = _pen_lines()
    choice = np.empty(len(labels), dtype=np.intp)
    for digit in range(10):
        mine = np.flatnonzero(labels == digit)
        shares = np.array([one.share for one in TEMPLATES[digit]])
        choice[mine] = first[digit] + choose(shares, len(mine), rng)
    return write_each(templates, choice, hand, rng)


@functools.cache
def _pen_lines() -> tuple[tuple[TemplateLine, ...], tuple[int, ...]]:
    """All templates with their pen lines, and where each digit's begin."""
    templates = tuple((one, make_pen_line(one)) for digit in TEMPLATES for one in digit)
    return templates, tuple(np.cumsum([0, *map(len, TEMPLATES[:-1])]).tolist())

"""What the networks of the second opinion learn from: synthetic digits, whole or cut out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from datasets.normalization.batch import normalize_inks
from datasets.normalization.frame import FINE_SIDE
from datasets.synthetic import draw_ink, synthesize_digits
from ocr_app.engine.model import N_DIGITS
from ocr_app.engine.reader.path import candidates
from ocr_app.engine.reader.pieces import piece_of
from ocr_app.engine.reader.second_opinion import as_it_is, described
from ocr_app.engine.reader.training import WHOLE, cut_up, make_rows, most_alike

Floats = NDArray[np.float32]
Samples = tuple[Floats, Floats, Floats]

_AT_ONCE: Final = 5_000
"""Digits that are in memory as pictures."""

_ROWS_AT_ONCE: Final = 500

_SIZES: Final = (16.0, 60.0)
"""Least and largest larger side of the pen line's middle, in pixels."""

_PENS: Final = (0.04, 0.25)
"""Thinnest and fattest pen, as shares of that side."""

_THINNEST: Final = 0.8
"""Width of the thinnest pen, in pixels."""


def whole_digits(n: int, rng: np.random.Generator) -> Samples:
    """Draw digits into pictures and describe them.

    Returns
    -------
    upright, leaning : ndarray of shape (n, N_INPUTS), float32
        What each of the networks sees.
    Y : ndarray of shape (n, 10), float32
        One for the right digit.
    """
    labels = rng.integers(0, N_DIGITS, n)
    return _samples(
        (_drawn(some, rng), some) for some in np.split(labels, range(_AT_ONCE, n, _AT_ONCE))
    )


def cut_digits(n_rows: int, rng: np.random.Generator) -> Samples:
    """Cut digits out of rows, in which they touch or overlap, and describe them the same way.

    About five digits come from a row.
    """
    starts = range(0, n_rows, _ROWS_AT_ONCE)
    return _samples(_cut_out(min(_ROWS_AT_ONCE, n_rows - start), rng) for start in starts)


def _samples(chunks: Iterable[tuple[list[Floats], ArrayLike]]) -> Samples:
    parts = []
    for inks, labels in chunks:
        upright, _ = normalize_inks(inks, side=FINE_SIDE)
        both = described(upright, as_it_is(inks))
        parts.append((*both, np.eye(N_DIGITS, dtype=np.float32)[np.asarray(labels)]))
    upright, leaning, Y = (np.vstack(part) for part in zip(*parts, strict=True))
    return upright, leaning, Y


def _drawn(labels: NDArray[np.integer], rng: np.random.Generator) -> list[Floats]:
    inks = []
    for drawing in synthesize_digits(labels, rng):
        size, share = (np.exp(rng.uniform(*np.log(ends))) for ends in (_SIZES, _PENS))
        ink = draw_ink(drawing.strokes, float(size), max(_THINNEST, float(size * share)))
        piece = piece_of(ink)
        inks.append(ink if piece is None else piece.ink)
    return inks


def _cut_out(n_rows: int, rng: np.random.Generator) -> tuple[list[Floats], list[int]]:
    inks: list[Floats] = []
    truths: list[int] = []
    for row, labels in make_rows(n_rows, rng):
        height = float(np.median([ink.shape[0] for ink in row.inks]))
        for candidate in candidates(cut_up(row), height):
            if candidate.piece.is_cut:
                likeness, label = most_alike(candidate.piece, row, labels)
                if label is not None and likeness >= WHOLE:
                    inks.append(candidate.piece.ink)
                    truths.append(label)
    return inks, truths

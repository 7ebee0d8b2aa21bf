"""Trains the network that tells whole digits from parts and pairs, on synthetic numbers.

``python -m ocr_app.engine.reader.training resources/whole-digit.npz``, or ``make divider``.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from datasets.normalization.batch import normalize_inks
from datasets.synthetic import synthesize_digits, synthesize_nondigits
from datasets.synthetic.rows import Row, draw_ink, in_a_row
from nn import Network, save_network
from ocr_app.engine.reader.cutting import cut
from ocr_app.engine.reader.path import candidates
from ocr_app.engine.reader.pieces import Piece, find_pieces
from ocr_app.engine.reader.wholeness import features
from ocr_app.engine.small_networks import train_small

Floats = NDArray[np.float32]

ROWS: Final = 3000
HIDDEN: Final = (128, 64)
EPOCHS: Final = 12
ALPHA: Final = 1e-2

WHOLE: Final = 0.8
"""Shared share of the ink from which on a piece is a whole digit; from ``_PART`` to it, neither."""

_PART: Final = 0.74

_LEFT_OUT: Final = 0.5
"""Share of the parts and pairs that are not learnt from: there are far more than whole digits."""

_NONDIGITS: Final = 0.12
"""Share of marks that are no digits."""

_MOST_MARKS: Final = 4


def make_rows(n: int, rng: np.random.Generator) -> Iterator[tuple[Row, list[int | None]]]:
    """Write rows of two to four marks, apart, touching or overlapping; say which digits they are.

    None is said of a mark that is no digit.
    """
    # More than are needed; one by one they would take several times as long.
    labels = rng.integers(0, 10, _MOST_MARKS * n)
    digits = zip(synthesize_digits(labels, rng), labels.tolist(), strict=True)
    others = iter(synthesize_nondigits(_MOST_MARKS * n, rng))
    for _ in range(n):
        count = int(rng.integers(2, _MOST_MARKS + 1))
        are_digits = (rng.random(count) >= _NONDIGITS).tolist()
        height = int(rng.integers(18, 56))
        pen = height * rng.uniform(0.05, 0.17)
        marks = [next(digits) if is_digit else (next(others), None) for is_digit in are_digits]
        inks = [
            draw_ink(mark, max(8, round(height * rng.normal(1, 0.07))), max(1.5, pen))
            for mark, _ in marks
        ]
        touching = rng.random() < 0.7
        gaps = [
            round(-rng.uniform(-0.02, 0.16) * min(a.shape[1], b.shape[1]))
            if touching
            else round(rng.uniform(0.05, 0.5) * height)
            for a, b in itertools.pairwise(inks)
        ]
        offsets = [round(rng.normal(0, 0.05) * height) for _ in inks]
        row = in_a_row(inks, gaps, offsets)
        if rng.random() < 0.5:
            bytes_of = Image.fromarray(np.rint(row.ink * 255).astype(np.uint8))
            soft = bytes_of.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1)))
            row = Row(np.asarray(soft, np.float32) / np.float32(255), row.corners, row.inks)
        yield row, [label for _, label in marks]


def make_samples(n_rows: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Cut synthetic rows and describe what could be digits (n, 64 + N_SHAPE); 1 for whole ones."""
    pieces: list[Piece] = []
    heights: list[float] = []
    truths: list[float] = []
    for row, labels in make_rows(n_rows, rng):
        height = float(np.median([ink.shape[0] for ink in row.inks]))
        for candidate in candidates(cut_up(row), height):
            likeness, _ = most_alike(candidate.piece, row, labels)
            is_whole = likeness >= WHOLE
            if is_whole or (likeness <= _PART and rng.random() >= _LEFT_OUT):
                pieces.append(candidate.piece)
                heights.append(height)
                truths.append(float(is_whole))
    pixels, _ = normalize_inks([piece.ink for piece in pieces])
    y = np.array(truths, np.float32)[:, np.newaxis]
    return features(pieces, pixels, np.array(heights)), y


def cut_up(row: Row) -> list[Piece]:
    """Find the marks of a row and cut each into primitive parts, from left to right."""
    marks = find_pieces(row.ink, row.ink >= 0.5)
    parts = [part for mark in marks for part in cut(mark)]
    return sorted(parts, key=lambda part: part.middle)


def most_alike(piece: Piece, row: Row, labels: Sequence[int | None]) -> tuple[float, int | None]:
    """Find the digit of a row that a piece has most ink in common with.

    Returns
    -------
    likeness : float
        Share of ink, in one or the other, that both have, 0 to 1.
    label : int or None
        None if it has no ink in common with any digit.
    """
    mine = piece.ink >= 0.5
    best, best_label = 0.0, None
    for (top, left), ink, label in zip(row.corners, row.inks, labels, strict=True):
        if label is None:
            continue
        digit = np.zeros(row.ink.shape, np.bool_)
        digit[top : top + ink.shape[0], left : left + ink.shape[1]] = ink >= 0.5
        box = piece.box
        common = np.count_nonzero(digit[box.y : box.bottom, box.x : box.right] & mine)
        either = np.count_nonzero(digit) + np.count_nonzero(mine) - common
        if common > best * either:
            best, best_label = common / either, label
    return best, best_label


def train(n_rows: int = ROWS, seed: int = 0) -> tuple[Network, dict[str, object]]:
    """Train the network; return it with what is known about it."""
    rng = np.random.default_rng(seed)
    X, y = make_samples(n_rows, rng)
    network, held_out = train_small(
        HIDDEN, X, y, rng, epochs=EPOCHS, rates=(2e-3, 2e-4), lowered_after=0.7, alpha=ALPHA
    )
    return network, {
        "purpose": "whole digit or not",
        "rows": n_rows,
        "seed": seed,
        "held_out": held_out,
    }


def main() -> int:
    """Train and save."""
    network, metadata = train()
    save_network(sys.argv[1], network, metadata)
    print(metadata)
    return 0


if __name__ == "__main__":
    sys.exit(main())

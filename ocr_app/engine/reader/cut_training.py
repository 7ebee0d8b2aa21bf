"""Trains the two networks that read digits cut out of a mark, on synthetic numbers.

``python -m ocr_app.engine.reader.cut_training resources``, or ``make cut``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.normalization.batch import normalize_inks
from datasets.normalization.frame import FINE_SIDE
from nn import Network, save_network
from ocr_app.engine.model import N_DIGITS
from ocr_app.engine.reader import second_training
from ocr_app.engine.reader.path import candidates
from ocr_app.engine.reader.second_opinion import CUT, as_it_is
from ocr_app.engine.reader.training import WHOLE, cut_up, make_rows, most_alike

Floats = NDArray[np.float32]

ROWS: Final = 12_000
WHOLE_DIGITS: Final = 60_000
"""Digits that were not cut, to learn from as well: cuts are often harmless."""

_AT_ONCE: Final = 500
"""Rows that are in memory as pictures."""


def make_samples(n_rows: int, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Cut digits out of synthetic rows and describe them in both ways.

    Returns
    -------
    upright : ndarray of shape (n, 256), float32
    leaning : ndarray of shape (n, 257), float32
    Y : ndarray of shape (n, 10), float32
        One for the right digit.
    """
    upright: list[Floats] = []
    leaning: list[Floats] = []
    truths: list[int] = []
    for start in range(0, n_rows, _AT_ONCE):
        inks = []
        for row, labels in make_rows(min(_AT_ONCE, n_rows - start), rng):
            height = float(np.median([ink.shape[0] for ink in row.inks]))
            for candidate in candidates(cut_up(row), height):
                if candidate.piece.is_cut:
                    likeness, label = most_alike(candidate.piece, row, labels)
                    if label is not None and likeness >= WHOLE:
                        inks.append(candidate.piece.ink)
                        truths.append(label)
        pixels, _ = normalize_inks(inks, side=FINE_SIDE)
        upright.append(pixels.reshape(len(inks), -1))
        leaning.append(as_it_is(inks))
    return np.vstack(upright), np.vstack(leaning), np.eye(N_DIGITS, dtype=np.float32)[truths]


def train(
    n_rows: int = ROWS, n_whole: int = WHOLE_DIGITS, seed: int = 0
) -> tuple[tuple[Network, Network], tuple[dict[str, float], dict[str, float]]]:
    """Train both networks; return them with how well they read digits that were held out."""
    rng = np.random.default_rng(seed)
    cut, whole = make_samples(n_rows, rng), second_training.make_samples(n_whole, rng)
    order = rng.permutation(len(cut[-1]) + len(whole[-1]))
    *both, Y = (np.vstack(pair)[order] for pair in zip(cut, whole, strict=True))
    return second_training.train_both(both, Y, rng)


def main() -> int:
    """Train and save."""
    folder = Path(sys.argv[1])
    for file, network, held_out in zip(CUT, *train(), strict=True):
        metadata = {"purpose": "digits cut out of a mark", "rows": ROWS, "held_out": held_out}
        save_network(folder / file, network, metadata)
        print(file, metadata)
    return 0


if __name__ == "__main__":
    sys.exit(main())

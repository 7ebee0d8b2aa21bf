"""Trains the two networks of the second opinion, on synthetic digits.

``python -m ocr_app.engine.reader.second_training resources``, or ``make second``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import numpy as np

from nn import Network, save_network
from ocr_app.engine.reader.second_opinion import FILES
from ocr_app.engine.reader.second_samples import cut_digits, whole_digits
from ocr_app.engine.small_networks import train_small

DIGITS: Final = 150_000
"""Digits that stand alone."""

ROWS: Final = 12_000
"""Rows that others are cut out of."""

HIDDEN: Final = (256, 128)
EPOCHS: Final = 14
ALPHA: Final = 1e-3

Known = dict[str, float]


def train(
    n: int = DIGITS, n_rows: int = ROWS, seed: int = 0
) -> tuple[tuple[Network, Network], tuple[Known, Known]]:
    """Train both networks; return them with how well they read digits that were held out."""
    rng = np.random.default_rng(seed)
    whole, cut = whole_digits(n, rng), cut_digits(n_rows, rng)
    order = rng.permutation(len(whole[-1]) + len(cut[-1]))
    *both, Y = (np.vstack(pair)[order] for pair in zip(whole, cut, strict=True))
    (upright, known), (leaning, also_known) = (
        train_small(
            *(HIDDEN, X, Y, rng),
            epochs=EPOCHS,
            rates=(1e-3, 1e-4),
            lowered_after=0.7,
            alpha=ALPHA,
        )
        for X in both
    )
    return (upright, leaning), (known, also_known)


def main() -> int:
    """Train and save."""
    folder = Path(sys.argv[1])
    for file, network, held_out in zip(FILES, *train(), strict=True):
        metadata = {
            "purpose": "second opinion",
            "digits": DIGITS,
            "rows": ROWS,
            "held_out": held_out,
        }
        save_network(folder / file, network, metadata)
        print(file, metadata)
    return 0


if __name__ == "__main__":
    sys.exit(main())

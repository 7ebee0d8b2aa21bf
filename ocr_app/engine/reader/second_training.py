"""Trains the two networks of the second opinion, on synthetic digits drawn into pictures.

``python -m ocr_app.engine.reader.second_training resources``, or ``make second``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.normalization.batch import normalize_inks
from datasets.normalization.frame import FINE_SIDE
from datasets.synthetic import draw_ink, synthesize_digits
from nn import Network, save_network
from ocr_app.engine.model import N_DIGITS
from ocr_app.engine.reader.pieces import piece_of
from ocr_app.engine.reader.second_opinion import WHOLE, as_it_is
from ocr_app.engine.small_networks import train_small

Floats = NDArray[np.float32]

DIGITS: Final = 80_000
HIDDEN: Final = (256, 128)
EPOCHS: Final = 12
ALPHA: Final = 1e-3

_AT_ONCE: Final = 5_000
"""Digits that are in memory as pictures."""

_SIZES: Final = (16.0, 60.0)
"""Least and largest larger side of the pen line's middle, in pixels."""

_PENS: Final = (0.04, 0.25)
"""Thinnest and fattest pen, as shares of that side."""

_THINNEST: Final = 0.8
"""Width of the thinnest pen, in pixels."""


def make_samples(n: int, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Draw digits into pictures and describe them in both ways.

    Returns
    -------
    upright : ndarray of shape (n, 256), float32
    leaning : ndarray of shape (n, 257), float32
    Y : ndarray of shape (n, 10), float32
        One for the right digit.
    """
    upright: list[Floats] = []
    leaning: list[Floats] = []
    labels = rng.integers(0, N_DIGITS, n)
    for start in range(0, n, _AT_ONCE):
        inks = []
        for drawing in synthesize_digits(labels[start : start + _AT_ONCE], rng):
            size, share = (np.exp(rng.uniform(*np.log(ends))) for ends in (_SIZES, _PENS))
            ink = draw_ink(drawing.strokes, float(size), max(_THINNEST, float(size * share)))
            piece = piece_of(ink)
            inks.append(ink if piece is None else piece.ink)
        pixels, _ = normalize_inks(inks, side=FINE_SIDE)
        upright.append(pixels.reshape(len(inks), -1))
        leaning.append(as_it_is(inks))
    return np.vstack(upright), np.vstack(leaning), np.eye(N_DIGITS, dtype=np.float32)[labels]


def train(
    n: int = DIGITS, seed: int = 0
) -> tuple[tuple[Network, Network], tuple[dict[str, float], dict[str, float]]]:
    """Train both networks; return them with how well they read digits that were held out."""
    rng = np.random.default_rng(seed)
    *both, Y = make_samples(n, rng)
    return train_both(both, Y, rng)


def train_both(
    both: Sequence[Floats], Y: Floats, rng: np.random.Generator
) -> tuple[tuple[Network, Network], tuple[dict[str, float], dict[str, float]]]:
    """Train a network on each description of some digits."""
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
    for file, network, held_out in zip(WHOLE, *train(), strict=True):
        metadata = {"purpose": "second opinion", "digits": DIGITS, "held_out": held_out}
        save_network(folder / file, network, metadata)
        print(file, metadata)
    return 0


if __name__ == "__main__":
    sys.exit(main())

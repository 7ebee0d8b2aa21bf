"""Makes the network that tells whole digits from parts and pairs, out of synthetic numbers.

Run ``python -m ocr_app.engine.drawn_number.training resources/drawn-digit.npz``; it takes about two
minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.drawing import Drawing
from datasets.normalization import normalize_drawing
from datasets.synthetic import synthesize_digits
from nn import Network, save_network
from ocr_app.engine.drawn_number.candidates import candidates
from ocr_app.engine.drawn_number.composing import ComposedNumber, Spacing, compose_number
from ocr_app.engine.drawn_number.scoring import features
from ocr_app.engine.drawn_number.strokes import StrokeGeometry
from ocr_app.engine.small_networks import train_small

Floats = NDArray[np.float32]

NUMBERS: Final = 3000
EPOCHS: Final = 40
HIDDEN: Final = (48,)

_LEAST_GAPS: Final = (-0.12, 0.0, 0.08)
_FURTHER: Final = (0.15, 0.4)
"""Heights of a digit: of tight, close and loose hands; and how much wider gaps may be."""


def synthetic_numbers(n: int, rng: np.random.Generator) -> Iterator[ComposedNumber]:
    """Write numbers of one to six digits, tightly and loosely, some with their bars at the end."""
    lengths = rng.integers(1, 7, n)
    # All at once; one by one they would take several times as long.
    digits = iter(synthesize_digits(rng.integers(0, 10, lengths.sum()), rng))
    for length in lengths.tolist():
        least = float(rng.choice(_LEAST_GAPS))
        spacing = Spacing((least, least + float(rng.choice(_FURTHER))), late_bars=0.1)
        yield compose_number([next(digits) for _ in range(length)], rng, spacing)


def make_samples(n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Describe the candidates of synthetic numbers (n, N_FEATURES); 1 for whole digits."""
    X, y = [], []
    for number in synthetic_numbers(n, rng):
        geometry = StrokeGeometry(number.drawing)
        seen = []
        for group in candidates(geometry):
            strokes = tuple(number.drawing.strokes[i] for i in group)
            if (one := normalize_drawing(Drawing(strokes))) is not None:
                seen.append((group, one.pixels))
                y.append(frozenset(group) in number.digits)
        groups = [group for group, _ in seen]
        X.append(features(geometry, groups, np.stack([pixels for _, pixels in seen])))
    return np.concatenate(X), np.array(y, np.float32)[:, np.newaxis]


def train(n: int = NUMBERS, seed: int = 0) -> tuple[Network, dict[str, object]]:
    """Train the network; return it with what is known about it."""
    rng = np.random.default_rng(seed)
    X, y = make_samples(n, rng)
    network, held_out = train_small(
        HIDDEN, X, y, rng, epochs=EPOCHS, rates=(2e-3, 4e-4), lowered_after=0.7
    )
    return network, {
        "purpose": "whole digit or not, of strokes",
        "numbers": n,
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

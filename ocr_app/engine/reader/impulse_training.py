"""Trains the network that says what was where a speck is, on prints and synthetic handwriting.

``python -m ocr_app.engine.reader.impulse_training resources/speck-pixel.npz``, ``make specks``.
Which fonts there are decides what comes out, as for the network for print, which stands on this.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.synthetic.rows import in_a_row
from nn import Network, save_network
from ocr_app.engine.reader.impulses import surroundings, suspects
from ocr_app.engine.reader.printed_fonts import families
from ocr_app.engine.reader.printed_paper import put_on_paper, with_grain, with_specks
from ocr_app.engine.reader.printed_rows import printed_row
from ocr_app.engine.reader.printed_training import IN_A_ROW, a_font, a_way, handwriting
from ocr_app.engine.reader.seven_segments import draw_segments
from ocr_app.engine.small_networks import train_small

Floats = NDArray[np.float32]

ROWS: Final = 16_000
HIDDEN: Final = (160, 48)
EPOCHS: Final = 12

_OF_A_ROW: Final = 200
"""Pixels of a row that are learnt from, at most."""

_HAIRLINES: Final = 0.08
"""Share of the rows that are written with lines of single black pixels."""

_BITS: Final = 0.12
"""Share of the others that are black and white."""

_BLACK: Final = 0.4
"""Ink of a pixel that is black then: strokes of one pixel must not be lost."""


def make_samples(
    n_rows: int, groups: Sequence[Sequence[Path]], rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Put specks on rows of print and handwriting.

    Parameters
    ----------
    n_rows : int
    groups : sequence of sequence of Path
        Files of fonts, by family.
    rng : numpy.random.Generator

    Returns
    -------
    X : ndarray of shape (n, N_AROUND), float32
        The `surroundings` of pixels that may be specks.
    Y : ndarray of shape (n, 1), float32
        How dark they were before, 0 white to 1 black.
    """
    seen, were = [], []
    for _ in range(n_rows):
        before = put_on_paper(_ink(groups, rng), rng)
        grainy = with_grain(before, rng.uniform(0.3, 6), rng) if rng.random() < 0.3 else before
        after = with_specks(grainy, rng.uniform(0.01, 0.13), rng)
        rows, columns = np.nonzero(suspects(after))
        some = rng.permutation(len(rows))[:_OF_A_ROW]
        rows, columns = rows[some], columns[some]
        seen.append(surroundings(after, rows, columns))
        were.append((np.float32(255) - before[rows, columns]) / np.float32(255))
    return np.concatenate(seen), np.concatenate(were)[:, np.newaxis]


def _ink(groups: Sequence[Sequence[Path]], rng: np.random.Generator) -> Floats:
    kind = rng.random()
    if kind < _HAIRLINES:
        ink = _written(rng, pen=1.0)
    elif kind < 0.65:
        font, way = a_font(groups, rng), a_way(rng)
        text = "".join(map(str, rng.integers(0, 10, IN_A_ROW)))
        ink = np.max(printed_row(font, text, way), axis=0)
    elif kind < 0.72:
        height = round(float(np.exp(rng.uniform(np.log(12), np.log(60)))))
        inks = draw_segments(rng.integers(0, 10, IN_A_ROW).tolist(), height, rng)
        ink = in_a_row(inks, [round(0.2 * height)] * (len(inks) - 1), [0] * len(inks)).ink
    else:
        ink = _written(rng)
    is_black = kind < _HAIRLINES or rng.random() < _BITS
    return (ink >= _BLACK).astype(np.float32) if is_black else ink


def _written(rng: np.random.Generator, pen: float | None = None) -> Floats:
    inks, height = handwriting(rng, pen)
    gaps = [round(float(rng.uniform(-0.05, 0.3)) * height) for _ in inks[1:]]
    return in_a_row(inks, gaps, [0] * len(inks)).ink


def train(n_rows: int = ROWS, seed: int = 0) -> tuple[Network, dict[str, object]]:
    """Train the network; return it with what is known about it."""
    rng = np.random.default_rng(seed)
    groups = [files for _, files in families(kept_apart=False)]
    X, Y = make_samples(n_rows, groups, rng)
    network, _ = train_small(
        HIDDEN, X, Y, rng, epochs=EPOCHS, rates=(2e-3, 2e-4), lowered_after=0.65
    )
    return network, {"purpose": "pixels that may be specks", "rows": n_rows, "seed": seed}


def main() -> int:
    """Train and save."""
    if not families(kept_apart=False):
        print("There are no fonts: install fontconfig and some fonts-* packages.", file=sys.stderr)
        return 1
    network, metadata = train()
    save_network(sys.argv[1], network, metadata)
    return 0


if __name__ == "__main__":
    sys.exit(main())

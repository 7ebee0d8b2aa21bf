"""Trains the network for print, on prints in fonts of this system and synthetic handwriting.

``python -m ocr_app.engine.reader.printed_training resources/printed-digit.npz``, or
``make printed``. Which fonts there are decides what comes out: docs/decisions/ says which were.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import ImageFont

from datasets.synthetic import Hand, synthesize_digits
from datasets.synthetic.rows import draw_ink, in_a_row
from nn import Network, save_network
from ocr_app.engine.reader.pieces import Piece, piece_of, united
from ocr_app.engine.reader.printed import HANDWRITTEN, N_CLASSES, NOTHING, features
from ocr_app.engine.reader.printed_fonts import families
from ocr_app.engine.reader.printed_paper import WAYS, found_on_paper, printed_mark
from ocr_app.engine.reader.printed_rows import found_in_row, printed_row
from ocr_app.engine.reader.seven_segments import draw_segments
from ocr_app.engine.small_networks import train_small

Floats = NDArray[np.float32]
_Families = Sequence[Sequence[Path]]

ROWS: Final = 15_000
HIDDEN: Final = (256, 96)
EPOCHS: Final = 12

_CHUNK: Final = 500
"""Rows made in one go: chunks have random numbers of their own, whoever makes them."""

_SMALLEST, _LARGEST = 9, 80
"""Sizes of fonts, in pixels."""

_LARGEST_OF_ROWS: Final = 40
"""The same of digits at the font's own spacing: larger ones do not touch."""

_WAY_SHARES: Final = (0.55, 0.37, 0.08)
"""How often a row is printed in each of the ways of `WAYS`."""

IN_A_ROW: Final = 6
_LETTERS: Final = "ACEFGHJKLMNPQRTUVWXYacdefhjkmnprtuvwxyz%&€$+-=.,:;()/#*?!"
"""Marks beside digits in print that don't look like any: no O, l or B."""

_NEAT: Final = Hand(
    rotation=0.0, shear=0.0, bend=0.0, tremor=0.0, hook=0.0, jagged=0.0, misplacement=0.5
)
"""A hand that is nearly as even as print."""


@dataclass(slots=True)
class _Samples:
    pieces: list[Piece] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    truths: list[int] = field(default_factory=list)

    def add(self, piece: Piece | None, height: float, truth: int) -> None:
        if piece is not None:
            self.pieces.append(piece)
            self.heights.append(height)
            self.truths.append(truth)


def make_samples(n_rows: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Print and write rows of marks, and find them again as the reader does.

    Parameters
    ----------
    n_rows : int
        Rows of six marks.
    rng : numpy.random.Generator

    Returns
    -------
    X : ndarray of shape (n, SIDE * SIDE + N_SHAPE), float32
    Y : ndarray of shape (n, N_CLASSES), float32
        One for the right class.
    """
    samples = _Samples()
    groups = [files for _, files in families(kept_apart=False)]
    for _ in range(n_rows):
        kind = rng.random()
        if kind < 0.16:
            _add_print(samples, groups, rng)
        elif kind < 0.48:
            _add_printed_row(samples, groups, rng)
        elif kind < 0.56:
            _add_segments(samples, rng)
        elif kind < 0.65:
            _add_letters(samples, groups, rng)
        elif kind < 0.83:
            _add_handwriting(samples, rng)
        else:
            _add_written_row(samples, rng)
    X = features(samples.pieces, np.array(samples.heights))
    return X, np.eye(N_CLASSES, dtype=np.float32)[samples.truths]


def a_font(
    groups: _Families, rng: np.random.Generator, largest: int = _LARGEST
) -> ImageFont.FreeTypeFont:
    """Choose a font in some size: every family is as likely, and so is every doubling of size."""
    family = groups[int(rng.integers(len(groups)))]
    size = round(float(np.exp(rng.uniform(np.log(_SMALLEST), np.log(largest)))))
    return ImageFont.truetype(str(family[int(rng.integers(len(family)))]), size)


def a_way(rng: np.random.Generator) -> str:
    """Choose one of `WAYS`."""
    return WAYS[int(rng.choice(len(WAYS), p=_WAY_SHARES))]


def _add_print(
    samples: _Samples, groups: Sequence[Sequence[Path]], rng: np.random.Generator
) -> None:
    font, way = a_font(groups, rng), a_way(rng)
    digits = rng.integers(0, 10, IN_A_ROW).tolist()
    _add_digits(samples, [printed_mark(font, str(digit), way) for digit in digits], digits, rng)


def _add_printed_row(
    samples: _Samples, groups: Sequence[Sequence[Path]], rng: np.random.Generator
) -> None:
    font, way = a_font(groups, rng, _LARGEST_OF_ROWS), a_way(rng)
    text = "".join(map(str, rng.integers(0, 10, IN_A_ROW)))
    spacing = float(rng.choice([0.0, 0.0, rng.uniform(0, 0.3) * font.size]))
    for one in found_in_row(printed_row(font, text, way, spacing), rng):
        truth = NOTHING if one.place is None else int(text[one.place])
        samples.add(one.piece, one.height, truth)


def _add_written_row(samples: _Samples, rng: np.random.Generator) -> None:
    inks, height = handwriting(rng)
    gaps = [round(float(rng.uniform(-0.08, 0.3)) * height) for _ in inks[1:]]
    offsets = [round(float(rng.normal(0, 0.03)) * height) for _ in inks]
    row = in_a_row(inks, gaps, offsets)
    sheets = [np.zeros_like(row.ink) for _ in inks]
    for sheet, (top, left), ink in zip(sheets, row.corners, inks, strict=True):
        sheet[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    for one in found_in_row(sheets, rng):
        samples.add(one.piece, one.height, NOTHING if one.place is None else HANDWRITTEN)


def _add_segments(samples: _Samples, rng: np.random.Generator) -> None:
    height = round(float(np.exp(rng.uniform(np.log(12), np.log(60)))))
    digits = rng.integers(0, 10, IN_A_ROW).tolist()
    drawn = draw_segments(digits, height, rng)
    _add_digits(samples, drawn, digits, rng)


def _add_letters(
    samples: _Samples, groups: Sequence[Sequence[Path]], rng: np.random.Generator
) -> None:
    font, way = a_font(groups, rng), a_way(rng)
    marks = rng.choice(list(_LETTERS), IN_A_ROW).tolist()
    # The first of the row, a digit, is what the others' heights go by.
    zero, *pieces = found_on_paper([printed_mark(font, mark, way) for mark in ("0", *marks)], rng)
    if zero is not None:
        for piece in pieces:
            samples.add(piece, zero.box.height, NOTHING)


def _add_handwriting(samples: _Samples, rng: np.random.Generator) -> None:
    inks, _ = handwriting(rng)
    _add_digits(samples, inks, [HANDWRITTEN] * IN_A_ROW, rng)


def handwriting(rng: np.random.Generator, pen: float | None = None) -> tuple[list[Floats], float]:
    """Write digits, with a pen so many pixels wide; return them, and about how high they are."""
    height = round(float(np.exp(rng.uniform(np.log(10), np.log(60)))))
    pen = pen or max(1.2, height * float(rng.uniform(0.04, 0.2)))
    is_neat = rng.random() < 0.4
    digits = rng.integers(0, 10, IN_A_ROW)
    drawings = synthesize_digits(digits, rng, _NEAT) if is_neat else synthesize_digits(digits, rng)
    uneven = 0.01 if is_neat else 0.08
    heights = np.rint(height * rng.normal(1, uneven, IN_A_ROW)).clip(8).astype(int).tolist()
    inks = [draw_ink(one, high, pen) for one, high in zip(drawings, heights, strict=True)]
    return inks, height


def _add_digits(
    samples: _Samples, inks: list[Floats], truths: list[int], rng: np.random.Generator
) -> None:
    """Add digits, and some of their parts and pairs as nothing."""
    pieces = found_on_paper(inks, rng)
    there = [piece.box.height for piece in pieces if piece is not None]
    if not there:
        return
    height = float(np.median(there))
    if rng.random() < 0.2:
        height *= rng.uniform(0.85, 1.2)
    for piece, truth in zip(pieces, truths, strict=True):
        samples.add(piece, height, truth)
    first, second = pieces[0], pieces[1]
    if first is not None and second is not None:
        gap = round(rng.uniform(-0.1, 0.15) * height)
        beside = second.moved(first.box.right + gap - second.box.x, 0)
        samples.add(united([first, beside]), height, NOTHING)
    if pieces[2] is not None and pieces[2].box.width > 0.3 * height:
        samples.add(_part(pieces[2], rng), height, NOTHING)


def _part(piece: Piece, rng: np.random.Generator) -> Piece | None:
    """Cut a part off, upright or level."""
    ink = piece.ink
    share = rng.uniform(0.3, 0.65)
    if rng.random() < 0.7:
        n = max(1, round(share * ink.shape[1]))
        part = ink[:, :n] if rng.random() < 0.5 else ink[:, -n:]
    else:
        n = max(1, round(share * ink.shape[0]))
        part = ink[:n] if rng.random() < 0.5 else ink[-n:]
    return piece_of(part)


def _chunk(n_rows: int, seed: int, number: int) -> tuple[Floats, Floats]:
    return make_samples(n_rows, np.random.default_rng([seed, number]))


def train(n_rows: int = ROWS, seed: int = 0) -> tuple[Network, dict[str, object]]:
    """Train the network; return it with what is known about it.

    The samples are made by as many processes as there are processors: it is the same samples.
    """
    n_chunks = -(-n_rows // _CHUNK)
    rows = [min(_CHUNK, n_rows - number * _CHUNK) for number in range(n_chunks)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        made = list(pool.map(_chunk, rows, [seed] * n_chunks, range(n_chunks)))
    X, Y = (np.concatenate(part) for part in zip(*made, strict=True))
    network, held_out = train_small(
        HIDDEN,
        *(X, Y, np.random.default_rng(seed)),
        epochs=EPOCHS,
        rates=(1.5e-3, 3e-4),
        lowered_after=0.65,
    )
    return network, {
        "purpose": "printed digits",
        "rows": n_rows,
        "seed": seed,
        "fonts": sorted({file.stem for _, files in families(kept_apart=False) for file in files}),
        "held_out": held_out,
    }


def main() -> int:
    """Train and save."""
    if not families(kept_apart=False):
        print("There are no fonts: install fontconfig and some fonts-* packages.", file=sys.stderr)
        return 1
    network, metadata = train()
    save_network(sys.argv[1], network, metadata)
    print(metadata["held_out"])
    return 0


if __name__ == "__main__":
    sys.exit(main())

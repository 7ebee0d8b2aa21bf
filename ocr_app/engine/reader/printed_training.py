"""Trains the network for print, on prints in fonts of this system and synthetic handwriting.

``python -m ocr_app.engine.reader.printed_training resources/printed-digit.npz``, or
``make printed``. Which fonts there are decides what comes out: docs/decisions/ says which were.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from datasets.synthetic import Hand, synthesize_digits
from datasets.synthetic.rows import draw_ink
from nn import Network, save_network
from ocr_app.engine.reader.enlarging import enlarged
from ocr_app.engine.reader.page_ink import InkSettings, ink_of, page_darkness
from ocr_app.engine.reader.pieces import Piece, find_pieces, piece_of, united
from ocr_app.engine.reader.printed import (
    HANDWRITTEN,
    N_CLASSES,
    NOTHING,
    features,
)
from ocr_app.engine.reader.printed_fonts import fonts
from ocr_app.engine.reader.result import Box
from ocr_app.engine.reader.seven_segments import draw_segments
from ocr_app.engine.small_networks import train_small

Floats = NDArray[np.float32]

ROWS: Final = 9000
HIDDEN: Final = (96, 48)
EPOCHS: Final = 12

_IN_A_ROW: Final = 6
_LETTERS: Final = "ACEFGHJKLMNPQRTUVWXYacdefhjkmnprtuvwxyz%&€$+-=.,:;()/#*?!"
"""Marks beside digits in print that don't look like any: no O, l or B."""

_NEAT: Final = Hand(
    rotation=0.0, shear=0.0, bend=0.0, tremor=0.0, hook=0.0, jagged=0.0, misplacement=0.5
)
"""A hand that is nearly as even as print."""

_LEAST_SPECK: Final = 0.03
"""Ink of a component, as a share of its cell's largest, from which on it is no speck."""


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
    families = _by_family(fonts(kept_apart=False))
    for _ in range(n_rows):
        kind = rng.random()
        if kind < 0.48:
            _add_print(samples, families, rng)
        elif kind < 0.53:
            _add_segments(samples, rng)
        elif kind < 0.62:
            _add_letters(samples, families, rng)
        else:
            _add_handwriting(samples, rng)
    X = features(samples.pieces, np.array(samples.heights))
    return X, np.eye(N_CLASSES, dtype=np.float32)[samples.truths]


def _by_family(files: Sequence[Path]) -> list[list[Path]]:
    """Group files by how their names begin: a family with many weights counts no more."""
    families: dict[str, list[Path]] = {}
    for file in files:
        families.setdefault(file.stem.split("-")[0].split(" ")[0], []).append(file)
    return list(families.values())


def _font(families: list[list[Path]], rng: np.random.Generator) -> ImageFont.FreeTypeFont:
    family = families[rng.integers(len(families))]
    size = round(float(np.exp(rng.uniform(np.log(11), np.log(76)))))
    return ImageFont.truetype(str(family[rng.integers(len(family))]), size)


def _printed(font: ImageFont.FreeTypeFont, mark: str) -> Floats:
    left, top, right, bottom = (int(side) for side in font.getbbox(mark))
    picture = Image.new("L", (max(1, right - left), max(1, bottom - top)))
    ImageDraw.Draw(picture).text((-left, -top), mark, fill=255, font=font)
    return np.asarray(picture, np.float32) / np.float32(255)


def _add_print(samples: _Samples, families: list[list[Path]], rng: np.random.Generator) -> None:
    font = _font(families, rng)
    digits = rng.integers(0, 10, _IN_A_ROW).tolist()
    _add_digits(samples, [_printed(font, str(digit)) for digit in digits], digits, rng)


def _add_segments(samples: _Samples, rng: np.random.Generator) -> None:
    height = round(float(np.exp(rng.uniform(np.log(12), np.log(60)))))
    digits = rng.integers(0, 10, _IN_A_ROW).tolist()
    drawn = draw_segments(digits, height, rng)
    _add_digits(samples, drawn, digits, rng)


def _add_letters(samples: _Samples, families: list[list[Path]], rng: np.random.Generator) -> None:
    font = _font(families, rng)
    marks = rng.choice(list(_LETTERS), _IN_A_ROW).tolist()
    # The first of the row, a digit, is what the others' heights go by.
    zero, *pieces = _on_paper([_printed(font, mark) for mark in ("0", *marks)], rng)
    if zero is not None:
        for piece in pieces:
            samples.add(piece, zero.box.height, NOTHING)


def _add_handwriting(samples: _Samples, rng: np.random.Generator) -> None:
    height = int(rng.integers(12, 60))
    pen = max(1.2, height * float(rng.uniform(0.04, 0.2)))
    is_neat = rng.random() < 0.4
    digits = rng.integers(0, 10, _IN_A_ROW)
    drawings = synthesize_digits(digits, rng, _NEAT) if is_neat else synthesize_digits(digits, rng)
    uneven = 0.01 if is_neat else 0.08
    heights = np.rint(height * rng.normal(1, uneven, _IN_A_ROW)).clip(8).astype(int).tolist()
    inks = [draw_ink(one, high, pen) for one, high in zip(drawings, heights, strict=True)]
    _add_digits(samples, inks, [HANDWRITTEN] * _IN_A_ROW, rng)


def _add_digits(
    samples: _Samples, inks: list[Floats], truths: list[int], rng: np.random.Generator
) -> None:
    """Add digits, and some of their parts and pairs as nothing."""
    pieces = _on_paper(inks, rng)
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
        x = first.box.right + gap
        moved = Box(x, second.box.y, second.box.width, second.box.height)
        samples.add(united([first, replace(second, box=moved)]), height, NOTHING)
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


def _on_paper(inks: list[Floats], rng: np.random.Generator) -> list[Piece | None]:
    """Put marks apart on noisy paper, and find their ink again."""
    high = max(ink.shape[0] for ink in inks)
    gap = max(6, high // 2)
    cells = np.cumsum([gap, *(ink.shape[1] + gap for ink in inks)]).tolist()
    row = np.zeros((high + 2 * gap, cells[-1] + gap), np.float32)
    for ink, left in zip(inks, cells, strict=False):
        top = gap + (high - ink.shape[0]) // 2
        row[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    grey = _photographed(row, rng)
    found, finer = ink_of(page_darkness(grey)), 1
    if (larger := enlarged(grey, found, InkSettings())) is not None:
        found, finer = larger.ink, larger.factor
    by_cell: list[list[Piece]] = [[] for _ in inks]
    for piece in find_pieces(found, found >= 0.5):
        middle = piece.middle[0] / finer
        for number, (ink, left) in enumerate(zip(inks, cells, strict=False)):
            if left - 2 <= middle <= left + ink.shape[1] + 2:
                by_cell[number].append(piece)
    return [_whole(pieces) for pieces in by_cell]


def _whole(pieces: list[Piece]) -> Piece | None:
    if not pieces:
        return None
    least = _LEAST_SPECK * max(piece.area for piece in pieces)
    kept = [piece for piece in pieces if piece.area > least]
    return united(sorted(kept, key=lambda piece: piece.box.x))


def _photographed(ink: Floats, rng: np.random.Generator) -> NDArray[np.uint8]:
    paper, black = rng.uniform(215, 255), rng.uniform(0, 90)
    picture = Image.fromarray(np.rint(paper + (black - paper) * ink).astype(np.uint8))
    if rng.random() < 0.3:
        picture = picture.rotate(rng.normal(0, 2), Image.Resampling.BICUBIC, fillcolor=round(paper))
    if rng.random() < 0.4:
        picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 0.9)))
    grey = np.asarray(picture, np.float64)
    kind = rng.random()
    if kind < 0.35:
        hit = rng.random(grey.shape) < rng.uniform(0.01, 0.12)
        grey = np.where(hit, 255 * (rng.random(grey.shape) < 0.5), grey)
    elif kind < 0.7:
        grey = grey + rng.normal(0, rng.uniform(1, 22), grey.shape)
    return np.clip(np.rint(grey), 0, 255).astype(np.uint8)


def train(n_rows: int = ROWS, seed: int = 0) -> tuple[Network, dict[str, object]]:
    """Train the network; return it with what is known about it."""
    rng = np.random.default_rng(seed)
    X, Y = make_samples(n_rows, rng)
    network, held_out = train_small(
        HIDDEN, X, Y, rng, epochs=EPOCHS, rates=(1.5e-3, 3e-4), lowered_after=0.65
    )
    return network, {
        "purpose": "printed digits",
        "rows": n_rows,
        "seed": seed,
        "fonts": sorted({file.stem for file in fonts(kept_apart=False)}),
        "held_out": held_out,
    }


def main() -> int:
    """Train and save."""
    if not fonts(kept_apart=False):
        print("There are no fonts: install fontconfig and some fonts-* packages.", file=sys.stderr)
        return 1
    network, metadata = train()
    save_network(sys.argv[1], network, metadata)
    print(metadata["held_out"])
    return 0


if __name__ == "__main__":
    sys.exit(main())

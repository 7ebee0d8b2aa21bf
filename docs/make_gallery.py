"""Make a sheet of synthetic marks, to see at a glance how the generator writes.

Run with ``python docs/make_gallery.py [--nondigits] [FILE.png] [SEED]``. One row pair per digit, or
per kind of non-digit: the strokes, and under them what the network reads of them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from datasets.drawing import Drawing
from datasets.normalization import normalize_drawing
from datasets.synthetic import Mixture, synthesize_digits, synthesize_nondigits

COLUMNS = 24
CELL = 64
GAP = 6
NONDIGIT_ROWS = {"capitals": 3, "small": 3, "signs": 3, "pictures": 2, "doodles": 4}
"""How many row pairs a kind gets; the others get one."""


def main(file: Path, seed: int, *, nondigits: bool = False) -> None:
    """Write the sheet."""
    drawings = (_nondigits if nondigits else _digits)(np.random.default_rng(seed))
    step = CELL + GAP
    rows = -(-len(drawings) // COLUMNS)
    sheet = Image.new("L", (COLUMNS * step + GAP, rows * (CELL + step) + GAP), 255)
    for i, drawing in enumerate(drawings):
        row, column = divmod(i, COLUMNS)
        x, y = GAP + column * step, GAP + row * (CELL + step)
        sheet.paste(_strokes(drawing), (x, y))
        sheet.paste(_pixels(drawing), (x, y + CELL))
    file.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(file)
    print(file)


def _digits(rng: np.random.Generator) -> Sequence[Drawing]:
    return synthesize_digits(np.repeat(np.arange(10), COLUMNS), rng)


def _nondigits(rng: np.random.Generator) -> Sequence[Drawing]:
    kinds = [field.name for field in fields(Mixture)]
    return [
        drawing
        for kind in kinds
        for drawing in synthesize_nondigits(
            COLUMNS * NONDIGIT_ROWS.get(kind, 1),
            rng,
            mixture=Mixture(**{name: float(name == kind) for name in kinds}),
        )
    ]


def _strokes(drawing: Drawing) -> Image.Image:
    """Draw strokes as large as the cell allows, the first point of each marked."""
    points = np.concatenate(drawing.strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    # A dot stays a dot, however large the cell.
    scale = 2 * (CELL - 10) / max((high - low).max(), 1e-6)
    picture = Image.new("L", (2 * CELL, 2 * CELL), 255)
    pen = ImageDraw.Draw(picture)
    for stroke in drawing.strokes:
        line = (stroke - (low + high) / 2) * scale + CELL
        pen.line(line.ravel().tolist(), fill=0, width=3)
        pen.circle(tuple(line[0]), 5, fill=140)
    return picture.resize((CELL, CELL), Image.Resampling.BOX)


def _pixels(drawing: Drawing) -> Image.Image:
    digit = normalize_drawing(drawing)
    if digit is None:
        return Image.new("L", (CELL, CELL), 255)
    grey = (255 * (1 - digit.pixels)).astype(np.uint8)
    return Image.fromarray(grey).resize((CELL, CELL), Image.Resampling.NEAREST)


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--nondigits"]
    nondigits = "--nondigits" in sys.argv[1:]
    name = "gallery-nondigits.png" if nondigits else "gallery.png"
    main(
        Path(words[0]) if words else Path(__file__).parent / "images" / name,
        int(words[1]) if len(words) > 1 else 0,
        nondigits=nondigits,
    )

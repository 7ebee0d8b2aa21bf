"""Make a sheet of synthetic digits, to see at a glance how the generator writes.

Run with ``python docs/make_gallery.py [FILE.png] [SEED]``. One row pair per digit: the strokes, and
under them what the network reads of them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from datasets.drawing import Drawing
from datasets.normalization import normalize_drawing
from datasets.synthetic import synthesize_digits

COLUMNS = 24
CELL = 64
GAP = 6


def main(file: Path, seed: int) -> None:
    """Write the sheet."""
    labels = np.repeat(np.arange(10), COLUMNS)
    drawings = synthesize_digits(labels, np.random.default_rng(seed))
    step = CELL + GAP
    sheet = Image.new("L", (COLUMNS * step + GAP, 10 * (CELL + step) + GAP), 255)
    for i, drawing in enumerate(drawings):
        row, column = divmod(i, COLUMNS)
        x, y = GAP + column * step, GAP + row * (CELL + step)
        sheet.paste(_strokes(drawing), (x, y))
        sheet.paste(_pixels(drawing), (x, y + CELL))
    file.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(file)
    print(file)


def _strokes(drawing: Drawing) -> Image.Image:
    """Draw strokes as large as the cell allows, the first point of each marked."""
    points = np.concatenate(drawing.strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = 2 * (CELL - 10) / (high - low).max()
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
    main(
        Path(sys.argv[1])
        if len(sys.argv) > 1
        else Path(__file__).parent / "images" / "gallery.png",
        int(sys.argv[2]) if len(sys.argv) > 2 else 0,
    )

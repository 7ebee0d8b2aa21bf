"""Makes the sample pictures of the Read tab, in ``resources/pictures``, from synthetic handwriting.

``python docs/make_sample_pictures.py``; the same seed gives the same pictures, byte for byte.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from datasets.synthetic import Hand, synthesize_digits
from datasets.synthetic.rows import draw_ink, in_a_row
from resources import resource

Ink = NDArray[np.float32]

HEIGHT = 44
NEAT = Hand(rotation=0.03, bend=0.01, jagged=0.0, hook=0.0)


def number(text: str, rng: np.random.Generator, touching: bool = False) -> Ink:
    """Write a number."""
    drawings = synthesize_digits(np.array([int(digit) for digit in text]), rng, NEAT)
    pen = rng.uniform(3.5, 4.5)
    inks = [draw_ink(one, round(HEIGHT * rng.normal(1, 0.05)), pen) for one in drawings]
    gaps = [-2 if touching else round(rng.uniform(6, 12)) for _ in inks[1:]]
    return in_a_row(inks, gaps, [round(rng.normal(0, 2)) for _ in inks]).ink


def sheet(lines: list[list[str]], rng: np.random.Generator, touching: bool = False) -> Ink:
    """Write lines of numbers in columns."""
    column, line = 5 * HEIGHT, 2 * HEIGHT
    page = np.zeros((line * (len(lines) + 1), column * max(map(len, lines)) + HEIGHT), np.float32)
    for row, numbers in enumerate(lines):
        for place, text in enumerate(numbers):
            ink = number(text, rng, touching)
            y = line // 2 + row * line - (ink.shape[0] - HEIGHT) // 2
            x = HEIGHT // 2 + place * column
            part = page[y : y + ink.shape[0], x : x + ink.shape[1]]
            np.maximum(part, ink[: part.shape[0], : part.shape[1]], out=part)
    return page


def save(name: str, page: Ink, paper: NDArray[np.float64], rng: np.random.Generator) -> None:
    """Put ink on paper and save it small."""
    grey = paper * (1 - 0.82 * page) + rng.normal(0, 1.5, page.shape)
    picture = Image.fromarray(np.clip(np.rint(grey / 4) * 4, 0, 255).astype(np.uint8))
    picture.save(resource(f"pictures/{name}"), optimize=True)


def main() -> None:
    """Make all three."""
    rng = np.random.default_rng(7)
    form = sheet([["1824", "350", "76"], ["2069", "415", "83"], ["3907", "621", "54"]], rng)
    save("form.png", form, np.full(form.shape, 246.0), rng)

    ruled = sheet([["27", "403"], ["918", "56"]], rng)
    paper = np.full(ruled.shape, 240.0)
    for y in range(HEIGHT // 2, len(paper), HEIGHT):
        paper[y : y + 2] = 185
    light = np.linspace(1, 0.45, paper.shape[1]) * np.linspace(1, 0.8, len(paper))[:, np.newaxis]
    save("ruled.png", ruled, paper * light, rng)

    touching = sheet([["362", "058"], ["974", "230"]], rng, touching=True)
    save("touching.png", touching, np.full(touching.shape, 250.0), rng)


if __name__ == "__main__":
    main()

"""Numbers as pictures, in the hand of the synthetic digits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from datasets.synthetic import Hand, synthesize_digits
from datasets.synthetic.rows import draw_ink, in_a_row

#: A neat hand: what is tested is not how well the network reads.
NEAT = Hand(
    mixture=20.0,
    misplacement=0.5,
    stroke_shift=0.5,
    stroke_scale=0.02,
    overshoot=0.0,
    rotation=0.0,
    shear=0.0,
    aspect=0.08,
    bend=0.0,
    proportion=0.0,
    taper=0.0,
    tremor=0.0,
    hook=0.0,
    jagged=0.0,
)


def digit_inks(text: str, height: int = 40, pen: float = 4, seed: int = 0) -> list[np.ndarray]:
    """Each digit of a text as ink, cut to it."""
    labels = np.array([int(digit) for digit in text])
    drawings = synthesize_digits(labels, np.random.default_rng(seed), NEAT)
    return [draw_ink(drawing, height, pen) for drawing in drawings]


def ink_row(
    text: str, height: int = 40, gap: int = 12, pen: float = 4, seed: int = 0
) -> np.ndarray:
    """A number as ink; words are divided by spaces."""
    words = text.split(" ")
    inks = digit_inks("".join(words), height, pen, seed)
    ends = set(np.cumsum([len(word) for word in words])[:-1].tolist())
    gaps = [4 * gap if i in ends else gap for i in range(1, len(inks))]
    return in_a_row(inks, gaps, [0] * len(inks)).ink


def on_white(ink: np.ndarray) -> np.ndarray:
    """Black ink on white paper, as grey."""
    return np.rint(255 * (1 - ink)).astype(np.uint8)


def page(lines: list[str], height: int = 40, seed: int = 0) -> np.ndarray:
    """Lines of numbers below each other, as grey."""
    rows = [ink_row(line, height, seed=seed + i) for i, line in enumerate(lines)]
    width = max(row.shape[1] for row in rows)
    return np.vstack([on_white(np.pad(row, ((0, 0), (0, width - row.shape[1])))) for row in rows])


def save(grey: np.ndarray, path) -> str:
    Image.fromarray(grey).save(path)
    return str(path)


def save_pages(numbers: list[str], path) -> str:
    """Save a TIFF with a number on each page."""
    pages = [Image.fromarray(on_white(ink_row(number))) for number in numbers]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    return str(path)


def without_page(path, number: int) -> str:
    """Damage a page, counted from 1, of what `save_pages` has saved."""
    data = bytearray(Path(path).read_bytes())
    place = 4
    for _ in range(number):
        at = int.from_bytes(data[place : place + 4], "little")
        place = at + 2 + 12 * int.from_bytes(data[at : at + 2], "little")
    data[at + 2 : at + 26] = bytes(24)  # what said how wide and high it is
    Path(path).write_bytes(data)
    return str(path)

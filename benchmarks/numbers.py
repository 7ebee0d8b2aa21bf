"""Pictures of numbers to measure the reader with: digits in a row on all kinds of paper."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Ink = NDArray[np.float32]
Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture of one or more numbers, and what it says.

    Attributes
    ----------
    grey : ndarray of shape (h, w), uint8
    text : str
    inks : tuple of ndarray
        Each digit by itself, as it is in the picture: for reading with perfect segmentation.
    """

    grey: Grey
    text: str
    inks: tuple[Ink, ...]


def cropped(ink: Ink) -> Ink:
    """Cut to the ink, without a margin."""
    on = ink >= 0.5
    rows, columns = np.flatnonzero(on.any(axis=1)), np.flatnonzero(on.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def enlarged(ink: Ink, factor: float) -> Ink:
    """Resize ink."""
    size = max(1, round(ink.shape[1] * factor)), max(1, round(ink.shape[0] * factor))
    return np.clip(np.asarray(Image.fromarray(ink).resize(size, Image.Resampling.BICUBIC)), 0, 1)


def on_paper(ink: Ink, kind: str, rng: np.random.Generator) -> Grey:
    """Write on paper: ``clean``, ``noisy``, ``shaded``, ``ruled``, ``squared`` or ``rotated``."""
    height, width = ink.shape
    paper, black = rng.uniform(225, 255), rng.uniform(0, 70)
    if kind == "clean":
        paper, black = 255.0, 0.0
    ground = np.full(ink.shape, paper)
    if kind in ("ruled", "squared"):
        ground = _with_lines(ground, rng, height)
        if kind == "squared":
            ground = _with_lines(ground.T, rng, height).T
    grey = np.minimum(ground, paper + (black - paper) * ink)
    if kind == "rotated":
        grey = _rotated(grey, float(rng.uniform(-5, 5)), paper)
        height, width = grey.shape
    if kind == "shaded":
        grey = grey * _shade((height, width), rng)
    if kind == "noisy":
        grey = grey + rng.normal(0, rng.uniform(10, 30), grey.shape)
    elif kind != "clean":
        grey = grey + rng.normal(0, 3, grey.shape)
    return np.clip(np.rint(grey), 0, 255).astype(np.uint8)


def _with_lines(
    ground: NDArray[np.float64], rng: np.random.Generator, scale: int
) -> NDArray[np.float64]:
    """Rule paper with level lines; `scale` is what their distance and width go by."""
    ground = ground.copy()
    step = scale * rng.uniform(0.16, 0.4)
    thick = max(1, round(scale * rng.uniform(0.008, 0.02)))
    dark = rng.uniform(90, 190)
    at = rng.uniform(0, step)
    while at < len(ground):
        ground[int(at) : int(at) + thick] = np.minimum(ground[int(at) : int(at) + thick], dark)
        at += step
    return ground


def _shade(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float64]:
    """Light that falls off to one side, and the soft shadow of a hand."""
    height, width = shape
    y, x = np.mgrid[0:height, 0:width]
    turn = rng.uniform(0, 2 * np.pi)
    along = (x / width - 0.5) * np.cos(turn) + (y / height - 0.5) * np.sin(turn)
    light = 1 - rng.uniform(0.3, 0.6) * (along - along.min()) / np.ptp(along)
    far = np.hypot(x - rng.uniform(0, width), (y - rng.uniform(0, height)) * 1.5)
    shadow = 1 / (1 + np.exp((far - 0.3 * width) / (0.05 * width)))
    return light * (1 - rng.uniform(0.1, 0.4) * shadow)


def _rotated(grey: NDArray[np.float64], degrees: float, paper: float) -> NDArray[np.float64]:
    picture = Image.fromarray(grey.astype(np.float32))
    turned = picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=paper)
    return np.asarray(turned, np.float64)


def peppered(grey: Grey, share: float, rng: np.random.Generator) -> Grey:
    """Set a share of the pixels to black or white."""
    noisy = grey.copy()
    hit = rng.random(grey.shape) < share
    noisy[hit] = np.where(rng.random(int(hit.sum())) < 0.5, 0, 255)
    return noisy


def edit_distance(one: str, other: str) -> int:
    """Fewest insertions, deletions and changes that make one text of the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        previous, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]

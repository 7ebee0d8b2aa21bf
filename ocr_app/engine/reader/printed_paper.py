"""Prints and handwriting on paper as scanners, cameras and screens show it, and found again."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ocr_app.engine.reader.enlarging import enlarged
from ocr_app.engine.reader.page_ink import InkSettings, ink_of, page_darkness
from ocr_app.engine.reader.pieces import Piece, find_pieces, united

Floats = NDArray[np.float32]
Grey = NDArray[np.uint8]

_LEAST_SPECK: Final = 0.03
"""Ink of a component, as a share of its cell's largest, from which on it is no speck."""

_SOFT, _SOFTEST = 0.3, 0.04
"""Share of the rows that are out of focus by more than a pixel may be, and how far, in heights."""

WAYS: Final = ("hinted", "reduced", "bits")
"""Ways of putting a mark into pixels: as the font's maker has hinted it, from many more pixels, or
without any grey."""


def printed_mark(font: ImageFont.FreeTypeFont, mark: str, way: str) -> Floats:
    """Print a mark, cut to the box that the font gives it.

    Parameters
    ----------
    font : ImageFont.FreeTypeFont
    mark : str
        One character.
    way : str
        One of `WAYS`.

    Returns
    -------
    ndarray of shape (h, w), float32
        0 paper to 1 ink.
    """
    finer = 4 if way == "reduced" else 1
    if finer > 1:
        font = font.font_variant(size=font.size * finer)
    left, top, right, bottom = (int(side) for side in font.getbbox(mark))
    size = max(1, -(-(right - left) // finer)), max(1, -(-(bottom - top) // finer))
    picture = Image.new("L", (size[0] * finer, size[1] * finer))
    canvas = ImageDraw.Draw(picture)
    canvas.fontmode = "1" if way == "bits" else "L"
    canvas.text((-left, -top), mark, fill=255, font=font)
    if finer > 1:
        picture = picture.resize(size, Image.Resampling.BOX)
    return np.asarray(picture, np.float32) / np.float32(255)


def found_on_paper(inks: Sequence[Floats], rng: np.random.Generator) -> list[Piece | None]:
    """Put marks apart from each other on paper, take a picture, and find their ink again.

    Parameters
    ----------
    inks : sequence of ndarray of shape (h, w), float32
        0 paper to 1 ink.
    rng : numpy.random.Generator

    Returns
    -------
    list of (Piece or None)
        What is found of each as the reader finds it: small ones in more pixels. None for nothing.
    """
    high = max(ink.shape[0] for ink in inks)
    gap = max(6, high // 2)
    cells = np.cumsum([gap, *(ink.shape[1] + gap for ink in inks)]).tolist()
    row = np.zeros((high + 2 * gap, cells[-1] + gap), np.float32)
    for ink, left in zip(inks, cells, strict=False):
        top = gap + (high - ink.shape[0]) // 2
        row[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    if rng.random() < _SOFT:
        radius = float(rng.uniform(0, _SOFTEST)) * high
        soft = Image.fromarray(np.rint(255 * row).astype(np.uint8))
        row = np.asarray(soft.filter(ImageFilter.GaussianBlur(radius)), np.float32) / 255
    found, finer = find_ink_on(photographed(row, rng))
    by_cell: list[list[Piece]] = [[] for _ in inks]
    for piece in find_pieces(found, found >= 0.5):
        middle = piece.middle[0] / finer
        for number, (ink, left) in enumerate(zip(inks, cells, strict=False)):
            if left - 2 <= middle <= left + ink.shape[1] + 2:
                by_cell[number].append(piece)
    return [_whole(pieces) for pieces in by_cell]


def find_ink_on(grey: Grey) -> tuple[Floats, int]:
    """Find the ink of a picture as the reader does; say how many pixels were made of each, too."""
    found = ink_of(page_darkness(grey))
    larger = enlarged(grey, found, InkSettings())
    return (found, 1) if larger is None else (larger.ink, larger.factor)


def _whole(pieces: list[Piece]) -> Piece | None:
    if not pieces:
        return None
    least = _LEAST_SPECK * max(piece.area for piece in pieces)
    kept = [piece for piece in pieces if piece.area > least]
    return united(sorted(kept, key=lambda piece: piece.box.x))


def photographed(ink: Floats, rng: np.random.Generator, *, may_turn: bool = True) -> Grey:
    """Take a picture: on lighter or darker paper, turned a little, out of focus, noisy, as JPEG.

    Parameters
    ----------
    ink : ndarray of shape (h, w), float32
        0 paper to 1 ink.
    rng : numpy.random.Generator
    may_turn : bool
        False leaves it upright.

    Returns
    -------
    ndarray of shape (h, w), uint8
        0 black to 255 white.
    """
    grey = _noisy(put_on_paper(ink, rng, may_turn=may_turn), rng)
    return _compressed(grey, rng) if rng.random() < 0.2 else grey


def put_on_paper(ink: Floats, rng: np.random.Generator, *, may_turn: bool = True) -> Grey:
    """Do the same without noise, and without JPEG's."""
    if rng.random() < 0.4:
        paper, black = 255.0, 0.0
    else:
        paper, black = rng.uniform(205, 255), rng.uniform(0, 100)
    picture = Image.fromarray(np.rint(paper + (black - paper) * ink).astype(np.uint8))
    if may_turn and rng.random() < 0.25:
        picture = picture.rotate(rng.normal(0, 2), Image.Resampling.BICUBIC, fillcolor=round(paper))
    if rng.random() < 0.3:
        picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 0.9)))
    return np.asarray(picture)


def with_specks(grey: Grey, share: float, rng: np.random.Generator) -> Grey:
    """Set a share of the pixels to black or white."""
    hit = rng.random(grey.shape) < share
    return np.where(hit, np.where(rng.random(grey.shape) < 0.5, 0, 255), grey).astype(np.uint8)


def with_grain(grey: Grey, deviation: float, rng: np.random.Generator) -> Grey:
    """Put all pixels a little off, by a standard deviation in grey levels."""
    noise = rng.normal(0, deviation, grey.shape)
    return np.clip(np.rint(grey + noise), 0, 255).astype(np.uint8)


def _noisy(grey: Grey, rng: np.random.Generator) -> Grey:
    kind = rng.random()
    if kind < 0.35:
        return with_specks(grey, rng.uniform(0.005, 0.12), rng)
    if kind < 0.7:
        return with_grain(grey, rng.uniform(1, 28), rng)
    return grey


def _compressed(grey: Grey, rng: np.random.Generator) -> Grey:
    file = io.BytesIO()
    Image.fromarray(grey).save(file, "JPEG", quality=int(rng.integers(35, 95)))
    return np.asarray(Image.open(file))

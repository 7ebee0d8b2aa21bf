"""Rows of digits as they stand in print and on forms, found and divided as the reader does.

Small digits touch after the camera has blurred them, and specks join and break them: what the
reader cuts out of such marks looks different from digits that stand alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ocr_app.engine.reader.cutting import cut
from ocr_app.engine.reader.dividing import CUTTABLE
from ocr_app.engine.reader.grouping import group_lines, typical_height
from ocr_app.engine.reader.path import candidates
from ocr_app.engine.reader.pieces import Piece, find_pieces
from ocr_app.engine.reader.printed_paper import find_ink_on, photographed
from ocr_app.engine.reader.specks import without_specks

Floats = NDArray[np.float32]

_WHOLE, _PART = 0.88, 0.72
"""Shares of a piece that are one digit's, and of the digit that are in it: from the one on it is
the digit, up to the other it is a part or a pair, and between them neither."""

_THERE: Final = 0.5
"""Ink that is found of a digit, as a share of what was printed, at least."""

_CUT: Final = 0.8
"""Share of the marks that may be cut, as in reading, that are."""

_MOST_PARTS: Final = 6
"""Parts and pairs that are taken from a row, at most: there are far more than digits."""


@dataclass(frozen=True, slots=True, eq=False)
class RowPiece:
    """What may be a digit of a row.

    Attributes
    ----------
    piece : Piece
    height : float
        Of the line's digits, in pixels.
    place : int or None
        Which of the row's digits it is; None for a part, a pair, or dirt.
    """

    piece: Piece
    height: float
    place: int | None


def printed_row(
    font: ImageFont.FreeTypeFont, text: str, way: str, spacing: float = 0.0
) -> list[Floats]:
    """Print marks beside each other, each on a sheet of its own.

    Parameters
    ----------
    font : ImageFont.FreeTypeFont
    text : str
    way : str
        One of `printed_paper.WAYS`.
    spacing : float
        Pixels between marks, beside what the font gives them.

    Returns
    -------
    list of ndarray of shape (h, w), float32
        0 paper to 1 ink: all the same size, with a margin.
    """
    finer = 4 if way == "reduced" else 1
    margin = round(font.size * 0.6)
    if finer > 1:
        font = font.font_variant(size=font.size * finer)
    left, top, right, bottom = (int(side) for side in font.getbbox(text))
    wide = (right - left + round(spacing * finer * len(text))) // finer + 2 * margin
    high = (bottom - top) // finer + 2 * margin
    sheets = []
    for place, mark in enumerate(text):
        x = margin * finer - left + round(font.getlength(text[:place]) + place * spacing * finer)
        picture = Image.new("L", (wide * finer, high * finer))
        canvas = ImageDraw.Draw(picture)
        canvas.fontmode = "1" if way == "bits" else "L"
        canvas.text((x, margin * finer - top), mark, fill=255, font=font)
        if finer > 1:
            picture = picture.resize((wide, high), Image.Resampling.BOX)
        sheets.append(np.asarray(picture, np.float32) / np.float32(255))
    return sheets


def found_in_row(sheets: Sequence[Floats], rng: np.random.Generator) -> list[RowPiece]:
    """Take a picture of a row, find its ink again, and divide it in many ways.

    Parameters
    ----------
    sheets : sequence of ndarray of shape (h, w), float32
        The row's digits, each on a sheet of its own: 0 paper to 1 ink.
    rng : numpy.random.Generator
    """
    if rng.random() < 0.25:
        degrees = float(rng.normal(0, 2))
        sheets = [
            np.asarray(Image.fromarray(sheet).rotate(degrees, Image.Resampling.BICUBIC))
            for sheet in sheets
        ]
    grey = photographed(np.clip(np.max(sheets, axis=0), 0, 1), rng, may_turn=False)
    ink, finer = find_ink_on(grey)
    pieces = without_specks(find_pieces(ink, ink >= 0.5))
    if not pieces:
        return []
    owners = np.kron(_owners(sheets), np.ones((finer, finer), np.intp))
    printed = np.array([np.count_nonzero(sheet >= 0.5) for sheet in sheets]) * finer**2
    found = np.zeros(len(sheets))
    for piece in pieces:
        found += _shared(piece, owners, len(sheets))
    there = found >= _THERE * printed
    row = max(group_lines(pieces, 0.0), key=lambda line: sum(piece.area for piece in line))
    height = typical_height(np.array([piece.box.height for piece in row], float))
    parts: list[Piece] = []
    for piece in row:
        is_cut = piece.box.width > CUTTABLE * height and rng.random() < _CUT
        parts += cut(piece) if is_cut else [piece]
    parts.sort(key=lambda part: part.middle)
    if rng.random() < 0.3:
        height *= float(rng.uniform(0.85, 1.15))
    digits, others = [], []
    for candidate in candidates(parts, height):
        shared = _shared(candidate.piece, owners, len(sheets))
        place = int(shared.argmax())
        pure = shared[place] / max(1.0, shared.sum())
        complete = shared[place] / max(1.0, found[place])
        if min(pure, complete) >= _WHOLE and there[place]:
            digits.append(RowPiece(candidate.piece, height, place))
        elif min(pure, complete) <= _PART:
            others.append(RowPiece(candidate.piece, height, None))
    few = rng.permutation(len(others))[:_MOST_PARTS].tolist()
    return [*digits, *(others[i] for i in few)]


def _owners(sheets: Sequence[Floats]) -> NDArray[np.intp]:
    """Whose ink is the nearest to each point (h, w): the place of a sheet."""
    from scipy import ndimage  # noqa: PLC0415 -- the window opens without SciPy

    stack = np.array(sheets)
    nearest = ndimage.distance_transform_edt(
        stack.max(axis=0) < 0.5, return_distances=False, return_indices=True
    )
    owners: NDArray[np.intp] = stack.argmax(axis=0)[tuple(nearest)]
    return owners


def _shared(piece: Piece, owners: NDArray[np.intp], n: int) -> NDArray[np.float64]:
    """Ink of a piece (n,) that is each digit's."""
    box = piece.box
    mine = owners[box.y : box.bottom, box.x : box.right][piece.ink >= 0.5]
    return np.bincount(mine, minlength=n).astype(float)

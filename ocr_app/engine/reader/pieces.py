"""Pieces of ink: connected marks, before anybody knows which of them make a digit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.reader.result import Box

Ink = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A part of the page's ink.

    Attributes
    ----------
    box : Box
        In pixels of the page.
    ink : ndarray of shape (box.height, box.width), float32
        Only what belongs to it.
    area : int
        Pixels of ink.
    left, right : float
        Rows in which it was cut off from ink on that side.
    """

    box: Box
    ink: Ink
    area: int
    left: float = 0.0
    right: float = 0.0

    @property
    def middle(self) -> tuple[float, float]:
        """Middle of the box."""
        return self.box.x + self.box.width / 2, self.box.y + self.box.height / 2

    @property
    def is_cut(self) -> bool:
        """Whether it was cut off from other ink on some side."""
        return self.left > 0 or self.right > 0

    def moved(self, x: int, y: int) -> Piece:
        """Return the same piece so far to the right and down."""
        return replace(self, box=self.box.moved(x, y))


def piece_of(
    ink: Ink, x: int = 0, y: int = 0, *, left: float = 0.0, right: float = 0.0
) -> Piece | None:
    """Cut ink to what is inked, as one piece.

    Parameters
    ----------
    ink : ndarray of shape (h, w), float32
        Of the piece alone, 0 paper to 1 ink.
    x, y : int
        Where its upper left corner is on the page.
    left, right : float
        Rows in which it was cut off from other ink on that side.

    Returns
    -------
    Piece or None
        None if nothing is inked. It shares the memory of `ink`.
    """
    on = ink >= 0.5
    rows, columns = np.flatnonzero(on.any(axis=1)), np.flatnonzero(on.any(axis=0))
    if not rows.size:
        return None
    inked = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = inked.shape
    box = Box(x + int(columns[0]), y + int(rows[0]), width, height)
    return Piece(box, inked, int(np.count_nonzero(on)), left, right)


def find_pieces(ink: Ink, mask: Mask, smallest: int = 3) -> list[Piece]:
    """Find connected marks.

    Parameters
    ----------
    ink : ndarray of shape (h, w), float32
        0 paper to 1 ink.
    mask : ndarray of bool, shape (h, w)
        What is taken for ink.
    smallest : int
        Pixels of ink that a piece has at least.

    Returns
    -------
    list of Piece
        In no particular order.
    """
    from scipy import ndimage  # noqa: PLC0415 -- the window opens without SciPy

    labels, n = ndimage.label(mask, np.ones((3, 3), np.bool_), output=np.int32)
    if not n:
        return []
    areas = np.bincount(labels[mask], minlength=n + 1)
    small = areas < smallest
    small[0] = False
    if small.any():
        # Noise may leave more specks than there are marks: they are renumbered away.
        numbers = np.zeros(n + 1, np.int32)
        kept = np.flatnonzero(~small)[1:]
        numbers[kept] = np.arange(1, len(kept) + 1)
        labels = numbers[labels]
        areas = areas[np.concatenate([[0], kept])]
    slices = ndimage.find_objects(labels)
    pieces = []
    for number, (rows, columns) in enumerate(slices, start=1):
        mine = labels[rows, columns] == number
        box = Box(columns.start, rows.start, columns.stop - columns.start, rows.stop - rows.start)
        pieces.append(Piece(box, _soft(ink, labels, mine, box), int(areas[number])))
    return pieces


def _soft(ink: Ink, labels: NDArray[np.int32], mine: Mask, box: Box) -> Ink:
    """Ink of one mark, with the paper between it and others left out."""
    part = ink[box.y : box.bottom, box.x : box.right]
    others = (labels[box.y : box.bottom, box.x : box.right] > 0) & ~mine
    soft = np.where(others, np.float32(0), part)
    # Where lines or specks were taken out, their ink is still there; paper is below half.
    over = ~mine & (soft >= 0.5)
    soft[over] = 0
    return soft


def united(pieces: Sequence[Piece]) -> Piece:
    """Make one piece of several, which are given from left to right."""
    if len(pieces) == 1:
        return pieces[0]
    box = Box.around([piece.box for piece in pieces])
    ink = np.zeros((box.height, box.width), np.float32)
    for piece in pieces:
        y, x = piece.box.y - box.y, piece.box.x - box.x
        part = ink[y : y + piece.box.height, x : x + piece.box.width]
        np.maximum(part, piece.ink, out=part)
    area = sum(piece.area for piece in pieces)
    return Piece(box, ink, area, pieces[0].left, pieces[-1].right)

"""Light digits on dark panels of a light page, as on meters, and what lies around the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from ocr_app.engine.reader.grouping import typical_height
from ocr_app.engine.reader.pieces import Piece, find_pieces
from ocr_app.engine.reader.result import Box

_SMALLEST: Final = 24
"""Height of a panel in pixels, at least; it is wider than high."""

_SOLID: Final = 0.55
"""Share of a panel's box that is ink, at least."""

_CORNERS: Final = 0.15
"""Side of its four corners, in its heights."""

_SQUARE: Final = 0.4
"""Share of these that is ink, at least."""

_LEGIBLE: Final = 10
"""Height in pixels of a digit on a panel, at least."""

_HIGH: Final = 0.25
"""The same as a share of the panel's height."""

_FEWEST: Final = 2
"""Digits beside each other on a panel, at least: a bold 8 has two holes, one above the other."""

_ALONG: Final = 0.9
"""Share of its side with which something lies along an edge of the picture, at least."""

_LONG: Final = 4.0
"""Length along one edge, in sizes of the page's marks, from which on it is no digit."""

_CORNER: Final = 0.5
"""The same for both edges at a corner: no mark but a shadow fills both of its sides."""

_FULL: Final = 0.4
"""Share of its box that what fills a corner covers, at least: it may be a triangle."""

_FEWEST_MARKS: Final = 3
"""Other marks on the page, at least, that show how high digits are."""


def with_panels_read(pieces: Sequence[Piece]) -> list[Piece]:
    """Put what is light on dark panels in their place, as ink.

    Parameters
    ----------
    pieces : sequence of Piece

    Returns
    -------
    list of Piece
        The same pieces in the same order if there are no panels.
    """
    found = {i: digits for i, piece in enumerate(pieces) if (digits := _on_panel(piece))}
    if not found:
        return list(pieces)
    panels = [pieces[i].box for i in found]
    kept: list[Piece] = []
    for i, piece in enumerate(pieces):
        if i in found:
            kept += found[i]
        elif not any(panel.encloses(piece.box) for panel in panels):
            kept.append(piece)  # the inside of a 0 is ink on a panel, and no mark
    return kept


def _on_panel(piece: Piece) -> list[Piece]:
    """Return the light digits on a piece, as ink; none if it is no panel."""
    box = piece.box
    if not _SMALLEST <= box.height < box.width or piece.area < _SOLID * box.width * box.height:
        return []
    if not _has_corners(piece):
        return []
    light = 1 - piece.ink
    least = max(_LEGIBLE, _HIGH * box.height)
    panel = Box(0, 0, box.width, box.height)  # a hole that reaches its side is open there
    digits = [
        one
        for one in find_pieces(light, light > 0.5)
        if one.box.height >= least and panel.encloses(one.box)
    ]
    if _beside_each_other(digits) < _FEWEST:
        return []
    return [one.moved(box.x, box.y) for one in digits]


def _has_corners(piece: Piece) -> bool:
    """Whether a piece is a rectangle, a little turned perhaps: bold digits that touch are round."""
    side = max(2, round(_CORNERS * piece.box.height))
    ends = slice(None, side), slice(-side, None)
    inked = [(piece.ink[rows, columns] >= 0.5).mean() for rows in ends for columns in ends]
    return bool(np.mean(inked) >= _SQUARE)


def _beside_each_other(pieces: Sequence[Piece]) -> int:
    """Count the pieces that stand to the right of all before them."""
    n, right = 0, -1
    for box in sorted((piece.box for piece in pieces), key=lambda box: box.right):
        if box.x > right:
            n, right = n + 1, box.right
    return n


def without_surroundings(pieces: Sequence[Piece], shape: tuple[int, int]) -> list[Piece]:
    """Leave out what lies along the picture's edges: a table beyond the paper, a dark corner.

    Parameters
    ----------
    pieces : sequence of Piece
    shape : (int, int)
        Height and width of the picture.
    """
    touching = {i: n for i, piece in enumerate(pieces) if (n := _along_edges(piece, shape))}
    # What reaches all four edges is around the page, or a frame that the picture cuts off.
    touching |= {i: shape for i, piece in enumerate(pieces) if _is_as_large(piece, shape)}
    # The longer sides: on a display most marks may be level bars.
    marks = [piece.box for i, piece in enumerate(pieces) if i not in touching]
    if not touching or len(marks) < _FEWEST_MARKS:
        return list(pieces)
    typical = typical_height(np.array([max(box.width, box.height) for box in marks], float))
    around = {i for i, along in touching.items() if _is_around(pieces[i], along, typical)}
    return [piece for i, piece in enumerate(pieces) if i not in around]


def _is_around(piece: Piece, along: tuple[int, int], typical: float) -> bool:
    """Whether something lies along an edge for long, or fills a corner."""
    is_solid = piece.area >= _FULL * piece.box.width * piece.box.height
    return max(along) >= _LONG * typical or (is_solid and min(along) >= _CORNER * typical)


def _is_as_large(piece: Piece, shape: tuple[int, int]) -> bool:
    return (piece.box.height, piece.box.width) == shape


def _along_edges(piece: Piece, shape: tuple[int, int]) -> tuple[int, int] | None:
    """How far a piece lies along an upright and a level edge of the picture, without gaps."""
    box, ink, (height, width) = piece.box, piece.ink, shape
    upright = [ink[:, 0]] * (box.x == 0) + [ink[:, -1]] * (box.right == width)
    level = [ink[0]] * (box.y == 0) + [ink[-1]] * (box.bottom == height)
    along = [
        max((len(side) for side in sides if (side >= 0.5).mean() >= _ALONG), default=0)
        for sides in (upright, level)
    ]
    return (along[0], along[1]) if any(along) else None

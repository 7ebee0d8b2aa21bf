"""Small writing is read enlarged: in a few pixels, all of a stroke is edge."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.reader.displays import is_display
from ocr_app.engine.reader.page_ink import InkSettings, ink_of, page_darkness
from ocr_app.engine.reader.pieces import Piece, find_pieces
from ocr_app.engine.reader.result import Box

_SMALL: Final = 25
"""Height of digits, in pixels, below which they are enlarged."""

_WANTED: Final = 36
"""Height that they are enlarged to, about."""

_MOST: Final = 4
"""Pixels, in x and in y, that are made of one at most."""

_EDGE: Final = 0.4
"""How dark the edge of a stroke is: thin ones are never as dark as thick ones."""

_TINY, _FAINT_EDGE = 12, 0.3
"""Height of digits up to which strokes are thinner than a pixel, and how dark their edge is: of
larger ones, what is as faint is the paper's, and of displays, what is switched off."""

_SPREAD: Final = 0.8
"""How far ink spreads when a picture is made of so few pixels, in those: about their width."""

_LARGEST: Final = 4_000_000
"""Pixels of an enlarged picture at most: a large scan of small writing is read as it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Enlarged:
    """Ink in more pixels than the picture has.

    Attributes
    ----------
    ink : ndarray of shape (h * factor, w * factor), float32
        0 paper to 1 ink.
    factor : int
        Pixels, in x and in y, that were made of each one.
    may_be_display : bool
        Whether its digits may be made of bars: False where that has been found out.
    """

    ink: NDArray[np.float32]
    factor: int
    may_be_display: bool = True


def enlarged(
    grey: NDArray[np.uint8], ink: NDArray[np.float32], settings: InkSettings
) -> Enlarged | None:
    """Find the ink of a picture in more pixels; None if its writing is large enough.

    Parameters
    ----------
    grey : ndarray of shape (h, w), uint8
    ink : ndarray of shape (h, w), float32
        What is ink in it, 0 to 1.
    settings : InkSettings
    """
    if 4 * grey.size > _LARGEST:
        return None
    pieces = find_pieces(ink, ink >= 0.5)
    if not pieces:
        return None
    order = sorted(pieces, key=lambda piece: piece.box.height)
    # Half of the ink is in marks at least as high: specks may be more than the marks.
    by_ink = np.cumsum([piece.area for piece in order])
    typical = order[int(np.searchsorted(by_ink, by_ink[-1] / 2))].box.height
    if not typical < _SMALL:
        return None
    affordable = int((_LARGEST / grey.size) ** 0.5)
    factor = min(_MOST, affordable, max(2, math.ceil(_WANTED / typical)))
    darkness = _sharpened(page_darkness(grey, settings.inverted, factor), _SPREAD * factor)
    edge = _EDGE if settings.threshold is None else 0.5
    larger = ink_of(darkness, settings.threshold, edge, factor)
    may_be_display = typical > _TINY or settings.threshold is not None or is_display(larger)
    if not may_be_display:
        larger = ink_of(darkness, None, _FAINT_EDGE, factor)
    return Enlarged(larger, factor, may_be_display)


def _sharpened(darkness: NDArray[np.float32], spread: float) -> NDArray[np.float32]:
    """Take back how pixels spread ink (unsharp masking), which joins digits and fills their loops.

    In place; `spread` in pixels, as a standard deviation.
    """
    from scipy import ndimage  # noqa: PLC0415 -- the window opens without SciPy

    around = ndimage.gaussian_filter(darkness, spread, truncate=2.5)
    darkness *= 2
    darkness -= around
    return np.clip(darkness, 0, 1, out=darkness)


def shrunk(piece: Piece, factor: int) -> Piece:
    """Return a piece of enlarged ink in the picture's own pixels."""
    box = piece.box
    x, y = box.x // factor, box.y // factor
    width, height = -(-box.right // factor) - x, -(-box.bottom // factor) - y
    around = np.zeros((height * factor, width * factor), np.float32)
    top, left = box.y - y * factor, box.x - x * factor
    around[top : top + box.height, left : left + box.width] = piece.ink
    ink = around.reshape(height, factor, width, factor).mean(axis=(1, 3))
    # Thin strokes cover less than half of the pixels that they pass.
    peak = float(ink.max())
    ink = (ink / np.float32(peak)).astype(np.float32) if peak > 0 else ink
    return Piece(Box(x, y, width, height), ink, int(np.count_nonzero(ink >= 0.5)))

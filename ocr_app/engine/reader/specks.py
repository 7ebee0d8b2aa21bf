"""What is too small to be a part of a digit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from ocr_app.engine.reader.pieces import Piece

_SMALLEST: Final = 6
"""Height of a digit in pixels, at least."""


def without_specks(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out what is much smaller than the marks of the page."""
    if not pieces:
        return []
    heights = np.array([piece.box.height for piece in pieces], float)
    areas = np.array([piece.area for piece in pieces], float)
    # Weighted by the ink: a page may have more specks than marks.
    order = np.argsort(heights)
    typical = heights[order][np.searchsorted(np.cumsum(areas[order]), areas.sum() / 2)]
    if typical < _SMALLEST:
        return []
    least = 0.02 * typical * typical
    return [
        piece
        for piece, area in zip(pieces, areas.tolist(), strict=True)
        if area >= least and max(piece.box.height, piece.box.width) >= 0.1 * typical
    ]

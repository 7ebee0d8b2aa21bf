"""Which marks stand in one line of writing."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_app.engine.reader.grouping import group_lines
from ocr_app.engine.reader.pieces import Piece, piece_of


def block(x: int, y: int, width: int, height: int) -> Piece:
    piece = piece_of(np.ones((height, width), np.float32), x, y)
    assert piece is not None
    return piece


@pytest.mark.parametrize(
    "parts",
    [
        [block(354, 237, 28, 35), block(354, 278, 38, 28)],  # an 8 of two loops
        [block(354, 239, 31, 18), block(350, 263, 38, 47)],  # a 5, and its bar
    ],
)
def test_parts_of_a_digit_are_in_its_line(parts):
    """One is above the middle of the line, the other below: neither is beside the other."""
    row = [block(99, 238, 46, 66), block(542, 239, 42, 66), block(595, 246, 46, 63)]
    below = [block(99 + 60 * i, 404, 40, 66) for i in range(3)]
    lines = group_lines([*row, *parts, *below], slope=0.0)
    assert [len(line) for line in lines] == [5, 3]

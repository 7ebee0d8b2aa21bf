"""Where marks are cut."""

from __future__ import annotations

import numpy as np
import pytest

from datasets.synthetic.rows import in_a_row
from ocr_app.engine.reader.cutting import cut
from ocr_app.engine.reader.pieces import Piece, find_pieces, piece_of, united


def bars(*, joined_at: slice) -> Piece:
    """Two upright bars with a thin bridge between them."""
    ink = np.zeros((40, 30), np.float32)
    ink[:, :8] = ink[:, 22:] = 1
    ink[joined_at, 8:22] = 1
    piece = piece_of(ink)
    assert piece is not None
    return piece


@pytest.mark.parametrize("rows", [slice(0, 3), slice(18, 21), slice(37, 40)])
def test_a_bridge_is_cut_wherever_it_is(rows):
    parts = cut(bars(joined_at=rows))
    lefts = [part.box.x for part in parts]
    assert lefts == sorted(lefts)
    # Some cut goes through the bridge: nothing of one bar is with the other.
    ends = [part.box.right for part in parts]
    assert any(8 <= end <= 22 for end in ends[:-1])
    assert max(part.left for part in parts) == 3


def test_parts_are_all_of_the_ink():
    piece = bars(joined_at=slice(18, 21))
    again = united(cut(piece))
    assert again.box == piece.box
    np.testing.assert_array_equal(again.ink, piece.ink)


def test_one_that_leans_over_the_other_is_cut_along_the_lean():
    ink = np.zeros((40, 40), np.float32)
    for row in range(40):
        x = 30 - row // 2
        ink[row, x : x + 4] = 1  # leans over the bar beside it
        ink[row, x - 9 : x - 5] = 1
    ink[20, 11:25] = 1
    piece = piece_of(ink)
    assert piece is not None
    parts = cut(piece)
    assert any(part.area == pytest.approx(piece.area / 2, rel=0.06) for part in parts) or any(
        united(parts[:i]).area == pytest.approx(piece.area / 2, rel=0.06)
        for i in range(1, len(parts))
    )


def test_a_dot_has_no_place_to_cut():
    piece = piece_of(np.ones((4, 4), np.float32))
    assert piece is not None
    assert united(cut(piece)).area == piece.area


def test_more_cuts_for_wider_marks():
    blob = np.ones((20, 20), np.float32)
    bridge = np.zeros((20, 10), np.float32)
    bridge[9:11] = 1
    few = in_a_row([np.hstack([blob, bridge, blob])], [], [0])
    many = in_a_row([np.hstack([blob, bridge] * 5 + [blob])], [], [0])
    [one], [other] = (find_pieces(row.ink, row.ink >= 0.5) for row in (few, many))
    assert 2 <= len(cut(one)) < len(cut(other))
    assert len(cut(other, most=3)) <= 4

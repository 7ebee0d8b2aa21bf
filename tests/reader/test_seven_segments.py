"""Digits of a display as they are drawn, and put together again when a picture shows their bars."""

import itertools

import numpy as np
import pytest

from ocr_app.engine.reader import displays
from ocr_app.engine.reader.displays import joined_segments, places
from ocr_app.engine.reader.pieces import find_pieces, piece_of
from ocr_app.engine.reader.result import Box
from ocr_app.engine.reader.seven_segments import draw_segments

SEGMENTS = {0: 6, 1: 2, 2: 5, 3: 5, 4: 4, 5: 5, 8: 7}
"""Segments of the digits that all makers draw alike."""


class _Middling(np.random.Generator):
    """Draws the middle of each range, and of each choice the one with this place."""

    def __init__(self, choice: int) -> None:
        super().__init__(np.random.PCG64(0))
        self._choice = choice

    def uniform(self, low: float, high: float) -> float:
        return (low + high) / 2

    def choice(self, among: list[float]) -> float:
        return among[min(self._choice, len(among) - 1)]


def _display(digits: list[int], *, gaps: bool) -> np.ndarray:
    inks = draw_segments(digits, 70, _Middling(2 if gaps else 0))
    place = max(ink.shape[1] for ink in inks) + 16
    row = np.zeros((90, place * len(digits) + 16), np.float32)
    for number, ink in enumerate(inks):
        left = 16 + number * place + (place - 16 - ink.shape[1])
        row[10:80, left : left + ink.shape[1]] = ink
    return row


@pytest.mark.parametrize("height", [9, 24, 60])
def test_drawn_digits_are_as_high_as_asked_for_and_differ(height: int) -> None:
    inks = draw_segments(range(10), height, np.random.default_rng(1))

    assert all(ink.shape[0] == height for ink in inks)
    assert all(0 <= ink.min() <= ink.max() <= 1 for ink in inks)
    assert len({ink.tobytes() for ink in inks}) == 10


def test_digits_are_drawn_of_the_right_number_of_segments() -> None:
    for digit, segments in SEGMENTS.items():
        [ink] = draw_segments([digit], 80, _Middling(2))

        assert len(find_pieces(ink, ink >= 0.5)) == segments, digit


def test_ghosts_are_darker_than_paper_and_paler_than_ink() -> None:
    """A 3 lacks the segments on the left."""
    [ghostly], [plain] = (draw_segments([3], 80, _Middling(place)) for place in (2, 1))

    left, left_of_plain = ghostly[15:65, :3], plain[15:65, :3]
    assert (np.abs(left - 0.12) < 0.03).sum() > 40
    assert not (left_of_plain > 0.03).sum() > 40
    assert ghostly.max() > 0.99


def test_the_same_seed_draws_the_same_display() -> None:
    one, other = (draw_segments([3, 7], 40, np.random.default_rng(5)) for _ in range(2))

    assert [ink.tobytes() for ink in one] == [ink.tobytes() for ink in other]


def test_bars_become_digits() -> None:
    ink = _display([8, 1, 5, 0, 4], gaps=True)
    bars = find_pieces(ink, ink >= 0.5)
    assert len(bars) == 7 + 2 + 5 + 6 + 4

    joined = joined_segments(bars, ink >= 0.5)

    lefts = sorted(piece.box.x for piece in joined)
    assert len(joined) == 5
    assert all(a + 16 < b for a, b in itertools.pairwise(lefts))
    assert sum(piece.area for piece in joined) == sum(piece.area for piece in bars)


def test_the_bars_of_a_one_may_be_farther_from_each_other_than_digits_are() -> None:
    """151, in italics: level and upright bars are not of one width, and no 1 has one on top."""
    ink = np.zeros((100, 160), np.float32)
    five = ((48, 10, 26, 8), (42, 20, 5, 24), (46, 46, 26, 8), (68, 56, 5, 24), (40, 82, 26, 8))
    ones = ((30, 16, 5, 24), (26, 56, 5, 24), (94, 16, 5, 24), (90, 56, 5, 24))
    for left, top, wide, high in (*five, *ones):
        ink[top : top + high, left : left + wide] = 1
    bars = find_pieces(ink, ink >= 0.5)

    joined = sorted(joined_segments(bars, ink >= 0.5), key=lambda piece: piece.box.x)

    assert [len(bars), len(joined)] == [9, 3]
    assert [piece.box.width < 12 for piece in joined] == [True, False, True]
    assert [piece.box.height for piece in joined] == [64, 80, 64]


def test_digits_whose_segments_touch_stay_as_they_are() -> None:
    ink = _display([8, 3, 5, 0, 4], gaps=False)
    pieces = find_pieces(ink, ink >= 0.5)

    assert joined_segments(pieces, ink >= 0.5) == pieces


def test_written_ones_and_dashes_are_no_display() -> None:
    """Strokes of unlike lengths, far apart: 1 - 1 = 1."""
    ink = np.zeros((80, 400), np.float32)
    for left, top, wide, high in (
        *((20, 10, 6, 60), (60, 38, 30, 6), (120, 14, 6, 50), (160, 30, 24, 5)),
        *((160, 44, 33, 6), (230, 8, 7, 64), (280, 12, 6, 52)),
    ):
        ink[top : top + high, left : left + wide] = 1
    pieces = find_pieces(ink, ink >= 0.5)

    assert joined_segments(pieces, ink >= 0.5) == pieces


def test_tally_marks_are_no_display() -> None:
    """Upright strokes alone, however even: 1111111."""
    ink = np.zeros((60, 300), np.float32)
    for left in range(20, 280, 30):
        ink[10:50, left : left + 5] = 1
    pieces = find_pieces(ink, ink >= 0.5)

    assert joined_segments(pieces, ink >= 0.5) == pieces


def test_nothing_and_single_dots_are_left_alone() -> None:
    dot = piece_of(np.ones((2, 1), np.float32))
    assert dot is not None

    assert joined_segments([], np.zeros((5, 5), np.bool_)) == []
    assert joined_segments([dot], np.ones((2, 1), np.bool_)) == [dot]


def test_a_one_has_a_place_as_wide_as_the_others() -> None:
    """Before it there is no more room than its place has, nor than the digit before leaves."""
    two, one, eight = Box(0, 0, 40, 70), Box(82, 0, 8, 70), Box(100, 0, 40, 70)

    assert places([two, one, eight]) == [two, Box(50, 0, 40, 70), eight]
    assert places([two, Box(60, 0, 8, 70)]) == [two, Box(40, 0, 28, 70)]
    assert places([]) == []


def test_a_page_of_written_marks_with_some_ones_is_not_searched_for_displays(monkeypatch):
    ink = np.zeros((60, 3300), np.float32)
    for number in range(80):
        x = 40 * number + 20
        ink[10:40, x : x + 4] = 1  # a ring, or a bar for each tenth
        if number % 10:
            ink[10:40, x : x + 24] = 1
            ink[15:35, x + 5 : x + 19] = 0
    pieces = find_pieces(ink, ink >= 0.5)
    monkeypatch.setattr(displays, "_near_each_other", lambda *_: pytest.fail("it was searched"))
    assert joined_segments(pieces, ink >= 0.5) == pieces
    bars = [piece for piece in pieces if piece.box.width == 4]
    with pytest.raises(pytest.fail.Exception):
        joined_segments(bars * 10, ink >= 0.5)

"""Which candidates explain the parts best, and which are nearly the same."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from ocr_app.engine.reader.path import (
    _path_shares,
    are_all,
    are_tails,
    best_path,
    candidates,
    halves,
    likely_alike,
)
from ocr_app.engine.reader.pieces import Piece
from ocr_app.engine.reader.result import Box

HEIGHT = 30.0


def part(x: int, width: int, height: int = 30, *, cut: bool = True) -> Piece:
    ink = np.ones((height, width), np.float32)
    contact = 3.0 if cut else 0.0
    return Piece(Box(x, 0, width, height), ink, width * height, contact, contact)


@pytest.fixture
def parts() -> list[Piece]:
    return [part(0, 10), part(10, 4), part(14, 10), part(24, 8)]


def all_paths(n: int, spans: list[tuple[int, int]]) -> list[list[int]]:
    def onward(at: int) -> list[list[int]]:
        if at == n:
            return [[]]
        steps = [(i, last) for i, (first, last) in enumerate(spans) if first == at]
        return [[i, *rest] for i, last in steps for rest in onward(last + 1)]

    return onward(0)


def test_the_best_path_is_the_best_of_all(parts):
    found = candidates(parts, HEIGHT)
    scores = np.random.default_rng(0).normal(0, 3, len(found))
    paths = all_paths(len(parts), [(one.first, one.last) for one in found])
    assert len(paths) == 8
    assert best_path(parts, found, scores, HEIGHT) == max(
        paths, key=lambda path: scores[path].sum()
    )


def test_narrow_marks_are_two_digits_at_most():
    parts = [part(x, 5) for x in range(0, 25, 5)]
    assert all(0 in (one.first, 4 - one.last) for one in candidates(parts, HEIGHT))
    assert len(candidates(parts, HEIGHT)) == 9
    assert len(candidates(parts, HEIGHT / 2)) > 9


def test_shares_are_those_of_all_paths(parts):
    found = candidates(parts, HEIGHT)
    scores = np.random.default_rng(1).normal(0, 3, len(found))
    paths = all_paths(len(parts), [(one.first, one.last) for one in found])
    weights = np.exp([scores[path].sum() / 4 for path in paths])
    expected = np.zeros(len(found))
    for path, weight in zip(paths, weights / weights.sum(), strict=True):
        expected[path] += weight
    np.testing.assert_allclose(_path_shares(parts, found, scores, HEIGHT), expected)


def test_a_little_more_or_less_may_be_the_same_digit(parts):
    found = candidates(parts, HEIGHT)
    chosen = next(i for i, one in enumerate(found) if (one.first, one.last) == (0, 1))
    [alike] = likely_alike(parts, found, [0.0] * len(found), HEIGHT, [chosen])
    spans = {(found[i].first, found[i].last) for i, _ in alike}
    assert spans == {(0, 0), (0, 1)}  # a third of the two is new in (0, 2)
    shares = [share for _, share in alike]
    assert shares == sorted(shares, reverse=True)
    assert all(0 < share <= 1 for share in shares)


def test_what_was_chosen_is_always_among_them():
    parts = [part(x, 3) for x in range(0, 30, 3)]
    found = candidates(parts, HEIGHT)
    scores = [0.0] * len(found)
    for chosen in range(0, len(found), 7):
        scores[chosen] = -50.0
        [alike] = likely_alike(parts, found, scores, HEIGHT, [chosen])
        assert chosen in [place for place, _ in alike]
        assert len(alike) <= 6
        scores[chosen] = 0.0


def test_a_speck_may_be_left_out_but_no_bit_that_was_cut_off():
    digit, speck, bit = part(0, 20, cut=False), part(22, 3, 3, cut=False), part(22, 3, 3)
    for last, expected in ((speck, 1), (bit, 2)):
        parts = [digit, last]
        found = candidates(parts, HEIGHT)
        scores = [{(0, 0): 5.0, (0, 1): -9.0, (1, 1): -9.0}[one.first, one.last] for one in found]
        chosen = best_path(parts, found, scores, HEIGHT)
        covered = list(itertools.chain(*(range(found[i].first, found[i].last + 1) for i in chosen)))
        assert covered == list(range(expected))


def test_what_lies_one_above_the_other_is_not_two_digits():
    upper, lower, beside = (
        Piece(Box(x, y, 18, 14), np.ones((14, 18), np.float32), 252)
        for x, y in ((0, 0), (2, 16), (24, 8))
    )
    parts = [upper, lower, beside]
    found = candidates(parts, HEIGHT)
    against = dict(
        zip([(one.first, one.last) for one in found], halves(parts, found, HEIGHT), strict=True)
    )
    assert against[0, 0] == against[1, 1] > 0
    assert against[0, 1] == against[2, 2] == 0
    # Whatever is beside the lower half, the upper one is no digit.
    scores = np.full(len(found), 3.0) - halves(parts, found, HEIGHT)
    chosen = best_path(parts, found, scores, HEIGHT)
    assert [(found[i].first, found[i].last) for i in chosen] == [(0, 1), (2, 2)]


def test_a_speck_above_a_digit_is_nothing_against_it():
    speck = Piece(Box(6, 0, 4, 4), np.ones((4, 4), np.float32), 16)
    digit = Piece(Box(0, 6, 18, 30), np.ones((30, 18), np.float32), 540)
    parts = [speck, digit]
    found = candidates(parts, HEIGHT)
    alone = [(one.first, one.last) for one in found].index((1, 1))
    assert halves(parts, found, HEIGHT)[alone] == 0


def test_a_low_bit_that_was_cut_off_is_no_digit():
    found = candidates([part(0, 30), part(30, 9, height=10)], HEIGHT)
    assert [one.piece.box.height for one in found] == [30, 30, 10]
    assert (are_tails(found, HEIGHT)).tolist() == [False, False, True]
    whole = candidates([part(30, 9, height=10, cut=False)], HEIGHT)
    assert not are_tails(whole, HEIGHT).any()


def test_one_candidate_is_all_of_the_parts(parts):
    found = candidates(parts, HEIGHT)
    [place] = np.flatnonzero(are_all(parts, found))
    assert (found[place].first, found[place].last) == (0, 3)

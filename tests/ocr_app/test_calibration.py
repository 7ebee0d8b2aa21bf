"""The calibration error says how far confidence is from accuracy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_app.engine.calibration import N_BINS, calibration_error, reliability_table

readings = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1)


def error_of(confidences: object, right: object) -> float:
    return calibration_error(reliability_table(confidences, right))


@given(readings)
def test_it_is_a_share(found):
    confidences, right = zip(*found, strict=True)
    table = reliability_table(confidences, right)
    assert 0 <= calibration_error(table) <= 1
    # It is never less than the gap between the means of all readings.
    gap = abs(np.mean(confidences) - np.mean(right))
    assert calibration_error(table) >= gap - 1e-9


@given(readings)
def test_every_reading_is_in_the_bin_of_its_confidence(found):
    confidences, right = zip(*found, strict=True)
    table = reliability_table(confidences, right)
    assert len(table) == N_BINS
    for one in table:
        inside = [
            is_right
            for confidence, is_right in found
            if one.low < confidence <= one.high or confidence == one.low == 0
        ]
        assert one.n == len(inside)
        if inside:
            assert one.accuracy == pytest.approx(np.mean(inside))
            assert one.low - 1e-9 <= one.confidence <= one.high + 1e-9
        else:
            assert math.isnan(one.confidence)
            assert math.isnan(one.accuracy)


@given(readings, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    assert error_of(*zip(*shuffled, strict=True)) == pytest.approx(
        error_of(*zip(*found, strict=True))
    )


@given(st.integers(1, 200))
def test_certain_and_wrong_is_1_and_certain_and_right_0(n):
    assert error_of([1.0] * n, [False] * n) == 1
    assert error_of([1.0] * n, [True] * n) == 0


@given(st.integers(0, 1000))
def test_right_as_often_as_it_says_is_nearly_0(seed):
    rng = np.random.default_rng(seed)
    confidences = rng.uniform(0.1, 1, 20_000)
    assert error_of(confidences, rng.uniform(size=20_000) < confidences) < 0.03


def test_a_known_case():
    # (2 · |1/2 − 0.85| + 1 · |1 − 0.35|) / 3
    assert error_of([0.81, 0.89, 0.35], [True, False, True]) == pytest.approx(1.35 / 3)


def test_edges_belong_to_the_bin_below():
    table = reliability_table([0.0, 0.1, 0.3, 0.7, 1.0], [True] * 5)
    assert [one.n for one in table] == [2, 0, 1, 0, 0, 0, 1, 0, 0, 1]


def test_nothing_is_known_of_nothing():
    assert math.isnan(error_of([], []))

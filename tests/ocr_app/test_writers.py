"""The worst tenth of the writers shows what a mean hides."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_app.engine.writers import (
    WriterScore,
    comparable,
    mean_accuracy,
    score_writers,
    worst_tenth,
)

scores = st.lists(st.builds(WriterScore, st.text(), st.integers(1, 30), st.floats(0, 1)))


def test_counting_worst_first():
    readings = [("a", True), ("b", False), ("a", False), ("c", True), ("b", False), ("d", False)]
    assert score_writers(readings) == (
        WriterScore("b", 2, 0),
        WriterScore("d", 1, 0),
        WriterScore("a", 2, 0.5),
        WriterScore("c", 1, 1),
    )
    assert score_writers([]) == ()


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.booleans())))
def test_every_digit_is_counted_once(readings):
    found = score_writers(readings)
    assert sum(score.n for score in found) == len(readings)
    right = sum(is_right for _, is_right in readings)
    assert sum(score.n * score.accuracy for score in found) == pytest.approx(right)
    assert [score.accuracy for score in found] == sorted(score.accuracy for score in found)


@pytest.mark.parametrize(("n", "kept"), [(0, 0), (1, 1), (10, 1), (11, 2), (30, 3), (31, 4)])
def test_a_tenth_is_rounded_up(n, kept):
    assert len(worst_tenth([WriterScore(str(i), 10, i / 100) for i in range(n)])) == kept


@given(scores)
def test_nobody_is_worse_than_the_worst_tenth(found):
    worst = worst_tenth(found)
    others = [score for score in found if score not in worst]
    assert all(w.accuracy <= other.accuracy for w in worst for other in others)
    if worst:
        assert mean_accuracy(worst) <= mean_accuracy(found) + 1e-9
    else:
        assert math.isnan(mean_accuracy(worst))


def test_few_digits_say_little():
    few, enough = WriterScore("few", 9, 0.0), WriterScore("enough", 10, 1.0)
    assert comparable([few, enough]) == (enough,)

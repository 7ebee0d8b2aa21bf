"""The factory model takes digits for digits, and scribbles for none."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.marks import MARKS, make_mark
from datasets.synthetic import synthesize_digits
from ocr_app.engine.model import Model
from ocr_app.engine.recognizer import Recognizer

VARIATIONS = 200
#: At 8×8, whatever its size was, an arc is not so far from half a digit.
NOT_ALWAYS = {"bowed dab": 0.95}


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer(Model.factory())


@pytest.mark.parametrize("kind", MARKS)
def test_what_is_no_digit_is_refused(recognizer, kind):
    rng = np.random.default_rng(0)
    readings = recognizer.read_many([make_mark(kind, rng) for _ in range(VARIATIONS)])
    taken = [
        f"{number}: {reading.digit}, {1 - reading.nondigit_probability:.0%}"
        for number, reading in enumerate(readings)
        if reading.is_digit
    ]
    assert 1 - len(taken) / VARIATIONS >= NOT_ALWAYS.get(kind, 1), taken


def test_digits_are_not(recognizer):
    labels = np.arange(1000) % 10
    digits = synthesize_digits(labels, np.random.default_rng(0))
    accepted = [reading.is_digit for reading in recognizer.read_many(digits)]
    assert np.mean(accepted) >= 0.95
    each = [np.mean(np.array(accepted)[labels == digit]) for digit in range(10)]
    assert min(each) >= 0.85

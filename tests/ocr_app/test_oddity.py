"""How far a mark had to be stretched and thinned counts against it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.drawing import Drawing
from datasets.normalization import ALL_STEPS, NormalizedDigit, normalize_drawing
from datasets.synthetic import synthesize_digits
from ocr_app.engine.model import Model
from ocr_app.engine.oddity import THINNEST_USUAL, WIDEST_USUAL, oddities
from ocr_app.engine.recognizer import Recognizer


def marked(aspect: float, half_pen: float) -> NormalizedDigit:
    return NormalizedDigit(
        np.zeros((8, 8), np.float32), np.zeros((128, 128), np.float32), 0.0, aspect, half_pen
    )


def test_synthetic_digits_are_not_odd():
    digits = synthesize_digits(np.arange(2000) % 10, np.random.default_rng(7))
    odd = oddities([normalize_drawing(digit) for digit in digits])
    assert np.mean(odd == 0) >= 0.999


@given(st.floats(0, 100), st.floats(0, 40), st.floats(1, 3))
def test_the_wider_or_fuller_the_odder(aspect, half_pen, more):
    this, wider, fuller = oddities(
        [marked(aspect, half_pen), marked(aspect * more, half_pen), marked(aspect, half_pen / more)]
    )
    assert 0 <= this <= wider
    assert this <= fuller
    assert (this == 0) == (aspect <= WIDEST_USUAL and half_pen >= THINNEST_USUAL)


def test_a_digit_that_is_pulled_far_too_wide_is_refused():
    recognizer = Recognizer(Model.factory())
    threes = synthesize_digits(np.full(20, 3), np.random.default_rng(0))
    for three in threes:
        strokes = tuple(stroke - stroke.mean(axis=0) for stroke in three.strokes)
        size = np.ptp(np.concatenate(strokes), axis=0)
        wide = Drawing(tuple(0.5 + stroke / size * [0.9, 0.2] for stroke in strokes))
        reading = recognizer.read(wide)
        assert not reading.is_digit
        # What is left out of the normalisation makes shapes that no digit has.
        partly = recognizer.read(wide, replace(ALL_STEPS, upright=False))
        assert partly.nondigit_probability <= reading.nondigit_probability


def test_a_network_that_knows_no_others_refuses_nothing(plain_model):
    line = Drawing.from_points([[[0.1, 0.5], [0.9, 0.5]]])
    reading = Recognizer(plain_model).read(line)
    assert reading.is_digit
    assert reading.nondigit_probability == 0


@pytest.fixture(scope="module")
def plain_model() -> Model:
    from nn import Network

    return Model(network=Network((64, 10)), metadata={})

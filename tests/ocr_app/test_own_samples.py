"""One's own drawings, varied: still the same digit, and never twice the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numbers_on_paper import digit_inks

from datasets.digit_picture import DigitPicture
from datasets.drawing import Drawing
from ocr_app.demonstration import bundled_drawing
from ocr_app.engine.model import Model
from ocr_app.engine.own_samples import VARIATIONS, varied_samples, vary_drawing, vary_ink
from ocr_app.engine.recognizer import Recognizer


def test_variations_of_a_three_are_read_as_three():
    rng = np.random.default_rng(0)
    recognizer = Recognizer(Model.factory())
    readings = [recognizer.read(vary_drawing(bundled_drawing(), rng)) for _ in range(50)]
    assert sum(reading.digit == 3 for reading in readings) >= 48
    assert len({reading.pixels.tobytes() for reading in readings}) == 50


def test_the_drawing_itself_comes_first():
    drawing = bundled_drawing()
    ((X, y),) = varied_samples([(drawing, 5)], np.random.default_rng(0))
    assert X.shape == (VARIATIONS, 64)
    assert set(y.tolist()) == {5}
    reading = Recognizer(Model.factory()).read(drawing)
    assert X[0] == pytest.approx(reading.pixels.reshape(-1))


@settings(max_examples=40)
@given(
    st.lists(
        st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=8),
        min_size=1,
        max_size=3,
    ),
    st.integers(0, 1000),
)
def test_any_drawing_can_be_varied(strokes, seed):
    varied = vary_drawing(Drawing.from_points(strokes), np.random.default_rng(seed))
    assert [len(stroke) for stroke in varied.strokes] == [
        len(stroke) for stroke in Drawing.from_points(strokes).strokes
    ]
    for stroke in varied.strokes:
        assert stroke.min() >= 0
        assert stroke.max() <= 1


def test_a_digit_out_of_a_picture_is_varied_too():
    (ink,) = digit_inks("3", seed=2)
    picture = DigitPicture.of_ink(ink)
    ((X, y),) = varied_samples([(picture, 3)], np.random.default_rng(0))
    assert X.shape == (VARIATIONS, 64)
    assert set(y.tolist()) == {3}
    recognizer = Recognizer(Model.factory())
    assert X[0] == pytest.approx(recognizer.read(picture).pixels.reshape(-1))
    readings = recognizer.read_pixels(X)
    assert sum(reading.digit == 3 for reading in readings) >= VARIATIONS - 2
    assert len(np.unique(X, axis=0)) == VARIATIONS


@pytest.mark.parametrize("shape", [(1, 1), (1, 60), (60, 1), (128, 128)])
def test_any_ink_can_be_varied(shape):
    varied = vary_ink(np.ones(shape, np.float32), np.random.default_rng(0))
    assert varied.min() >= 0
    assert 0.5 <= varied.max() <= 1

"""One's own drawings, varied: still the same digit, and never twice the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.drawing import Drawing
from ocr_app.demonstration import bundled_drawing
from ocr_app.engine.model import Model
from ocr_app.engine.own_samples import VARIATIONS, varied_samples, vary_drawing
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

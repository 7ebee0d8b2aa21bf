"""The recognizer reads drawings and pictures alike, one by one and many at once."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from datasets.drawing import Drawing
from nn import Network
from ocr_app.engine.model import Model
from ocr_app.engine.recognizer import Recognizer

LINES = {
    7: [(0.25, 0.2), (0.75, 0.2), (0.4, 0.85)],
    1: [(0.5, 0.15), (0.5, 0.85)],
    4: [(0.55, 0.1), (0.25, 0.6), (0.8, 0.6), (0.65, 0.6), (0.65, 0.3), (0.65, 0.9)],
}


def draw(digit: int) -> Drawing:
    return Drawing.from_points([LINES[digit]])


def ink(digit: int) -> np.ndarray:
    image = Image.new("L", (100, 100))
    corners = [(100 * x, 100 * y) for x, y in LINES[digit]]
    ImageDraw.Draw(image).line(corners, fill=255, width=7, joint="curve")
    return np.asarray(image) / np.float32(255)


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer(Model.factory())


@pytest.mark.parametrize("make", [draw, ink])
@pytest.mark.parametrize("digit", LINES)
def test_it_reads_plain_digits(recognizer, digit, make):
    reading = recognizer.read(make(digit))
    assert reading.digit == digit
    assert reading.is_digit
    assert reading.confidence == reading.probabilities.max() == reading.probabilities[digit]
    assert reading.probabilities.shape == (10,)
    assert reading.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert reading.pixels.shape == (8, 8)
    assert 0 <= reading.pixels.min() < reading.pixels.max() <= 1


def test_where_and_how_large_it_is_drawn_does_not_matter(recognizer):
    whole = recognizer.read(draw(4))
    points = draw(4).strokes[0] * [0.1, 0.1] + [0.7, 0.05]
    corner = recognizer.read(Drawing((points,)))
    assert corner.digit == whole.digit
    np.testing.assert_allclose(corner.pixels, whole.pixels, atol=0.1)


def test_readings_do_not_change(recognizer):
    for reading in (recognizer.read(draw(7)), recognizer.read(ink(7))):
        with pytest.raises(ValueError, match="read-only"):
            reading.probabilities[0] = 1
        with pytest.raises(AttributeError):
            reading.digit = 3


@pytest.mark.parametrize("blank", [Drawing(), np.zeros((20, 30), np.float32)])
def test_a_blank_one_is_not_read(recognizer, blank):
    assert recognizer.read(blank) is None


def test_many_at_once_are_read_as_one_by_one(recognizer):
    samples = [draw(7), Drawing(), ink(4), np.zeros((5, 5)), draw(1)]
    many = recognizer.read_many(samples)
    assert [reading and reading.digit for reading in many] == [7, None, 4, None, 1]
    for together, sample in zip(many, samples, strict=True):
        alone = recognizer.read(sample)
        if alone is not None:
            np.testing.assert_allclose(together.probabilities, alone.probabilities, atol=1e-6)
    assert recognizer.read_many([]) == []
    assert recognizer.read_many([Drawing()]) == [None]


def test_a_dot_and_a_million_points_are_read(recognizer):
    assert recognizer.read(Drawing.from_points([[[0.5, 0.5]]])) is not None
    way = np.linspace(0, 1, 1_000_000)
    line = np.column_stack([np.full_like(way, 0.5), way])
    assert recognizer.read(Drawing((line,))).digit == 1


def with_temperature(network: Network, temperature: float) -> Recognizer:
    return Recognizer(Model(network, {"temperature": temperature}))


def test_temperature_divides_the_logits():
    network = Network((64, 10))
    network.initialize(np.random.default_rng(0))
    X = np.random.default_rng(1).random((6, 64), dtype=np.float32)
    logits = network.forward(X).net_inputs[-1].astype(float) / 2.5
    expected = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    found = with_temperature(network, 2.5).probabilities(X)
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_temperature_changes_the_confidence_and_not_the_digit(recognizer):
    network = recognizer.model.network
    readings = [with_temperature(network, t).read(draw(7)) for t in (0.01, 0.5, 1, 4, 100)]
    assert {reading.digit for reading in readings} == {7}
    confidences = [reading.confidence for reading in readings]
    assert confidences == sorted(confidences, reverse=True)
    assert confidences[0] == pytest.approx(1)
    assert confidences[-1] == pytest.approx(0.1, abs=0.05)


def test_sigmoid_outputs_are_scaled_to_probabilities():
    network = Network((64, 10), output_activation="sigmoid")
    network.initialize(np.random.default_rng(0))
    reading = Recognizer(Model(network)).read(draw(7))
    assert reading.probabilities.sum() == pytest.approx(1)


def test_no_digit_is_said_of_what_looks_like_none_and_the_digits_still_add_up() -> None:
    recognizer = Recognizer(Model.factory())
    dash = recognizer.read(Drawing.from_points([[[0.2, 0.5], [0.8, 0.5]]]))
    assert dash is not None
    assert not dash.is_digit
    assert dash.nondigit_probability > 0.9
    assert dash.probabilities.sum() == pytest.approx(1)
    seven = recognizer.read(Drawing.from_points([[[0.3, 0.2], [0.7, 0.2], [0.45, 0.8]]]))
    assert seven is not None
    assert (seven.digit, seven.is_digit) == (7, True)

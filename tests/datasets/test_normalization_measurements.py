"""What normalising had to do to a digit is measured alike on drawings and on pictures of them."""

import math

import numpy as np
import pytest
from PIL import Image, ImageDraw

from datasets.drawing import Drawing
from datasets.normalization import NormalizedDigit, normalize_drawing, normalize_ink
from datasets.normalization.frame import LARGEST_HALF_PEN, STEEPEST_SLANT, WIDEST

ZERO = [
    [
        [0.5 + 0.2 * math.cos(t / 20 * math.pi), 0.5 + 0.3 * math.sin(t / 20 * math.pi)]
        for t in range(41)
    ]
]
BAR, DASH, DOT = [[[0.5, 0.2], [0.5, 0.8]]], [[[0.2, 0.5], [0.8, 0.5]]], [[[0.5, 0.5]]]
SCRIBBLE = np.random.default_rng(0).random((1, 80, 2)).tolist()


def drawn(strokes: list) -> NormalizedDigit:
    normalized = normalize_drawing(Drawing.from_points(strokes))
    assert normalized is not None
    return normalized


def photographed(strokes: list, pen: int, side: int = 200) -> NormalizedDigit:
    image = Image.new("L", (side, side))
    draw = ImageDraw.Draw(image)
    for stroke in strokes:
        points = [(side * x, side * y) for x, y in stroke]
        draw.line(points, fill=255, width=pen, joint="curve")
        for x, y in (points[0], points[-1]):
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
    normalized = normalize_ink(np.asarray(image) / 255)
    assert normalized is not None
    return normalized


@pytest.mark.parametrize("slant", [-0.4, 0.0, 0.3])
def test_the_slant_of_a_leaning_zero(slant: float) -> None:
    leaning = [[[x + slant * y, y] for x, y in stroke] for stroke in ZERO]
    # Some of the slant stays: its sides are longer than its ends, and flat marks are not sheared.
    assert drawn(leaning).slant == pytest.approx(0.8 * slant, abs=0.02)
    assert photographed(leaning, 8).slant == pytest.approx(drawn(leaning).slant, abs=0.03)


def test_a_slant_beyond_the_steepest_is_reported_as_far_as_it_was_taken_out() -> None:
    assert drawn([[[0.2, 0.5], [0.8, 0.1]]]).slant == -STEEPEST_SLANT


def test_the_aspect_is_that_of_the_centre_line_before_it_is_stretched() -> None:
    assert drawn(ZERO).aspect == pytest.approx(2 / 3, abs=0.01)
    for pen in (3, 14):
        assert photographed(ZERO, pen).aspect == pytest.approx(2 / 3, abs=0.03)


def test_the_aspect_of_lines_and_dots() -> None:
    assert drawn(BAR).aspect == 0
    assert drawn(DASH).aspect == WIDEST
    assert drawn(DOT).aspect == 1
    assert photographed(DOT, 8).aspect == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("strokes", [ZERO, BAR])
def test_the_even_pen_is_the_same_whatever_pen_drew_it(strokes: list) -> None:
    expected = drawn(strokes).half_pen
    for pen in (3, 8, 14):
        assert photographed(strokes, pen).half_pen == pytest.approx(expected, rel=0.06)


def test_a_dot_needs_the_fattest_pen_and_a_scribble_a_thin_one() -> None:
    assert drawn(DOT).half_pen == pytest.approx(LARGEST_HALF_PEN, abs=0.1)
    assert photographed(DOT, 8).half_pen > drawn(BAR).half_pen
    assert drawn(SCRIBBLE).half_pen < 3 < drawn(ZERO).half_pen < drawn(BAR).half_pen


@pytest.mark.parametrize("shape", [(1, 1), (1, 50), (50, 1), (3, 3), (2000, 10)])
def test_blocks_of_ink_have_finite_measurements(shape: tuple[int, int]) -> None:
    seen = normalize_ink(np.ones(shape))
    assert seen is not None
    assert np.isfinite([seen.slant, seen.aspect, seen.half_pen]).all()
    assert 0 <= seen.aspect <= WIDEST
    assert 0 <= seen.half_pen <= LARGEST_HALF_PEN

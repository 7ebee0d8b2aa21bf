"""Synthetic digits as pictures: what pen and pixels do to them, and what is read of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.normalization import normalize_drawing
from datasets.synthetic import synthesize_digits
from datasets.synthetic.pictures import draw_ink, synthetic_picture_pixels

LINE = (np.array([[0.2, 0.1], [0.2, 0.9]]),)


@settings(max_examples=25, deadline=None)
@given(size=st.floats(12, 100), pen=st.floats(1, 20))
def test_a_straight_line_has_the_size_and_the_pen_that_were_asked_for(
    size: float, pen: float
) -> None:
    ink = draw_ink(LINE, size, pen)

    inked = np.flatnonzero(ink.any(axis=1))
    assert inked[-1] - inked[0] + 1 == pytest.approx(size + pen, abs=3)
    assert ink[len(ink) // 2].sum() == pytest.approx(pen, abs=0.5)


@pytest.mark.parametrize("strokes", [LINE, (np.array([[0.5, 0.5]]),)], ids=["line", "dot"])
def test_there_is_paper_all_round(strokes: tuple[np.ndarray, ...]) -> None:
    ink = draw_ink(strokes, 20, 5)

    border = np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]])
    assert border.max() < 0.5
    assert ink.max() == 1


@pytest.mark.parametrize(("size", "pen"), [(12, 1), (40, 30), (96, 40), (2, 8)])
def test_a_dot_is_a_disc_however_fat_the_pen(size: float, pen: float) -> None:
    ink = draw_ink((np.array([[0.5, 0.5]]),), size, pen)

    assert ink.sum() == pytest.approx(np.pi * (pen / 2) ** 2, rel=0.1, abs=0.5)
    np.testing.assert_allclose(ink, ink.T, atol=0.2)


def test_a_fat_pen_fills_a_loop_that_a_thin_one_leaves_open() -> None:
    angle = np.linspace(0, 2 * np.pi, 60)
    ring = (np.column_stack([np.cos(angle), np.sin(angle)]),)

    thin, fat = draw_ink(ring, 40, 4), draw_ink(ring, 40, 42)

    assert thin[thin.shape[0] // 2, thin.shape[1] // 2] == 0
    assert fat[fat.shape[0] // 2, fat.shape[1] // 2] == 1


def test_pictures_come_near_to_the_drawings_they_were_drawn_from() -> None:
    labels = np.arange(200) % 10

    pixels = synthetic_picture_pixels(labels, np.random.default_rng(3))

    drawings = synthesize_digits(labels, np.random.default_rng(3))
    drawn = np.array([normalize_drawing(drawing).pixels.ravel() for drawing in drawings])
    apart = np.abs(pixels - drawn).mean(axis=1)
    # Two different digits are about 0.25 apart.
    assert np.median(apart) < 0.08
    assert pixels.min() >= 0
    assert pixels.max() <= 1


def test_the_same_seed_gives_the_same_pictures() -> None:
    labels = np.arange(30) % 10

    first, second = (synthetic_picture_pixels(labels, np.random.default_rng(4)) for _ in range(2))

    np.testing.assert_array_equal(first, second)


def test_labels_that_are_no_digits_are_refused() -> None:
    with pytest.raises(ValueError, match="0 to 9"):
        synthetic_picture_pixels(np.array([3, 10]), np.random.default_rng(0))

"""Where words begin, on pages of all layouts."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_app.engine.reader.result import Box
from ocr_app.engine.reader.words import word_breaks

HEIGHT = 36
LENGTHS = (3, 5, 1, 4)
ENDS = [n == length - 1 for length in LENGTHS for n in range(length)][:-1]


def line(layout: str, rng: np.random.Generator) -> list[Box]:
    boxes = []
    x = 0.0
    for length in LENGTHS:
        for _ in range(length):
            width = (
                float(rng.choice([0.17, 0.6, 0.8, 1.0], p=[0.1, 0.3, 0.3, 0.3])) * HEIGHT
            )  # some are ones
            aside = {"left": 0.0, "middle": (1.1 * HEIGHT - width) / 2, "even": 0.0}[layout]
            boxes.append(Box(round(x + aside + rng.normal(0, 1)), 0, round(width), HEIGHT))
            x += width + 0.2 * HEIGHT if layout == "even" else 1.15 * HEIGHT
        x += 1.15 * HEIGHT
    return boxes


@pytest.mark.parametrize("layout", ["left", "middle", "even"])
@pytest.mark.parametrize("seed", range(5))
def test_words_of_a_page_are_told_apart_whatever_its_layout(layout, seed):
    rng = np.random.default_rng(seed)
    lines = [line(layout, rng) for _ in range(20)]
    assert word_breaks(lines, [HEIGHT] * 20) == [ENDS] * 20


def test_few_digits_are_one_word_unless_a_gap_is_wide():
    boxes = [Box(x, 0, 20, HEIGHT) for x in (0, 30, 60, 130)]
    assert word_breaks([boxes], [HEIGHT]) == [[False, False, True]]
    assert word_breaks([boxes[:3]], [HEIGHT]) == [[False, False]]


def test_lines_without_neighbours_have_no_breaks():
    assert word_breaks([], []) == []
    assert word_breaks([[Box(0, 0, 9, 20)], []], [20, 20]) == [[], []]

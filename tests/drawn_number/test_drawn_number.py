"""A number's strokes are divided into its digits, in whatever order they were written."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from datasets.drawing import Drawing
from datasets.synthetic import Hand, synthesize_digits
from ocr_app.engine.drawn_number import NumberReader
from ocr_app.engine.drawn_number.candidates import candidates, orders
from ocr_app.engine.drawn_number.composing import Spacing, compose_number
from ocr_app.engine.drawn_number.path import best_groups
from ocr_app.engine.drawn_number.reader import MOST_STROKES
from ocr_app.engine.drawn_number.strokes import StrokeGeometry
from ocr_app.engine.model import Model
from ocr_app.engine.recognizer import Recognizer

PEN = Path(__file__).parents[2].parent / "shared" / "data" / "pen-dev.jsonl"
APART = Spacing((0.08, 0.5))
CLOSE = Spacing((0.0, 0.12))
LATE = Spacing((0.08, 0.5), late_bars=1.0)

BAR, LONG = [[0.2, 0.1], [0.2, 0.9]], [[0.6, 0.1], [0.6, 0.9]]
FOUR = [[[0.3, 0.1], [0.1, 0.6], [0.5, 0.6]], [[0.4, 0.2], [0.4, 0.9]]]
SEVEN = [[[0.1, 0.1], [0.5, 0.1], [0.25, 0.9]], [[0.2, 0.5], [0.45, 0.5]]]


def beside(*digits: list) -> list:
    """Put digits that are half a canvas wide beside each other."""
    return [
        [[x + 0.6 * place, y] for x, y in stroke]
        for place, digit in enumerate(digits)
        for stroke in digit
    ]


def dense(strokes: list) -> Drawing:
    """Give strokes as many points as a pen leaves."""
    return Drawing(
        tuple(
            np.concatenate([np.linspace(a, b, 15) for a, b in itertools.pairwise(stroke)])
            for stroke in strokes
        )
    )


@pytest.fixture(scope="module")
def reader() -> NumberReader:
    return NumberReader(Model.factory())


def test_nothing_is_no_number(reader):
    assert reader.read(Drawing()).text == ""


def test_strokes_that_make_one_digit(reader):
    number = reader.read(dense(beside(FOUR, SEVEN, FOUR)))
    assert number.text == "474"
    assert [digit.strokes for digit in number.digits] == [(0, 1), (2, 3), (4, 5)]
    assert number.digit_of(3) == 1
    assert number.digit_of(9) == -1


def test_two_bars_are_two_ones_and_not_one_digit(reader):
    number = reader.read(dense([BAR, LONG]))
    assert number.text == "11"


def test_a_bar_that_comes_last_belongs_to_its_digit(reader):
    strokes = beside(SEVEN, FOUR)
    number = reader.read(dense([strokes[0], strokes[2], strokes[3], strokes[1]]))
    assert number.text == "74"
    assert number.digits[0].strokes == (0, 3)


def test_a_number_that_is_written_from_the_right_is_read_from_the_left(reader):
    strokes = beside(SEVEN, FOUR)
    assert reader.read(dense([*strokes[2:], *strokes[:2]])).text == "74"


def test_what_is_no_digit_says_so(reader):
    rng = np.random.default_rng(0)
    scribble = (rng.random((1, 60, 2)) * [0.4, 0.8] + [0.05, 0.1]).tolist()
    number = reader.read(dense([*scribble, *beside([], FOUR)]))
    assert number.text == "?4"


def test_each_digit_by_itself_reads_the_same(reader):
    """What is explained, with the digit's strokes alone, is what was read."""
    rng = np.random.default_rng(4)
    number = reader.read(compose_number(synthesize_digits(np.arange(5), rng), rng).drawing)
    for digit in number.digits:
        alone = Recognizer(reader.model).read(digit.drawing)
        assert alone is not None
        assert np.array_equal(alone.pixels, digit.reading.pixels)
        assert alone.probabilities == pytest.approx(digit.reading.probabilities, abs=1e-5)
        points = np.concatenate(digit.drawing.strokes)
        assert (points[:, 0].min() + points[:, 0].max()) / 2 == pytest.approx(0.5)


def test_groups_cover_each_stroke_once():
    rng = np.random.default_rng(5)
    for _ in range(20):
        strokes = [rng.random((3, 2)) * [1.5, 1] for _ in range(int(rng.integers(1, 9)))]
        geometry = StrokeGeometry(Drawing(tuple(strokes)))
        scores = {group: float(rng.normal()) for group in candidates(geometry)}
        groups, score = best_groups(orders(geometry), scores)
        assert sorted(i for group in groups for i in group) == list(range(len(strokes)))
        assert score == pytest.approx(sum(scores[group] for group in groups))
        assert score >= sum(scores[(i,)] for i in range(len(strokes))) - 1e-9


@pytest.mark.parametrize(
    "strokes",
    [
        [[[0.5, 0.5]]],
        [[[0.1, 0.5], [1.4, 0.5]]],
        [[[0.5, 0.5]]] * 40,
        [[[0.001 * i, 0.2], [0.001 * i, 0.8]] for i in range(MOST_STROKES + 50)],
    ],
    ids=["dot", "dash", "the same dot", "hatching"],
)
def test_odd_drawings_are_read_somehow(reader, strokes):
    number = reader.read(Drawing.from_points(strokes))
    assert 1 <= len(number.digits) <= len(strokes)


@pytest.mark.parametrize("spacing", [APART, CLOSE, LATE], ids=["apart", "close", "late bars"])
def test_synthetic_numbers_are_divided_rightly(reader, spacing):
    rng = np.random.default_rng(6)
    right = 0
    for _ in range(40):
        labels = rng.integers(0, 10, int(rng.integers(3, 6)))
        number = compose_number(synthesize_digits(labels, rng), rng, spacing)
        found = reader.read(number.drawing).digits
        right += [frozenset(digit.strokes) for digit in found] == list(number.digits)
    assert right >= 36


def test_neat_synthetic_numbers_are_read_whole(reader):
    rng = np.random.default_rng(7)
    neat = Hand(rotation=0.05, shear=0.2, bend=0.01, hook=0.0, jagged=0.0)
    whole = 0
    for _ in range(40):
        labels = rng.integers(0, 10, int(rng.integers(3, 6)))
        number = compose_number(synthesize_digits(labels, rng, neat), rng, APART)
        whole += reader.read(number.drawing).text == "".join(map(str, labels))
    assert whole >= 30


@pytest.mark.skipif(not PEN.is_file(), reason="drawings for measuring are not here")
@pytest.mark.parametrize("spacing", [APART, CLOSE, LATE], ids=["apart", "close", "late bars"])
def test_peoples_numbers_are_read_whole(reader, spacing):
    by_writer: dict[int, list[dict]] = {}
    for line in PEN.read_text().splitlines():
        one = json.loads(line)
        by_writer.setdefault(one["writer"], []).append(one)
    rng = np.random.default_rng(8)
    whole = 0
    for mine in (*by_writer.values(), *by_writer.values()):
        chosen = [mine[i] for i in rng.choice(len(mine), 5, replace=False)]
        digits = [Drawing.from_points(one["strokes"]) for one in chosen]
        number = compose_number(digits, rng, spacing)
        whole += reader.read(number.drawing).text == "".join(str(one["label"]) for one in chosen)
    assert whole >= 0.85 * 2 * len(by_writer)

"""Drawings hold sound strokes, for ever, or say in one sentence why not."""

from __future__ import annotations

import dataclasses
import json
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.drawing import Drawing
from datasets.errors import DataError, DrawingError

coordinates = st.floats(-1e6, 1e6)
strokes = st.lists(st.lists(st.tuples(coordinates, coordinates), max_size=5), max_size=4)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3),
)

SEVEN = [[[0.2, 0.2], [0.8, 0.2], [0.4, 0.9]], [[0.3, 0.5], [0.7, 0.5]]]


def test_strokes_are_read_only_float64_pairs():
    drawing = Drawing.from_points(SEVEN)
    assert [(s.shape, s.dtype, s.flags.writeable) for s in drawing.strokes] == [
        ((3, 2), np.float64, False),
        ((2, 2), np.float64, False),
    ]
    with pytest.raises(dataclasses.FrozenInstanceError):
        drawing.strokes = ()
    assert drawing.n_points == 5


def test_changing_the_array_that_it_was_made_of_changes_nothing():
    array = np.array(SEVEN[0])
    drawing = Drawing.from_points([array])
    array[:] = 0
    assert drawing.to_points() == SEVEN[:1]


@given(strokes)
def test_points_survive_json(points):
    drawing = Drawing.from_points(points)
    back = Drawing.from_points(json.loads(json.dumps(drawing.to_points())))
    assert back == drawing
    assert hash(back) == hash(drawing)
    assert drawing.to_points() == [[list(point) for point in stroke] for stroke in points if stroke]


def test_equality_is_that_of_points():
    assert Drawing.from_points([[[0.0, 1]]]) == Drawing.from_points([[[-0.0, 1]]])
    assert hash(Drawing.from_points([[[0.0, 1]]])) == hash(Drawing.from_points([[[-0.0, 1]]]))
    assert Drawing.from_points(SEVEN) != Drawing.from_points(SEVEN[:1])
    assert Drawing.from_points(SEVEN) != Drawing.from_points(SEVEN[::-1])
    assert Drawing() != SEVEN


def test_drawings_cross_process_borders():
    drawing = Drawing.from_points(SEVEN)
    assert pickle.loads(pickle.dumps(drawing)) == drawing  # noqa: S301 -- just pickled here


@pytest.mark.parametrize("points", [[], (), [[]], [[], []], np.zeros((0, 5, 2))])
def test_without_points_it_is_blank(points):
    assert Drawing.from_points(points).is_blank
    assert Drawing.from_points(points) == Drawing()


def test_a_point_is_a_dot():
    assert Drawing.from_points([[[0.5, 0.25]]]).to_points() == [[[0.5, 0.25]]]


def test_a_pen_may_slide_off_the_canvas():
    assert Drawing.from_points([[[-3, 0], [1.5, 7]]]).to_points() == [[[-3, 0], [1.5, 7]]]


def test_a_million_points():
    points = np.linspace(0, 1, 2_000_000).reshape(-1, 2).tolist()
    drawing = Drawing.from_points([points])
    assert drawing.n_points == 1_000_000
    assert drawing.strokes[0][-1].tolist() == [pytest.approx(1, abs=1e-6), 1]


@pytest.mark.parametrize(
    ("points", "says"),
    [
        (None, "found nothing"),
        ("[[[0, 0]]]", "found text"),
        (7, "found a number"),
        (True, "found true or false"),
        ({"strokes": []}, "found an object"),
        (np.array(7), "found a ndarray"),
        ([1, 2], "Stroke 1 is a number"),
        (["ab"], "Stroke 1 is text"),
        ([[1, 2]], "not made of pairs"),
        ([[[1]]], "not made of pairs"),
        ([[[1, 2, 3]]], "not made of pairs"),
        ([[[]]], "not made of pairs"),
        ([[[[1, 2]]]], "not made of pairs"),
        ([[{}]], "not made of pairs"),
        ([[[1, 2], [3]]], "nested unevenly"),
        ([[[1, 2], 3]], "nested unevenly"),
        ([[["1", "2"]]], "not a number"),
        ([[[None, 1]]], "not a number"),
        ([[[True, False]]], "not a number"),
        ([[[1j, 1]]], "not a number"),
        ([[[10**400, 1]]], "not a number"),
        ([[[float("nan"), 1]]], "NaN or infinite"),
        ([[[1, float("-inf")]]], "NaN or infinite"),
        ([[[0, 0]], [[0, -1e7]]], "Stroke 2 has a coordinate beyond"),
        (np.zeros((2, 3)), "not made of pairs"),
    ],
)
def test_what_is_no_drawing_is_said_in_one_sentence(points, says):
    with pytest.raises(DrawingError, match=says) as caught:
        Drawing.from_points(points)
    assert isinstance(caught.value, DataError)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


@given(json_values)
def test_any_json_is_a_drawing_or_an_error(value):
    try:
        drawing = Drawing.from_points(value)
    except DrawingError:
        return
    assert all(np.isfinite(stroke).all() for stroke in drawing.strokes)

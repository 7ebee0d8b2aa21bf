"""Many inks at once come out as one by one, but for the finer grid."""

from __future__ import annotations

import numpy as np
import pytest

from datasets.normalization import normalize_ink
from datasets.normalization.batch import (
    look_aside,
    normalize_inks,
    nth_smallest,
    squared_in_column,
)
from datasets.normalization.frame import count_blocks
from datasets.synthetic import synthesize_digits
from datasets.synthetic.rows import draw_ink


@pytest.fixture(scope="module")
def inks() -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    drawings = synthesize_digits(np.arange(100) % 10, rng)
    return [
        np.pad(draw_ink(drawing, int(rng.integers(14, 200)), rng.uniform(1.5, 12)), 3)
        for drawing in drawings
    ]


def test_many_are_normalised_like_one(inks):
    pixels, found = normalize_inks(inks)
    assert found.all()
    assert pixels.shape == (100, 8, 8)
    one_by_one = np.stack([normalize_ink(ink).pixels for ink in inks])
    difference = np.abs(pixels - one_by_one).mean(axis=(1, 2))
    assert np.median(difference) < 0.02
    assert np.percentile(difference, 95) < 0.06


def test_the_others_do_not_matter(inks):
    together, _ = normalize_inks(inks[:70])
    alone = np.concatenate([normalize_inks([ink])[0] for ink in inks[:70]])
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_nothing_is_no_digit():
    pixels, found = normalize_inks([np.zeros((20, 10)), np.full((3, 3), 0.4), np.ones((1, 1))])
    assert found.tolist() == [False, False, True]
    assert not pixels[:2].any()
    assert normalize_inks([])[0].shape == (0, 8, 8)


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (2, 2), (1000, 1000)])
def test_any_shape(shape):
    pixels, found = normalize_inks([np.ones(shape)])
    assert found.all()
    assert ((pixels >= 0) & (pixels <= 1)).all()
    assert pixels.any()


def test_more_blocks_show_the_same_ink(inks):
    few, found = normalize_inks(inks[:20])
    many, also_found = normalize_inks(inks[:20], 16)
    assert many.shape == (20, 16, 16)
    np.testing.assert_array_equal(found, also_found)
    np.testing.assert_allclose(count_blocks(many), few, atol=1e-6)


def test_columns_know_how_far_the_nearest_point_is():
    masks = np.zeros((9, 2, 1), bool)
    masks[[1, 6], 0] = True
    squared = squared_in_column(masks, far=5)
    assert squared[:, 0, 0].tolist() == [1, 0, 1, 4, 4, 1, 0, 1, 4]
    assert (squared[:, 1] == 25).all()


@pytest.mark.parametrize("far", [1, 2, 3, 7, 11, 12, 40, 127])
@pytest.mark.parametrize("share", [0.0, 0.002, 0.05, 0.5, 1.0])
def test_squares_are_those_of_the_nearest_point_set(far, share):
    masks = np.random.default_rng(0).random((30, 26, 3)) < share
    in_column = squared_in_column(masks, far)
    assert in_column.dtype == (np.uint8 if far <= 11 else np.int16)
    squared = in_column.copy()
    for step in range(1, min(far, 26)):
        look_aside(squared, in_column, step)
    rows, columns = np.mgrid[:30, :26]
    for digit in range(3):
        ys, xs = np.nonzero(masks[..., digit])
        apart = (rows[..., None] - ys) ** 2 + (columns[..., None] - xs) ** 2
        nearest = np.minimum(apart.min(axis=-1, initial=far * far), far * far)
        np.testing.assert_array_equal(squared[..., digit], nearest)


def test_the_nth_smallest_is_where_sorting_puts_it():
    rng = np.random.default_rng(0)
    squared = rng.integers(0, 200, (20, 12, 5)).astype(np.uint8)
    nth = np.array([0, 3, 100, 238, 239])
    in_order = np.sort(squared.reshape(-1, 5), axis=0)
    np.testing.assert_array_equal(nth_smallest(squared, nth), in_order[nth, range(5)])

"""Copies of the training digits before normalising: quick, but by the normaliser's own rules."""

from __future__ import annotations

import numpy as np
import pytest

from datasets.augmentation import FieldCopies, WarpRanges, augment_fields
from datasets.augmentation.outlines import BENDS
from datasets.digits import load_digits
from datasets.normalization import Warp, fields_from_counts, normalize_fields

Array = np.ndarray


@pytest.fixture(scope="module")
def fields() -> Array:
    return fields_from_counts(load_digits().counts_train[:300])


def warps(n: int, seed: int) -> tuple[Array, Array, Array]:
    """Turns, shears, widenings and bends as large as training has them."""
    rng = np.random.default_rng(seed)
    angle, shear, widen = rng.uniform(-0.3, 0.3, (3, n))
    linear = np.empty((n, 2, 2), np.float32)
    linear[:, 0, 0], linear[:, 0, 1] = np.cos(angle) * np.exp(widen), shear - np.sin(angle)
    linear[:, 1, 0], linear[:, 1, 1] = np.sin(angle) * np.exp(widen), np.cos(angle)
    bends = rng.normal(0, 0.8, (n, 2, BENDS)).astype(np.float32)
    return linear, bends, 0.305 * np.exp(rng.normal(0, 0.1, n))


def normalized(fields: Array, linear: Array, bends: Array, ink_share: Array) -> Array:
    waves = np.concatenate([np.zeros((len(bends), 2, 1), np.float32), bends / 32], axis=2)
    bend_x, bend_y = waves.reshape(-1, 2, 3, 3).transpose(1, 0, 2, 3)
    return normalize_fields(fields, Warp(linear, bend_x, bend_y), ink_share)


def test_copies_are_what_the_normaliser_makes_of_the_same_warps(fields: Array) -> None:
    for seed in range(3):
        warp = warps(len(fields), seed)
        quick, thorough = FieldCopies(fields).warped(*warp), normalized(fields, *warp)
        difference = quick - thorough
        # Only the level of the ink differs: copies stray fifteen times as far.
        assert np.sqrt((difference**2).mean()) < 0.016
        assert abs(difference.mean()) < 0.001
        assert np.sqrt(((quick - normalize_fields(fields)) ** 2).mean()) > 0.16


def test_copies_lie_where_the_normaliser_puts_them(fields: Array) -> None:
    """Cut a little higher or lower, a copy has its ink in the same place."""
    warp = warps(len(fields), 4)
    quick, thorough = FieldCopies(fields).warped(*warp), normalized(fields, *warp)
    for axis in (0, 1):
        middles = [_middle(pixels, axis) for pixels in (quick, thorough)]
        assert np.abs(middles[0] - middles[1]).max() < 0.15


def _middle(pixels: Array, axis: int) -> Array:
    by_line = pixels.reshape(-1, 8, 8).sum(axis=1 + axis)
    return by_line @ np.arange(8) / by_line.sum(axis=1)


def test_the_same_digits_can_be_copied_again_and_again(fields: Array) -> None:
    copies, rng = FieldCopies(fields), np.random.default_rng(0)
    first, second = copies.make(rng), copies.make(rng)
    assert np.abs(first - second).mean() > 0.03
    assert np.array_equal(first, augment_fields(fields, np.random.default_rng(0)))


@pytest.mark.parametrize("grey", [0.0, 1.0])
def test_blank_and_full_fields(grey: float) -> None:
    fields = np.full((3, 32, 32), grey, np.float32)
    pixels = augment_fields(fields, np.random.default_rng(0), WarpRanges().scaled(2))
    assert pixels.shape == (3, 64)
    assert np.isfinite(pixels).all()
    assert pixels.min() >= 0
    assert pixels.max() <= 1


def test_no_fields_have_no_copies() -> None:
    assert augment_fields(np.zeros((0, 32, 32), np.float32), np.random.default_rng(0)).shape == (
        0,
        64,
    )

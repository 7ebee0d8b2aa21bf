from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.augmentation import CanonicalRanges, augment_canonical
from datasets.augmentation.waves import AFFINE, basis, block_centres
from datasets.normalization.frame import count_blocks
from datasets.synthetic import synthetic_pixels

NOTHING = CanonicalRanges().scaled(0)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.fixture(scope="module")
def digits() -> np.ndarray:
    return synthetic_pixels(np.repeat(np.arange(10), 60), rng(), side=16)[0]


def blocks(digits: np.ndarray) -> np.ndarray:
    return count_blocks(digits.reshape(-1, 16, 16)).reshape(-1, 64)


def test_without_any_variation_nothing_changes(digits: np.ndarray) -> None:
    # More than one chunk, so that the order between chunks is seen too.
    digits = np.tile(digits, (9, 1))
    same = augment_canonical(digits, rng(), NOTHING)
    np.testing.assert_allclose(same, blocks(digits), atol=1e-6)


def test_copies_differ_from_their_originals_and_from_each_other(digits: np.ndarray) -> None:
    random = rng()
    first, second = augment_canonical(digits, random), augment_canonical(digits, random)
    for one, other in ((first, second), (first, blocks(digits))):
        assert np.abs(one - other).mean(axis=1).min() > 0.005


def test_the_same_seed_gives_the_same_copies(digits: np.ndarray) -> None:
    assert np.array_equal(augment_canonical(digits, rng(4)), augment_canonical(digits, rng(4)))


def test_copies_stay_with_their_labels(digits: np.ndarray) -> None:
    """Most copies are nearer to their own original than to one of another digit."""
    originals, labels = blocks(digits), np.repeat(np.arange(10), 60)
    copies = augment_canonical(digits, rng())
    distance = ((copies[:, np.newaxis] - originals) ** 2).sum(axis=2)
    assert np.mean(labels[distance.argmin(axis=1)] == labels) > 0.9


def test_digits_are_not_changed_themselves(digits: np.ndarray) -> None:
    before = digits.copy()
    augment_canonical(digits, rng())
    assert np.array_equal(digits, before)


@given(st.integers(0, 1100), st.booleans(), st.floats(0, 20), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_any_number_and_any_strength(n: int, square: bool, strength: float, seed: int) -> None:
    digits = rng(seed).random((n, 16, 16) if square else (n, 256), dtype=np.float32)
    copies = augment_canonical(digits, rng(seed), CanonicalRanges().scaled(strength))
    assert copies.shape == (n, 64)
    assert copies.dtype == np.float32
    assert np.isfinite(copies).all()
    assert copies.min(initial=0) >= 0
    assert copies.max(initial=0) <= 1


@pytest.mark.parametrize("value", [0, 1])
def test_blank_and_full_digits(value: float) -> None:
    copies = augment_canonical(np.full((3, 16, 16), value, np.float32), rng())
    assert np.isfinite(copies).all()
    # Away from the frame's edge, where paper may come in, nothing changes.
    np.testing.assert_allclose(copies.reshape(-1, 8, 8)[:, 3:5, 3:5], value, atol=1e-6)


def test_a_turned_digit_stands_upright_again(digits: np.ndarray) -> None:
    turned = augment_canonical(digits, rng(), CanonicalRanges(0.3, 0, 0, 0, 0, 0))
    assert np.abs(turned - blocks(digits)).mean() > 0.02
    (xx, xy, yy), (_, xy_before, _) = moments(turned), moments(blocks(digits))
    assert np.abs((xy - xy_before) / np.sqrt(xx * yy)).mean() < 0.03


def moments(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    weight = pixels / pixels.sum(axis=1, keepdims=True)
    y, x = np.mgrid[0:8, 0:8].reshape(2, -1)
    off_x, off_y = x - (weight @ x)[:, np.newaxis], y - (weight @ y)[:, np.newaxis]
    return tuple(
        (weight * a * b).sum(axis=1) for a, b in ((off_x, off_x), (off_x, off_y), (off_y, off_y))
    )


def test_each_range_does_what_it_says(digits: np.ndarray) -> None:
    def vary(**ranges: float) -> np.ndarray:
        zero = dict.fromkeys(("rotation", "slant", "stretch", "shift", "bend", "ink"), 0.0)
        return augment_canonical(digits, rng(), CanonicalRanges(**(zero | ranges)))

    def spread(values: np.ndarray) -> float:
        return float(np.std(values))

    def mean_x(pixels: np.ndarray) -> np.ndarray:
        return pixels @ np.tile(np.arange(8), 8) / pixels.sum(axis=1)

    before = blocks(digits)
    # A share of the frame is 8 of the network's blocks.
    assert spread(mean_x(vary(shift=0.03)) - mean_x(before)) == pytest.approx(0.24, rel=0.15)
    assert spread(np.log(moments(vary(stretch=0.05))[0] / moments(before)[0])) == pytest.approx(
        0.1, rel=0.25
    )
    _, xy, yy = moments(vary(slant=0.1))
    assert spread(xy / yy - moments(before)[1] / moments(before)[2]) == pytest.approx(0.1, rel=0.25)
    assert spread(vary(ink=0.4).mean(axis=1)) > 2 * spread(before.mean(axis=1))
    assert np.abs(vary(bend=0.03) - before).mean() > 0.02


def test_waves_bend_and_nothing_else() -> None:
    """No turn, stretch or shift can be had from waves."""
    affine, waves = basis()[:AFFINE], basis()[AFFINE:]
    np.testing.assert_allclose(affine @ waves.T, 0, atol=1e-3)
    x, y = block_centres()
    assert sorted(zip(x.tolist(), y.tolist(), strict=True)) == sorted(
        (2.0 * i - 7, 2.0 * j - 7) for i in range(8) for j in range(8)
    )

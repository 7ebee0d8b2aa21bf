"""Specks of black and white: what was under them is put back; what is no speck stays."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_app.engine.reader.impulses import has_impulses, suspects, without_impulses

PAPER = 255


@pytest.fixture(scope="module")
def page() -> np.ndarray:
    """Strokes of one, two and five pixels: level, upright and leaning."""
    grey = np.full((90, 160), PAPER, np.uint8)
    for thick, left in ((1, 10), (2, 60), (5, 110)):
        grey[10 : 10 + thick, left : left + 40] = 0
        grey[20:80, left : left + thick] = 0
        for step in range(55):
            grey[22 + step, left + 10 + step // 2 : left + 10 + step // 2 + thick] = 0
    return grey


def with_specks(grey: np.ndarray, share: float) -> np.ndarray:
    rng = np.random.default_rng(1)
    hit = rng.random(grey.shape) < share
    return np.where(hit, np.where(rng.random(grey.shape) < 0.5, 0, 255), grey).astype(np.uint8)


@pytest.mark.parametrize("share", [0.02, 0.05, 0.1])
def test_specks_are_taken_out_and_holes_are_filled(page: np.ndarray, share: float) -> None:
    noisy = with_specks(page, share)

    restored = without_impulses(noisy)

    assert has_impulses(noisy)
    was_ink, is_ink = page < 128, restored < 128
    assert is_ink[was_ink].mean() > 0.95
    assert is_ink[~was_ink].mean() < 0.005
    wrong = (is_ink != was_ink).sum()
    assert wrong < 0.2 * ((noisy < 128) != was_ink).sum()


def test_a_page_without_specks_is_left_alone(page: np.ndarray) -> None:
    assert not has_impulses(page)


def test_only_black_and_white_pixels_that_stand_out_are_changed(page: np.ndarray) -> None:
    grey = np.where(page < 128, 90, 230).astype(np.uint8)
    noisy = with_specks(grey, 0.05)

    changed = without_impulses(noisy) != noisy

    assert not (changed & ~suspects(noisy)).any()
    assert not changed[np.abs(noisy.astype(int) - 128) < 112].any()


@pytest.mark.parametrize("shape", [(3, 3), (3, 40), (40, 3), (12, 12)])
def test_small_pictures(shape: tuple[int, int]) -> None:
    noisy = with_specks(np.full(shape, PAPER, np.uint8), 0.2)

    assert without_impulses(noisy).shape == shape

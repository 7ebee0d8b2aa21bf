"""Ink is found on any paper and in any light, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from datasets.pictures import find_ink, ink_box

LINES = [(40, 50), (150, 50), (90, 160)]


def draw(size: int = 200, width: float = 8) -> np.ndarray:
    """Return a 7, 0 paper to 1 ink, with soft edges."""
    fine = 4
    image = Image.new("L", (size * fine, size * fine))
    scale = size / 200 * fine
    corners = [(x * scale, y * scale) for x, y in LINES]
    ImageDraw.Draw(image).line(corners, fill=255, width=round(width * scale))
    return np.asarray(image.resize((size, size), Image.Resampling.BOX)) / 255


def to_grey(values: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def assert_same_ink(found: np.ndarray, drawn: np.ndarray) -> None:
    """Nearly every pixel that is clearly one or the other is found to be so."""
    clear = (drawn < 0.1) | (drawn > 0.9)
    wrong = clear & ((found >= 0.5) != (drawn >= 0.5))
    assert wrong.sum() <= 0.02 * (drawn > 0.5).sum()


@pytest.mark.parametrize("size", [28, 200, 700])
@pytest.mark.parametrize(
    ("paper", "ink"), [(255, 0), (0, 255), (230, 60), (40, 200), (250, 215), (120, 90)]
)
def test_dark_on_light_and_light_on_dark(paper, ink, size):
    drawn = draw(size, width=16)
    found = find_ink(to_grey(paper + (ink - paper) * drawn))
    assert found.dtype == np.float32
    assert found.shape == drawn.shape
    assert (found.min(), found.max()) == (0, 1)
    assert_same_ink(found, drawn)


def test_soft_edges_stay_where_they_are():
    drawn = draw(width=8)
    found = find_ink(to_grey(255 - 255 * drawn))
    soft = (drawn > 0.2) & (drawn < 0.8)
    assert np.abs(found - drawn)[soft].max() < 0.25
    assert np.corrcoef(found[soft], drawn[soft])[0, 1] > 0.95


@pytest.mark.parametrize("width", [1, 3, 30])
def test_thin_and_thick_pens(width):
    drawn = draw(400, width)
    found = find_ink(to_grey(255 - 255 * drawn))
    assert_same_ink(found, drawn)
    assert found[drawn > 0.9].mean() > 0.9


def test_a_crop_that_leaves_no_paper_around_the_digit():
    drawn = draw(width=20)
    x, y, w, h = ink_box(drawn)
    tight = drawn[y : y + h, x : x + w]
    assert_same_ink(find_ink(to_grey(255 - 255 * tight)), tight)
    assert_same_ink(find_ink(to_grey(255 * tight)), tight)


def test_noisy_paper(rng):
    drawn = draw()
    found = find_ink(to_grey(215 - 150 * drawn + rng.normal(0, 12, drawn.shape)))
    assert_same_ink(found, drawn)
    assert (found[drawn == 0] < 0.5).mean() > 0.999


def test_shadows_are_no_ink(rng):
    drawn = draw()
    light = np.linspace(0.45, 1, 200)[:, None] * np.linspace(0.8, 1, 200)
    grey = to_grey((235 - 180 * drawn) * light + rng.normal(0, 2, drawn.shape))
    assert_same_ink(find_ink(grey), drawn)


def test_dust_is_no_ink(rng):
    drawn = draw()
    grey = to_grey(255 - 255 * drawn)
    grey[rng.random(grey.shape) < 0.001] = 0
    grey[5, 5] = 0
    x, y, w, h = ink_box(find_ink(grey))
    assert np.abs(np.array([x, y, w, h]) - ink_box(drawn)).max() <= 3


# In fewer pixels than 28 a side, noise and a drawing are the same.
@pytest.mark.parametrize(
    ("size", "noise"), [(1, 0), (2, 0), (8, 0), (28, 0), (28, 3), (28, 12), (100, 12), (700, 12)]
)
@pytest.mark.parametrize("level", [0, 20, 130, 255])
def test_paper_alone_has_no_ink(rng, size, level, noise):
    grey = to_grey(level + noise * rng.normal(size=(size, size)))
    found = find_ink(grey)
    assert found.shape == grey.shape
    assert found.max() == 0
    assert ink_box(found) == []


@pytest.mark.parametrize("noise", [0, 3])
def test_a_smooth_shadow_alone_is_no_ink(rng, noise):
    grey = to_grey(np.linspace(120, 240, 400) + noise * rng.normal(size=(300, 400)))
    assert find_ink(grey).max() == 0


def test_pure_noise_is_no_ink(rng):
    assert find_ink(rng.integers(0, 256, (300, 300), dtype=np.uint8)).max() == 0


def test_no_pixels_at_all():
    assert find_ink(np.zeros((0, 5), np.uint8)).shape == (0, 5)
    assert ink_box(np.zeros((0, 5))) == []


@pytest.mark.parametrize("shape", [(1, 300), (300, 1), (3, 9), (2, 2)])
def test_odd_shapes_are_read(rng, shape):
    grey = rng.integers(0, 256, shape, dtype=np.uint8)
    found = find_ink(grey)
    assert found.shape == shape
    assert np.isfinite(found).all()


def test_the_box_is_that_of_the_ink():
    ink = np.zeros((60, 80))
    ink[10:40, 20:25] = 1
    ink[35:40, 20:50] = 0.6
    ink[0, 79] = 1  # a speck
    assert ink_box(ink) == [20, 10, 30, 30]
    assert all(type(side) is int for side in ink_box(ink))

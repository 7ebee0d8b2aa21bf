"""What the network sees must not depend on where, how large or with what pen a digit was drawn."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from datasets.drawing import Drawing
from datasets.normalization import (
    fields_from_counts,
    normalize_drawing,
    normalize_fields,
    normalize_ink,
)
from datasets.normalization.distance import distance_to, signed_distance
from datasets.normalization.frame import GRID, INK_SHARE, count_blocks
from datasets.normalization.strokes import stand_upright

ZERO = [
    [
        [0.5 + 0.2 * math.cos(t / 20 * math.pi), 0.5 + 0.3 * math.sin(t / 20 * math.pi)]
        for t in range(41)
    ]
]
FOUR = [[[0.45, 0.2], [0.3, 0.55], [0.7, 0.55]], [[0.6, 0.3], [0.55, 0.85]]]
ONE = [[[0.5, 0.2], [0.5, 0.8]]]


def pixels(strokes: list) -> np.ndarray:
    normalized = normalize_drawing(Drawing.from_points(strokes))
    assert normalized is not None
    return normalized.pixels


def moved(strokes: list, scale: float, dx: float, dy: float) -> list:
    return [[[x * scale + dx, y * scale + dy] for x, y in stroke] for stroke in strokes]


@pytest.mark.parametrize("strokes", [ZERO, FOUR, ONE])
@given(scale=st.floats(0.05, 1.2), dx=st.floats(-1, 1), dy=st.floats(-1, 1), factor=st.floats(1, 8))
@settings(max_examples=30, deadline=None)
def test_place_and_size_do_not_matter(
    strokes: list, scale: float, dx: float, dy: float, factor: float
) -> None:
    expected = pixels(strokes)
    assert np.abs(pixels(moved(strokes, scale, dx, dy)) - expected).mean() < 0.01
    assert np.abs(pixels(moved(strokes, scale * factor, dx, dy)) - expected).mean() < 0.01


@given(slant=st.floats(-0.5, 0.5))
@settings(max_examples=30, deadline=None)
def test_slant_is_taken_out(slant: float) -> None:
    leaning = [[[x - slant * y, y] for x, y in stroke] for stroke in FOUR]
    assert np.abs(pixels(leaning) - pixels(FOUR)).mean() < 0.03


def test_an_upright_line_stays_where_it_is() -> None:
    (line,) = stand_upright((np.array([[0.5, 0.2], [0.5, 0.8]]),))
    assert line == pytest.approx(np.array([[0.5, 0.2], [0.5, 0.8]]))


@given(
    st.lists(
        st.lists(st.tuples(st.floats(-0.2, 1.2), st.floats(-0.2, 1.2)), min_size=1, max_size=30),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=100, deadline=None)
def test_whatever_is_drawn_gives_64_numbers_with_an_even_amount_of_ink(strokes: list) -> None:
    seen = pixels(strokes)
    assert seen.shape == (8, 8)
    assert seen.dtype == np.float32
    assert seen.min() >= 0
    assert seen.max() <= 1
    assert seen.mean() == pytest.approx(INK_SHARE, abs=0.05)


def test_a_one_is_a_bar_and_not_a_block() -> None:
    seen = pixels(ONE)
    assert seen[:, 3:5].mean() > 0.9
    assert seen[:, [0, 1, 6, 7]].max() == 0


def test_a_dash_stays_flat() -> None:
    seen = pixels([[[0.2, 0.5], [0.8, 0.5]]])
    assert seen[[0, 7]].max() == 0


def test_a_zero_keeps_its_hole_however_small_it_is() -> None:
    seen = pixels(moved(ZERO, 0.03, 0.4, 0.4))
    assert seen[3:5, 3:5].max() < 0.2


def test_ink_touches_top_and_bottom_as_in_the_training_digits() -> None:
    for strokes in (ZERO, FOUR, ONE):
        seen = pixels(strokes)
        assert seen[0].max() > 0.3
        assert seen[7].max() > 0.3


def test_a_blank_drawing_gives_nothing() -> None:
    assert normalize_drawing(Drawing()) is None


def test_a_million_points_are_no_problem() -> None:
    angle = np.linspace(0, 2 * np.pi, 1_000_000)
    circle = np.column_stack([0.5 + 0.2 * np.cos(angle), 0.5 + 0.3 * np.sin(angle)])
    assert np.abs(pixels([circle]) - pixels(ZERO)).mean() < 0.02


def picture(strokes: list, pen: int, side: int = 200) -> np.ndarray:
    image = Image.new("L", (4 * side, 4 * side))
    draw = ImageDraw.Draw(image)
    for stroke in strokes:
        points = [(4 * side * x, 4 * side * y) for x, y in stroke]
        draw.line(points, fill=255, width=4 * pen, joint="curve")
        for x, y in (points[0], points[-1]):
            draw.ellipse((x - 2 * pen, y - 2 * pen, x + 2 * pen, y + 2 * pen), fill=255)
    return np.asarray(image.resize((side, side), Image.Resampling.BOX)) / 255


@pytest.mark.parametrize("strokes", [ZERO, FOUR, ONE])
@pytest.mark.parametrize(("pen", "most"), [(1, 0.03), (3, 0.03), (8, 0.03), (14, 0.04), (30, 0.07)])
def test_a_picture_of_a_drawing_gives_what_the_drawing_gives(
    strokes: list, pen: int, most: float
) -> None:
    seen = normalize_ink(picture(strokes, pen))
    assert seen is not None
    assert np.abs(seen.pixels - pixels(strokes)).mean() < most


def test_a_hairline_survives_in_a_large_picture() -> None:
    seen = normalize_ink(picture(ZERO, 2, side=1500))
    assert seen is not None
    assert np.abs(seen.pixels - pixels(ZERO)).mean() < 0.03


def test_a_line_that_is_thinner_in_places_is_kept_whole() -> None:
    """What is taken off a fat pen is more than a soft stroke has."""
    ink = picture([[(0.3, 0.15), (0.3, 0.85)]], 24)
    ink = np.maximum(ink, picture([[(0.3, 0.85), (0.75, 0.85)]], 3))
    seen = normalize_ink(ink)
    assert seen is not None
    assert seen.pixels[-1, -3:].max() > 0.5


@pytest.mark.parametrize("shape", [(1, 1), (1, 50), (50, 1), (3, 3), (2000, 10)])
def test_pictures_of_any_shape(shape: tuple[int, int]) -> None:
    assert normalize_ink(np.zeros(shape)) is None
    seen = normalize_ink(np.ones(shape))
    assert seen is not None
    assert np.isfinite(seen.pixels).all()


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_noise_never_breaks_the_normaliser(height: int, width: int, seed: int) -> None:
    ink = np.random.default_rng(seed).random((height, width)) ** 2
    seen = normalize_ink(ink)
    assert seen is None or (seen.pixels.min() >= 0 and seen.pixels.max() <= 1)


def test_results_cannot_be_changed_by_accident() -> None:
    normalized = normalize_drawing(Drawing.from_points(ZERO))
    assert normalized is not None
    assert normalized.ink.shape == (GRID, GRID)
    with pytest.raises(ValueError, match="read-only"):
        normalized.pixels[0, 0] = 1


@given(st.integers(0, 2**32 - 1), st.integers(2, 24), st.integers(2, 24))
@settings(max_examples=40, deadline=None)
def test_distances_are_exact(seed: int, height: int, width: int) -> None:
    mask = np.random.default_rng(seed).random((height, width)) < 0.1
    if not mask.any():
        mask[0, 0] = True
    on = np.argwhere(mask)
    every = np.argwhere(np.ones_like(mask))
    brute = np.sqrt(((every[:, None] - on[None]) ** 2).sum(-1).min(1)).reshape(mask.shape)
    assert distance_to(mask) == pytest.approx(brute, abs=1e-4)
    enough = mask.size // 3
    some = distance_to(mask, enough=enough)
    nearest = np.argsort(brute, axis=None)[:enough]
    assert some.ravel()[nearest] == pytest.approx(brute.ravel()[nearest], abs=1e-4)


def test_signed_distance_changes_sign_at_the_edge() -> None:
    mask = np.zeros((9, 9), dtype=bool)
    mask[3:6, 3:6] = True
    field = signed_distance(mask)
    assert (field[mask] < 0).all()
    assert (field[~mask] > 0).all()
    assert field[4, 4] == -2


def test_block_counts() -> None:
    ink = np.zeros((32, 32), dtype=np.float32)
    ink[:4, 4:8] = 1
    ink[4:6, :4] = 1
    counts = count_blocks(ink)
    assert counts[0, 1] == 1
    assert counts[1, 0] == 0.5
    assert counts.sum() == 1.5


@pytest.mark.parametrize(("strokes", "most"), [(ZERO, 0.07), (ONE, 0.07), (FOUR, 0.13)])
def test_training_digits_take_the_same_way_as_drawings(strokes: list, most: float) -> None:
    """The batched way for 8×8 digits leaves a canonical digit as it is, but for some blur."""
    seen = pixels(strokes)
    (again,) = normalize_fields(fields_from_counts(seen[np.newaxis])).reshape(-1, 8, 8)
    assert np.abs(again - seen).mean() < most
    assert again.mean() == pytest.approx(INK_SHARE, abs=0.05)


def test_no_fields_at_all() -> None:
    assert normalize_fields(np.zeros((0, 32, 32), np.float32)).shape == (0, 64)


def test_empty_fields_stay_finite() -> None:
    assert np.isfinite(normalize_fields(np.zeros((2, 32, 32), np.float32))).all()


def test_finer_blocks_add_up_to_what_the_network_reads() -> None:
    fields = fields_from_counts(np.stack([pixels(ZERO), pixels(FOUR)]))
    fine = normalize_fields(fields, side=16)
    assert fine.shape == (2, 256)
    coarse = count_blocks(fine.reshape(-1, 16, 16)).reshape(2, 64)
    np.testing.assert_allclose(coarse, normalize_fields(fields), atol=1e-6)
    assert normalize_fields(fields[:0], side=16).shape == (0, 256)


def test_a_speck_beside_a_digit_changes_nothing() -> None:
    clean = picture(FOUR, 8)
    dusty = clean.copy()
    dusty[10:13, 180:183] = 1
    dusty[195, 20:23] = 1

    np.testing.assert_array_equal(normalize_ink(dusty).pixels, normalize_ink(clean).pixels)


def test_a_thin_tip_of_a_fat_stroke_is_no_speck() -> None:
    ink = np.zeros((70, 60), np.float32)
    ink[10:30, 20:40] = 1
    with_tip = ink.copy()
    with_tip[30:60, 29:31] = 1

    # Half as wide as high with its tip, a square without.
    assert normalize_ink(with_tip).aspect < 0.6 < normalize_ink(ink).aspect


def test_ink_that_is_all_specks_is_read_all_the_same() -> None:
    ink = np.zeros((30, 30), np.float32)
    ink[10, 10:12] = 1

    assert normalize_ink(ink) is not None

"""Each step can be left out: then exactly what it decides on stays as it was drawn."""

import itertools
import math
from pathlib import Path

import numpy as np
import pytest

from datasets.drawing import Drawing
from datasets.normalization import (
    ALL_STEPS,
    NormalizedDigit,
    Stage,
    Steps,
    normalization_stages,
    normalize_drawing,
    normalize_ink,
)
from datasets.normalization.frame import GRID, INK_SHARE
from datasets.normalization.stages import STAGE_NAMES
from datasets.normalization.steps import NO_STEPS

EVERY = [Steps(*taken) for taken in itertools.product((True, False), repeat=4)]
PEN = 0.06


def curve(x: float, y: float, width: float, height: float, slant: float = 0.0) -> Drawing:
    """Return a 6 that is as large, and leans as much, as is asked for."""
    angle = np.linspace(-0.4 * np.pi, 2.6 * np.pi, 90)
    radius = np.clip(angle / np.pi, 0.4, 1)
    shape = np.column_stack([-0.5 * radius * np.sin(angle), -0.5 * np.cos(angle)])
    shape[:30, 1] = np.linspace(-1, shape[30, 1], 30)
    shape = (shape - shape.min(axis=0)) / np.ptp(shape, axis=0)
    placed = shape * (width, height) + (x, y)
    placed[:, 0] -= slant * (placed[:, 1] - y - height / 2)
    return Drawing((placed,))


SIX = curve(0.55, 0.1, 0.2, 0.45, slant=0.35)


def seen(drawing: Drawing, steps: Steps, pen: float = PEN) -> NormalizedDigit:
    normalized = normalize_drawing(drawing, steps, pen)
    assert normalized is not None
    return normalized


def box(ink: np.ndarray) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the ink, as shares of the frame."""
    rows, columns = np.flatnonzero((ink > 0.5).any(1)), np.flatnonzero((ink > 0.5).any(0))
    ends = np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]) / GRID
    return tuple(ends.tolist())  # type: ignore[return-value]


def proportions(ink: np.ndarray) -> float:
    left, top, right, bottom = box(ink)
    return (right - left) / (bottom - top)


def picture_of(drawing: Drawing, pen: float = PEN, side: int = 320) -> np.ndarray:
    """Draw on a canvas, pixel by pixel."""
    y, x = (np.mgrid[0:side, 0:side] + 0.5) / side
    nearest = np.full((side, side), np.inf)
    for stroke in drawing.strokes:
        for (x0, y0), (x1, y1) in itertools.pairwise(stroke):
            dx, dy = x1 - x0, y1 - y0
            along = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy + 1e-15)
            along = np.clip(along, 0, 1)
            nearest = np.minimum(nearest, np.hypot(x - x0 - along * dx, y - y0 - along * dy))
    return np.clip((pen / 2 - nearest) * side + 0.5, 0, 1)


@pytest.fixture(scope="module")
def before() -> dict[str, np.ndarray]:
    """Drawings, pictures, and what is made of them with all steps."""
    with np.load(Path(__file__).parent / "normalized.npz") as archive:
        return dict(archive)


def test_with_all_steps_drawings_give_what_they_gave_before(before: dict[str, np.ndarray]) -> None:
    points = before["points"]
    for number, expected in enumerate(before["drawn"]):
        mine = points[points[:, 0] == number]
        drawing = Drawing(tuple(mine[mine[:, 1] == s, 2:] for s in np.unique(mine[:, 1])))
        for normalized in (normalize_drawing(drawing), seen(drawing, ALL_STEPS, 0.16)):
            # The last digit may differ on another processor.
            np.testing.assert_allclose(normalized.pixels, expected, rtol=0, atol=1e-6)


def test_with_all_steps_pictures_give_what_they_always_gave(before: dict[str, np.ndarray]) -> None:
    for ink, expected in zip(before["ink"], before["photographed"], strict=True):
        np.testing.assert_allclose(normalize_ink(ink).pixels, expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("steps", EVERY)
def test_a_picture_of_a_drawing_gives_what_the_drawing_gives(steps: Steps) -> None:
    photographed = normalize_ink(picture_of(SIX), steps)
    assert photographed is not None
    assert np.abs(photographed.pixels - seen(SIX, steps).pixels).mean() < 0.035


def test_no_step_at_all_leaves_the_canvas_as_it_is() -> None:
    canvas = picture_of(SIX, side=GRID)
    assert np.abs(seen(SIX, NO_STEPS).ink - canvas).mean() < 0.01
    assert np.abs(normalize_ink(canvas, NO_STEPS).ink - canvas).mean() < 0.01


def test_a_picture_that_is_not_square_is_fitted_in_the_middle_of_the_frame() -> None:
    canvas = picture_of(SIX, side=GRID)
    wide = np.pad(canvas, ((0, 0), (GRID // 2, GRID // 2)))
    left, top, right, bottom = box(normalize_ink(wide, NO_STEPS).ink)
    expected = np.array(box(canvas)) / 2 + 0.25
    assert [left, top, right, bottom] == pytest.approx(expected, abs=0.02)


def test_without_crop_the_place_and_the_size_matter() -> None:
    small, moved = curve(0.1, 0.1, 0.1, 0.2), curve(0.6, 0.6, 0.1, 0.2)
    off = Steps(crop=False)
    assert np.abs(seen(small, ALL_STEPS).pixels - seen(moved, ALL_STEPS).pixels).max() < 0.06
    assert np.abs(seen(small, off).pixels - seen(moved, off).pixels).max() > 0.9
    large = curve(0.1, 0.1, 0.4, 0.8)
    no_stretch = Steps(crop=False, stretch=False, even=False)
    assert seen(large, no_stretch).ink.sum() > 2 * seen(small, no_stretch).ink.sum()


@pytest.mark.parametrize("stretch", [True, False])
def test_with_crop_neither_place_nor_size_matters(stretch: bool) -> None:
    steps = Steps(stretch=stretch)
    small, large = curve(0.6, 0.6, 0.1, 0.2), curve(0.1, 0.1, 0.4, 0.8)
    assert np.abs(seen(small, steps).pixels - seen(large, steps).pixels).max() < 0.06


@pytest.mark.parametrize("crop", [True, False])
def test_without_upright_the_slant_stays(crop: bool) -> None:
    upright = curve(0.3, 0.3, 0.2, 0.4)
    leaning = curve(0.3, 0.3, 0.2, 0.4, slant=0.5)
    on = Steps(crop=crop, stretch=False, even=False)
    off = Steps(crop=crop, upright=False, stretch=False, even=False)
    apart = [np.abs(seen(upright, s).ink - seen(leaning, s).ink).mean() for s in (on, off)]
    assert apart[1] > 3 * apart[0]
    assert seen(leaning, off).slant == 0
    assert seen(leaning, on).slant == pytest.approx(-0.5, abs=0.15)


def test_without_crop_upright_moves_nothing_but_shears() -> None:
    leaning = curve(0.3, 0.3, 0.2, 0.4, slant=0.5)
    before, after = (
        seen(leaning, Steps(crop=False, upright=up, stretch=False, even=False)).ink
        for up in (False, True)
    )
    assert box(after)[1::2] == pytest.approx(box(before)[1::2], abs=0.01)
    centre = [float(np.average(np.arange(GRID), weights=ink.sum(0))) for ink in (before, after)]
    assert centre[0] == pytest.approx(centre[1], abs=1.5)


@pytest.mark.parametrize("crop", [True, False])
def test_without_stretch_the_proportions_stay(crop: bool) -> None:
    wide = curve(0.2, 0.3, 0.5, 0.4)
    drawn = (0.5 + PEN) / (0.4 + PEN)
    off = Steps(crop=crop, stretch=False, upright=False, even=False)
    assert proportions(seen(wide, off).ink) == pytest.approx(drawn, abs=0.03)
    on = Steps(crop=crop, upright=False, even=False)
    assert proportions(seen(wide, on).ink) == pytest.approx(20 / 32, abs=0.06)


def test_without_crop_stretching_keeps_the_middle_and_the_area() -> None:
    wide = curve(0.2, 0.3, 0.5, 0.4)
    left, top, right, bottom = box(seen(wide, Steps(crop=False, upright=False, even=False)).ink)
    assert (left + right) / 2 == pytest.approx(0.45, abs=0.01)
    assert (top + bottom) / 2 == pytest.approx(0.5, abs=0.01)
    area = (right - left) * (bottom - top)
    assert area == pytest.approx((0.5 + PEN) * (0.4 + PEN), rel=0.05)


def test_without_even_the_pen_keeps_its_width_and_grows_with_the_ink() -> None:
    off = Steps(even=False)
    thin, fat = seen(SIX, off, 0.02), seen(SIX, off, 0.1)
    assert fat.ink.mean() > 2 * thin.ink.mean()
    assert abs(thin.ink.mean() - INK_SHARE) > 0.1
    half = curve(0.55, 0.1, 0.1, 0.225, slant=0.35)
    assert np.abs(seen(half, off, 0.03).ink - seen(SIX, off, 0.06).ink).mean() < 0.02


def test_without_even_the_ink_of_any_pen_stays_within_the_frame() -> None:
    for pen in (0.01, 0.05, 0.16):
        assert seen(SIX, Steps(even=False), pen).ink[:, [0, -1]].max() == 0
        left, top, right, bottom = box(seen(SIX, Steps(even=False), pen).ink)
        assert bottom - top == pytest.approx(1, abs=0.05)
        assert right - left == pytest.approx(20 / 32, abs=0.1)


@pytest.mark.parametrize("crop", [True, False])
def test_with_even_the_pen_does_not_matter(crop: bool) -> None:
    steps = Steps(crop=crop, stretch=False)
    assert np.array_equal(seen(SIX, steps, 0.02).pixels, seen(SIX, steps, 0.16).pixels)
    assert seen(SIX, steps).ink.mean() == pytest.approx(INK_SHARE, abs=0.03)


@pytest.mark.parametrize("steps", EVERY)
@pytest.mark.parametrize(
    "points",
    [
        [[[0.5, 0.5]]],
        [[[0.5, 0.2], [0.5, 0.8]]],
        [[[0.2, 0.5], [0.8, 0.5]]],
        [[[0, 0], [1, 1]], [[-1e6, 0.5], [1e6, 0.5]]],
    ],
)
def test_dots_lines_and_pens_that_slid_away_give_64_numbers(steps: Steps, points: list) -> None:
    normalized = seen(Drawing.from_points(points), steps)
    assert normalized.pixels.shape == (8, 8)
    assert 0 <= normalized.pixels.min() <= normalized.pixels.max() <= 1
    assert np.isfinite([normalized.slant, normalized.aspect, normalized.half_pen]).all()


@pytest.mark.parametrize("steps", EVERY)
def test_nothing_drawn_gives_nothing(steps: Steps) -> None:
    assert normalize_drawing(Drawing(), steps) is None
    assert normalize_ink(np.zeros((20, 20)), steps) is None


def test_what_lies_beside_the_canvas_is_seen_only_with_crop() -> None:
    beside = curve(1.5, 0.2, 0.3, 0.4)
    assert normalize_drawing(beside, Steps(crop=False)) is None
    assert normalize_drawing(beside, NO_STEPS) is None
    assert normalize_drawing(beside) is not None


def stages(steps: Steps) -> tuple[Stage, ...]:
    return normalization_stages(SIX, steps, PEN)


@pytest.mark.parametrize("steps", EVERY)
def test_the_last_stage_is_the_ink_that_is_counted(steps: Steps) -> None:
    shown = stages(steps)
    assert [stage.name for stage in shown] == list(STAGE_NAMES)
    assert np.array_equal(shown[-1].picture, seen(SIX, steps).ink)
    assert math.prod(shown[0].picture.shape) == GRID * GRID


def test_every_stage_shows_one_step_more() -> None:
    shown = stages(ALL_STEPS)
    assert all(stage.taken for stage in shown)
    assert np.array_equal(shown[0].picture, seen(SIX, NO_STEPS).ink)
    for one, next_one in itertools.pairwise(shown):
        assert np.abs(one.picture - next_one.picture).mean() > 0.01


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_step_that_is_left_out_leaves_the_picture_before_it(number: int) -> None:
    taken = [True] * 4
    taken[number - 1] = False
    shown = stages(Steps(*taken))
    assert [stage.taken for stage in shown] == [True, *taken]
    assert np.array_equal(shown[number].picture, shown[number - 1].picture)


def test_the_stages_of_a_blank_canvas_are_white() -> None:
    shown = normalization_stages(Drawing())
    assert all(stage.picture.shape == (GRID, GRID) for stage in shown)
    assert not any(stage.picture.any() for stage in shown)

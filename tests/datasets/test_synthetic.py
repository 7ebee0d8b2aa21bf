from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from datasets.normalization import normalize_drawing
from datasets.normalization.frame import INK_SHARE
from datasets.synthetic import Hand, synthesize_digits, synthetic_pixels
from datasets.synthetic.shapes import TEMPLATES
from datasets.synthetic.splines import POINTS, make_pen_line
from datasets.synthetic.template import template
from datasets.synthetic.writing import write_each

STEADY = Hand(
    misplacement=0,
    stroke_shift=0,
    stroke_scale=0,
    overshoot=0,
    rotation=0,
    shear=0,
    aspect=0,
    bend=0,
    proportion=0,
    taper=0,
    hook=0,
    joined=0,
    tremor=0,
    jagged=0,
)
LABELS = np.repeat(np.arange(10), 12)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def all_templates():
    return [
        pytest.param(one, id=f"{digit}-{i}")
        for digit, several in enumerate(TEMPLATES)
        for i, one in enumerate(several)
    ]


def test_the_fast_route_agrees_with_the_normaliser():
    fast, _ = synthetic_pixels(LABELS, rng(3))
    drawings = synthesize_digits(LABELS, rng(3))
    slow = np.array([normalize_drawing(drawing).pixels.ravel() for drawing in drawings])
    difference = np.abs(fast - slow)
    assert difference.mean() < 0.015
    assert difference.mean(axis=1).max() < 0.04


def test_pixels_are_what_the_network_reads():
    X, y = synthetic_pixels(5, rng())
    assert (X.shape, X.dtype, y.shape, y.dtype) == ((50, 64), np.float32, (50,), np.int64)
    assert np.bincount(y).tolist() == [5] * 10
    assert X.min() >= 0
    assert X.max() <= 1
    np.testing.assert_allclose(X.mean(axis=1), INK_SHARE, atol=0.03)


def test_finer_blocks_add_up_to_what_the_network_reads():
    fine, y = synthetic_pixels(LABELS, rng(3), side=16)
    pixels, labels = synthetic_pixels(LABELS, rng(3))
    assert fine.shape == (len(LABELS), 256)
    assert np.array_equal(y, labels)
    coarse = fine.reshape(-1, 8, 2, 8, 2).mean(axis=(2, 4)).reshape(-1, 64)
    np.testing.assert_allclose(coarse, pixels, atol=1e-6)


def test_the_ink_varies_where_asked_for():
    even, _ = synthetic_pixels(LABELS, rng())
    varied, _ = synthetic_pixels(LABELS, rng(), ink=0.2)
    assert varied.mean(axis=1).std() > 3 * even.mean(axis=1).std()


def test_the_same_seed_gives_the_same_digits():
    assert synthesize_digits(LABELS, rng(7)) == synthesize_digits(LABELS, rng(7))
    assert np.array_equal(synthetic_pixels(4, rng(7))[0], synthetic_pixels(4, rng(7))[0])
    assert not np.array_equal(synthetic_pixels(4, rng(7))[0], synthetic_pixels(4, rng(8))[0])


def test_drawings_lie_on_the_canvas():
    for drawing in synthesize_digits(LABELS, rng()):
        points = np.concatenate(drawing.strokes)
        assert points.min() >= -1e-9
        assert points.max() <= 1 + 1e-9
        assert np.ptp(points, axis=0).max() >= 0.24


def test_labels_keep_their_order():
    labels = np.array([1, 8, 1, 0])
    drawings = synthesize_digits(labels, rng())
    pixels, y = synthetic_pixels(labels, rng())
    assert len(drawings) == 4
    assert y.tolist() == labels.tolist()
    # A 1 has its ink in the middle column, a 0 around it.
    centre = pixels.reshape(-1, 8, 8)[:, 3:5, 3:5].mean(axis=(1, 2))
    assert centre[0] > centre[3]


@pytest.mark.parametrize("labels", [np.array([10]), np.array([-1]), np.array([0.5]), np.eye(2)])
def test_what_is_no_digit_is_refused(labels):
    with pytest.raises(ValueError, match="The labels must be"):
        synthetic_pixels(labels, rng())
    with pytest.raises(ValueError, match="The labels must be"):
        synthesize_digits(labels, rng())


def test_none_give_none():
    assert synthetic_pixels(0, rng())[0].shape == (0, 64)
    assert synthesize_digits(np.array([], dtype=int), rng()) == []
    with pytest.raises(ValueError, match="-1 digits"):
        synthetic_pixels(-1, rng())


def test_every_digit_has_its_templates():
    for digit, several in enumerate(TEMPLATES):
        assert len(several) >= 8
        assert {one.label for one in several} == {digit}
        assert all(one.share > 0 for one in several)


@pytest.mark.parametrize("one", all_templates())
def test_a_steady_hand_passes_through_the_template(one):
    line = make_pen_line(one)
    assert line.sharp.shape == line.rounded.shape == (POINTS, one.poses.shape[1])
    for pose in one.poses:
        for matrix in (line.sharp, line.rounded):
            curve = matrix @ pose
            for ends, stroke in zip(one.layout, line.strokes, strict=True):
                np.testing.assert_allclose(curve[stroke][0], pose[ends[0]], atol=0.5)
                np.testing.assert_allclose(curve[stroke][-1], pose[ends[-1]], atol=1e-9)
        # A corner is met exactly unless it is rounded; other points within a step of the pen.
        curve = line.sharp @ pose
        for point in pose:
            nearest = np.hypot(*(curve - point).T).min()
            assert nearest < 5


@pytest.mark.parametrize("one", all_templates())
def test_the_pen_line_strays_little_from_its_points(one):
    line = make_pen_line(one)
    for pose in one.poses:
        curve = line.sharp @ pose
        room = 0.2 * np.ptp(pose, axis=0).max()
        assert (curve >= pose.min(axis=0) - room).all()
        assert (curve <= pose.max(axis=0) + room).all()


def write(one, n, hand):
    """Points of the same template, written n times."""
    return write_each([(one, make_pen_line(one))], np.zeros(n, dtype=np.intp), hand, rng())[0]


def test_a_steady_hand_writes_alike_and_a_free_one_does_not():
    one = TEMPLATES[0][3]
    steady = write(one, 20, STEADY)
    free = write(one, 20, Hand())
    assert steady.std(axis=0).max() < 1
    assert free.std(axis=0).min() > 1


def test_a_pen_that_is_never_lifted_joins_all_strokes():
    fives = synthesize_digits(np.full(30, 5), rng(), Hand(joined=1))
    assert {len(drawing.strokes) for drawing in fives} == {1}


def test_a_hook_changes_the_ends_of_a_stroke_and_nothing_else():
    one = TEMPLATES[1][0]
    plain = write(one, 20, STEADY)
    hooked = write(one, 20, replace(STEADY, hook=1))
    moved = np.hypot(*np.moveaxis(hooked - plain, -1, 0)).mean(axis=0)
    assert moved[[0, -1]].min() > 3
    np.testing.assert_allclose(np.diff(hooked[:, 6:-6], axis=1), np.diff(plain[:, 6:-6], axis=1))


def test_proportion_moves_the_waist():
    one = TEMPLATES[8][2]
    line = make_pen_line(one)
    waist = [
        np.ptp(points[line.strokes[0], 1]) / np.ptp(points[:, 1])
        for points in write(one, 200, replace(STEADY, proportion=0.3))
    ]
    assert np.std(waist) > 2 * np.std(
        [
            np.ptp(points[line.strokes[0], 1]) / np.ptp(points[:, 1])
            for points in write(one, 200, STEADY)
        ]
    )


def test_poses_that_differ_in_kind_are_refused():
    for other in ("0,0 5,5", "0,0 5,5! 9,9", "0,0 5,5 | 9,9 10,10"):
        with pytest.raises(ValueError, match="not alike"):
            template(1, 1, "0,0 5,5 9,9", other)

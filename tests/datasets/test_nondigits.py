from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.normalization import normalize_drawing
from datasets.synthetic import Hand, Mixture, nondigit_lines, synthesize_nondigits
from datasets.synthetic.doodles import DOODLES, SHARES, draw_doodles
from datasets.synthetic.letters import CHARACTERS
from datasets.synthetic.raster import rasterise
from datasets.synthetic.splines import POINTS, make_pen_line

KINDS = [field.name for field in fields(Mixture)]
SEEDS = st.integers(0, 2**32 - 1)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def only(kind: str) -> Mixture:
    return Mixture(**{name: float(name == kind) for name in KINDS})


def all_templates():
    return [
        pytest.param(one, id=f"{kind}-{one.label}-{i}")
        for kind, several in CHARACTERS.items()
        for i, one in enumerate(several)
    ]


@settings(max_examples=20, deadline=None)
@given(n=st.integers(0, 60), seed=SEEDS)
def test_lines_are_what_the_rasteriser_takes(n, seed):
    points, pen_down = nondigit_lines(n, rng(seed))
    assert points.shape == (n, POINTS, 2)
    assert pen_down.shape == (n, POINTS - 1)
    assert pen_down.dtype == np.bool_
    assert np.isfinite(points).all()
    pixels = rasterise(points, pen_down)
    assert pixels.shape == (n, 64)
    assert np.isfinite(pixels).all()
    assert (pixels.mean(axis=1) > 0.15).all()


@settings(max_examples=20, deadline=None)
@given(n=st.integers(0, 60), seed=SEEDS)
def test_drawings_are_valid_and_lie_on_the_canvas(n, seed):
    drawings = synthesize_nondigits(n, rng(seed))
    assert len(drawings) == n
    for drawing in drawings:
        assert drawing.n_points == POINTS
        points = np.concatenate(drawing.strokes)
        assert points.min() >= -1e-9
        assert points.max() <= 1 + 1e-9
        assert normalize_drawing(drawing) is not None


def test_the_fast_route_agrees_with_the_normaliser():
    fast = rasterise(*nondigit_lines(200, rng(3)))
    slow = [normalize_drawing(one).pixels.ravel() for one in synthesize_nondigits(200, rng(3))]
    difference = np.abs(fast - np.array(slow))
    assert difference.mean() < 0.03


def test_the_same_seed_gives_the_same_marks():
    assert synthesize_nondigits(40, rng(7)) == synthesize_nondigits(40, rng(7))
    assert synthesize_nondigits(40, rng(7)) != synthesize_nondigits(40, rng(8))
    once, again = nondigit_lines(40, rng(7)), nondigit_lines(40, rng(7))
    assert np.array_equal(once[0], again[0])
    assert np.array_equal(once[1], again[1])


def test_less_than_none_is_refused():
    for draw in (synthesize_nondigits, nondigit_lines):
        with pytest.raises(ValueError, match="-1 non-digits"):
            draw(-1, rng())


def test_two_fifths_are_doodles_unless_asked_otherwise():
    shares = Mixture().shares()
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["doodles"] == pytest.approx(0.4)


@pytest.fixture
def drawn(monkeypatch):
    """How many of each kind are asked for, by name."""
    counts = dict.fromkeys(KINDS, 0)
    kinds = {several[0].label: kind for kind, several in CHARACTERS.items()}

    def count(kind, n):
        counts[kind] += n
        return np.zeros((n, POINTS, 2)), np.ones((n, POINTS - 1), dtype=bool)

    monkeypatch.setattr(
        "datasets.synthetic.nondigits.write_any",
        lambda templates, n, *_: count(kinds[templates[0][0].label], n),
    )
    monkeypatch.setattr(
        "datasets.synthetic.nondigits.draw_doodles", lambda n, _: count("doodles", n)
    )
    return counts


@pytest.mark.parametrize("kind", KINDS)
def test_a_mixture_of_one_kind_has_no_other(kind, drawn):
    nondigit_lines(20, rng(), mixture=only(kind))
    assert drawn == dict.fromkeys(KINDS, 0) | {kind: 20}


def test_the_mixture_is_kept_to(drawn):
    nondigit_lines(20_000, rng())
    for kind, share in Mixture().shares().items():
        assert drawn[kind] / 20_000 == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize(
    "shares", [dict.fromkeys(KINDS, 0.0), {"small": -0.1}, {"doodles": float("nan")}]
)
def test_shares_that_make_no_mixture_are_refused(shares):
    with pytest.raises(ValueError, match="shares of a mixture"):
        Mixture(**shares)


def test_the_hand_can_be_chosen():
    def roughness(hand):
        points, _ = nondigit_lines(50, rng(), hand, only("capitals"))
        return np.abs(np.diff(points, n=2, axis=1)).mean()

    assert roughness(Hand(tremor=5)) > 1.5 * roughness(Hand(tremor=0))


def test_every_kind_of_character_belongs_to_the_mixture():
    assert {*CHARACTERS, "doodles"} == set(KINDS)


@pytest.mark.parametrize("one", all_templates())
def test_a_template_is_no_digit_and_of_sensible_size(one):
    assert isinstance(one.label, str)
    assert not any(letter.isdigit() for letter in one.label)
    assert one.share > 0
    for pose in one.poses:
        assert pose.min() >= -15
        assert pose.max() <= 115
        assert np.ptp(pose, axis=0).max() >= 60
        line = make_pen_line(one)
        for matrix in (line.sharp, line.rounded):
            curve = matrix @ pose
            room = 0.2 * np.ptp(pose, axis=0).max()
            assert (curve >= pose.min(axis=0) - room).all()
            assert (curve <= pose.max(axis=0) + room).all()


def test_what_passes_for_a_digit_is_left_out():
    labels = {one.label for several in CHARACTERS.values() for one in several}
    assert not labels & set("OoDQIilSsZzBbGgqay|/δθσφξ日")
    assert set("ACEFHJKLMNPRTUVWXcdefhjkmnprtuvwx+=<>~*#%") <= labels


@pytest.mark.parametrize("kind", DOODLES)
def test_doodles_of_every_kind_are_lines(kind):
    assert SHARES[kind] > 0
    for n in (0, 1, 30):
        points, pen_down = DOODLES[kind](n, rng())
        assert points.shape == (n, POINTS, 2)
        assert pen_down.shape == (n, POINTS - 1)
        assert np.isfinite(points).all()
        assert pen_down.any(axis=1).all()


@pytest.mark.parametrize("kind", sorted(DOODLES.keys() - {"dots"}))
def test_no_two_doodles_are_alike(kind):
    points, _ = DOODLES[kind](20, rng())
    assert len(np.unique(points.reshape(20, -1).round(6), axis=0)) == 20


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS)
def test_straight_lines_are_too_flat_for_a_one(seed):
    points, _ = DOODLES["flat_lines"](30, rng(seed))
    run, rise = np.abs(points[:, -1] - points[:, 0]).T
    assert (rise < 0.7 * run).all()


def test_what_stands_side_by_side_does_not_overlap():
    points, pen_down = DOODLES["numbers"](40, rng())
    # Two of 48 points or three of 32, the pen lifted between them.
    two = ~pen_down[:, 47] & (points[:, :48, 0].max(axis=1) < points[:, 48:, 0].min(axis=1))
    three = ~pen_down[:, 31] & (points[:, :32, 0].max(axis=1) < points[:, 32:, 0].min(axis=1))
    assert (two | three).all()


def test_doodles_can_be_chosen():
    points, pen_down = draw_doodles(10, rng(), {"flat_lines": 1})
    assert pen_down.all()
    assert np.ptp(points[..., 0], axis=1).min() > 1
    with pytest.raises(ValueError, match="no doodles called unicorns"):
        draw_doodles(10, rng(), {"unicorns": 1})


@pytest.mark.parametrize("share", [0.1, 0.305, 0.6])
def test_lines_of_any_length_are_inked_alike(share: float) -> None:
    """A dot must be thickened far more than a scribble, and both may come at once."""
    dots, down = np.zeros((3, 96, 2)), np.ones((3, 95), np.bool_)
    lines, pen_down = nondigit_lines(300, rng())
    every = np.concatenate([dots, lines]), np.concatenate([down, pen_down])

    together = rasterise(*every, np.full(303, share))
    alone = rasterise(dots, down, np.full(3, share))

    np.testing.assert_array_equal(together[:3], alone)
    assert np.median(together.mean(axis=1)) == pytest.approx(share, abs=0.03)
    assert alone.mean() == pytest.approx(share, abs=0.03 if share < 0.5 else 0.2)

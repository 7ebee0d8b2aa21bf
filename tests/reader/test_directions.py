"""Which way edges run in each part of a small picture."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_app.engine.reader.directions import CELLS, DIRECTIONS, N_FEATURES, edge_directions


def directions_of(picture: np.ndarray) -> np.ndarray:
    """How much there is of each direction in all of a picture, and in its middle part."""
    described = edge_directions(picture.astype(np.float32)[np.newaxis])
    assert described.shape == (1, N_FEATURES)
    return described.reshape(DIRECTIONS, CELLS, CELLS)


def ramp(side: int = 16) -> np.ndarray:
    return np.broadcast_to(np.linspace(0, 1, side), (side, side))


def test_a_picture_that_darkens_to_the_right_has_one_direction_in_its_middle():
    middle = directions_of(ramp())[:, 2, 2]
    assert middle[0] == pytest.approx(np.sqrt(8 / 15), abs=1e-6)
    np.testing.assert_allclose(middle[1:], 0, atol=1e-3)


def test_a_turn_by_a_right_angle_turns_directions_along():
    picture = np.random.default_rng(0).random((16, 16))
    before, after = directions_of(picture), directions_of(np.rot90(picture, -1))
    turned = np.rot90(np.roll(before, 2, axis=0), -1, axes=(1, 2))
    np.testing.assert_allclose(after, turned, atol=1e-5)


def test_what_lies_between_two_directions_is_shared():
    picture = ramp() / 2 + ramp().T / 4  # a quarter as steep again: 26.6° down from the right
    middle = directions_of(picture)[:, 2, 2] ** 2
    share = np.degrees(np.arctan2(1, 2)) / 45
    steepness = 8 / 15 * np.hypot(0.5, 0.25)
    np.testing.assert_allclose(middle[:2], [(1 - share) * steepness, share * steepness], rtol=1e-4)
    np.testing.assert_allclose(middle[2:], 0, atol=1e-6)


def test_each_part_knows_its_own_edges():
    picture = np.zeros((16, 16))
    picture[:3, :3] = 1
    described = directions_of(picture)
    assert described[:, 0, 0].sum() > 1
    assert not described[:, 3:, 3:].any()


def test_paper_has_no_edges_and_no_pictures_no_rows():
    assert not directions_of(np.zeros((16, 16))).any()
    assert edge_directions(np.empty((0, 16, 16), np.float32)).shape == (0, N_FEATURES)

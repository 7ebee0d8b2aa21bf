"""The network that tells whole digits from parts and pairs, and what it is trained on."""

from __future__ import annotations

import numpy as np
import pytest

from nn import Network, load_network
from ocr_app.engine.reader import training
from ocr_app.engine.reader.pieces import piece_of
from ocr_app.engine.reader.training import make_rows, make_samples, most_alike
from ocr_app.engine.reader.wholeness import FILE, N_SHAPE, log_odds
from resources import resource


@pytest.fixture(scope="module")
def samples() -> tuple[np.ndarray, np.ndarray]:
    return make_samples(25, np.random.default_rng(99))


def test_samples_hold_whole_digits_and_others(samples):
    X, y = samples
    assert X.shape == (len(y), 64 + N_SHAPE)
    assert 0.08 < y.mean() < 0.5
    assert set(np.unique(y)) == {0, 1}
    assert X.min() >= 0


def test_the_shipped_network_tells_them_apart(samples):
    X, y = samples
    odds = log_odds(X)
    said = odds > 0
    assert (said == (y[:, 0] > 0.5)).mean() > 0.85
    assert odds[y[:, 0] > 0.5].mean() > odds[y[:, 0] < 0.5].mean() + 2
    assert np.abs(odds).max() <= 7
    assert log_odds(np.empty((0, 64 + N_SHAPE), np.float32)).shape == (0,)


def test_the_shipped_network_says_what_it_is():
    network, metadata = load_network(resource(FILE))
    assert network.layer_sizes[0] == 64 + N_SHAPE
    assert network.layer_sizes[-1] == 1
    assert metadata["purpose"] == "whole digit or not"


def test_the_same_seed_makes_the_same_rows():
    first, second = (list(make_rows(5, np.random.default_rng(3))) for _ in range(2))
    for (row, labels), (again, also) in zip(first, second, strict=True):
        np.testing.assert_array_equal(row.ink, again.ink)
        assert labels == also


def test_a_piece_is_most_like_the_digit_that_it_shows():
    for row, labels in make_rows(20, np.random.default_rng(4)):
        (top, left), ink, label = row.corners[0], row.inks[0], labels[0]
        piece = piece_of(ink, left, top)
        likeness, found = most_alike(piece, row, labels)
        if label is not None:
            assert (found, round(likeness, 6)) == (label, 1)
        assert most_alike(piece, row, [None] * len(labels)) == (0, None)


def test_training(monkeypatch):
    monkeypatch.setattr(training, "EPOCHS", 3)
    network, metadata = training.train(n_rows=20, seed=0)
    assert isinstance(network, Network)
    assert metadata["held_out"]["accuracy"] > 0.7

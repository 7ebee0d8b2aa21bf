"""What two networks of the reader's own say about digits that the model is not sure of."""

from __future__ import annotations

import numpy as np
import pytest

from datasets.normalization.batch import normalize_inks
from datasets.synthetic import draw_ink, synthesize_digits
from nn import load_network
from ocr_app.engine.model import Model
from ocr_app.engine.reader import reading, second_training
from ocr_app.engine.reader.pieces import Piece, piece_of
from ocr_app.engine.reader.reading import PieceReader
from ocr_app.engine.reader.second_opinion import (
    LEANING_FILE,
    SIDE,
    UPRIGHT_FILE,
    as_it_is,
    probabilities,
)
from ocr_app.engine.recognizer import Recognizer
from resources import resource


@pytest.fixture(scope="module")
def labels() -> np.ndarray:
    return np.arange(200) % 10


@pytest.fixture(scope="module")
def pieces(labels) -> list[Piece]:
    drawings = synthesize_digits(labels, np.random.default_rng(321))
    found = [piece_of(draw_ink(drawing.strokes, 40, 4)) for drawing in drawings]
    assert all(piece is not None for piece in found)
    return found


@pytest.fixture(scope="module")
def piece_reader() -> PieceReader:
    return PieceReader(Recognizer(Model.factory()), lambda: None)


def test_ink_as_it_is_keeps_its_proportions():
    tall, wide = np.ones((40, 10), np.float32), np.ones((10, 40), np.float32)
    X = as_it_is([tall, wide])
    assert X.shape == (2, SIDE * SIDE + 1)
    squares = X[:, :-1].reshape(2, SIDE, SIDE)
    np.testing.assert_array_equal(squares[0], squares[1].T)
    assert (squares[0] > 0.5).any(axis=1).all()
    assert (squares[0] > 0.5).any(axis=0).sum() == SIDE // 4
    assert X[:, -1].tolist() == [0.25, 3]


def test_it_reads_digits(pieces, labels):
    upright, _ = normalize_inks([piece.ink for piece in pieces], side=16)
    said = probabilities([piece.ink for piece in pieces], upright)
    np.testing.assert_allclose(said.sum(axis=1), 1)
    assert (said.argmax(axis=1) == labels).mean() > 0.85
    assert probabilities([], np.empty((0, 16, 16), np.float32)).shape == (0, 10)


def test_only_unsure_digits_are_read_again(pieces, piece_reader):
    first = piece_reader.read(pieces)
    again = piece_reader.read_again(pieces, first)
    unsure = [one.sureness < reading._UNSURE for one in first]
    assert 0 < sum(unsure) < len(pieces) / 2
    assert [new is not old for old, new in zip(first, again, strict=True)] == unsure


def test_another_opinion_counts_half(pieces, piece_reader, monkeypatch):
    for_a_seven = np.eye(10)[[7]]
    monkeypatch.setattr(reading, "_UNSURE", 2.0)
    monkeypatch.setattr(reading, "probabilities", lambda inks, _: for_a_seven.repeat(len(inks), 0))
    again = piece_reader.read_again(pieces[:10], piece_reader.read(pieces[:10]))
    for one in again:
        assert one.probabilities.sum() == pytest.approx(1)
        assert one.probabilities[7] >= 0.5
        assert one.confidence == one.probabilities[one.digit]


def test_it_makes_fewer_mistakes(pieces, labels, piece_reader):
    first = piece_reader.read(pieces)
    again = piece_reader.read_again(pieces, first)
    wrong = [
        sum(one.digit != label for one, label in zip(read, labels, strict=True))
        for read in (first, again)
    ]
    assert wrong[1] < wrong[0]


def test_no_ink_is_no_reading(piece_reader, pieces):
    blank = Piece(pieces[0].box, np.zeros_like(pieces[0].ink), 0)
    assert piece_reader.read([blank]) == [None]
    assert piece_reader.read_again([blank], [None]) == [None]


def test_nobody_waits_for_what_is_not_wanted(pieces):
    class StoppedError(Exception):
        pass

    def stop() -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        PieceReader(Recognizer(Model.factory()), stop).read(pieces)


@pytest.mark.parametrize(("file", "inputs"), [(UPRIGHT_FILE, 256), (LEANING_FILE, 257)])
def test_the_shipped_networks_say_what_they_are(file, inputs):
    network, metadata = load_network(resource(file))
    assert (network.layer_sizes[0], network.layer_sizes[-1]) == (inputs, 10)
    assert metadata["purpose"] == "second opinion"


def test_the_same_seed_makes_the_same_samples():
    first, second = (second_training.make_samples(20, np.random.default_rng(5)) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, other)
    upright, leaning, Y = first
    assert (upright.shape, leaning.shape) == ((20, 256), (20, 257))
    np.testing.assert_array_equal(Y.sum(axis=1), 1)


def test_training(monkeypatch):
    monkeypatch.setattr(second_training, "EPOCHS", 12)
    networks, known = second_training.train(n=600, seed=0)
    assert [network.layer_sizes[-1] for network in networks] == [10, 10]
    assert all(one["accuracy"] > 0.3 for one in known)

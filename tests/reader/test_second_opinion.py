"""What two networks of the reader's own say about digits that the model is not sure of."""

from __future__ import annotations

import numpy as np
import pytest

from datasets.normalization.batch import normalize_inks
from datasets.synthetic import draw_ink, synthesize_digits
from nn import load_network
from ocr_app.engine.model import Model
from ocr_app.engine.reader import reading, second_samples, second_training
from ocr_app.engine.reader.pieces import Piece, piece_of
from ocr_app.engine.reader.reading import PieceReader
from ocr_app.engine.reader.second_opinion import (
    FILES,
    N_INPUTS,
    SIDE,
    Opinions,
    as_it_is,
    opinions,
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
    said = opinions([piece.ink for piece in pieces], upright).together
    np.testing.assert_allclose(said.sum(axis=1), 1)
    assert (said.argmax(axis=1) == labels).mean() > 0.85
    assert opinions([], np.empty((0, 16, 16), np.float32)).together.shape == (0, 10)


def test_only_unsure_digits_are_read_again(pieces, piece_reader):
    first = piece_reader.read(pieces)
    again = piece_reader.read_again(pieces, first)
    unsure = [one.sureness < reading._UNSURE for one in first]
    assert 0 < sum(unsure) < len(pieces) / 2
    assert [new is not old for old, new in zip(first, again, strict=True)] == unsure


def test_another_opinion_counts_more_than_the_model(pieces, piece_reader, monkeypatch):
    pictures = np.arange(2 * 10 * 256, dtype=np.float32).reshape(2, 10, 16, 16)

    def for_a_seven(inks, _upright):
        return Opinions(np.eye(10)[[[7]]].repeat(len(inks), 1).repeat(2, 0), pictures)

    monkeypatch.setattr(reading, "_UNSURE", 2.0)
    monkeypatch.setattr(reading, "opinions", for_a_seven)
    again = piece_reader.read_again(pieces[:10], piece_reader.read(pieces[:10]))
    for one in again:
        assert one.probabilities.sum() == pytest.approx(1)
        assert one.probabilities[7] >= reading._TRUSTED
        assert one.confidence == one.probabilities[one.digit]
    # All say that the 7 is one: the model counts most of the three, and what it saw is shown.
    assert again[7].digit == 7
    assert again[7].seen is None
    # Of a 1 they are alone in saying so.
    assert again[1].digit == 7
    np.testing.assert_array_equal(again[1].seen, pictures[0, 1])


def test_readings_keep_their_places(pieces, piece_reader, monkeypatch):
    monkeypatch.setattr(reading, "_UNSURE", 2.0)
    first = piece_reader.read(pieces)
    again = piece_reader.read_again(pieces, first)
    assert np.mean([a.digit == b.digit for a, b in zip(first, again, strict=True)]) > 0.9
    for old, new in zip(first, again, strict=True):
        np.testing.assert_allclose(old.pixels, new.pixels, atol=0.5)


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


def test_the_shipped_networks_say_what_they_are():
    for file in FILES:
        network, metadata = load_network(resource(file))
        assert (network.layer_sizes[0], network.layer_sizes[-1]) == (N_INPUTS, 10)
        assert metadata["purpose"] == "second opinion"
        assert metadata["digits"] == second_training.DIGITS
        assert metadata["rows"] == second_training.ROWS


@pytest.mark.parametrize("make", [second_samples.whole_digits, second_samples.cut_digits])
def test_the_same_seed_makes_the_same_samples(make):
    first, second = (make(20, np.random.default_rng(5)) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, other)
    upright, leaning, Y = first
    assert len(Y) >= 20
    assert upright.shape == leaning.shape == (len(Y), N_INPUTS)
    np.testing.assert_array_equal(Y.sum(axis=1), 1)


def test_digits_that_were_cut_are_read_as_well():
    upright, leaning, Y = second_samples.cut_digits(60, np.random.default_rng(8))
    said = sum(
        load_network(resource(file))[0].predict_proba(X)
        for file, X in zip(FILES, (upright, leaning), strict=True)
    )
    assert (said.argmax(axis=1) == Y.argmax(axis=1)).mean() > 0.9


def test_training(monkeypatch):
    monkeypatch.setattr(second_training, "EPOCHS", 12)
    networks, known = second_training.train(n=400, n_rows=40, seed=0)
    assert [network.layer_sizes[0] for network in networks] == [N_INPUTS, N_INPUTS]
    assert all(one["accuracy"] > 0.3 for one in known)

"""Samples for the network for print: what is printed is found again, with the right answers."""

from pathlib import Path

import numpy as np
import pytest
from PIL import ImageFont

from ocr_app.engine.reader import printed_training
from ocr_app.engine.reader.printed import HANDWRITTEN, N_CLASSES, N_SHAPE, NOTHING, SIDE
from ocr_app.engine.reader.printed_fonts import families
from ocr_app.engine.reader.printed_paper import WAYS, found_on_paper, photographed, printed_mark


@pytest.fixture(scope="module")
def font() -> ImageFont.FreeTypeFont:
    for _, files in families(kept_apart=False):
        for file in files:
            if "Regular" in file.stem and "Sans" in file.stem:
                return ImageFont.truetype(str(file), 40)
    pytest.skip("no fonts on this system")


@pytest.mark.parametrize("way", WAYS)
def test_marks_are_printed_as_large_as_the_font_says(
    font: ImageFont.FreeTypeFont, way: str
) -> None:
    left, top, right, bottom = font.getbbox("8")

    ink = printed_mark(font, "8", way)

    assert abs(ink.shape[1] - (right - left)) <= 1
    assert abs(ink.shape[0] - (bottom - top)) <= 1
    assert 0.2 < ink.mean() < 0.9
    assert (set(np.unique(ink)) <= {0.0, 1.0}) == (way == "bits")


def test_marks_are_found_again_in_their_places(font: ImageFont.FreeTypeFont) -> None:
    inks = [printed_mark(font, mark, "hinted") for mark in "71480"]

    for seed in range(5):
        found = found_on_paper(inks, np.random.default_rng(seed))

        assert len(found) == 5
        assert all(piece is not None for piece in found)
        lefts = [piece.box.x for piece in found if piece is not None]
        assert lefts == sorted(lefts)


def test_what_is_not_there_is_not_found() -> None:
    ink = np.zeros((30, 20), np.float32)
    ink[5:25, 8:12] = 1

    [there, nothing] = found_on_paper([ink, np.zeros_like(ink)], np.random.default_rng(4))

    assert there is not None
    assert nothing is None


def test_pictures_are_dark_on_light_however_they_are_taken() -> None:
    ink = np.zeros((40, 40), np.float32)
    ink[10:30, 10:30] = 1

    for seed in range(30):
        grey = photographed(ink, np.random.default_rng(seed))

        assert (grey.shape, grey.dtype) == ((40, 40), np.uint8)
        assert np.median(grey[14:26, 14:26]) < 130 < 190 < np.median(grey[:6])


def test_samples_have_all_kinds_and_one_answer_each(font: ImageFont.FreeTypeFont) -> None:
    X, Y = printed_training.make_samples(30, np.random.default_rng(0))

    assert (X.shape, Y.shape) == ((len(X), SIDE * SIDE + N_SHAPE), (len(X), N_CLASSES))
    assert (X.dtype, Y.dtype) == (np.float32, np.float32)
    assert 0 <= X[:, : SIDE * SIDE].min() <= X[:, : SIDE * SIDE].max() <= 1
    assert (Y.sum(axis=1) == 1).all()
    kinds = Y.sum(axis=0)
    assert kinds[HANDWRITTEN] > 20
    assert kinds[NOTHING] > 20
    assert kinds[:HANDWRITTEN].sum() > 20


def test_the_same_seed_makes_the_same_samples(font: ImageFont.FreeTypeFont) -> None:
    one, other = (printed_training._chunk(4, 3, 1) for _ in range(2))
    third = printed_training._chunk(4, 3, 2)

    assert np.array_equal(one[0], other[0])
    assert one[0].shape != third[0].shape or not np.array_equal(one[0], third[0])


def test_without_fonts_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(printed_training, "families", lambda kept_apart: ())
    out = tmp_path / "network.npz"
    monkeypatch.setattr("sys.argv", ["printed_training", str(out)])

    assert printed_training.main() == 1
    assert "install" in capsys.readouterr().err
    assert not out.exists()

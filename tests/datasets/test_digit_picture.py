"""Digits out of pictures are kept without their strokes, and come back as they were."""

import base64
import io
import json

import numpy as np
import pytest
from numbers_on_paper import digit_inks
from PIL import Image

from datasets.digit_picture import (
    LARGEST_SIDE,
    DigitPicture,
    written_from_json,
    written_to_json,
)
from datasets.drawing import Drawing
from datasets.errors import DrawingError
from datasets.files import LabelledSample, read_labelled
from datasets.files.json_lines_write import write_json_lines
from ocr_app.engine.model import Model
from ocr_app.engine.recognizer import Recognizer

(SEVEN,) = digit_inks("7")


def test_a_png_is_the_same_picture():
    picture = DigitPicture.of_ink(SEVEN)
    again = DigitPicture.from_png(picture.to_png())
    assert again == picture
    assert hash(again) == hash(picture)
    assert np.abs(picture.floats - SEVEN).max() <= 0.5 / 255 + 1e-6
    assert not picture.is_blank
    with pytest.raises(ValueError, match="read-only"):
        picture.ink[0, 0] = 1


def test_large_ink_is_reduced_and_reads_the_same():
    recognizer = Recognizer(Model.factory())
    inks = [
        ink for seed in range(4) for ink in digit_inks("0123456789", height=300, pen=24, seed=seed)
    ]
    before = [one.digit for one in recognizer.read_many(inks)]
    pictures = [DigitPicture.of_ink(ink) for ink in inks]
    assert max(max(one.ink.shape) for one in pictures) == LARGEST_SIDE
    after = [one.digit for one in recognizer.read_many(pictures)]
    assert sum(a == b for a, b in zip(before, after, strict=True)) >= 38


def test_json_of_both_kinds():
    picture, drawing = DigitPicture.of_ink(SEVEN), Drawing.from_points([[[0.1, 0.2], [0.3, 0.4]]])
    for written in (picture, drawing):
        assert written_from_json(json.loads(json.dumps(written_to_json(written)))) == written


def png(size, mode="L", kind="PNG"):
    file = io.BytesIO()
    Image.new(mode, size, 1).save(file, kind)
    return base64.b64encode(file.getvalue()).decode()


@pytest.mark.parametrize(
    "text",
    ["", "!", "AAAA", "ü", png((500, 5)), png((9, 9), "RGB"), png((9, 9), kind="GIF"), "A" * 10**6],
)
def test_anything_else_is_refused_in_a_sentence(text):
    with pytest.raises(DrawingError, match="base64"):
        written_from_json(text)


@pytest.mark.parametrize("ink", [np.zeros((0, 5)), np.zeros(5)])
def test_what_has_no_pixels_is_no_picture(ink):
    with pytest.raises(DrawingError, match="picture"):
        DigitPicture.of_ink(ink)


def test_a_file_of_both_kinds(tmp_path):
    file = tmp_path / "samples.jsonl"
    picture, drawing = DigitPicture.of_ink(SEVEN), Drawing.from_points([[[0.1, 0.2], [0.3, 0.4]]])
    samples = [
        LabelledSample(7, "one", ink=picture.floats),
        LabelledSample(1, "two", drawing=drawing, writer="me"),
    ]
    assert write_json_lines(file, samples) == 2
    first, second = read_labelled(file)
    assert first.label == 7
    assert DigitPicture.of_ink(first.ink) == picture
    assert (second.label, second.drawing, second.writer) == (1, drawing, "me")

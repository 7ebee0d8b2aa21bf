"""Light digits on dark panels of a light page, and what lies around a page."""

from __future__ import annotations

import numpy as np
import pytest
from numbers_on_paper import ink_row, on_white
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ocr_app.engine.model import Model
from ocr_app.engine.reader import PageReader
from ocr_app.engine.reader.panels import with_panels_read
from ocr_app.engine.reader.pieces import find_pieces


@pytest.fixture(scope="module")
def reader() -> PageReader:
    return PageReader(Model.factory())


def meter(number: str, plate: int = 205, drum: int = 30) -> Image.Image:
    """A meter: light digits in a dark window of a light plate, with a number printed on it."""
    sheet = Image.new("L", (900, 500), plate)
    pen = ImageDraw.Draw(sheet)
    pen.text((250, 60), "4415067", fill=40, font=ImageFont.load_default(44))
    pen.rectangle((120, 200, 780, 340), fill=70)
    for place, digit in enumerate(number):
        left = 140 + 90 * place
        pen.rectangle((left, 212, left + 78, 328), fill=drum)
        pen.text((left + 14, 220), digit, fill=235, font=ImageFont.load_default(88))
    return sheet


def read(reader: PageReader, picture: Image.Image) -> list[str]:
    return reader.read(np.asarray(picture)).text().replace(" ", "").split("\n")


def test_a_meter(reader):
    assert read(reader, meter("0384271")) == ["4415067", "0384271"]


def test_a_photo_of_a_meter(reader):
    picture = meter("9056138").rotate(1.5, Image.Resampling.BICUBIC, fillcolor=205)
    grey = np.asarray(picture.filter(ImageFilter.GaussianBlur(1.5)), float)
    grey *= np.linspace(1, 0.65, grey.shape[1])
    assert read(reader, Image.fromarray(grey.astype(np.uint8))) == ["4415067", "9056138"]


def test_only_the_window_of_a_meter(reader):
    """What is left of the plate is a frame that the picture cuts off."""
    turned = meter("0384271").rotate(1, Image.Resampling.BICUBIC, fillcolor=205)
    assert read(reader, turned.crop((105, 188, 795, 352))) == ["0384271"]


def test_bold_digits_are_no_panels(reader):
    sheet = Image.new("L", (700, 160), 250)
    font = ImageFont.load_default(90)
    ImageDraw.Draw(sheet).text((20, 20), "806988", fill=20, font=font, stroke_width=4)
    assert len(reader.read(np.asarray(sheet)).digits) == 6


def test_bold_digits_that_touch_are_no_panels():
    """Their loops stand beside each other, too."""
    sheet = Image.new("L", (400, 100), 0)
    font = ImageFont.load_default(60)
    ImageDraw.Draw(sheet).text((20, 10), "806900", fill=255, font=font, stroke_width=5)
    ink = np.asarray(sheet).astype(np.float32) / 255
    marks = find_pieces(ink, ink >= 0.5)
    assert len(marks) < 6
    assert with_panels_read(marks) == marks


def test_a_dark_corner_is_no_digit(reader):
    grey = on_white(np.pad(ink_row("73150"), ((60, 120), (160, 60)))).astype(float)
    height, width = grey.shape
    y, x = np.mgrid[:height, :width]
    far = (x + (height - y)) / 70.0
    grey *= np.clip(far, 0.25, 1)
    assert read(reader, Image.fromarray(grey.astype(np.uint8))) == ["73150"]


def test_a_table_beyond_the_paper_is_no_digit(reader):
    grey = on_white(np.pad(ink_row("73150"), 60))
    grey = np.pad(grey, ((0, 0), (0, 40)), constant_values=40)
    grey[:, -40] = 90
    assert len(reader.read(grey).digits) == 5


def test_digits_that_fill_the_picture_stay(reader):
    """A picture that is cut to the ink: the 7 and the 1 lie along its edges."""
    ink = ink_row("7315071")
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    assert read(reader, Image.fromarray(on_white(cut))) == ["7315071"]

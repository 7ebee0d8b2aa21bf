"""The boxes of forms: what is written in them is read, and they are not."""

from __future__ import annotations

import numpy as np
import pytest
from numbers_on_paper import digit_inks, ink_row, on_white
from PIL import Image, ImageDraw, ImageFilter

from ocr_app.engine.model import Model
from ocr_app.engine.reader import PageReader

NUMBER = "4915730286"


@pytest.fixture(scope="module")
def reader() -> PageReader:
    return PageReader(Model.factory())


def form(
    number: str,
    *,
    box: int = 64,
    pitch: int = 75,
    shift: int = 0,
    line: int = 2,
    blank: int = 0,
) -> np.ndarray:
    """A box for each digit, which stand ``shift`` pixels right of the middle, and blank ones."""
    sheet = Image.new("L", (pitch * (len(number) + blank) + 60, 200), 245)
    pen = ImageDraw.Draw(sheet)
    for place in range(len(number) + blank):
        left = 30 + pitch * place
        pen.rectangle((left, 50, left + box, 140), outline=60, width=line)
    grey = np.asarray(sheet).copy()
    for place, ink in enumerate(digit_inks(number, height=52)):
        left = 30 + pitch * place + (box - ink.shape[1]) // 2 + shift
        part = grey[70 : 70 + ink.shape[0], left : left + ink.shape[1]]
        np.minimum(part, on_white(ink), out=part)
    return grey


def read(reader: PageReader, grey: np.ndarray) -> str:
    return reader.read(grey).text().replace(" ", "")


@pytest.mark.parametrize("line", [2, 4])
def test_a_box_for_each_digit(reader, line):
    assert read(reader, form(NUMBER, line=line)) == NUMBER


def test_boxes_that_share_their_walls(reader):
    assert read(reader, form(NUMBER, box=75)) == NUMBER


def test_digits_that_touch_their_boxes(reader):
    """Where a stroke crosses a wall it stays; the wall goes."""
    boxes = [digit.box for digit in reader.read(form(NUMBER, shift=20)).digits]
    assert len(boxes) == len(NUMBER)
    assert all(box.height < 60 and box.width < 60 for box in boxes)


def test_blank_boxes_are_no_zeros(reader):
    assert read(reader, form("4915", blank=3)) == "4915"


def test_a_photo_of_boxes(reader):
    """Turned, blurred, in uneven light: their lines are not level, nor of one width."""
    sheet = Image.fromarray(form(NUMBER)).rotate(1.5, Image.Resampling.BICUBIC, fillcolor=245)
    grey = np.asarray(sheet.filter(ImageFilter.GaussianBlur(1)), float)
    grey *= np.linspace(0.6, 1, grey.shape[1])
    assert read(reader, grey.astype(np.uint8)) == NUMBER


def test_a_number_in_one_large_frame(reader):
    grey = on_white(np.pad(ink_row("73150"), 30))
    sheet = Image.fromarray(grey)
    size = (10, 10, sheet.width - 10, sheet.height - 10)
    ImageDraw.Draw(sheet).rectangle(size, outline=0, width=4)
    assert read(reader, np.asarray(sheet)) == "73150"


@pytest.mark.parametrize("below", [0, 3, 8])
@pytest.mark.parametrize("rise", [0, 10, 30])
def test_a_rule_to_write_on(reader, below, rise):
    """It is no ruled paper, but in a part of the page, and in a photo not level."""
    sheet = Image.fromarray(on_white(np.pad(ink_row("73150"), ((60, 60), (60, 500)))))
    row = 60 + 24 + 40 - 2 + below
    ImageDraw.Draw(sheet).line((70, row, 600, row - rise), fill=60, width=3)
    found = reader.read(np.asarray(sheet.filter(ImageFilter.GaussianBlur(0.8))))
    assert len(found.digits) == 5
    assert all(digit.box.width < 50 for digit in found.digits)


def test_a_comb_that_is_open_at_its_top(reader):
    sheet = Image.fromarray(on_white(np.pad(ink_row("73150"), ((20, 40), (20, 40)))))
    pen = ImageDraw.Draw(sheet)
    base = sheet.height - 55
    digits = [digit.box for digit in reader.read(np.asarray(sheet)).digits]
    walls = [digits[0].x - 10, *(digit.right + 6 for digit in digits)]
    pen.line((walls[0], base, walls[-1], base), fill=40, width=3)
    for wall in walls:
        pen.line((wall, base - 24, wall, base), fill=40, width=3)
    assert len(reader.read(np.asarray(sheet)).digits) == 5


def test_a_table_of_many_fields(reader):
    """Its fields are much smaller than the frame around all of them."""
    field, rows = 56, ["203", "48", "7", "51", "6", "90", "13", "285", "4"]
    sheet = Image.new("L", (9 * field + 80, 9 * field + 80), 245)
    pen = ImageDraw.Draw(sheet)
    for i in range(10):
        at, end = 40 + i * field, 40 + 9 * field
        pen.line((40, at, end, at), fill=50, width=2 + 2 * (i % 3 == 0))
        pen.line((at, 40, at, end), fill=50, width=2 + 2 * (i % 3 == 0))
    grey = np.asarray(sheet).copy()
    for row, number in enumerate(rows):
        for place, ink in enumerate(digit_inks(number, height=36, seed=row)):
            y, x = 40 + row * field + 10, 40 + (place + row % 4) * field + 15
            part = grey[y : y + ink.shape[0], x : x + ink.shape[1]]
            np.minimum(part, on_white(ink), out=part)
    found = reader.read(grey)
    assert [len(line.digits) for line in found.lines] == [len(number) for number in rows]


def test_a_rectangle_alone_is_not_emptied(reader):
    """On some displays a 0 is one: nothing is written in it."""
    sheet = Image.new("L", (200, 200), 255)
    ImageDraw.Draw(sheet).rectangle((70, 40, 130, 150), outline=0, width=6)
    assert len(reader.read(np.asarray(sheet)).digits) == 1

"""Words beside numbers: their letters are no digits, though some look like one."""

from __future__ import annotations

import numpy as np
import pytest
from numbers_on_paper import ink_row, on_white
from PIL import Image, ImageDraw, ImageFont

from ocr_app.engine.model import Model
from ocr_app.engine.reader import PageReader


@pytest.fixture(scope="module")
def reader() -> PageReader:
    return PageReader(Model.factory())


def print_text(sheet: Image.Image, at: tuple[int, int], text: str, size: int) -> None:
    ImageDraw.Draw(sheet).text(at, text, fill=20, font=ImageFont.load_default(size))


@pytest.mark.parametrize("size", [20, 32, 48])
def test_a_page_of_words_has_hardly_a_digit(reader, size):
    sheet = Image.new("L", (18 * size, 6 * size), 250)
    print_text(sheet, (size, size), "The quick brown fox jumps", size)
    print_text(sheet, (size, 3 * size), "over lazy dogs and runs away", size)
    found = reader.read(np.asarray(sheet)).digits
    assert sum(one.reading.is_digit for one in found) <= 0.1 * len(found)


def test_a_handwritten_number_beside_its_label(reader):
    sheet = Image.new("L", (900, 140), 250)
    print_text(sheet, (20, 50), "Customer", 40)
    number = Image.fromarray(on_white(ink_row("73150")))
    sheet.paste(number, (360, 20))
    found = reader.read(np.asarray(sheet)).digits
    words = "".join(one.text() for one in found)
    assert words == "?" * (len(words) - 5) + "73150"


def test_printed_digits_behind_letters_are_read(reader):
    sheet = Image.new("L", (700, 120), 250)
    print_text(sheet, (20, 30), "Total EUR 4927", 48)
    assert reader.read(np.asarray(sheet)).text().endswith("4927")


def test_what_is_no_digit_among_letters_can_still_be_corrected(reader):
    """A letter keeps what it would be, if it were a digit."""
    sheet = Image.new("L", (300, 120), 250)
    print_text(sheet, (20, 30), "Street", 48)
    for one in reader.read(np.asarray(sheet)).digits:
        assert 0 <= one.reading.digit <= 9
        assert one.reading.nondigit_probability >= 0.5

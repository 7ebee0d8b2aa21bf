"""What people change in a reading."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numbers_on_paper import digit_inks, ink_row, on_white, page
from PIL import Image, ImageDraw, ImageFont

from datasets.synthetic.rows import in_a_row
from ocr_app.engine.model import Model
from ocr_app.engine.reader import Box, PageReader, editing
from ocr_app.engine.reader.result import Line


@pytest.fixture(scope="module")
def reader() -> PageReader:
    return PageReader(Model.factory())


@pytest.fixture(scope="module")
def read(reader):
    return reader.read(page(["203 48", "51 6"]))


def test_a_correction(read):
    changed = editing.corrected(read, read.digits[1], 9)
    assert changed.text() == "293 48\n51 6"
    assert read.text() == "203 48\n51 6"
    assert changed.digits[1].text(min_confidence=2) == "9"
    assert editing.corrected(changed, changed.digits[1], None).text() == read.text()


def test_leaving_out(read):
    without = editing.removed(read, read.digits[0])
    assert without.text() == "03 48\n51 6"
    for found in read.lines[1].digits:
        without = editing.removed(without, found)
    assert without.text() == "03 48"


def test_dividing_and_joining(reader):
    inks = digit_inks("47")
    row = in_a_row(inks, [-1], [0, 0])
    apart = reader.read(on_white(row.ink))
    assert len(apart.digits) == 2
    together = editing.joined(apart, *apart.digits, reader)
    [one] = together.digits
    assert one.box == apart.digits[0].box.united(apart.digits[1].box)
    again = editing.divided(together, one, reader)
    assert again.text() == apart.text()


def test_what_cannot_be_divided(reader):
    read = reader.read(on_white(ink_row("2", height=8, pen=1.5)))
    narrow = np.zeros((8, 2), np.float32)
    narrow[:, 0] = 1
    found = replace(read.digits[0], box=Box(0, 0, 2, 8), ink=narrow)
    alone = replace(read, lines=(Line(((found,),)),))
    assert editing.divided(alone, found, reader) is None


def test_adding_what_was_missed(reader):
    grey = page(["203 48", "51 6"])
    prepared = reader.prepare(grey)
    read = reader.read_prepared(prepared)
    gone = read.digits[3]
    without = editing.removed(read, gone)
    box = Box(gone.box.x - 4, gone.box.y - 4, gone.box.width + 8, gone.box.height + 8)
    again = editing.added(without, box, prepared, reader)
    assert again.text() == read.text()
    assert again.digits[3].box == gone.box
    assert editing.added(read, Box(0, 0, 5, 5), prepared, reader) is None
    assert editing.added(read, Box(-50, -50, 5, 5), prepared, reader) is None


def test_adding_between_lines(reader):
    grey = page(["203", "51", "6"])
    prepared = reader.prepare(grey)
    read = reader.read_prepared(prepared)
    without = read
    for found in read.lines[1].digits:
        without = editing.removed(without, found)
    assert without.text() == "203\n6"
    for found in read.lines[1].digits:
        without = editing.added(without, found.box, prepared, reader)
    assert without.text() == "203\n51\n6"


def test_a_part_of_the_page(read):
    first = read.lines[0].words[1][0].box
    kept = editing.within(read, Box(first.x - 5, 0, 500, 90))
    assert kept.text() == "48"
    assert editing.within(read, Box(0, 0, 1, 1)).lines == ()


def test_what_is_changed_in_print_is_read_as_print(reader):
    picture = Image.new("L", (420, 100), 255)
    font = ImageFont.load_default(48)
    ImageDraw.Draw(picture).text((40, 20), "40791528", fill=0, font=font)
    grey = np.asarray(picture)
    read = reader.read(grey)
    assert read.text() == "40791528"

    together = editing.joined(read, read.digits[3], read.digits[4], reader)
    assert together.digits[3].reading.is_print
    apart = editing.divided(together, together.digits[3], reader)
    assert all(found.reading.is_print for found in apart.digits)
    assert all(found.reading.seen.shape == (16, 16) for found in apart.digits)

    without = editing.removed(read, read.digits[2])
    again = editing.added(without, read.digits[2].box, reader.prepare(grey), reader)
    assert again.text() == read.text()
    assert again.digits[2].reading.is_print
    below = Box(200, 80, 5, 5)
    assert editing.added(read, below, reader.prepare(grey), reader) is None


def test_what_is_changed_in_handwriting_is_read_by_the_model(reader, read):
    together = editing.joined(read, read.digits[0], read.digits[1], reader)
    assert not together.digits[0].reading.is_print

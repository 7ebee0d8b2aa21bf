"""What people changed is made again when a picture is read in another way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numbers_on_paper import page

from ocr_app.engine.model import Model
from ocr_app.engine.reader import Box, PageReader
from ocr_app.engine.reader.carrying import carry, turned_box
from ocr_app.engine.reader.editing import corrected, joined, removed
from ocr_app.engine.reader.page_ink import InkSettings

GREY = page(["203 48", "51 6"])


@pytest.fixture(scope="module")
def reader():
    return PageReader(Model.factory())


@pytest.fixture(scope="module")
def original(reader):
    return reader.read(GREY)


@pytest.fixture(scope="module")
def anew(reader):
    return reader.read(GREY, InkSettings(threshold=0.6))


def test_nothing_changed_is_nothing_to_carry(original, anew):
    assert carry(original, original, anew).page is anew


def test_corrections_and_omissions(original, anew):
    changed = corrected(original, original.digits[0], 7)
    changed = removed(changed, changed.digits[3])
    carried = carry(original, changed, anew)
    assert carried.page.text() == "703 8\n51 6"
    assert (carried.kept, carried.lost) == (2, 0)


def test_what_was_joined_stays_joined(reader, original, anew):
    changed = joined(original, original.digits[0], original.digits[1], reader)
    changed = corrected(changed, changed.digits[0], 5)
    carried = carry(original, changed, anew)
    assert carried.page.text() == "53 48\n51 6"
    assert carried.kept == 1


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_boxes_turn_with_their_picture(turns):
    picture = np.zeros((40, 60), np.uint8)
    box = Box(5, 10, 7, 3)
    picture[box.y : box.bottom, box.x : box.right] = 1
    rows, columns = np.nonzero(np.rot90(picture, turns))
    found = turned_box(box, (60, 40), turns)
    assert (found.x, found.right) == (columns.min(), columns.max() + 1)
    assert (found.y, found.bottom) == (rows.min(), rows.max() + 1)


def test_corrections_turn_with_the_picture(reader, original):
    sideways = reader.read(np.ascontiguousarray(np.rot90(GREY, 1)))
    changed = corrected(original, original.digits[0], 7)
    carried = carry(original, changed, sideways, quarter_turns=1)
    (mine,) = [found for found in carried.page.digits if found.correction is not None]
    assert mine.correction == 7
    # and back again
    back = carry(sideways, carried.page, original, quarter_turns=-1)
    assert back.page.text() == "703 48\n51 6"


def test_what_lies_outside_the_part_that_is_read_fits_nowhere(original, anew):
    changed = corrected(original, original.digits[0], 7)
    region = anew.digits[-1].box
    only = replace(anew, lines=anew.lines[-1:])
    carried = carry(original, changed, only, within=region)
    assert (carried.kept, carried.lost) == (0, 1)
    assert carried.page is only

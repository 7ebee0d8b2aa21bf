"""Rows of digits, divided as the reader does: each is known again, parts and pairs are none."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PIL import ImageFont

from ocr_app.engine.reader.printed_fonts import families
from ocr_app.engine.reader.printed_paper import WAYS
from ocr_app.engine.reader.printed_rows import found_in_row, printed_row


@pytest.fixture(scope="module")
def font() -> ImageFont.FreeTypeFont:
    for kept_apart in (False, True):
        for _, files in families(kept_apart):
            for file in files:
                if "Sans" in file.stem:
                    return ImageFont.truetype(str(file), 30)
    pytest.skip("no fonts on this system")


@pytest.mark.parametrize("way", WAYS)
def test_digits_stand_beside_each_other_on_sheets_of_their_own(
    font: ImageFont.FreeTypeFont, way: str
) -> None:
    sheets = printed_row(font, "4710", way, spacing=3)

    assert len({sheet.shape for sheet in sheets}) == 1
    columns = [np.flatnonzero((sheet > 0.5).any(axis=0)) for sheet in sheets]
    assert all(one[-1] < other[0] for one, other in itertools.pairwise(columns))
    assert columns[0][0] > 5
    assert columns[-1][-1] < sheets[0].shape[1] - 5


def test_every_digit_is_found_in_its_place(font: ImageFont.FreeTypeFont) -> None:
    sheets = printed_row(font, "47106", "hinted", spacing=2)

    for seed in range(8):
        found = found_in_row(sheets, np.random.default_rng(seed))

        digits = [one for one in found if one.place is not None]
        assert {one.place for one in digits} == {0, 1, 2, 3, 4}
        assert all(0.5 * one.height < one.piece.box.height < 1.6 * one.height for one in digits)


def test_parts_and_pairs_of_digits_are_none(font: ImageFont.FreeTypeFont) -> None:
    """Two 8s that touch: both, the pair, and halves are found, under the right names."""
    left, right = printed_row(font, "88", "hinted", spacing=-3)

    found = [one for seed in range(10) for one in found_in_row([left, right], _rng(seed))]

    widths = {
        place: [one.piece.box.width / one.height for one in found if one.place == place]
        for place in (0, 1, None)
    }
    assert len(widths[0]) > 4
    assert len(widths[1]) > 4
    assert max(widths[0] + widths[1]) < 1.1
    assert max(widths[None]) > 1.1 > 0.4 > min(widths[None])


def test_a_blank_row_has_none() -> None:
    assert found_in_row([np.zeros((40, 90), np.float32)] * 2, _rng(3)) == []


def _rng(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)

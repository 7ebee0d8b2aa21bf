"""Print as screens, scanners and cameras show it: small, noisy, on displays, alone."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from numbers_on_paper import digit_inks, on_white
from PIL import Image, ImageDraw, ImageFont

from ocr_app.engine.model import Model
from ocr_app.engine.reader import PageReader
from ocr_app.engine.reader.displays import joined_segments
from ocr_app.engine.reader.dividing import _without_blots
from ocr_app.engine.reader.page_ink import find_page_ink
from ocr_app.engine.reader.pieces import Piece
from ocr_app.engine.reader.printed_fonts import usual_fonts
from ocr_app.engine.reader.result import Box
from ocr_app.engine.reader.seven_segments import draw_segments


@pytest.fixture(scope="module")
def reader() -> PageReader:
    return PageReader(Model.factory())


@pytest.fixture(scope="module")
def font_file() -> Path:
    files = [*usual_fonts(kept_apart=True), *usual_fonts(kept_apart=False)]
    plain = [file for file in files if "Sans" in file.stem]
    if not plain:
        pytest.skip("no fonts on this system")
    return plain[0]


def printed(file: Path, text: str, size: int) -> np.ndarray:
    font = ImageFont.truetype(str(file), size)
    left, top, right, bottom = (int(side) for side in font.getbbox(text))
    picture = Image.new("L", (right - left + 2 * size, bottom - top + 2 * size), 255)
    ImageDraw.Draw(picture).text((size - left, size - top), text, fill=0, font=font)
    return np.asarray(picture)


def read(reader: PageReader, grey: np.ndarray) -> str:
    return "".join(str(found.reading.digit) for found in reader.read(grey).digits)


@pytest.mark.parametrize("size", [12, 16, 24, 48, 72])
def test_print_of_all_sizes(reader, font_file, size):
    assert read(reader, printed(font_file, "4079152836", size)) == "4079152836"


@pytest.mark.parametrize("size", [18, 36])
def test_print_with_grain(reader, font_file, size):
    """As from a sensor: a tenth of white is its standard deviation."""
    grey = printed(font_file, "4079152836", size)
    noise = np.random.default_rng(0).normal(0, 25, grey.shape)
    noisy = np.clip(np.rint(grey + noise), 0, 255).astype(np.uint8)
    assert read(reader, noisy) == "4079152836"


def test_specks_are_taken_out_of_thin_strokes_without_breaking_them():
    """A grey line one pixel wide stays in one piece where black specks have hit it."""
    grey = np.full((40, 120), 255, np.uint8)
    grey[20, 10:110] = 110
    rng = np.random.default_rng(0)
    hit = rng.random(grey.shape) < 0.05
    hit[19:22] = False
    hit[20, 15:105:9] = True
    noisy = np.where(hit, 0, grey).astype(np.uint8)

    ink = find_page_ink(noisy) >= 0.5

    assert ink[20, 10:110].mean() > 0.97
    assert ink[:18].mean() < 0.01


@pytest.mark.parametrize("is_lit", [False, True])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_seven_segments(reader, seed, is_lit):
    """Of all looks: upright and slanted, with gaps and without, with ghosts."""
    rng = np.random.default_rng(seed)
    inks = draw_segments([4, 0, 1, 7, 2, 8], 60, rng)
    place = max(ink.shape[1] for ink in inks) + 14
    row = np.zeros((100, 6 * place + 40), np.float32)
    for number, ink in enumerate(inks):
        right = 20 + (number + 1) * place
        row[20:80, right - ink.shape[1] : right] = ink
    grey = np.rint(20 + 220 * row if is_lit else 190 - 150 * row).astype(np.uint8)

    assert reader.read(grey).text() == "401728"


def test_a_single_printed_digit_is_told_from_a_written_one(reader, font_file):
    """Not each of them, but no written one is taken for print."""
    alone = [reader.read(printed(font_file, str(digit), 48)).digits for digit in range(10)]
    assert [digits[0].reading.digit for digits in alone] == list(range(10))
    assert sum(digits[0].reading.is_print for digits in alone) >= 5

    for seed in range(2):
        for ink in digit_inks("0123456789", seed=seed):
            [written] = reader.read(on_white(np.pad(ink, 20))).digits
            assert not written.reading.is_print


def test_crumbs_of_a_lines_strokes_are_no_line_of_their_own():
    """Three bits at the feet of large digits; bits as small between two lines are small print."""
    digits = [(x, 40, 24, 36) for x in (10, 45, 80, 115)]
    crumbs = [(x, 72, 6, 4) for x in (30, 60, 100)]
    small_print = [(x, 90, 5, 8) for x in (30, 60, 100)]

    kept = _without_blots([line_of(digits), line_of(crumbs), line_of(small_print)])

    assert [len(line) for line in kept] == [4, 3]
    assert [line[0][0].box.y for line in kept] == [40, 90]


def line_of(boxes: list[tuple[int, int, int, int]]) -> list:
    found = SimpleNamespace(is_digit=True)
    return [(Piece(Box(*box), np.ones(box[:1:-1], np.float32), 9), found) for box in boxes]


def test_small_print_is_searched_for_a_displays_bars_once(reader, font_file, monkeypatch):
    """Before fainter strokes are taken for ink, which those of a display are not."""
    searched = []
    for where in ("displays", "reader"):
        name = f"ocr_app.engine.reader.{where}.joined_segments"

        def noted(pieces, mask):
            searched.append(len(pieces))
            return joined_segments(pieces, mask)

        monkeypatch.setattr(name, noted)
    assert read(reader, printed(font_file, "4071528", 12)) == "4071528"
    assert len(searched) == 1

"""Signs of arithmetic between numbers, and what only looks like one."""

from __future__ import annotations

import numpy as np
import pytest
from numbers_on_paper import digit_inks, on_white
from PIL import Image, ImageDraw, ImageFont

from datasets.synthetic.rows import in_a_row
from ocr_app.engine.model import Model
from ocr_app.engine.reader import PageReader
from ocr_app.engine.reader.export import as_json_value, csv_rows
from ocr_app.engine.reader.pieces import find_pieces
from ocr_app.engine.reader.printed_fonts import usual_fonts
from ocr_app.engine.reader.signs import find_signs

HEIGHT = 40
STROKES = {
    "+": [((0, 12), (24, 13)), ((12, 0), (13, 24))],
    "-": [((0, 2), (22, 0))],
    "×": [((0, 0), (22, 22)), ((22, 0), (0, 22))],
    "=": [((0, 0), (24, 1)), ((1, 11), (23, 10))],
}


@pytest.fixture(scope="module")
def reader() -> PageReader:
    return PageReader(Model.factory())


def drawn(lines: list[tuple[tuple[int, int], tuple[int, int]]], pen: int = 4) -> np.ndarray:
    """Draw strokes, and cut them out."""
    size = max(max(end) for line in lines for end in line) + 2 * pen
    picture = Image.new("L", (size, size))
    for line in lines:
        shifted = [(x + pen, y + pen) for x, y in line]
        ImageDraw.Draw(picture).line(shifted, fill=255, width=pen)
    ink = np.asarray(picture, np.float32) / 255
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def row(text: str, gap: int = 8, space: int = 28) -> np.ndarray:
    """Write a line of digits and signs; spaces are wide gaps."""
    digits = iter(digit_inks("".join(c for c in text if c.isdigit()), HEIGHT))
    inks = [next(digits) if c.isdigit() else drawn(STROKES[c]) for c in text if c != " "]
    marks = text.split(" ")
    ends = set(np.cumsum([len(mark) for mark in marks])[:-1].tolist())
    gaps = [space if i in ends else gap for i in range(1, len(inks))]
    return in_a_row(inks, gaps, [0] * len(inks)).ink


def signs_in(ink: np.ndarray) -> str:
    signs, _ = find_signs(find_pieces(ink, ink >= 0.5))
    return "".join(sign.text for sign in sorted(signs, key=lambda sign: sign.piece.middle))


@pytest.mark.parametrize(
    "text",
    ["20 + 48 = 68", "20+48=68", "6 × 8 = 48", "80 - 32 = 48", "80-32=48", "3+5", "20 + 48 ="],
)
def test_lines_are_read_as_they_are_written(reader, text):
    assert reader.read(on_white(row(text))).text() == text


def test_several_lines(reader):
    texts = ["20 + 48 = 68", "80 - 32 = 48", "60+20=80"]
    rows = [on_white(row(text)) for text in texts]
    width = max(one.shape[1] for one in rows)
    page = [np.pad(one, ((0, 0), (0, width - one.shape[1])), constant_values=255) for one in rows]
    assert reader.read(np.vstack(page)).text() == "\n".join(texts)


def test_a_minus_before_a_number(reader):
    assert reader.read(on_white(row("-48"))).text() == "-48"
    assert reader.read(on_white(row("80 = -32"))).text() == "80 = -32"


@pytest.mark.parametrize("text", ["12 + 30 = 42", "12+30=42", "95 - 4 = 91", "95-4=91"])
def test_print(reader, text):
    files = [file for file in usual_fonts(kept_apart=True) if "Sans" in file.stem]
    if not files:
        pytest.skip("no fonts on this system")
    for size in (16, 36):
        font = ImageFont.truetype(str(files[0]), size)
        left, top, right, bottom = (int(side) for side in font.getbbox(text))
        picture = Image.new("L", (right - left + 2 * size, bottom - top + 2 * size), 255)
        ImageDraw.Draw(picture).text((size - left, size - top), text, fill=0, font=font)
        assert reader.read(np.asarray(picture)).text() == text


def test_small_and_inverted(reader):
    small = np.asarray(Image.fromarray(on_white(row("20 + 48 = 68"))).reduce(2))
    assert reader.read(small).text() == "20 + 48 = 68"
    assert reader.read(255 - on_white(row("20 + 48 = 68"))).text() == "20 + 48 = 68"


def test_what_is_said_of_them(reader):
    page = reader.read(on_white(row("20 + 48")))
    value = as_json_value("a.png", page)
    assert [mark.get("sign") for mark in value["lines"][0]["digits"]] == [None] * 2 + ["+"] + [
        None
    ] * 2
    assert [mark["word"] for mark in value["lines"][0]["digits"]] == [0, 0, 1, 2, 2]
    assert not value["lines"][0]["digits"][2]["is_digit"]
    assert [str(line[3]) for line in csv_rows(value)] == [*"20+48"]
    assert page.text(min_confidence=1.0)[3] == "+"  # nobody is unsure of it


def test_digits_are_no_signs():
    for text in ("0123456789", "4444", "1717", "5555"):
        for seed in range(6):
            inks = digit_inks(text, HEIGHT, seed=seed)
            assert signs_in(in_a_row(inks, [8] * (len(inks) - 1), [0] * len(inks)).ink) == ""


def test_the_bar_of_a_five_is_no_minus():
    """As a stroke of its own, which begins over the rest of the digit."""
    five, two = np.zeros((40, 44), np.float32), digit_inks("2")[0]
    body = drawn([((0, 0), (0, 16)), ((0, 16), (14, 22)), ((14, 22), (0, 30))])
    five[8 : 8 + body.shape[0], : body.shape[1]] = body
    bar = drawn([((0, 0), (20, 0))])
    five[1 : 1 + bar.shape[0], 13 : 13 + bar.shape[1]] = bar
    assert signs_in(in_a_row([two, five, two], [10, 10], [0, 0, 0]).ink) == ""


def test_dashes_rules_and_fractions_are_no_minus():
    two = digit_inks("2")[0]
    dash = drawn(STROKES["-"])
    assert signs_in(in_a_row([two, dash], [20], [0, 0]).ink) == ""  # nothing comes after it
    assert signs_in(in_a_row([dash, dash, dash], [20, 20], [0, 0, 0]).ink) == ""
    low = in_a_row([two, dash, two], [10, 10], [0, 18, 0]).ink
    assert signs_in(low) == ""
    fraction = np.zeros((130, 140), np.float32)
    fraction[10:50, 20 : 20 + two.shape[1]] = two
    fraction[80:120, 20 : 20 + two.shape[1]] = two
    fraction[45:85, 80 : 80 + two.shape[1]] = two
    fraction[63:67, 18:48] = 1
    assert signs_in(fraction) == ""


def test_an_equals_sign_whose_bars_touch_is_no_minus():
    two = digit_inks("2")[0]
    touching = drawn([((0, 0), (24, 0)), ((0, 5), (24, 5))], pen=5)
    assert signs_in(in_a_row([two, touching, two], [10, 10], [0, 0, 0]).ink) == "="


def test_among_letters_there_are_no_signs(reader):
    files = [file for file in usual_fonts(kept_apart=True) if "Sans" in file.stem]
    if not files:
        pytest.skip("no fonts on this system")
    picture = Image.new("L", (700, 200), 255)
    font = ImageFont.truetype(str(files[0]), 36)
    for y, line in ((30, "well-known text by Max"), (110, "exam+x - ray = light")):
        ImageDraw.Draw(picture).text((30, y), line, fill=0, font=font)
    assert not set(reader.read(np.asarray(picture)).text()) & set("+-×=")


def test_nothing():
    assert find_signs([]) == ([], [])

"""Numbers out of pictures: where they are, in which order, and what is no number."""

from __future__ import annotations

import numpy as np
import pytest
from numbers_on_paper import digit_inks, ink_row, on_white, page
from PIL import Image, ImageDraw, ImageFont

from datasets.synthetic import synthesize_digits
from datasets.synthetic.rows import draw_ink, in_a_row
from nn import Network
from ocr_app.engine.model import Model
from ocr_app.engine.reader import InkSettings, PageReader, ReadingCancelled


@pytest.fixture(scope="module")
def reader() -> PageReader:
    return PageReader(Model.factory())


def digits_of(page_reading) -> str:
    return "".join(str(found.reading.digit) for found in page_reading.digits)


def test_a_number(reader):
    found = reader.read(on_white(ink_row("20483")))
    assert found.text() == "20483"
    assert len(found.lines) == 1
    assert all(0 < digit.reading.confidence <= 1 for digit in found.digits)


def test_boxes_lie_around_the_ink(reader):
    ink = ink_row("407")
    found = reader.read(on_white(ink))
    covered = np.zeros(ink.shape, bool)
    for digit in found.digits:
        box = digit.box
        covered[box.y : box.bottom, box.x : box.right] = True
        assert digit.ink.shape == (box.height, box.width)
        np.testing.assert_array_less(0.4, digit.ink.max())
    assert not (ink[~covered] > 0.6).any()
    lefts = [digit.box.x for digit in found.digits]
    assert lefts == sorted(lefts)


def test_lines_and_words_in_reading_order(reader):
    lines = ["203 48 7", "51 6", "39 0824 1"]
    found = reader.read(page(lines))
    assert found.text() == "\n".join(lines)
    assert [len(line.words) for line in found.lines] == [3, 2, 3]


def test_boxes_of_a_reduced_picture_are_in_its_own_pixels(reader):
    grey = on_white(ink_row("52"))
    small, large = reader.read(grey), reader.read(grey, reduction=3)
    assert large.size == (3 * grey.shape[1], 3 * grey.shape[0])
    assert [d.box.scaled(3) for d in small.digits] == [d.box for d in large.digits]


@pytest.mark.parametrize("degrees", [-5, 5])
def test_a_page_that_is_turned(reader, degrees):
    lines = ["203 48 7", "51 6 22", "39 0824 1"]
    turned = Image.fromarray(page(lines)).rotate(
        degrees, Image.Resampling.BICUBIC, True, fillcolor=255
    )
    found = reader.read(np.asarray(turned))
    assert [[len(word) for word in line.words] for line in found.lines] == [
        [len(word) for word in line.split()] for line in lines
    ]
    assert found.angle == pytest.approx(-degrees, abs=1.5)


def test_light_on_dark(reader):
    assert reader.read(255 - on_white(ink_row("20483"))).text() == "20483"


def test_uneven_light(reader):
    grey = on_white(ink_row("20483"))
    light = np.linspace(0.35, 1, grey.shape[1])
    assert reader.read((grey * light).astype(np.uint8)).text() == "20483"


def test_noise(reader):
    rng = np.random.default_rng(0)
    grey = on_white(ink_row("20483")).astype(float) * 0.7 + 40
    noisy = np.clip(grey + rng.normal(0, 25, grey.shape), 0, 255).astype(np.uint8)
    assert reader.read(noisy).text() == "20483"


def test_salt_and_pepper(reader):
    rng = np.random.default_rng(0)
    grey = on_white(ink_row("20483"))
    hit = rng.random(grey.shape) < 0.08
    grey[hit] = np.where(rng.random(int(hit.sum())) < 0.5, 0, 255)
    assert reader.read(grey).text() == "20483"


@pytest.mark.parametrize("squared", [False, True])
def test_lines_of_the_paper_are_no_ink(reader, squared):
    grey = np.pad(on_white(ink_row("20483", height=60)), 60, constant_values=255)
    grey[10::37] = np.minimum(grey[10::37], 120)
    if squared:
        grey[:, 10::37] = np.minimum(grey[:, 10::37], 120)
    found = reader.read(grey)
    assert len(found.digits) == 5
    assert all(digit.box.height < 80 for digit in found.digits)


def test_thin_strokes_on_lines_stay_whole(reader):
    grey = np.pad(on_white(ink_row("407", height=60, pen=3)), 60, constant_values=255)
    ruled = grey.copy()
    ruled[8::23] = np.minimum(ruled[8::23], 130)
    plain, found = reader.prepare(grey).ink >= 0.5, reader.prepare(ruled).ink >= 0.5
    assert np.count_nonzero(plain & ~found) < 0.02 * np.count_nonzero(plain)
    assert np.count_nonzero(found & ~plain) < 0.02 * np.count_nonzero(plain)


def printed(text: str, size: float, fill: int = 0) -> np.ndarray:
    """A number in Pillow's own font, as grey."""
    font = ImageFont.load_default(size)
    picture = Image.new("L", (round(len(text) * size), round(2.2 * size)), 255)
    ImageDraw.Draw(picture).text((size / 2, size / 2), text, fill=fill, font=font)
    return np.asarray(picture)


@pytest.mark.parametrize("size", [14, 28, 40, 70])
def test_print(reader, size):
    found = reader.read(printed("2039485716", size))
    assert found.text() == "2039485716"
    assert all(digit.reading.is_print for digit in found.digits)


def test_handwriting_is_read_by_the_model(reader):
    found = reader.read(on_white(ink_row("20483")))
    assert not any(digit.reading.is_print for digit in found.digits)


def test_boxes_of_small_writing_are_in_the_pictures_pixels(reader):
    grey = printed("2039", 14)
    found = reader.read(grey)
    rows, columns = np.nonzero(grey < 128)
    boxes = [digit.box for digit in found.digits]
    assert boxes[0].x == pytest.approx(columns.min(), abs=1)
    assert boxes[-1].right == pytest.approx(columns.max() + 1, abs=1)
    assert min(box.y for box in boxes) == pytest.approx(rows.min(), abs=1)
    assert all(digit.ink.shape == (digit.box.height, digit.box.width) for digit in found.digits)


@pytest.mark.parametrize("text", ["111", "7171", "1"])
def test_strokes_are_no_lines_of_the_paper(reader, text):
    ink = ink_row(text, height=60, gap=30)
    rows, columns = np.nonzero(ink >= 0.5)
    tight = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    assert len(reader.read(on_white(tight)).digits) == len(text)


def test_touching_digits_are_divided(reader):
    inks = digit_inks("3602")
    row = in_a_row(inks, [-1, -1, -1], [0, 0, 0, 0])
    assert digits_of(reader.read(on_white(row.ink))) == "3602"


def test_among_many_single_digits_a_doubtful_one_is_one_too(reader):
    labels = np.tile(np.arange(10), 150)
    doubtful = draw_ink(synthesize_digits(labels, np.random.default_rng(11))[258], 40, 3)
    neat = digit_inks("1234567890" * 2)
    few = in_a_row([neat[1], doubtful], [14], [0, 0])
    many = in_a_row([*neat, doubtful], [14] * 20, [0] * 21)
    assert len(reader.read(on_white(few.ink)).digits) == 3
    assert len(reader.read(on_white(many.ink)).digits) == 21


def test_strokes_of_one_digit_are_joined(reader):
    picture = Image.new("L", (120, 120), 255)
    pen = ImageDraw.Draw(picture)
    pen.line([(40, 34), (40, 60), (58, 58), (70, 70), (62, 90), (38, 88)], fill=0, width=7)
    pen.line([(47, 31), (76, 31)], fill=0, width=7)  # the bar, just off the rest
    found = reader.read(np.asarray(picture))
    assert len(found.digits) == 1
    assert found.text() == "5"


def test_specks_and_commas_are_left_out(reader):
    grey = on_white(ink_row("20 48"))
    rng = np.random.default_rng(0)
    for _ in range(40):
        y, x = rng.integers(0, grey.shape[0] - 2), rng.integers(0, grey.shape[1] - 2)
        grey[y : y + 2, x : x + 2] = 0
    assert digits_of(reader.read(grey)) == "2048"


@pytest.mark.parametrize(
    "grey",
    [
        np.full((40, 40), 255, np.uint8),
        np.zeros((40, 40), np.uint8),
        np.zeros((1, 1), np.uint8),
        np.full((1, 1), 255, np.uint8),
        np.zeros((0, 5), np.uint8),
        np.full((10, 30_000), 200, np.uint8),
        np.eye(3, dtype=np.uint8) * 255,
        np.random.default_rng(0).integers(0, 256, (200, 200)).astype(np.uint8),
        np.tile(np.linspace(0, 255, 300).astype(np.uint8), (100, 1)),
    ],
    ids=["white", "black", "pixel", "white pixel", "empty", "band", "tiny", "noise", "slope"],
)
def test_nothing_to_read(reader, grey):
    found = reader.read(grey)
    assert found.text() == ""
    assert found.lines == ()
    assert found.size == grey.shape[::-1]


def test_very_wide(reader):
    grey = np.full((10, 30_000), 255, np.uint8)
    grey[2:9, 100:102] = 0
    assert len(reader.read(grey).digits) <= 1


def test_what_is_no_digit_is_a_question_mark():
    network = Network((64, 11))
    network.biases[0][[4, 10]] = 3, 9  # everything is a 4, and nothing a digit
    found = PageReader(Model(network)).read(on_white(ink_row("20 13")))
    assert found.text() == "?? ??"
    assert not any(digit.reading.is_digit for digit in found.digits)


def test_less_confidence_than_wanted(reader):
    found = reader.read(on_white(ink_row("20483")))
    least = min(digit.reading.confidence for digit in found.digits)
    assert "?" not in found.text(least)
    assert found.text(1.01) == "?????"


def test_a_threshold_of_ones_own(reader):
    pale, dark = ink_row("20") * 0.35, ink_row("48")
    both = np.hstack([pale, dark])
    assert digits_of(reader.read(on_white(both), InkSettings(threshold=0.6))) == "48"
    assert digits_of(reader.read(on_white(both), InkSettings(threshold=0.15))) == "2048"


def test_inverted(reader):
    grey = on_white(ink_row("20483"))
    assert reader.read(grey, InkSettings(inverted=True)).text() != "20483"


def test_it_can_be_stopped(reader):
    grey = on_white(ink_row("20483"))
    asked = []

    def stop_at_third() -> bool:
        asked.append(None)
        return len(asked) == 3

    with pytest.raises(ReadingCancelled):
        reader.read(grey, should_stop=stop_at_third)
    assert len(asked) == 3


def test_the_same_picture_is_read_alike(reader):
    grey = page(["203 48", "51 66"])
    first, second = reader.read(grey), reader.read(grey)
    assert first.text() == second.text()
    assert [d.box for d in first.digits] == [d.box for d in second.digits]


@pytest.mark.parametrize("digit", [0, 2, 3, 5, 6, 8, 9])
def test_a_digit_that_is_broken_in_the_middle_is_one(reader, digit):
    """As by a fold, or where a line of the paper was taken out."""
    inks = digit_inks(6 * str(digit), seed=digit)
    for ink in inks[1:-1:2]:
        middle = len(ink) // 2
        ink[middle : middle + 3] = 0
    found = reader.read(on_white(in_a_row(inks, [16] * 5, [0] * 6).ink))
    assert len(found.digits) == 6

"""What the Read tab says of the chosen digit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numbers_on_paper import digit_inks, on_white, save
from PIL import Image, ImageDraw, ImageFont
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLabel,
)
from read_room import button, click, open_and_wait, wait

from datasets.synthetic.rows import in_a_row
from ocr_app.controllers.reading import SAMPLES
from ocr_app.widgets.read.mark import Trust


def test_what_the_network_saw(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    assert tab.digit.grid.pixels is None
    click(tab, 2)
    assert tab.page.chosen_mark == 2
    assert tab.digit.grid.pixels.shape == (8, 8)
    assert int(np.argmax(tab.digit.bars.probabilities)) == 3
    QTest.mouseClick(tab.page, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert tab.page.chosen_mark == -1
    assert tab.digit.grid.pixels is None


def test_it_is_said_when_others_than_the_network_have_read(qtbot, tab, reading):
    """A doubtful digit is looked at by two more networks: what is seen is not the first's alone."""
    actions = {action.text(): action for action in button(tab, "samplePictures").menu().actions()}
    sentences, sides = set(), set()
    for name in SAMPLES:
        actions[name].trigger()
        wait(qtbot, reading)
        for number, mark in enumerate(tab.page.marks):
            tab.page.choose(number)
            text = tab.findChild(QLabel, "digitPanelText").text()
            sentences |= {(mark.confidence < 0.9, "wo more networks" in text)}
            sides.add((tab.digit.grid.pixels.shape, text.partition("asked; ")[2]))
    assert (False, False) in sentences  # a sure one was read by the network alone
    assert (True, True) in sentences
    # Where another was the surest, the picture is that whose edges it looked at.
    assert sides == {
        ((16, 16), "the surest looked at how the edges run here."),
        ((8, 8), "the one in use was the surest."),
        ((8, 8), ""),
    }


def test_of_print_it_shows_what_the_network_for_print_saw(qtbot, tab, reading, tmp_path):
    picture = Image.new("L", (420, 100), 255)
    font = ImageFont.load_default(48)
    ImageDraw.Draw(picture).text((40, 20), "40791528", fill=0, font=font)
    picture.save(tmp_path / "print.png")
    open_and_wait(qtbot, reading, tmp_path / "print.png")
    assert tab.text == "40791528"
    click(tab, 2)
    assert "network for print" in tab.findChild(QLabel, "digitPanelText").text()
    grid = tab.digit.grid
    assert grid.pixels.shape == (16, 16)
    assert grid.pixels[0].max() > 0.5  # the bar of the 7, at the top of the square
    assert grid.pixels[-1].max() > 0.5
    assert "16 by 16" in grid.accessibleDescription()
    assert grid.explain(15, 15).startswith("Row 16, column 16: 0.00")
    click(tab, 0)
    assert grid.pixels.shape == (16, 16)


def test_a_sign_is_shown_as_one_and_may_be_corrected(qtbot, tab, reading, tmp_path):
    bar, upright = np.zeros((40, 24), np.float32), np.zeros((40, 24), np.float32)
    bar[18:22] = 1
    upright[8:32, 10:14] = 1
    inks = [*digit_inks("20"), np.maximum(bar, upright)[8:32], *digit_inks("8")]
    row = in_a_row(inks, [10, 28, 28], [0] * 4).ink
    open_and_wait(qtbot, reading, Path(save(on_white(row), tmp_path / "sum.png")))
    assert tab.text == "20 + 8"
    assert tab.status == "3 digits in 1 line."
    assert tab.page.marks[2].trust == Trust.SIGN
    click(tab, 2)
    assert "the sign +" in tab.page.accessibleDescription()
    assert tab.findChild(QLabel, "digitPanelText").text().startswith("The sign +, by its shape.")
    QTest.keyClicks(tab.page, "4")
    assert tab.text == "20 4 8"
    QTest.keySequence(tab, "Ctrl+Z")
    assert tab.text == "20 + 8"

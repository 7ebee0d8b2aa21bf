"""The Read tab: pictures in, boxes, corrections by hand, text out."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from numbers_on_paper import digit_inks, ink_row, on_white, page, save
from PIL import Image, ImageDraw, ImageFont
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QLabel,
    QListWidget,
    QPushButton,
    QSlider,
    QWidget,
)

from datasets.digit_picture import DigitPicture
from nn import Network
from ocr_app.controllers.reading import SAMPLES, ReadingController
from ocr_app.controllers.reading.images import image_of
from ocr_app.engine.model import Model
from ocr_app.widgets.read.mark import Mark, Trust
from ocr_app.widgets.read.read_tab import ReadTab


@pytest.fixture
def tab(qtbot) -> ReadTab:
    tab = ReadTab()
    qtbot.addWidget(tab)
    tab.resize(1000, 640)
    return tab


@pytest.fixture
def reading(qtbot, tab):
    model = Model.factory()
    controller = ReadingController(tab, tab, model)
    tab.show()
    qtbot.waitExposed(tab)
    yield controller
    tab.close()  # waits for what is still being read


@pytest.fixture
def sheet(tmp_path) -> Path:
    return Path(save(page(["203 48", "51 6"]), tmp_path / "sheet.png"))


def wait(qtbot, reading) -> None:
    qtbot.waitUntil(lambda: not reading.is_busy, timeout=60_000)


def open_and_wait(qtbot, reading, *files: Path) -> None:
    reading.open_files(list(files))
    wait(qtbot, reading)


def click(tab: ReadTab, number: int) -> None:
    """Click the middle of a box with a real mouse."""
    middle = tab.page.to_view(tab.page.marks[number].box).center().toPoint()
    QTest.mouseClick(tab.page, Qt.MouseButton.LeftButton, pos=middle)


def drag(tab: ReadTab, start: QPointF, end: QPointF) -> None:
    """Drag over the page, between points of the picture."""
    corner = tab.page.to_view(tab.page.marks[0].box.translated(-tab.page.marks[0].box.topLeft()))
    from_here = (start * tab.page.zoom + corner.topLeft()).toPoint()
    to_there = (end * tab.page.zoom + corner.topLeft()).toPoint()
    QTest.mousePress(tab.page, Qt.MouseButton.LeftButton, pos=from_here)
    QTest.mouseMove(tab.page, (from_here + to_there) / 2)
    QTest.mouseMove(tab.page, to_there)
    QTest.mouseRelease(tab.page, Qt.MouseButton.LeftButton, pos=to_there)


def button(tab: QWidget, name: str) -> QAbstractButton:
    return tab.findChild(QAbstractButton, name)


def test_it_is_never_empty(tab, reading):
    assert "Open" in tab.status
    menu = button(tab, "samplePictures").menu()
    assert [action.text() for action in menu.actions()] == list(SAMPLES)


def test_an_example_is_shown_until_there_is_a_picture(qtbot, tab, reading, sheet):
    reading.show_example()
    wait(qtbot, reading)
    assert tab.page.marks
    open_and_wait(qtbot, reading, sheet)
    assert tab.text.split() == ["203", "48", "51", "6"]
    assert tab.findChild(QListWidget).count() == 1
    reading.show_example()
    assert tab.findChild(QListWidget).count() == 1


@pytest.mark.parametrize("name", SAMPLES)
def test_examples(qtbot, tab, reading, name):
    actions = {action.text(): action for action in button(tab, "samplePictures").menu().actions()}
    actions[name].trigger()
    wait(qtbot, reading)
    assert len(tab.page.marks) >= 8
    assert tab.text.count("\n") >= 1
    assert "digits in" in tab.status


def test_a_picture(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    assert tab.text == "203 48\n51 6"
    assert [mark.text for mark in tab.page.marks] == [*"20348516"]
    assert tab.status.startswith("8 digits in 2 lines")
    assert tab.page.accessibleDescription() == "8 digits found"


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


def test_correcting_with_keys(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    click(tab, 0)
    QTest.keyClicks(tab.page, "77")  # typing goes on with the next digit
    assert tab.text == "773 48\n51 6"
    assert [mark.trust for mark in tab.page.marks[:2]] == [Trust.CORRECTED] * 2
    assert tab.page.chosen_mark == 2
    QTest.keySequence(tab, "Ctrl+Z")
    assert tab.text == "703 48\n51 6"
    QTest.keySequence(tab, "Ctrl+Z")
    QTest.keySequence(tab, "Ctrl+Z")
    assert tab.text == "203 48\n51 6"


def test_walking_with_keys(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    tab.page.setFocus()
    seen = []
    for _ in range(9):
        QTest.keyClick(tab.page, Qt.Key.Key_Right)
        seen.append(tab.page.chosen_mark)
    assert seen == [*range(8), 0]
    QTest.keyClick(tab.page, Qt.Key.Key_Left)
    assert tab.page.chosen_mark == 7
    QTest.keyClick(tab.page, Qt.Key.Key_Escape)
    assert tab.page.chosen_mark == -1


def test_joining_dividing_and_removing(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    click(tab, 0)
    both = tab.page.marks[0].box.united(tab.page.marks[1].box)
    QTest.mouseClick(button(tab, "joinBox"), Qt.MouseButton.LeftButton)
    assert len(tab.page.marks) == 7
    assert tab.page.marks[0].box == both
    QTest.mouseClick(button(tab, "divideBox"), Qt.MouseButton.LeftButton)
    assert len(tab.page.marks) == 8
    QTest.keyClick(tab.page, Qt.Key.Key_Delete)
    assert len(tab.page.marks) == 7
    for _ in range(3):
        QTest.keySequence(tab, "Ctrl+Z")
    assert tab.text == "203 48\n51 6"
    click(tab, 7)
    assert not button(tab, "joinBox").isEnabled()


def test_adding_a_box(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    box = tab.page.marks[4].box
    click(tab, 4)
    QTest.keyClick(tab.page, Qt.Key.Key_Delete)
    assert tab.text == "203 4\n51 6"
    QTest.mouseClick(button(tab, "toolBox"), Qt.MouseButton.LeftButton)
    drag(tab, box.topLeft() - QPointF(5, 5), box.bottomRight() + QPointF(5, 5))
    assert tab.text == "203 48\n51 6"
    assert tab.page.chosen_mark == 4
    drag(tab, QPointF(1, 1), QPointF(12, 12))
    assert "no ink" in tab.status
    assert len(tab.page.marks) == 8


def test_reading_a_part(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    box = tab.page.marks[3].box.united(tab.page.marks[4].box)
    QTest.mouseClick(button(tab, "toolRegion"), Qt.MouseButton.LeftButton)
    drag(tab, box.topLeft() - QPointF(8, 8), box.bottomRight() + QPointF(8, 8))
    wait(qtbot, reading)
    assert tab.text == "48"


def test_turning(qtbot, tab, reading, tmp_path):
    grey = np.rot90(page(["203 48", "51 6"]))
    open_and_wait(qtbot, reading, Path(save(np.ascontiguousarray(grey), tmp_path / "t.png")))
    assert tab.text != "203 48\n51 6"
    QTest.mouseClick(button(tab, "turnRight"), Qt.MouseButton.LeftButton)
    wait(qtbot, reading)
    assert tab.text == "203 48\n51 6"


def test_threshold_and_inverting(qtbot, tab, reading, tmp_path):
    both = np.hstack([ink_row("20") * 0.35, ink_row("48")])
    open_and_wait(qtbot, reading, Path(save(on_white(both), tmp_path / "pale.png")))
    automatic = tab.findChild(QCheckBox, "automaticThreshold")
    slider = tab.findChild(QSlider, "threshold")
    assert not slider.isEnabled()
    automatic.click()
    wait(qtbot, reading)
    slider.setValue(60)
    wait(qtbot, reading)
    assert tab.text == "48"
    slider.setValue(15)
    wait(qtbot, reading)
    assert tab.text.replace(" ", "") == "2048"
    button(tab, "invertPicture").click()
    wait(qtbot, reading)
    assert tab.text.replace(" ", "") != "2048"


def test_several_pictures(qtbot, tab, reading, tmp_path):
    for number in ("20", "483", "7"):
        save(on_white(ink_row(number)), tmp_path / f"{number}.png")
    (tmp_path / "bad.png").write_bytes(b"%PDF-1.7")
    open_and_wait(qtbot, reading, tmp_path)
    pictures = tab.findChild(QListWidget, "pictureList")
    assert pictures.isVisible()
    assert [pictures.item(i).text() for i in range(4)] == [
        "20.png",
        "483.png",
        "7.png",
        "bad.png · not read",
    ]
    assert tab.text == "20"
    pictures.setCurrentRow(1)
    assert tab.text == "483"
    pictures.setCurrentRow(3)
    assert tab.text == ""
    assert "PDF" in tab.status


def test_another_model_reads_again_what_nobody_has_changed(qtbot, tab, reading, tmp_path):
    for number in ("20", "483"):
        save(on_white(ink_row(number)), tmp_path / f"{number}.png")
    open_and_wait(qtbot, reading, tmp_path)
    click(tab, 0)
    QTest.keyClicks(tab.page, "7")
    network = Network((64, 10))
    network.biases[0][4] = 9  # whatever it is shown, it is a 4
    reading.use_model(Model(network))
    wait(qtbot, reading)
    assert tab.text == "70"
    tab.findChild(QListWidget, "pictureList").setCurrentRow(1)
    assert tab.text == "444"


def test_stopping(qtbot, tab, reading, tmp_path):
    files = [Path(save(on_white(ink_row("20")), tmp_path / f"{i}.png")) for i in range(6)]
    reading.open_files(files)
    stop = tab.findChild(QPushButton, "cancelReading")
    assert stop.isVisible()
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert not reading.is_busy
    assert not stop.isVisible()
    assert "stopped" in tab.status
    open_and_wait(qtbot, reading, files[0])  # and then another one is read
    assert tab.text == "20"


def test_closing_while_reading(tab, reading, tmp_path):
    reading.open_files([Path(save(on_white(ink_row("20")), tmp_path / "n.png"))])
    assert reading.is_busy
    tab.close()
    assert not reading.is_busy


def test_dropping_and_pasting(qtbot, tab, reading, sheet):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sheet))])
    action, no_keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    tab.dropEvent(QDropEvent(QPointF(9, 9), action, data, Qt.MouseButton.LeftButton, no_keys))
    wait(qtbot, reading)
    assert tab.text == "203 48\n51 6"
    QGuiApplication.clipboard().setImage(image_of(on_white(ink_row("90"))))
    QTest.keySequence(tab, "Ctrl+V")
    wait(qtbot, reading)
    assert tab.text == "90"
    QGuiApplication.clipboard().setText("no picture")
    QTest.keySequence(tab, "Ctrl+V")
    assert "no picture on the clipboard" in tab.status
    assert tab.text == "90"


def test_a_picture_without_digits(qtbot, tab, reading):
    blank = QImage(200, 100, QImage.Format.Format_ARGB32)
    blank.fill(Qt.GlobalColor.transparent)
    reading.open_image(blank, "blank")
    wait(qtbot, reading)
    assert tab.text == ""
    assert "No digits" in tab.status
    assert not button(tab, "copyText").isEnabled()


def test_zoom_and_move(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    fitting = tab.page.zoom
    QTest.mouseClick(button(tab, "zoomIn"), Qt.MouseButton.LeftButton)
    assert tab.page.zoom == pytest.approx(1.25 * fitting)
    before = tab.page.to_view(tab.page.marks[0].box).topLeft()
    drag(tab, QPointF(50, 50), QPointF(80, 60))
    moved = tab.page.to_view(tab.page.marks[0].box).topLeft() - before
    assert moved.x() == pytest.approx(30 * tab.page.zoom, abs=3)
    assert tab.page.chosen_mark == -1  # a drag is no click
    QTest.mouseClick(button(tab, "zoomFit"), Qt.MouseButton.LeftButton)
    assert tab.page.zoom == fitting


def test_copying_and_saving(qtbot, tab, reading, sheet, tmp_path):
    open_and_wait(qtbot, reading, sheet)
    click(tab, 0)
    QTest.keyClicks(tab.page, "9")
    QTest.mouseClick(button(tab, "copyText"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "903 48\n51 6"
    reading.output.save(tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_text() == "903 48\n51 6\n"
    reading.output.save(tmp_path / "out.json")
    [result] = json.loads((tmp_path / "out.json").read_text())
    assert result["file"] == str(sheet)
    assert result["text"] == "903 48\n51 6"
    assert result["lines"][0]["digits"][0]["digit"] == 9
    reading.output.save(tmp_path / "out.csv")
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 1 + 8


def test_saving_where_nobody_can(qtbot, tab, reading, sheet, monkeypatch):
    open_and_wait(qtbot, reading, sheet)
    told = []
    monkeypatch.setattr(
        "ocr_app.controllers.reading.output.show_error", lambda *args: told.append(args)
    )
    reading.output.save(sheet / "no folder" / "out.txt")
    assert len(told) == 1


def test_corrections_outlive_another_threshold_and_a_turn(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    click(tab, 0)
    QTest.keyClicks(tab.page, "7")
    click(tab, 3)
    QTest.keyClick(tab.page, Qt.Key.Key_Delete)
    assert tab.text == "703 8\n51 6"
    tab.findChild(QCheckBox, "automaticThreshold").click()
    wait(qtbot, reading)
    tab.findChild(QSlider, "threshold").setValue(60)
    wait(qtbot, reading)
    assert tab.text == "703 8\n51 6"
    assert "2 changes are kept" in tab.status
    for name in ("turnLeft", "turnRight"):
        QTest.mouseClick(button(tab, name), Qt.MouseButton.LeftButton)
        wait(qtbot, reading)
    assert [mark.text for mark in tab.page.marks].count("7") == 1
    assert tab.page.marks[0].trust == Trust.CORRECTED


def test_what_fits_nowhere_any_more_can_be_brought_back(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    click(tab, 7)
    QTest.keyClicks(tab.page, "9")
    assert tab.text == "203 48\n51 9"
    box = tab.page.marks[3].box.united(tab.page.marks[4].box)
    QTest.mouseClick(button(tab, "toolRegion"), Qt.MouseButton.LeftButton)
    drag(tab, box.topLeft() - QPointF(8, 8), box.bottomRight() + QPointF(8, 8))
    wait(qtbot, reading)
    assert tab.text == "48"
    assert "Ctrl+Z" in tab.status
    QTest.keySequence(tab, "Ctrl+Z")
    assert tab.text == "203 48\n51 9"
    QTest.keySequence(tab, "Ctrl+Z")
    assert tab.text == "203 48\n51 6"
    wait(qtbot, reading)


def test_undo_while_it_is_read_anew(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    click(tab, 0)
    QTest.keyClicks(tab.page, "7")
    button(tab, "invertPicture").click()
    assert reading.is_busy
    QTest.keySequence(tab, "Ctrl+Z")
    assert not reading.is_busy
    assert tab.text == "703 48\n51 6"
    assert not button(tab, "invertPicture").isChecked()


def test_corrections_become_samples(window, qtbot, sheet):
    window.tabs.setCurrentIndex(3)
    tab = window.findChild(ReadTab)
    controller = tab.findChild(ReadingController)
    open_and_wait(qtbot, controller, sheet)
    keep = tab.findChild(QPushButton, "keepCorrections")
    assert not keep.isEnabled()
    click(tab, 1)
    QTest.keyClicks(tab.page, "63")
    assert keep.isEnabled()
    QTest.mouseClick(keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "2 digits are among your samples" in tab.status, timeout=30_000)
    QTest.mouseClick(keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "already" in tab.status, timeout=30_000)
    samples = window.samples.samples()
    assert [label for _, label in samples] == [6, 3]
    assert all(isinstance(digit, DigitPicture) for digit, _ in samples)
    assert window.recognition.read_digits([samples[1][0]]) == [3]


def test_a_picture_among_the_samples_is_seen_and_opened(window, qtbot):
    picture = DigitPicture.of_ink(digit_inks("7")[0])
    window.samples.keep([(picture, 7)], lambda *_: None)
    window.samples.browse()
    browser = window.samples.browser
    qtbot.waitUntil(lambda: browser.view.seen() != (), timeout=30_000)
    browser.grab()
    browser.opened.emit(browser.view.seen()[0])
    canvas = window.draw_tab.canvas
    assert canvas.given is not None
    assert "saved as a\u00a07" in canvas.given.origin
    assert window.recognition.reading.digit == 7
    browser.close()


def test_a_folder_without_pictures_says_so(qtbot, tab, reading, tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("no picture")
    open_and_wait(qtbot, reading, tmp_path / "notes")
    assert tab.status == "There are no pictures in this folder."


def test_stopping_while_a_folder_is_looked_through(qtbot, tab, reading, sheet):
    reading.open_files([sheet.parent])
    assert button(tab, "cancelReading").isVisible()
    QTest.mouseClick(button(tab, "cancelReading"), Qt.MouseButton.LeftButton)
    assert not reading.is_busy
    qtbot.wait(100)
    assert not reading.is_busy
    assert tab.text == ""


def test_a_page_of_thousands_of_digits_is_painted_with_its_chosen_one(qtbot, tab):
    tab.page.show_picture(QImage(3000, 2000, QImage.Format.Format_Grayscale8))
    marks = [
        Mark(QRectF(50 * (i % 50) + 10, 40 * (i // 50) + 10, 25, 30), "3", 0.9, trust)
        for i, trust in zip(range(2000), itertools.cycle(Trust), strict=False)
    ]
    tab.page.show_marks(marks)
    plain = tab.page.grab().toImage()
    tab.page.choose(700)
    assert tab.page.grab().toImage() != plain


def test_many_large_pictures_do_not_fill_the_memory(qtbot, tab, reading, tmp_path, monkeypatch):
    monkeypatch.setattr("ocr_app.controllers.reading.controller._MOST_BYTES", 1)
    for number in ("20", "483", "7"):
        save(on_white(ink_row(number)), tmp_path / f"{number}.png")
    open_and_wait(qtbot, reading, tmp_path)
    assert sum(picture.result is not None for picture in reading._pictures) <= 2
    assert tab.text == "20"
    click(tab, 0)
    QTest.keyClicks(tab.page, "5")
    pictures = tab.findChild(QListWidget, "pictureList")
    for row, text in ((1, "483"), (2, "7"), (0, "50")):
        pictures.setCurrentRow(row)
        wait(qtbot, reading)
        assert tab.text == text
    assert not tab.page.grab().isNull()
    QTest.keySequence(tab, "Ctrl+Z")
    assert tab.text == "20"


def test_a_picture_that_has_gone_since_it_was_read_keeps_its_text(
    qtbot, tab, reading, tmp_path, monkeypatch
):
    monkeypatch.setattr("ocr_app.controllers.reading.controller._MOST_BYTES", 1)
    files = [Path(save(on_white(ink_row(text)), tmp_path / f"{text}.png")) for text in ("20", "48")]
    open_and_wait(qtbot, reading, *files)
    pictures = tab.findChild(QListWidget, "pictureList")
    pictures.setCurrentRow(1)
    wait(qtbot, reading)
    reading._pictures[0].put_away()
    files[0].unlink()
    pictures.setCurrentRow(0)
    wait(qtbot, reading)
    assert tab.text == "20"
    assert "does not exist" in tab.status


def test_where_the_picture_would_be_it_says_why_there_is_none(qtbot, tab, reading, tmp_path):
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7")
    open_and_wait(qtbot, reading, tmp_path / "page.pdf")

    assert "PDF" in tab.page.accessibleDescription()
    middle = tab.page.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    levels = {
        middle.pixelColor(x, y).lightness()
        for x in range(0, middle.width(), 2)
        for y in range(middle.height() // 3, 2 * middle.height() // 3)
    }
    assert len(levels) > 5  # a sentence, with smooth edges

    open_and_wait(qtbot, reading, Path(save(page(["51 6"]), tmp_path / "sheet.png")))
    assert "PDF" not in tab.page.accessibleDescription()


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
            sides.add((tab.digit.grid.pixels.shape, "surest saw this" in text))
    assert (False, False) in sentences  # a sure one was read by the network alone
    assert (True, True) in sentences
    # Where another was the surest, the picture is what that saw.
    assert ((16, 16), True) in sides
    assert ((8, 8), False) in sides
    assert ((16, 16), False) not in sides


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

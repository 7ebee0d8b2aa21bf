"""How pictures come to the Read tab, and that they are read one after the other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numbers_on_paper import ink_row, on_white, save, save_pages
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QListWidget,
    QPushButton,
    QSpinBox,
    QWidget,
)
from read_room import button, click, open_and_wait, wait

from nn import Network
from ocr_app.controllers.reading import SAMPLES
from ocr_app.controllers.reading.images import image_of
from ocr_app.engine.model import Model


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


def test_many_large_pictures_do_not_fill_the_memory(qtbot, tab, reading, tmp_path, monkeypatch):
    monkeypatch.setattr("ocr_app.controllers.reading.opened_files._MOST_BYTES", 1)
    for number in ("20", "483", "7"):
        save(on_white(ink_row(number)), tmp_path / f"{number}.png")
    open_and_wait(qtbot, reading, tmp_path)
    assert sum(picture.result is not None for picture in reading._files.pictures) <= 2
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
    monkeypatch.setattr("ocr_app.controllers.reading.opened_files._MOST_BYTES", 1)
    files = [Path(save(on_white(ink_row(text)), tmp_path / f"{text}.png")) for text in ("20", "48")]
    open_and_wait(qtbot, reading, *files)
    pictures = tab.findChild(QListWidget, "pictureList")
    pictures.setCurrentRow(1)
    wait(qtbot, reading)
    reading._files.pictures[0].put_away()
    files[0].unlink()
    pictures.setCurrentRow(0)
    wait(qtbot, reading)
    assert tab.text == "20"
    assert "does not exist" in tab.status


def test_an_empty_clipboard(qtbot, tab, reading, sheet, monkeypatch):
    """On some systems it has no data at all."""
    open_and_wait(qtbot, reading, sheet)

    class Clipboard:
        def mimeData(self) -> None:  # noqa: N802 -- Qt's name
            return None

    monkeypatch.setattr(QGuiApplication, "clipboard", Clipboard)
    QTest.keySequence(tab, "Ctrl+V")
    assert "no picture on the clipboard" in tab.status
    assert tab.text == "203 48\n51 6"


def test_pictures_leave_the_list(qtbot, tab, reading, tmp_path):
    files = [
        Path(save(on_white(ink_row(number)), tmp_path / f"{number}.png"))
        for number in ("20", "483", "7")
    ]
    open_and_wait(qtbot, reading, *files)
    pictures = tab.findChild(QListWidget, "pictureList")
    pictures.setFocus()
    pictures.setCurrentRow(1)
    QTest.keyClick(pictures, Qt.Key.Key_Delete)
    assert [pictures.item(i).text() for i in range(pictures.count())] == ["20.png", "7.png"]
    assert tab.text == "7"
    QTest.keySequence(pictures, "Ctrl+A")
    QTest.keyClick(pictures, Qt.Key.Key_Delete)
    assert (pictures.count(), tab.text, len(tab.page.marks)) == (0, "", 0)
    assert not pictures.isVisible()
    assert all(file.exists() for file in files)
    open_and_wait(qtbot, reading, files[0])
    assert tab.text == "20"


def test_a_picture_leaves_the_list_while_it_is_read(qtbot, tab, reading, tmp_path):
    files = [Path(save(on_white(ink_row("20")), tmp_path / f"{i}.png")) for i in range(3)]
    reading.open_files(files)
    pictures = tab.findChild(QListWidget, "pictureList")
    pictures.setFocus()
    QTest.keySequence(pictures, "Ctrl+A")
    QTest.keyClick(pictures, Qt.Key.Key_Delete)
    assert not reading.is_busy
    assert tab.findChild(QListWidget, "pictureList").count() == 0


def test_it_is_told_how_many_of_a_folder_could_not_be_read(qtbot, tab, reading, tmp_path):
    for number in ("20", "483", "7"):
        save(on_white(ink_row(number)), tmp_path / f"{number}.png")
    (tmp_path / "bad.png").write_bytes(b"%PDF-1.7")
    open_and_wait(qtbot, reading, tmp_path)
    assert tab.status.endswith("1 of 4 pictures could not be read.")
    button(tab, "invertPicture").click()
    wait(qtbot, reading)
    assert "could not" not in tab.status  # once is enough


def test_light_digits_on_nothing_are_pasted_on_black(qtbot, tab, reading):
    """As design programs copy them: on white there would be nothing to see."""
    ink = ink_row("90")
    rgba = np.full((*ink.shape, 4), 255, np.uint8)
    rgba[..., 3] = np.rint(255 * ink)
    height, width = ink.shape
    image = QImage(rgba.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888)
    QGuiApplication.clipboard().setImage(image)
    QTest.keySequence(tab, "Ctrl+V")
    wait(qtbot, reading)
    assert tab.text == "90"


def test_a_huge_picture_is_reduced_when_it_is_pasted_too(qtbot, tab, reading):
    image = QImage(8000, 4000, QImage.Format.Format_Grayscale8)
    image.fill(255)
    reading.open_image(image, "huge")
    wait(qtbot, reading)
    assert reading._files.pictures[0].result.grey.size <= 12e6


def dropped(widget: QWidget, data: QMimeData) -> bool:
    """Drag something over a widget and let it go there; return whether anybody takes it."""
    action, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    enter = QDragEnterEvent(widget.rect().center(), action, data, left, none)
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        at = QPointF(widget.rect().center())
        QApplication.sendEvent(widget, QDropEvent(at, action, data, left, none))
    return enter.isAccepted()


def test_a_pixmap_is_dropped(qtbot, tab, reading):
    data = QMimeData()
    data.setImageData(QPixmap.fromImage(image_of(on_white(ink_row("90")))))
    assert dropped(tab.page, data)
    wait(qtbot, reading)
    assert tab.text == "90"


@pytest.mark.parametrize("image", [QImage(), "no picture"])
def test_what_is_dropped_may_be_no_picture_after_all(qtbot, tab, reading, sheet, image):
    open_and_wait(qtbot, reading, sheet)
    data = QMimeData()
    data.setImageData(image)
    dropped(tab, data)
    assert tab.status == "Dropped picture: there is no picture in it that can be read."
    assert tab.text == "203 48\n51 6"
    assert not reading.is_busy


@pytest.mark.parametrize("name", ["readText", "pageView", "pictureList", "pageNumber"])
def test_files_are_dropped_anywhere(qtbot, tab, reading, sheet, tmp_path, name):
    open_and_wait(qtbot, reading, Path(save_pages(["20", "48"], tmp_path / "scan.tif")), sheet)
    tab.findChild(QListWidget, "pictureList").setCurrentRow(0)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sheet))])
    data.setText(sheet.as_uri())  # as file managers give it, too
    target = tab.findChild(QWidget, name)
    inner = target.lineEdit() if isinstance(target, QSpinBox) else target
    assert dropped(inner.viewport() if isinstance(inner, QAbstractScrollArea) else inner, data)
    wait(qtbot, reading)
    assert tab.findChild(QListWidget, "pictureList").count() == 3
    assert tab.text == "203 48\n51 6"


def test_a_page_that_has_gone_since_the_file_was_opened(qtbot, tab, reading, tmp_path):
    scan = Path(save_pages(["20", "48", "7"], tmp_path / "scan.tif"))
    open_and_wait(qtbot, reading, scan)
    save_pages(["20", "48"], scan)
    tab.findChild(QSpinBox, "pageNumber").setValue(3)
    wait(qtbot, reading)
    assert tab.status == f"Page 3 of {scan} is not there: the file has 2."
    tab.findChild(QSpinBox, "pageNumber").setValue(2)
    wait(qtbot, reading)
    assert tab.text == "48"

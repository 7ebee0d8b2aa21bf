"""Files of several pages on the Read tab: leafing through them, and what is read when."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from numbers_on_paper import ink_row, on_white, save, save_pages, without_page
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QPushButton, QSpinBox, QWidget
from read_room import button, click, open_and_wait, wait

from nn import Network
from ocr_app.engine.model import Model

NUMBERS = ["20", "483", "7", "51", "60"]


@pytest.fixture
def scan(tmp_path) -> Path:
    return Path(save_pages(NUMBERS, tmp_path / "scan.tif"))


def number_of(tab) -> QSpinBox:
    return tab.findChild(QSpinBox, "pageNumber")


def press(tab, name: str) -> None:
    QTest.mouseClick(button(tab, name), Qt.MouseButton.LeftButton)


def n_read(reading) -> int:
    return sum(picture.page is not None for picture in reading._files.pictures)


def test_leafing_with_the_mouse(qtbot, tab, reading, scan):
    bar = tab.findChild(QWidget, "pageBar")
    assert not bar.isVisible()
    open_and_wait(qtbot, reading, scan)
    assert bar.isVisible()
    assert (number_of(tab).text(), tab.text) == ("Page 1 of 5", "20")
    assert not button(tab, "pageBack").isEnabled()
    press(tab, "pageOn")
    wait(qtbot, reading)
    assert (number_of(tab).text(), tab.text) == ("Page 2 of 5", "483")
    press(tab, "pageBack")
    assert tab.text == "20"
    assert not reading.is_busy  # it is still known


def test_leafing_with_keys(qtbot, tab, reading, scan):
    open_and_wait(qtbot, reading, scan)
    tab.page.setFocus()
    for text in NUMBERS[1:]:
        QTest.keyClick(tab.page, Qt.Key.Key_PageDown)
        wait(qtbot, reading)
        assert tab.text == text
    QTest.keyClick(tab.page, Qt.Key.Key_PageDown)  # there is none after the last
    assert tab.text == "60"
    assert not button(tab, "pageOn").isEnabled()
    QTest.keyClick(number_of(tab), Qt.Key.Key_PageUp)
    assert tab.text == "51"
    spin = number_of(tab)
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "3")
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert tab.text == "7"


def test_a_page_is_read_when_it_is_looked_at(qtbot, tab, reading, scan):
    open_and_wait(qtbot, reading, scan)
    assert n_read(reading) == 1
    number_of(tab).setValue(4)
    wait(qtbot, reading)
    assert tab.text == "51"
    assert n_read(reading) == 2


def test_pages_that_are_leafed_over_are_not_read(qtbot, tab, reading, scan):
    open_and_wait(qtbot, reading, scan)
    for _ in range(4):
        press(tab, "pageOn")
    assert tab.status == "Reading…"
    wait(qtbot, reading)
    assert tab.text == "60"
    assert n_read(reading) == 2


def test_pictures_have_no_pages(qtbot, tab, reading, sheet, tmp_path):
    frames = [Image.fromarray(on_white(ink_row(number))) for number in ("20", "483")]
    frames[0].save(tmp_path / "film.gif", save_all=True, append_images=frames[1:])
    open_and_wait(qtbot, reading, sheet)
    assert not tab.findChild(QWidget, "pageBar").isVisible()
    QTest.keyClick(tab.page, Qt.Key.Key_PageDown)
    assert tab.text == "203 48\n51 6"
    open_and_wait(qtbot, reading, tmp_path / "film.gif")
    assert not tab.findChild(QWidget, "pageBar").isVisible()
    assert tab.text == "20"


def test_each_page_has_its_own_corrections(qtbot, tab, reading, scan):
    open_and_wait(qtbot, reading, scan)
    click(tab, 0)
    QTest.keyClicks(tab.page, "7")
    press(tab, "pageOn")
    wait(qtbot, reading)
    QTest.keySequence(tab, "Ctrl+Z")
    assert tab.text == "483"  # nothing was changed here
    click(tab, 2)
    QTest.keyClicks(tab.page, "9")
    press(tab, "pageBack")
    assert tab.text == "70"
    QTest.keySequence(tab, "Ctrl+Z")
    assert tab.text == "20"
    press(tab, "pageOn")
    assert tab.text == "489"


def test_a_damaged_page_does_not_stop_the_others(qtbot, tab, reading, scan):
    without_page(scan, 2)
    open_and_wait(qtbot, reading, scan)
    press(tab, "pageOn")
    wait(qtbot, reading)
    assert tab.status == f"Page 2 of {scan} is damaged or cut off: it cannot be read."
    assert tab.text == ""
    assert number_of(tab).text() == "Page 2 of 5"
    press(tab, "pageOn")
    wait(qtbot, reading)
    assert tab.text == "7"
    assert "a page not read" in tab.findChild(QListWidget, "pictureList").item(0).text()


def test_all_pages_can_be_read_at_once_and_saved(qtbot, tab, reading, scan, tmp_path):
    open_and_wait(qtbot, reading, scan)
    reading.output.save(tmp_path / "some.json")
    assert "4 pages were not looked at" in tab.status
    [first] = json.loads((tmp_path / "some.json").read_text())
    assert (first["page"], first["pages"], first["text"]) == (1, 5, "20")
    press(tab, "readAllPages")
    assert tab.findChild(QPushButton, "cancelReading").isVisible()
    wait(qtbot, reading)
    assert tab.text == "20"
    assert not button(tab, "readAllPages").isEnabled()
    reading.output.save(tmp_path / "all.json")
    assert tab.status == "Saved to all.json."
    assert [one["text"] for one in json.loads((tmp_path / "all.json").read_text())] == NUMBERS
    reading.output.save(tmp_path / "all.csv")
    assert f"{scan}#page=5,1,1,6," in (tmp_path / "all.csv").read_text()
    reading.output.save(tmp_path / "all.txt")
    assert f"{scan}, page 2 of 5\n483\n" in (tmp_path / "all.txt").read_text()


def test_stopping_to_read_all_pages(qtbot, tab, reading, scan):
    open_and_wait(qtbot, reading, scan)
    press(tab, "readAllPages")
    QTest.mouseClick(tab.findChild(QPushButton, "cancelReading"), Qt.MouseButton.LeftButton)
    assert not reading.is_busy
    assert tab.text == "20"
    press(tab, "pageOn")  # and then it is read after all, since somebody looks at it
    wait(qtbot, reading)
    assert tab.text == "483"
    assert button(tab, "readAllPages").isEnabled()


def test_how_many_pages_could_not_be_read(qtbot, tab, reading, scan):
    without_page(scan, 3)
    open_and_wait(qtbot, reading, scan)
    press(tab, "readAllPages")
    wait(qtbot, reading)
    assert tab.status.endswith("1 of 5 pages could not be read.")


def test_many_large_pages_do_not_fill_the_memory(qtbot, tab, reading, scan, monkeypatch):
    monkeypatch.setattr("ocr_app.controllers.reading.opened_files._MOST_BYTES", 1)
    open_and_wait(qtbot, reading, scan)
    press(tab, "readAllPages")
    wait(qtbot, reading)
    assert sum(picture.result is not None for picture in reading._files.pictures) <= 2
    number_of(tab).setValue(3)
    wait(qtbot, reading)
    assert tab.text == "7"
    assert len(tab.page.marks) == 1


def test_another_network_reads_the_pages_that_were_looked_at(qtbot, tab, reading, scan):
    open_and_wait(qtbot, reading, scan)
    press(tab, "pageOn")
    wait(qtbot, reading)
    network = Network((64, 10))
    network.biases[0][4] = 9  # whatever it is shown, it is a 4
    reading.use_model(Model(network))
    wait(qtbot, reading)
    assert tab.text == "444"
    press(tab, "pageBack")
    assert (tab.text, n_read(reading)) == ("44", 2)


def test_files_of_several_pages_among_others(qtbot, tab, reading, scan, tmp_path):
    other = Path(save(on_white(ink_row("90")), tmp_path / "other.png"))
    open_and_wait(qtbot, reading, scan, other)
    pictures = tab.findChild(QListWidget, "pictureList")
    number_of(tab).setValue(3)
    wait(qtbot, reading)
    pictures.setCurrentRow(1)
    assert tab.text == "90"
    assert not tab.findChild(QWidget, "pageBar").isVisible()
    pictures.setCurrentRow(0)
    assert (number_of(tab).text(), tab.text) == ("Page 3 of 5", "7")
    pictures.setFocus()
    QTest.keySequence(pictures, "Ctrl+A")
    QTest.keyClick(pictures, Qt.Key.Key_Delete)
    assert not tab.findChild(QWidget, "pageBar").isVisible()


def test_leafing_while_another_file_is_read(qtbot, tab, reading, scan, tmp_path):
    files = [Path(save(on_white(ink_row("90")), tmp_path / f"{i}.png")) for i in range(3)]
    open_and_wait(qtbot, reading, scan)
    reading.open_files(files)
    tab.findChild(QListWidget, "pictureList").setCurrentRow(0)
    for _ in range(3):
        press(tab, "pageOn")
    tab.findChild(QListWidget, "pictureList").setCurrentRow(2)
    wait(qtbot, reading)
    assert tab.text == "90"
    tab.findChild(QListWidget, "pictureList").setCurrentRow(0)
    wait(qtbot, reading)
    assert tab.text == "51"


def test_closing_while_leafing(tab, reading, scan):
    reading.open_files([scan])
    tab.close()
    assert not reading.is_busy

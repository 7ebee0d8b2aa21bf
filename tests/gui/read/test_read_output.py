"""What people take along from the Read tab."""

from __future__ import annotations

import json

from numbers_on_paper import digit_inks
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QPushButton,
)
from read_room import button, click, open_and_wait

from datasets.digit_picture import DigitPicture
from ocr_app.controllers.reading import ReadingController
from ocr_app.widgets.read.read_tab import ReadTab


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


def test_copying_with_keys(qtbot, tab, reading, sheet):
    """The whole text from the page; from the text, what is selected."""
    QGuiApplication.clipboard().setText("before")
    QTest.keySequence(tab.page, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "before"  # there is nothing to copy
    open_and_wait(qtbot, reading, sheet)
    QTest.keySequence(tab.page, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "203 48\n51 6"

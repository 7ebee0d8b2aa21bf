"""Undoing and redoing what was changed on the Read tab: by keys, buttons and the menu."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QPlainTextEdit
from read_room import button, click, drag_around, open_and_wait, wait

from ocr_app.controllers.reading import ReadingController
from ocr_app.widgets.read.mark import Trust
from ocr_app.widgets.read.read_tab import ReadTab

ORIGINAL = "203 48\n51 6"


def press(tab, name: str) -> None:
    QTest.mouseClick(button(tab, name), Qt.MouseButton.LeftButton)


def test_there_and_back_again(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    undo, redo = button(tab, "undoChange"), button(tab, "redoChange")
    assert not undo.isEnabled()
    assert not redo.isEnabled()
    click(tab, 0)
    QTest.keyClicks(tab.page, "79")
    assert tab.text == "793 48\n51 6"
    press(tab, "undoChange")
    press(tab, "undoChange")
    assert tab.text == ORIGINAL
    assert not undo.isEnabled()
    press(tab, "redoChange")
    assert tab.text == "703 48\n51 6"
    assert tab.page.marks[0].trust == Trust.CORRECTED
    QTest.keySequence(tab, "Ctrl+Y")
    assert tab.text == "793 48\n51 6"
    assert not redo.isEnabled()
    QTest.keySequence(tab, "Ctrl+Z")
    QTest.keySequence(tab, "Ctrl+Shift+Z")
    assert tab.text == "793 48\n51 6"


def test_what_is_not_changed_is_not_made_anew(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    before = tab.page.marks
    click(tab, 0)
    QTest.keyClicks(tab.page, "7")
    after = tab.page.marks
    assert after[0] is not before[0]
    assert all(mine is other for mine, other in zip(after[1:], before[1:], strict=True))


def test_every_kind_of_change(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    box = tab.page.marks[6].box
    seen = [tab.text]

    def note() -> None:
        seen.append(tab.text)

    click(tab, 0)
    press(tab, "joinBox")
    note()
    press(tab, "divideBox")
    note()
    QTest.keyClicks(tab.page, "4")
    note()
    click(tab, 6)
    QTest.keyClick(tab.page, Qt.Key.Key_Delete)
    note()
    press(tab, "toolBox")
    drag_around(tab, box, 5)
    note()
    assert len(set(seen)) >= 4
    for text in reversed(seen[:-1]):
        QTest.keySequence(tab, "Ctrl+Z")
        assert tab.text == text
    for text in seen[1:]:
        QTest.keySequence(tab, "Ctrl+Y")
        assert tab.text == text


def test_a_new_change_ends_redoing(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    click(tab, 0)
    QTest.keyClicks(tab.page, "7")
    QTest.keySequence(tab, "Ctrl+Z")
    assert button(tab, "redoChange").isEnabled()
    click(tab, 1)
    QTest.keyClicks(tab.page, "5")
    assert not button(tab, "redoChange").isEnabled()
    QTest.keySequence(tab, "Ctrl+Y")
    assert tab.text == "253 48\n51 6"


def test_another_way_to_read_ends_redoing(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    click(tab, 0)
    QTest.keyClicks(tab.page, "79")
    QTest.keySequence(tab, "Ctrl+Z")
    press(tab, "turnLeft")
    assert not button(tab, "redoChange").isEnabled()
    wait(qtbot, reading)
    assert not button(tab, "redoChange").isEnabled()


def test_what_was_changed_is_chosen(qtbot, tab, reading, sheet):
    """Whoever takes a change back types on where it was."""
    open_and_wait(qtbot, reading, sheet)
    click(tab, 0)
    QTest.keyClicks(tab.page, "7")
    click(tab, 5)
    QTest.keyClick(tab.page, Qt.Key.Key_Delete)
    click(tab, 2)
    QTest.keySequence(tab, "Ctrl+Z")
    assert tab.page.chosen_mark == 5
    QTest.keySequence(tab, "Ctrl+Z")
    assert tab.page.chosen_mark == 0
    QTest.keyClicks(tab.page, "8")
    assert tab.text == "803 48\n51 6"


def test_what_is_chosen_stays_chosen(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    click(tab, 1)
    QTest.keyClick(tab.page, Qt.Key.Key_Delete)
    QTest.keySequence(tab, "Ctrl+Z")
    click(tab, 5)
    QTest.keySequence(tab, "Ctrl+Y")  # the digits after the one that is left out move up
    assert tab.text == "23 48\n51 6"
    assert tab.page.chosen_mark == 4


def test_redoing_another_way_to_read(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    click(tab, 0)
    QTest.keyClicks(tab.page, "7")
    press(tab, "turnLeft")
    wait(qtbot, reading)
    turned = tab.text
    QTest.keySequence(tab, "Ctrl+Z")
    assert tab.text == "703 48\n51 6"
    QTest.keySequence(tab, "Ctrl+Y")
    assert not reading.is_busy
    assert tab.text == turned
    assert tab.page.marks[-1].box.width() != 0


def test_redoing_what_was_undone_while_it_was_read(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    click(tab, 0)
    QTest.keyClicks(tab.page, "7")
    press(tab, "invertPicture")
    QTest.keySequence(tab, "Ctrl+Z")
    assert tab.text == "703 48\n51 6"
    QTest.keySequence(tab, "Ctrl+Y")
    assert reading.is_busy
    assert button(tab, "invertPicture").isChecked()
    wait(qtbot, reading)
    assert button(tab, "invertPicture").isChecked()
    QTest.keySequence(tab, "Ctrl+Z")
    assert tab.text == "703 48\n51 6"
    assert not button(tab, "invertPicture").isChecked()


def test_each_picture_has_changes_of_its_own(qtbot, tab, reading, sheet, tmp_path):
    other = tmp_path / "other.png"
    other.write_bytes(sheet.read_bytes())
    open_and_wait(qtbot, reading, sheet, other)
    pictures = tab.findChild(QListWidget, "pictureList")
    click(tab, 0)
    QTest.keyClicks(tab.page, "7")
    pictures.setCurrentRow(1)
    assert not button(tab, "undoChange").isEnabled()
    pictures.setCurrentRow(0)
    assert button(tab, "undoChange").isEnabled()
    pictures.setFocus()
    QTest.keySequence(pictures, "Ctrl+A")
    QTest.keyClick(pictures, Qt.Key.Key_Delete)
    assert not button(tab, "undoChange").isEnabled()


def test_redoing_in_a_picture_that_was_put_away(qtbot, tab, reading, sheet, tmp_path, monkeypatch):
    monkeypatch.setattr("ocr_app.controllers.reading.opened_files._MOST_BYTES", 1)
    other = tmp_path / "other.png"
    other.write_bytes(sheet.read_bytes())
    open_and_wait(qtbot, reading, sheet, other)
    pictures = tab.findChild(QListWidget, "pictureList")
    click(tab, 0)
    QTest.keyClicks(tab.page, "7")
    QTest.keySequence(tab, "Ctrl+Z")
    pictures.setCurrentRow(1)
    wait(qtbot, reading)
    reading._files.pictures[0].put_away()
    pictures.setCurrentRow(0)
    wait(qtbot, reading)
    QTest.keySequence(tab, "Ctrl+Y")
    wait(qtbot, reading)
    assert tab.text == "703 48\n51 6"
    assert len(tab.page.marks) == 8


@pytest.fixture
def read_tab(window, qtbot, sheet) -> ReadTab:
    """The tab in the real window, with a picture of which a digit was corrected."""
    window.tabs.setCurrentIndex(3)
    tab = window.findChild(ReadTab)
    open_and_wait(qtbot, tab.findChild(ReadingController), sheet)
    click(tab, 0)
    QTest.keyClicks(tab.page, "7")
    return tab


def test_the_edit_menu(window, read_tab):
    undo, redo = window.findChild(QAction, "undo"), window.findChild(QAction, "redo")
    assert (undo.isEnabled(), redo.isEnabled()) == (True, False)
    undo.trigger()
    assert read_tab.text == ORIGINAL
    assert (undo.isEnabled(), redo.isEnabled()) == (False, True)
    redo.trigger()
    assert read_tab.text == "703 48\n51 6"
    window.tabs.setCurrentIndex(0)
    assert (undo.isEnabled(), redo.isEnabled()) == (False, False)
    window.tabs.setCurrentIndex(3)
    assert (undo.isEnabled(), redo.isEnabled()) == (True, False)


@pytest.mark.parametrize("where", ["page", "text", "tabs"])
def test_the_keys_in_the_window(window, read_tab, qtbot, where):
    focused = {
        "page": read_tab.page,
        "text": read_tab.findChild(QPlainTextEdit, "readText"),
        "tabs": window.tabs.tabBar(),
    }[where]
    focused.setFocus()
    QTest.keySequence(focused, "Ctrl+Z")
    assert read_tab.text == ORIGINAL
    QTest.keySequence(focused, "Ctrl+Shift+Z")
    assert read_tab.text == "703 48\n51 6"
    QTest.keySequence(focused, "Ctrl+Z")
    QTest.keySequence(focused, "Ctrl+Y")
    assert read_tab.text == "703 48\n51 6"


def test_the_keys_undo_what_is_seen(window, read_tab):
    """A drawing that was begun stays as it is while a page is corrected, and the other way."""
    canvas = window.draw_tab.canvas
    window.tabs.setCurrentIndex(0)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center())
    QTest.mouseMove(canvas, canvas.rect().center() / 2)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center() / 2)
    assert not canvas.is_blank
    window.tabs.setCurrentIndex(3)
    QTest.keySequence(read_tab.page, "Ctrl+Z")
    assert read_tab.text == ORIGINAL
    QTest.keySequence(read_tab.page, "Ctrl+Z")
    assert not canvas.is_blank
    window.tabs.setCurrentIndex(0)
    QTest.keySequence(canvas, "Ctrl+Z")
    assert canvas.is_blank
    window.tabs.setCurrentIndex(3)
    QTest.keySequence(read_tab.page, "Ctrl+Y")
    assert read_tab.text == "703 48\n51 6"

"""What people change on the Read tab: by hand, and in how a picture is read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numbers_on_paper import ink_row, on_white, page, save
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QSlider,
)
from read_room import button, click, drag, drag_around, open_and_wait, wait

from ocr_app.widgets.read.mark import Trust


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
    drag_around(tab, box, 5)
    assert tab.text == "203 48\n51 6"
    assert tab.page.chosen_mark == 4
    drag(tab, QPointF(1, 1), QPointF(12, 12))
    assert "no ink" in tab.status
    assert len(tab.page.marks) == 8


def test_reading_a_part(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    box = tab.page.marks[3].box.united(tab.page.marks[4].box)
    QTest.mouseClick(button(tab, "toolRegion"), Qt.MouseButton.LeftButton)
    drag_around(tab, box, 8)
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
    drag_around(tab, box, 8)
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


def test_a_box_around_a_digit_replaces_what_was_read_there(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    box = tab.page.marks[4].box
    QTest.mouseClick(button(tab, "toolBox"), Qt.MouseButton.LeftButton)
    drag_around(tab, box, 5)
    assert tab.text == "203 48\n51 6"
    QTest.keySequence(tab, "Ctrl+Z")
    assert tab.text == "203 48\n51 6"


def test_escape_goes_back_from_a_part_to_all(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    box = tab.page.marks[3].box.united(tab.page.marks[4].box)
    QTest.mouseClick(button(tab, "toolRegion"), Qt.MouseButton.LeftButton)
    drag_around(tab, box, 8)
    wait(qtbot, reading)
    assert tab.text == "48"
    assert "Esc" in tab.status
    click(tab, 0)
    QTest.keyClick(tab.page, Qt.Key.Key_Escape)  # the choice first
    assert tab.page.chosen_mark == -1
    assert not reading.is_busy
    QTest.keyClick(tab.page, Qt.Key.Key_Escape)
    wait(qtbot, reading)
    assert tab.text == "203 48\n51 6"
    assert "Esc" not in tab.status


def test_escape_leaves_off_drawing_a_box(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    box = tab.page.to_view(tab.page.marks[4].box).toRect()
    QTest.mouseClick(button(tab, "toolBox"), Qt.MouseButton.LeftButton)
    QTest.mousePress(tab.page, Qt.MouseButton.LeftButton, pos=box.topLeft())
    QTest.mouseMove(tab.page, box.bottomRight())
    QTest.keyClick(tab.page, Qt.Key.Key_Escape)
    QTest.mouseRelease(tab.page, Qt.MouseButton.LeftButton, pos=box.bottomRight())
    assert "Added" not in tab.status
    QTest.keySequence(tab, "Ctrl+Z")
    assert "Undone" not in tab.status  # nothing was changed


def test_what_is_read_anew_cannot_be_changed_before_that_is_done(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    click(tab, 0)
    button(tab, "turnLeft").click()
    QTest.keyClicks(tab.page, "7")
    assert tab.status == "It is being read anew: change it when that is done."
    assert tab.text == "203 48\n51 6"
    wait(qtbot, reading)
    assert tab.text != "203 48\n51 6"
    assert "being read" not in tab.status

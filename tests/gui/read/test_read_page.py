"""Looking around on the page of the Read tab."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from numbers_on_paper import page, save
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from read_room import button, drag, open_and_wait

from ocr_app.widgets.read.mark import Mark, Trust


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


def turn_wheel(tab, angle: QPoint, pixels: QPoint, keys=Qt.KeyboardModifier.NoModifier) -> None:
    at = QPointF(tab.page.rect().center())
    where = tab.page.mapToGlobal(at)
    event = QWheelEvent(
        at, where, pixels, angle, Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.ScrollUpdate, False
    )
    QGuiApplication.sendEvent(tab.page, event)


def test_a_wheel_zooms_and_a_touchpad_moves(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    fitting = tab.page.zoom
    turn_wheel(tab, QPoint(0, 120), QPoint())
    assert tab.page.zoom == pytest.approx(1.25 * fitting)
    before = tab.page.to_view(tab.page.marks[0].box).topLeft()
    turn_wheel(tab, QPoint(-30, -60), QPoint(-10, -20))  # two fingers
    assert tab.page.to_view(tab.page.marks[0].box).topLeft() - before == QPointF(-10, -20)
    turn_wheel(tab, QPoint(40, 0), QPoint())  # a wheel to the side
    assert tab.page.to_view(tab.page.marks[0].box).topLeft() - before == QPointF(30, -20)
    assert tab.page.zoom == pytest.approx(1.25 * fitting)
    turn_wheel(tab, QPoint(0, -120), QPoint(0, -40), Qt.KeyboardModifier.ControlModifier)
    assert tab.page.zoom == pytest.approx(fitting)


def test_two_fingers_that_part_zoom(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    fitting = tab.page.zoom
    at = QPointF(tab.page.rect().center())
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        *(2, at, at, QPointF(tab.page.mapToGlobal(at)), 0.5, QPointF(), 0),
    )
    QGuiApplication.sendEvent(tab.page, event)
    assert tab.page.zoom == pytest.approx(1.5 * fitting)


def test_walking_from_line_to_line(qtbot, tab, reading, sheet):
    open_and_wait(qtbot, reading, sheet)
    tab.page.choose(1)
    QTest.keyClick(tab.page, Qt.Key.Key_Down)
    assert tab.page.chosen_mark in (5, 6)  # the lines are 203 48 and 51 6
    QTest.keyClick(tab.page, Qt.Key.Key_Down)  # there is no third
    assert tab.page.chosen_mark in (5, 6)
    QTest.keyClick(tab.page, Qt.Key.Key_Up)
    assert tab.page.chosen_mark < 5

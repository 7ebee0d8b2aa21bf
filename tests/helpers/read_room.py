"""A real mouse and some patience for the Read tab."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QWidget,
)

from ocr_app.widgets.read.read_tab import ReadTab


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


def drag_around(tab: ReadTab, box: QRectF, margin: float) -> None:
    """Drag around a box of the picture, that far from it."""
    off = QPointF(margin, margin)
    drag(tab, box.topLeft() - off, box.bottomRight() + off)


def button(tab: QWidget, name: str) -> QAbstractButton:
    return tab.findChild(QAbstractButton, name)

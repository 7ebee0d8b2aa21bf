"""A real mouse, as far as Qt can tell."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget


def drag(widget: QWidget, points: list[tuple[float, float]]) -> None:
    """Draw through points (x, y) in 0..1 of the widget's square with a real mouse."""
    side = min(widget.width(), widget.height())
    places = [QPoint(round(x * side), round(y * side)) for x, y in points]
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(widget, place)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=places[-1])

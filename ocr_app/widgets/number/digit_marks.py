"""The marks over the digits of a number, on the canvas that it is written on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter

from ocr_app.widgets.read.mark import Mark
from ocr_app.widgets.read.mark_painter import label_of, paint_mark
from ocr_app.widgets.theme import Theme

_REACH = 3
"""Pixels around a label that still hit it."""


class DigitMarks:
    """Marks in units of the canvas; one of them may be chosen."""

    def __init__(self) -> None:
        self._marks: tuple[Mark, ...] = ()
        self._chosen = -1
        self._font = QFont()
        self._half_pen = 0.0

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks, from left to right."""
        return self._marks

    @property
    def chosen(self) -> int:
        """Which one is chosen; -1 for none."""
        return self._chosen

    @property
    def description(self) -> str:
        """What a screen reader says of them; nothing without any."""
        if not self._marks:
            return ""
        number = " ".join(mark.text for mark in self._marks)
        if self._chosen < 0:
            return f"It reads {number}."
        place = f"digit {self._chosen + 1} of {len(self._marks)}"
        return f"It reads {number}. Chosen: {self._marks[self._chosen].description}, {place}."

    def show(self, marks: Sequence[Mark], chosen: int) -> None:
        """Show other marks."""
        self._marks = tuple(marks)
        self._chosen = chosen if 0 <= chosen < len(self._marks) else -1

    def paint(
        self, painter: QPainter, square: QRectF, theme: Theme, pen_width: float = 0.0
    ) -> None:
        """Paint them on a canvas whose unit is `square`, around ink of a pen so wide, in units."""
        self._font, self._half_pen = painter.font(), pen_width / 2
        for number, mark in enumerate(self._marks):
            place = self._place(mark, square)
            is_chosen = number == self._chosen
            paint_mark(painter, theme, mark, place, is_chosen=is_chosen, font=self._font)

    def label_at(self, at: QPointF, square: QRectF) -> int:
        """Return whose label is at a point; -1 for none's."""
        for number, mark in enumerate(self._marks):
            label = label_of(mark, self._place(mark, square), self._font)
            if label.adjusted(-_REACH, -_REACH, _REACH, _REACH).contains(at):
                return number
        return -1

    def box_at(self, at: QPointF, square: QRectF) -> int:
        """Return whose box is at a point; -1 for none's."""
        for number, mark in enumerate(self._marks):
            if self._place(mark, square).contains(at):
                return number
        return -1

    def _place(self, mark: Mark, square: QRectF) -> QRectF:
        unit, pen = square.width(), self._half_pen
        box = mark.box.adjusted(-pen, -pen, pen, pen)
        return QRectF(box.topLeft() * unit + square.topLeft(), box.size() * unit)

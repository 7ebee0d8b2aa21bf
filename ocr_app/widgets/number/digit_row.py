"""The digits of a number in a row, each with how sure it is; a click or an arrow chooses one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ocr_app.engine.wording import certainty
from ocr_app.widgets.read.mark import Mark, Trust
from ocr_app.widgets.read.mark_painter import LINES
from ocr_app.widgets.theme import theme_of

_LARGER: Final = 2.4
"""Size of a digit, as a multiple of the usual size of text."""

_WIDEST: Final = 62
"""Pixels of a cell, at most."""

_NOTHING: Final = "–"


class DigitRow(QWidget):
    """Shows what is read in each digit; cells get narrower as there are more.

    Signals
    -------
    chosen : int
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[Mark, ...] = ()
        self._current = -1
        self.setObjectName("digitRow")
        self.setAccessibleName("The number")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What is shown."""
        return self._marks

    def show_marks(self, marks: Sequence[Mark], current: int) -> None:
        """Show other digits; one of them may be chosen."""
        self._marks, self._current = tuple(marks), current
        self.setAccessibleDescription(
            ", ".join(mark.description for mark in self._marks) or "Nothing yet"
        )
        self.update()

    def cell(self, number: int) -> QRectF:
        """Return where a digit is."""
        width = min(_WIDEST, self.width() / max(1, len(self._marks)))
        return QRectF(number * width, 0, width, self.height())

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Prefer room for five digits."""
        return QSize(5 * _WIDEST, self._height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Need little room: cells can be narrow, and digits small."""
        return QSize(_WIDEST, round(2.6 * QFontMetricsF(self.font()).height()))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Choose the digit that is clicked."""
        at = event.position()
        for number in range(len(self._marks)):
            if self.cell(number).contains(at):
                self.chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Choose another digit by the arrow keys."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps and self._marks:
            self.chosen.emit((self._current + steps[Qt.Key(event.key())]) % len(self._marks))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the digits, a line below each, and how sure it is."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._marks:
            painter.setFont(self._large())
            painter.setPen(theme.color("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, _NOTHING)
            return
        for number, mark in enumerate(self._marks):
            self._paint_cell(painter, mark, self.cell(number), number == self._current)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _paint_cell(self, painter: QPainter, mark: Mark, cell: QRectF, is_chosen: bool) -> None:
        theme = theme_of(self)
        name, style = LINES[mark.trust]
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(name, 0.16))
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 4, 4)
        small = QFontMetricsF(self.font())
        words = QRectF(
            cell.left(), cell.bottom() - small.height() - 3, cell.width(), small.height()
        )
        line = words.top() - 3
        painter.setFont(self._large(cell.width(), line - cell.top()))
        painter.setPen(theme.color("text"))
        digit = QRectF(cell.left(), cell.top(), cell.width(), line - cell.top())
        painter.drawText(digit, Qt.AlignmentFlag.AlignCenter, mark.text)
        painter.setPen(QPen(theme.color(name), 2, style))
        inset = QPointF(5, 0)
        painter.drawLine(digit.bottomLeft() + inset, digit.bottomRight() - inset)
        sure = _short(mark)
        if small.horizontalAdvance(sure) <= cell.width() - 2:
            painter.setFont(self.font())
            painter.setPen(theme.color("muted"))
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, sure)

    def _large(self, width: float = _WIDEST, height: float = 1e3) -> QFont:
        """Return the font of a digit that has so many pixels."""
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _LARGER)
        font.setBold(True)
        metrics = QFontMetricsF(font)
        share = min(1.0, width / (1.2 * metrics.horizontalAdvance("0")), height / metrics.height())
        font.setPointSizeF(font.pointSizeF() * max(0.3, share))
        return font

    def _height(self) -> int:
        digit = QFontMetricsF(self._large()).height()
        return round(digit + QFontMetricsF(self.font()).height() + 8)


def _short(mark: Mark) -> str:
    match mark.trust:
        case Trust.CORRECTED:
            return "yours"
        case Trust.NO_DIGIT:
            return "none?"
    return certainty(mark.confidence)

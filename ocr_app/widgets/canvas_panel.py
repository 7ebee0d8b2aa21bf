"""The canvas with its modes above and its tools right below it, whatever shape the window has."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ocr_app.widgets.digit_canvas import DigitCanvas
from ocr_app.widgets.theme import SPACING

_GAP = SPACING // 2


class CanvasPanel(QWidget):
    """Gives a canvas the largest paper that leaves room for the modes and the tools.

    Parameters
    ----------
    canvas : DigitCanvas
    modes, tools : QWidget
        Shown above and below the canvas. All three become its children.
    """

    def __init__(
        self, canvas: DigitCanvas, modes: QWidget, tools: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._canvas, self._modes, self._tools = canvas, modes, tools
        for child in (modes, canvas, tools):
            child.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        canvas.number_mode_changed.connect(lambda _: self._place())

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Prefer the canvas's own size, and what is around it."""
        return self._with_rows(self._canvas.sizeHint())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Need the canvas's minimum, and what is around it."""
        return self._with_rows(self._canvas.minimumSize())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place everything in the middle."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        modes, tools = self._modes.sizeHint().height(), self._tools.sizeHint().height()
        room = self.height() - modes - tools - SPACING - _GAP
        high = max(1, min(round(self.width() / self._canvas.aspect), room))
        wide = round(high * self._canvas.aspect)
        left = (self.width() - wide) // 2
        top = (self.height() - high - modes - tools - SPACING - _GAP) // 2
        below = top + modes + _GAP
        self._canvas.setGeometry(QRect(left, below, wide, high))
        width = max(wide, self._tools.minimumSizeHint().width())
        left = max(0, min(left, self.width() - width))
        self._modes.setGeometry(QRect(left, top, width, modes))
        self._tools.setGeometry(QRect(left, below + high + SPACING, width, tools))

    def _with_rows(self, size: QSize) -> QSize:
        modes, tools = self._modes.sizeHint(), self._tools.sizeHint()
        width = max(self._modes.minimumSizeHint().width(), self._tools.minimumSizeHint().width())
        rows = modes.height() + tools.height() + SPACING + _GAP
        return QSize(max(size.width(), width), size.height() + rows)

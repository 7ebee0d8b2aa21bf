"""The canvas as a square, with its tools right below it, whatever shape the window has."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ocr_app.widgets.theme import SPACING


class CanvasPanel(QWidget):
    """Gives a canvas the largest square that leaves room for the tools.

    Parameters
    ----------
    canvas, tools : QWidget
        Become its children.
    """

    def __init__(self, canvas: QWidget, tools: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._tools = canvas, tools
        canvas.setParent(self)
        tools.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Prefer the canvas's own size, and the tools below it."""
        return self._with_tools(self._canvas.sizeHint())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Need the canvas's minimum, and the tools below it."""
        return self._with_tools(self._canvas.minimumSize())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place canvas and tools in the middle."""
        super().resizeEvent(event)
        tools = self._tools.sizeHint().height()
        side = max(1, min(self.width(), self.height() - tools - SPACING))
        left, top = (self.width() - side) // 2, (self.height() - side - tools - SPACING) // 2
        self._canvas.setGeometry(QRect(left, top, side, side))
        width = max(side, self._tools.minimumSizeHint().width())
        left = max(0, min(left, self.width() - width))
        self._tools.setGeometry(QRect(left, top + side + SPACING, width, tools))

    def _with_tools(self, size: QSize) -> QSize:
        tools = self._tools.sizeHint()
        return QSize(
            max(size.width(), self._tools.minimumSizeHint().width()),
            size.height() + SPACING + tools.height(),
        )

"""A label whose text may change with every movement of the pen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget


class SteadyLabel(QLabel):
    """Keeps the size that its first text asked for: another text is painted, and nothing else.

    Qt's own label asks all layouts up to the window for room whenever its text changes, and a tab
    widget answers by painting everything in it anew.

    Parameters
    ----------
    text : str
        Plain text.
    """

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._text = text
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAccessibleDescription(text)

    def text(self) -> str:
        """Return what is shown."""
        return self._text

    def setText(self, text: str) -> None:  # noqa: N802 -- Qt's name
        """Show another text."""
        if text != self._text:
            self._text = text
            self.setAccessibleDescription(text)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the text where Qt's own label does."""
        wrap = Qt.TextFlag.TextWordWrap.value if self.wordWrap() else 0
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment().value | wrap, self._text)

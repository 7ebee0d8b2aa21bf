"""A line of text with an Undo right behind it, which moves nothing around it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from ocr_app.widgets.theme import theme_of


class SavedLine(QWidget):
    """Says what has just been done; the end of a long text is left out, its tooltip has all of it.

    Signals
    -------
    undo_requested
    """

    undo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._is_quiet = True
        self.setObjectName("savedLine")
        self.setAccessibleName("What was saved")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        undo = self._undo = QToolButton(self)
        undo.setText("Un&do")
        undo.setObjectName("undoTeachButton")
        undo.setAccessibleName("Undo saving")
        undo.setToolTip("Take back what was saved last. The drawing stays.")
        undo.setAutoRaise(True)  # part of the sentence
        undo.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        undo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        undo.clicked.connect(self.undo_requested)
        undo.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._text

    def say(self, text: str, *, can_undo: bool = False, is_quiet: bool = False) -> None:
        """Say something, with or without an Undo, as main or as secondary text."""
        self._text, self._is_quiet = text, is_quiet
        self.setAccessibleDescription(text)
        self._undo.setVisible(can_undo)
        self._arrange()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Prefer room for the usual sentence and Undo, whatever the text is now."""
        usual = self.fontMetrics().horizontalAdvance("Saved as a 7 · 1,234 samples ·")
        undo = self._undo.sizeHint()
        return QSize(usual + undo.width(), undo.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Need room for a few words and Undo."""
        words = self.fontMetrics().horizontalAdvance("Saved as a 7 …")
        undo = self._undo.sizeHint()
        return QSize(words + undo.width(), undo.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep Undo behind the text."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the text."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setPen(theme.color("muted" if self._is_quiet else "text"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self._text_rect(), flags, self._shown())

    def _text_rect(self) -> QRect:
        undo = 0 if self._undo.isHidden() else self._undo.sizeHint().width()
        return QRect(0, 0, max(0, self.width() - undo), self.height())

    def _shown(self) -> str:
        text = self._text if self._undo.isHidden() else f"{self._text} ·"
        width = self._text_rect().width()
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)

    def _arrange(self) -> None:
        shown = self._shown()
        self.setToolTip("" if shown.startswith(self._text) else self._text)
        size = self._undo.sizeHint()
        left = self.fontMetrics().horizontalAdvance(shown)
        top = (self.height() - size.height()) // 2
        self._undo.setGeometry(left, top, size.width(), size.height())


def _demo() -> QWidget:
    line = SavedLine()
    line.say("Saved as a 7 · 12 samples", can_undo=True)
    return line


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(_demo)

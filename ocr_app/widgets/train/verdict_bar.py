"""What came of a training, compared with the network in use; and what to do with it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ocr_app.widgets.theme import CORNER, SPACING, theme_of
from ocr_app.widgets.wrapped_label import WrappedLabel


class VerdictBar(QWidget):
    """A sentence and two buttons; hidden until there is something to decide.

    Signals
    -------
    use_requested
        Read with the new network from now on.
    left
        Leave the network in use as it is.
    """

    use_requested = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verdictBar")
        self._text = WrappedLabel("", 2)
        self._text.setObjectName("verdictText")
        self._use = QPushButton("&Use it")
        self._use.setObjectName("verdictUse")
        self._use.setToolTip("Read with the new network, now and after the next start.")
        self._use.clicked.connect(self._on_use)
        self._leave = QPushButton("Not now")
        self._leave.setObjectName("verdictLeave")
        self._leave.setToolTip("Go on reading with the network in use; this one stays in Runs.")
        self._leave.clicked.connect(self._on_leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING, SPACING // 2, SPACING // 2, SPACING // 2)
        row.addWidget(self._text, 1)
        row.addWidget(self._use)
        row.addWidget(self._leave)
        self.hide()

    def ask(self, sentence: str, can_use: bool = True) -> None:
        """Show a sentence and the two buttons, or only the one that leaves things as they are."""
        self._text.setText(sentence)
        self._text.setToolTip(sentence)
        self._use.setVisible(can_use)
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 -- Qt's name
        """Paint a panel that catches the eye."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("accent"))
        painter.setBrush(theme.color("card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)

    def _on_use(self) -> None:
        self.hide()
        self.use_requested.emit()

    def _on_leave(self) -> None:
        self.hide()
        self.left.emit()


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(VerdictBar)

"""A small box over a picture of a network, in which a weight is changed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from ocr_app.engine.diagram import BIAS, Weight

LARGEST: Final = 100.0


class WeightEditor(QDoubleSpinBox):
    """Opens where the line is; Enter or leaving it takes the number, Escape does not.

    Signals
    -------
    edited : (Weight, float)
    """

    edited = Signal(object, float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._weight: Weight | None = None
        self._before = 0.0
        self.setObjectName("weightEditor")
        self.setRange(-LARGEST, LARGEST)
        self.setDecimals(3)
        self.setSingleStep(0.1)
        self.installEventFilter(self)
        self.hide()

    @property
    def weight(self) -> Weight | None:
        """What is being edited."""
        return self._weight

    def open_at(self, weight: Weight, value: float, middle: QPoint) -> None:
        """Offer a weight for editing, in the middle of its line."""
        self.take()
        self._weight, self._before = weight, value
        self.setAccessibleName("Bias" if weight.source == BIAS else "Weight")
        self.setValue(value)
        size = self.sizeHint()
        room = self._over.rect().adjusted(0, 0, -size.width(), -size.height())
        corner = middle - QPoint(size.width() // 2, size.height() // 2)
        self.setGeometry(
            max(room.left(), min(corner.x(), room.right())),
            max(room.top(), min(corner.y(), room.bottom())),
            size.width(),
            size.height(),
        )
        self.show()
        self.setFocus()
        self.selectAll()

    def take(self) -> None:
        """Close, and tell the number if it is another."""
        if self._weight is None:
            return
        self.interpretText()
        weight, self._weight = self._weight, None
        self._leave()
        # What has been rounded for display is not an edit.
        if abs(self.value() - self._before) > 0.5 * 10 ** -self.decimals():
            self.edited.emit(weight, self.value())

    def cancel(self) -> None:
        """Close without a change."""
        self._weight = None
        self._leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Take the number when the keyboard goes elsewhere."""
        if watched is self and event.type() == QEvent.Type.FocusOut:
            self.take()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """End with Enter or Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            super().keyPressEvent(event)

    def _leave(self) -> None:
        had_focus = self.hasFocus()
        self.hide()
        if had_focus:
            self._over.setFocus()

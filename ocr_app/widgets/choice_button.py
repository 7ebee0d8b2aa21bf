"""A button that is up or down, and says so by more than a shade of grey."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton

from ocr_app.widgets.theme import theme_of


class ChoiceButton(QToolButton):
    """Underlined in the accent's colour while it is down."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 -- Qt's name
        """Paint the button, and the line."""
        super().paintEvent(event)
        if self.isChecked():
            color = theme_of(self).color("accent")
            QPainter(self).fillRect(6, self.height() - 5, self.width() - 12, 2, color)

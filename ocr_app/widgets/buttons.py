"""Buttons with a name and a sentence about them, all made in one way."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from ocr_app.widgets.theme import SPACING


class CompactButton(QPushButton):
    """A button no wider than its text needs; usually there is a least width."""

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Return the usual height, and room for the text."""
        text = self.text().replace("&", "")
        width = self.fontMetrics().horizontalAdvance(text) + 2 * SPACING
        return QSize(width, super().sizeHint().height())


def make_button(text: str, name: str, tip: str) -> QPushButton:
    """Make a button with a name for tests and screen readers, and a sentence about it."""
    button = CompactButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text.replace("&", ""))
    button.setAutoDefault(False)
    button.setToolTip(tip)
    return button


def make_small_button(sign: str, name: str, spoken: str, tip: str) -> QToolButton:
    """Make a button with a sign instead of words."""
    button = QToolButton()
    button.setText(sign)
    button.setObjectName(name)
    button.setAccessibleName(spoken)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button

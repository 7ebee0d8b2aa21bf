"""A titled panel."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ocr_app.widgets.theme import CORNER, SPACING, theme_of


def lay_out_cards(view: QWidget, *cards: tuple[QWidget, int], below: QWidget) -> None:
    """Fill a view with cards side by side, each with its share of the width, above a line of text.

    Parameters
    ----------
    view : QWidget
    cards : tuple of (QWidget, int)
        From the left, with their stretches.
    below : QWidget
    """
    row = QHBoxLayout()
    row.setSpacing(SPACING)
    for card, stretch in cards:
        row.addWidget(card, stretch)
    column = QVBoxLayout(view)
    column.setContentsMargins(0, SPACING // 2, 0, 0)
    column.addLayout(row, 1)
    column.addWidget(below)


class Card(QWidget):
    """A rounded panel with a heading above its contents.

    Parameters
    ----------
    title : str
        Heading, in plain words.
    hint : str
        One sentence about what is shown, as a tooltip of the heading.

    Attributes
    ----------
    heading : QLabel
    head : QHBoxLayout
        The line that begins with the heading.
    body : QVBoxLayout
        That line, and what is below it.
    """

    def __init__(self, title: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = self.heading = QLabel(title, self)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        heading.setToolTip(hint)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(SPACING, SPACING - 2, SPACING, SPACING)
        self.body.setSpacing(SPACING // 2)
        self.head = QHBoxLayout()
        self.head.setSpacing(SPACING // 2)
        self.head.addWidget(heading)
        self.body.addLayout(self.head)

    def add_beside_title(self, *widgets: QWidget) -> None:
        """Put widgets at the right end of the heading's line."""
        self.head.addStretch(1)
        for widget in widgets:
            self.head.addWidget(widget)

    def set_title(self, title: str) -> None:
        """Change the heading."""
        self.heading.setText(title)

    def put_beside_heading(self, widget: QWidget) -> None:
        """Put something at the right end of the heading's line, as flat as a line of text."""
        # It must not push down what is below.
        widget.setFixedHeight(self.heading.fontMetrics().height() + 6)
        self.add_beside_title(widget)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 -- Qt's name
        """Paint the panel."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("border"))
        painter.setBrush(theme.color("card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)

"""The paper of the canvas: a sheet, and an invitation while nothing is on it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ocr_app.widgets.theme import CORNER, Theme


def paint_sheet(painter: QPainter, paper: QRectF, theme: Theme, *, has_focus: bool) -> None:
    """Paint an empty sheet; its edge says whether it has the focus."""
    color = theme.color("accent" if has_focus else "border")
    painter.setPen(QPen(color, 1.5 if has_focus else 1))
    painter.setBrush(theme.color("field"))
    painter.drawRoundedRect(paper.adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)


def paint_invitation(painter: QPainter, paper: QRectF, text: str, theme: Theme) -> None:
    """Write in the middle of the paper what can be done with it."""
    font = painter.font()
    font.setPointSizeF(font.pointSizeF() * 1.4)
    painter.setFont(font)
    painter.setPen(theme.color("muted"))
    wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(paper.adjusted(16, 16, -16, -16), wrapped, text)

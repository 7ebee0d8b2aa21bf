"""A digit on the canvas that was not drawn: 64 numbers without pen strokes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from ocr_app.widgets.pixel_grid import squares_image
from ocr_app.widgets.theme import SPACING, Theme

START_ANEW: Final = "Draw to start anew."


@dataclass(frozen=True, slots=True, eq=False)
class GivenDigit:
    """What the network gets, and where it is from.

    Attributes
    ----------
    pixels : ndarray of shape (8, 8), float32
        In 0..1.
    origin : str
        A sentence.
    """

    pixels: NDArray[np.float32]
    origin: str


def paint_given(painter: QPainter, square: QRectF, digit: GivenDigit, theme: Theme) -> None:
    """Paint the 8×8 squares, and below them that they are no drawing."""
    text = f"{digit.origin} {START_ANEW}"
    wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    room = square.adjusted(SPACING, SPACING, -SPACING, -SPACING)
    needed = QFontMetricsF(painter.font()).boundingRect(room, wrapped, text).height()
    side = max(8, int(room.height() - needed - SPACING) // 8 * 8)
    picture = QRectF(round(room.center().x() - side / 2), room.top(), side, side)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.drawImage(picture, squares_image(digit.pixels, theme))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(theme.color("border"))
    painter.drawRect(picture)
    painter.setPen(theme.color("muted"))
    painter.drawText(
        QRectF(room.left(), picture.bottom(), room.width(), room.bottom() - picture.bottom()),
        wrapped,
        text,
    )

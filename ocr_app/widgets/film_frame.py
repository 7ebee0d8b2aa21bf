"""One picture of a filmstrip."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ocr_app.widgets.theme import theme_of

Picture = NDArray[np.float32]

_LEFT_OUT = 0.35
"""Opacity of a picture whose step is left out."""


class FilmFrame(QWidget):
    """Shows grey shares from paper (0) to ink (1) as a small square picture.

    Parameters
    ----------
    name : str
        What screen readers call it.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._is_left_out = False
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        # Many times a second: what lies behind need not be painted again.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def picture(self) -> Picture | None:
        """The square picture in 0..1 that is shown, or None."""
        return self._picture

    def show_picture(self, picture: Picture | None) -> None:
        """Show a square picture in 0..1; None for a blank canvas."""
        if picture is not self._picture:
            self._picture = picture
            self.update()

    def show_left_out(self, is_left_out: bool) -> None:
        """Show the picture pale if its step is left out."""
        self._is_left_out = is_left_out
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Prefer what a filmstrip of medium size has."""
        return QSize(73, 73)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint paper, ink, and the line around it."""
        theme = theme_of(self)
        painter = QPainter(self)
        inside = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.fillRect(self.rect(), theme.color("field"))
        if self._picture is not None:
            painter.setOpacity(_LEFT_OUT if self._is_left_out else 1.0)
            painter.drawImage(inside.adjusted(0.5, 0.5, -0.5, -0.5), self._image(self._picture))
            painter.setOpacity(1.0)
        pen = QPen(theme.color("accent" if self.hasFocus() else "border"))
        if self._is_left_out:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRect(inside)

    def _image(self, picture: Picture) -> QImage:
        """Ink whose opacity is the picture, as large as it is shown; the paper shines through."""
        opacity = np.rint(picture * 255).astype(np.uint8)
        height, width = opacity.shape
        mask = QImage(opacity.tobytes(), width, height, width, QImage.Format.Format_Alpha8)
        # Unlike a painter, this averages all points that fall on a pixel: no ragged lines.
        mask = mask.scaled(
            (self.size() - QSize(2, 2)) * self.devicePixelRatioF(),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        image = QImage(mask.size(), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(theme_of(self).color("text"))
        painter = QPainter(image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        painter.drawImage(0, 0, mask)
        painter.end()
        return image


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(lambda: FilmFrame("raw"))

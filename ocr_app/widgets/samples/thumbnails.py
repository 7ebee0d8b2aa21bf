"""Small pictures of drawings, made when they are first painted, and kept while there is room."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from datasets.digit_picture import DigitPicture, Written
from ocr_app.widgets.ink_layer import InkLayer

_KEPT: Final = 500
"""Pictures; with 72 pixels a side at twice the resolution they take some 40 MB."""

_MARGIN: Final = 0.12
"""Share of the picture's side that stays free around the drawing."""

_LARGEST_ZOOM: Final = 3.0
"""A dot stays a dot, and is not enlarged until it fills the picture."""

_MOST_POINTS: Final = 400
"""Points that are painted. Nobody sees more of them in so small a picture."""

_PEN: Final = 0.055
"""Width of the pen as a share of the picture's side, at no zoom."""


class Thumbnails:
    """Makes pictures of drawings and remembers the last few hundred."""

    def __init__(self) -> None:
        self._pictures: OrderedDict[tuple[int, int, float, int], QPixmap] = OrderedDict()

    def picture(
        self, number: int, drawing: Written, side: int, ratio: float, color: QColor
    ) -> QPixmap:
        """Return the picture of a drawing, on a transparent square.

        Parameters
        ----------
        number : int
            What the picture is remembered by; the drawing of a number never changes.
        drawing : Drawing or DigitPicture
        side : int
            In device-independent pixels.
        ratio : float
            Device pixels to a device-independent one.
        color : QColor
            Of the ink.
        """
        key = (number, side, ratio, color.rgba())
        if (picture := self._pictures.get(key)) is not None:
            self._pictures.move_to_end(key)
            return picture
        picture = self._pictures[key] = paint_drawing(drawing, side, ratio, color)
        if len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        return picture


def paint_drawing(drawing: Written, side: int, ratio: float, color: QColor) -> QPixmap:
    """Paint a drawing in the middle of a transparent square, as large as fits."""
    picture = QPixmap(QSize(side, side) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(0, 0, 0, 0))
    if drawing.is_blank:
        return picture
    if isinstance(drawing, DigitPicture):
        _paint_picture(picture, drawing, side, color)
        return picture
    points = np.concatenate(drawing.strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    zoom = min((1 - 2 * _MARGIN) / max(float((high - low).max()), 1e-9), _LARGEST_ZOOM)
    ink = InkLayer(QSize(side, side), ratio, color, max(1.5, _PEN * side))
    step = -(-len(points) // _MOST_POINTS)
    for stroke in drawing.strokes:
        placed = ((stroke - (low + high) / 2) * zoom + 0.5) * side
        thinned = np.concatenate([placed[:-1:step], placed[-1:]])
        ink.add_stroke([QPointF(x, y) for x, y in thinned.tolist()])
    painter = QPainter(picture)
    ink.paint(painter, QPointF(0, 0), [])
    painter.end()
    return picture


def _paint_picture(picture: QPixmap, digit: DigitPicture, side: int, color: QColor) -> None:
    """Paint ink in the middle of a square, as large as fits, in a colour."""
    high, wide = digit.ink.shape
    ink = QImage(wide, high, QImage.Format.Format_ARGB32)
    ink.fill(color)
    bits = np.ascontiguousarray(digit.ink)
    ink.setAlphaChannel(QImage(bits.tobytes(), wide, high, wide, QImage.Format.Format_Alpha8))
    room = side * (1 - 2 * _MARGIN)
    size = QSizeF(wide, high).scaled(room, room, Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(QPointF((side - size.width()) / 2, (side - size.height()) / 2), size)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(place, ink)
    painter.end()

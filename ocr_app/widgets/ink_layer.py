"""The picture of the ink: smooth, anti-aliased, drawn once and only added to."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

Stroke = list[QPointF]

_LONGEST_PATH = 60
"""Elements of a path. Qt's time grows with the square of a path's crossings with itself."""

_TOO_LONG_TO_SMOOTH = 20_000
"""Points from which a stroke, such as one from a file, is drawn without smooth edges: 5× faster."""


class InkLayer:
    """Ink on a transparent pixmap, at the screen's own resolution.

    A stroke is smoothed by quadratic curves from middle to middle of its steps, which a pen that
    reports few points needs to look round. What is drawn stays, so that a long drawing costs no
    more per movement than a short one.

    Parameters
    ----------
    size : QSize
        In device-independent pixels.
    pixel_ratio : float
        Device pixels to a device-independent one.
    color : QColor
    width : float
        Of the pen, in device-independent pixels.
    """

    def __init__(self, size: QSize, pixel_ratio: float, color: QColor, width: float) -> None:
        self._pixmap = QPixmap(size * pixel_ratio)
        self._pixmap.setDevicePixelRatio(pixel_ratio)
        self._pixmap.fill(Qt.GlobalColor.transparent)
        self._pen = QPen(
            color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        )

    def add_stroke(self, stroke: Stroke) -> None:
        """Draw a whole stroke, in device-independent pixels."""
        if len(stroke) == 1:
            self._draw_dot(stroke[0])
            return
        painter = self._painter()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(stroke) < _TOO_LONG_TO_SMOOTH)
        path = QPainterPath(stroke[0])
        for here, following in pairwise(stroke[1:]):
            path.quadTo(here, (here + following) / 2)
            if path.elementCount() > _LONGEST_PATH:
                painter.drawPath(path)
                path = QPainterPath(path.currentPosition())
        path.lineTo(stroke[-1])
        painter.drawPath(path)
        painter.end()

    def extend_stroke(self, stroke: Stroke) -> QRectF:
        """Draw what the stroke's last point adds; the last half step is left to `paint`.

        Returns
        -------
        QRectF
            The part of the picture that looks different now, `paint`'s part included.
        """
        margin = self._pen.widthF() + 2
        if len(stroke) >= 3:
            before, here, now = stroke[-3:]
            # The very first half step has no curve to join.
            start = before if len(stroke) == 3 else (before + here) / 2
            path = QPainterPath(start)
            path.quadTo(here, (here + now) / 2)
            self._draw_path(path)
        points = stroke[-3:]
        left, right = min(p.x() for p in points), max(p.x() for p in points)
        top, bottom = min(p.y() for p in points), max(p.y() for p in points)
        box = QRectF(left, top, right - left, bottom - top)
        return box.adjusted(-margin, -margin, margin, margin)

    def paint(self, painter: QPainter, origin: QPointF, unfinished: Stroke) -> None:
        """Paint the ink, and the last half step of the stroke that is being drawn."""
        painter.drawPixmap(origin, self._pixmap)
        if not unfinished:
            return
        painter.save()
        painter.translate(origin)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._pen)
        if len(unfinished) == 1:
            painter.drawPoint(unfinished[0])
        else:
            before, now = unfinished[-2:]
            start = before if len(unfinished) == 2 else (before + now) / 2
            painter.drawLine(start, now)
        painter.restore()

    def _draw_dot(self, point: QPointF) -> None:
        painter = self._painter()
        painter.drawPoint(point)
        painter.end()

    def _draw_path(self, path: QPainterPath) -> None:
        painter = self._painter()
        painter.drawPath(path)
        painter.end()

    def _painter(self) -> QPainter:
        painter = QPainter(self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._pen)
        return painter

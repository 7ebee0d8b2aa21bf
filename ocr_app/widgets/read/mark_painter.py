"""Paints the box of a digit and its reading: by colour, and by the kind of line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ocr_app.widgets.read.mark import Mark, Trust
from ocr_app.widgets.theme import Theme

LINES: Final = {
    Trust.SURE: ("accent", Qt.PenStyle.SolidLine),
    Trust.UNSURE: ("second", Qt.PenStyle.DashLine),
    Trust.NO_DIGIT: ("error", Qt.PenStyle.DotLine),
    Trust.CORRECTED: ("good", Qt.PenStyle.SolidLine),
    Trust.SIGN: ("accent", Qt.PenStyle.SolidLine),
}
"""Colour and line of a box: what is unsure is broken, too."""

_SMALLEST_LABELLED: Final = 9
"""Height of a box from which it has a label: all one could see would be labels."""

_AROUND: Final = 2
"""Pixels between the ink and its box."""


CROWD: Final = 300
"""Marks beyond which only boxes are painted: labels would cover each other, and take a second."""


def paint_marks(
    painter: QPainter,
    theme: Theme,
    marks: Sequence[tuple[Mark, QRectF]],
    *,
    chosen: Mark | None,
    font: QFont,
) -> None:
    """Paint marks that are seen, each with its place in the widget.

    Parameters
    ----------
    painter : QPainter
    theme : Theme
        Of the paper.
    marks : sequence of (Mark, QRectF)
    chosen : Mark or None
        One of them.
    font : QFont
    """
    if len(marks) <= CROWD:
        for mark, place in marks:
            paint_mark(painter, theme, mark, place, is_chosen=mark is chosen, font=font)
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for trust, (name, style) in LINES.items():
        painter.setPen(QPen(theme.color(name), 1.2, style))
        painter.drawRects([_around(place) for mark, place in marks if mark.trust == trust])
    for mark, place in marks:
        if mark is chosen:
            paint_mark(painter, theme, mark, place, is_chosen=True, font=font)


def paint_mark(
    painter: QPainter, theme: Theme, mark: Mark, place: QRectF, *, is_chosen: bool, font: QFont
) -> None:
    """Paint the box of a mark, and its label if it is large enough.

    Parameters
    ----------
    painter : QPainter
    theme : Theme
        Of the paper.
    mark : Mark
    place : QRectF
        Where the mark is in the widget.
    is_chosen : bool
    font : QFont
        Of the label; its size goes by that of the box.
    """
    name, style = LINES[mark.trust]
    box = _around(place)
    painter.setBrush(theme.color(name, 0.16) if is_chosen else Qt.BrushStyle.NoBrush)
    # The paper of a picture is whatever it is: a pale edge sets the line off from it.
    edge = QColor(theme.color("field"))
    edge.setAlpha(170)
    painter.setPen(QPen(edge, 5 if is_chosen else 3.5))
    painter.drawRect(box)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color(name), 3 if is_chosen else 1.6, style))
    painter.drawRect(box)
    label = label_of(mark, place, font)
    if label.isEmpty():
        return
    painter.setFont(_label_font(font, place))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(name))
    painter.drawRoundedRect(label, 2, 2)
    painter.setPen(theme.color("on_accent"))
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, mark.text)


def label_of(mark: Mark, place: QRectF, font: QFont) -> QRectF:
    """Return where the label of a mark is: at the upper left of its box, outside; or nothing."""
    box = _around(place)
    if box.height() < _SMALLEST_LABELLED:
        return QRectF()
    metrics = QFontMetricsF(_label_font(font, place))
    width = metrics.horizontalAdvance(mark.text) + 4
    return QRectF(box.left(), box.top() - metrics.height(), width, metrics.height())


def _around(place: QRectF) -> QRectF:
    return place.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)


def _label_font(font: QFont, place: QRectF) -> QFont:
    sized = QFont(font)
    sized.setPixelSize(round(max(9.0, min(0.42 * _around(place).height(), 18.0))))
    sized.setBold(True)
    return sized

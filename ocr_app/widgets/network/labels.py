"""Weights written on their lines, where there is room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from ocr_app.engine.diagram import Diagram, Weight
from ocr_app.widgets.network.geometry import Geometry
from ocr_app.widgets.theme import Theme

_PLACES: Final = (0.5, 0.58, 0.42, 0.66, 0.34, 0.74, 0.26, 0.8)
"""Where along a line its number is tried."""

_MOST: Final = 20
"""Lines from one column to the next: more are too near each other for numbers."""

_WIDEST: Final = "+00.00"


def place_labels(geometry: Geometry, small: QFontMetricsF) -> dict[Weight, QRectF]:
    """Find places that cover no unit and no other number.

    They depend on the lines' places alone, so that numbers that change stay where they are.

    Parameters
    ----------
    geometry : Geometry
    small : QFontMetricsF

    Returns
    -------
    dict of Weight to QRectF
        For those lines that have room; keyed as `Geometry.lines`.
    """
    crowded = {layer for layer, n in _counts(geometry).items() if n > _MOST}
    keys = [key for key in geometry.lines if key.layer not in crowded]
    if not keys:
        return {}
    size, reach = label_size(small), geometry.radius + 3
    taken = [
        QRectF(place.x() - reach, place.y() - reach, 2 * reach, 2 * reach)
        for places in geometry.places
        for place in places
    ]
    if geometry.has_net_inputs:
        taken += [
            QRectF(place.x() - 1.6 * reach, place.y(), 3.2 * reach, reach + small.lineSpacing())
            for places in geometry.places
            for place in places
        ]
    taken.append(geometry.picture)
    found: dict[Weight, QRectF] = {}
    # Away from other lines, it is plain which one a number belongs to. Rounded, since places that
    # are as good as others are tried in their order.
    clearances = np.minimum(geometry.clearances(keys, _PLACES), size.height()).round(3)
    for key, order in zip(keys, np.argsort(-clearances, axis=1, kind="stable"), strict=True):
        for number in order:
            rect = label_rect(geometry.lines[key].pointAt(_PLACES[number]), size)
            if not any(rect.adjusted(-2, -2, 2, 2).intersects(other) for other in taken):
                taken.append(rect)
                found[key] = rect
                break
    return found


def paint_labels(
    painter: QPainter,
    diagram: Diagram,
    geometry: Geometry,
    labels: Mapping[Weight, QRectF],
    theme: Theme,
    emphasis: Collection[Weight],
) -> None:
    """Write the numbers, those of ``emphasis`` even where there is no room for all.

    The painter has the font that they were placed for.
    """
    written = dict(labels)
    standing_out = {geometry.key_of(diagram, weight) for weight in emphasis}
    size = label_size(QFontMetricsF(painter.font()))
    if len(emphasis) <= _MOST:
        for weight in emphasis:
            key, line = geometry.key_of(diagram, weight), geometry.line_of(diagram, weight)
            if key is not None and line is not None and key not in written:
                written[key] = label_rect(line.pointAt(0.5), size)
    for key, rect in written.items():
        value = diagram.weight(geometry.weight_of(diagram, key))
        if value is None:
            continue
        painter.fillRect(rect, theme.color("card"))
        is_faint = bool(emphasis) and key not in standing_out
        painter.setPen(theme.color("muted" if is_faint else "text"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, f"{value:+.2f}".replace("-", "−"))


def _counts(geometry: Geometry) -> Counter[int]:
    """How many lines lead to each layer."""
    return Counter(key.layer for key in geometry.lines)


def label_size(small: QFontMetricsF) -> QSizeF:
    """Return the room that any number takes."""
    return QSizeF(small.horizontalAdvance(_WIDEST) + 2, small.height())


def label_rect(middle: QPointF, size: QSizeF) -> QRectF:
    """Put a rectangle around a point."""
    corner = QPointF(middle.x() - size.width() / 2, middle.y() - size.height() / 2)
    return QRectF(corner, size)

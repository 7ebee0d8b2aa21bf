"""How the points of a problem are drawn in every map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from ocr_app.engine.xor_lab.status import Row
from ocr_app.widgets.theme import Theme

RADIUS: Final = 9.0
FEW: Final = 8
"""So few points have their outputs written beside them."""


def paint_points(
    painter: QPainter,
    theme: Theme,
    places: Sequence[QPointF],
    rows: Sequence[Row],
    chosen: int | None = None,
) -> None:
    """Draw a disc for each point, with its target in it.

    A blue disc should give 1, an orange one 0; a cross beside one says that it does not yet. Few
    points have their outputs below them; the chosen one has a ring.

    Parameters
    ----------
    painter : QPainter
    theme : Theme
    places : sequence of QPointF
    rows : sequence of Row
        What the network makes of each.
    chosen : int, optional
    """
    for number, (at, row) in enumerate(zip(places, rows, strict=True)):
        if number == chosen:
            painter.setPen(QPen(theme.color("text"), 2))
            painter.setBrush(theme.color("card"))
            painter.drawEllipse(at, RADIUS + 4, RADIUS + 4)
        painter.setPen(QPen(theme.color("text"), 1.5))
        painter.setBrush(theme.color("accent" if row.target else "second"))
        painter.drawEllipse(at, RADIUS, RADIUS)
        painter.setPen(theme.color("on_accent"))
        disc = QRectF(at.x() - RADIUS, at.y() - RADIUS, 2 * RADIUS, 2 * RADIUS)
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, f"{row.target:.0f}")
    taken = [QRectF(at.x() - RADIUS, at.y() - RADIUS, 2 * RADIUS, 2 * RADIUS) for at in places]
    for at, row in zip(places, rows, strict=True):
        if len(rows) <= FEW:
            text = f"{'✓' if row.is_right else '✗'} {row.output:.2f}"
            taken.append(_paint_text(painter, theme, at, text, taken))
        elif not row.is_right:
            _paint_text(painter, theme, at, "✗", ())


def boxes_of(places: Sequence[QPointF], metrics: QFontMetrics) -> list[QRectF]:
    """Return what points usually take of a map: their discs, and the outputs of few below them."""
    half, below = RADIUS + 4, 0
    if len(places) <= FEW:
        half, below = (metrics.horizontalAdvance("✓ 0.00") + 8) / 2, metrics.height()
    return [
        QRectF(at.x() - half, at.y() - RADIUS - 4, 2 * half, 2 * RADIUS + 8 + below)
        for at in places
    ]


def _paint_text(
    painter: QPainter, theme: Theme, at: QPointF, text: str, taken: Sequence[QRectF]
) -> QRectF:
    """Write below a point, or wherever around it there is room; return where."""
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(text) + 8, metrics.height()
    away = RADIUS + 3
    places = [
        QRectF(at.x() + x, at.y() + y, width, height)
        for x, y in (
            (-width / 2, away),
            (-width / 2, -away - height),
            (away, -height / 2),
            (-away - width, -height / 2),
        )
    ]
    # What is beyond the widget's edge cannot be read at all, what lies on another label partly.
    picture = QRectF(painter.window())
    label = min(
        places,
        key=lambda place: (
            not picture.contains(place),
            any(place.intersects(other) for other in taken),
        ),
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("card", 0.85))  # readable on any colour below it
    painter.drawRoundedRect(label, 4, 4)
    painter.setPen(theme.color("text"))
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)
    return label

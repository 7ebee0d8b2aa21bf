"""Numbers of either sign as squares: blue above 0, orange below, with a + or − where it matters."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QPen

from ocr_app.widgets.theme import Theme

_MARKED: Final = 0.1
"""Numbers from this share of the largest on have a sign."""

_DARK: Final = 0.6
"""Strength of the colour from which a sign is painted in the paper's colour."""

_ARM: Final = 0.26
"""Half the length of a sign's lines, as a share of the square's side."""


def signed_image(values: NDArray[np.floating], scale: float, theme: Theme) -> QImage:
    """Paint numbers (8, 8) as squares: positive ones in the accent's colour, negative in the other.

    Parameters
    ----------
    values : ndarray of shape (8, 8)
    scale : float
        The size of number that gets the full colour, above 0.
    theme : Theme
    """
    strength = _strength(values, scale)[..., np.newaxis]
    paper, positive, negative = (
        np.array(theme.color(name).getRgb(), float) for name in ("field", "accent", "second")
    )
    full = np.where((values > 0)[..., np.newaxis], positive, negative)
    mixed = np.rint(paper + (full - paper) * strength).astype(np.uint8)
    rows, columns = values.shape
    return QImage(mixed.tobytes(), columns, rows, 4 * columns, QImage.Format.Format_RGBA8888).copy()


def paint_signs(
    painter: QPainter, place: QRectF, values: NDArray[np.floating], scale: float, theme: Theme
) -> None:
    """Paint + and − over `signed_image`, for eyes that cannot tell its colours apart.

    Parameters
    ----------
    painter : QPainter
    place : QRectF
        Where the squares are.
    values, scale, theme
        As in `signed_image`.
    """
    rows, columns = values.shape
    side = QPointF(place.width() / columns, place.height() / rows)
    arm = max(1.5, _ARM * side.x())
    strength = _strength(values, scale)
    lines: dict[str, list[QLineF]] = {"field": [], "text": []}
    for row, column in np.argwhere(np.abs(values) >= max(_MARKED * scale, 1e-12)).tolist():
        at = place.topLeft() + QPointF((column + 0.5) * side.x(), (row + 0.5) * side.y())
        those = lines["field" if strength[row, column] > _DARK else "text"]
        those.append(QLineF(at.x() - arm, at.y(), at.x() + arm, at.y()))
        if values[row, column] > 0:
            those.append(QLineF(at.x(), at.y() - arm, at.x(), at.y() + arm))
    for color, those in lines.items():
        painter.setPen(QPen(theme.color(color), 1 if side.x() < 12 else 1.5))
        painter.drawLines(those)


def _strength(values: NDArray[np.floating], scale: float) -> NDArray[np.floating]:
    """Share of the full colour, 0..1; small numbers must be seen, too."""
    return np.asarray(np.sqrt(np.clip(np.abs(values) / max(scale, 1e-12), 0, 1)))

"""The weights from the 64 pixels to one unit, as a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ocr_app.widgets.signed_squares import signed_image
from ocr_app.widgets.theme import theme_of

_HINT = "Its weights. Blue: ink here speaks for the unit; orange: against it."


class WeightPicture(QWidget):
    """Shows 64 weights as squares; those below 0 have a stroke through them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weights: NDArray[np.floating] | None = None
        self.setObjectName("weightPicture")
        self.setAccessibleName("Weights of the unit")
        self.setToolTip(_HINT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_weights(self, weights: NDArray[np.floating] | None) -> None:
        """Show other weights (64,); None hides the picture."""
        self._weights = None if weights is None else np.asarray(weights).reshape(8, 8)
        self.setVisible(weights is not None)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Squares of 10 pixels."""
        return QSize(81, 81)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the squares, and a minus in those below 0."""
        if self._weights is None:
            return
        theme, painter = theme_of(self), QPainter(self)
        scale = float(np.abs(self._weights).max())
        side = (min(self.width(), self.height()) - 1) // 8
        square = QRect(0, 0, 8 * side, 8 * side)
        painter.drawImage(square, signed_image(self._weights, scale, theme))
        painter.setPen(theme.color("text", 0.55))
        for row, column in np.argwhere(self._weights < -0.15 * scale).tolist():
            middle, left = row * side + side // 2, column * side
            painter.drawLine(left + 3, middle, left + side - 4, middle)
        painter.setPen(theme.color("border"))
        painter.drawRect(square)


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        picture = WeightPicture()
        picture.show_weights(np.random.default_rng(0).normal(0, 1, 64))
        return picture

    run(_demo)

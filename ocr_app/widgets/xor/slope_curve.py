"""An activation function as a curve, with the point where a unit is and its slope there.

Run ``python -m ocr_app.widgets.xor.slope_curve`` to see one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ocr_app.widgets.theme import theme_of

_REACH: Final = 6.0
_POINTS: Final = 60

_FUNCTIONS: Final[dict[str, tuple[Callable[[float], float], float, float]]] = {
    "sigmoid": (lambda z: 0.5 * math.tanh(0.5 * z) + 0.5, 0.0, 1.0),
    "tanh": (math.tanh, -1.0, 1.0),
    "relu": (lambda z: max(0.0, z), 0.0, _REACH),
}


class SlopeCurve(QWidget):
    """The curve from −6 to 6, or further if the point is; the tangent shows the slope."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("xorSlopeCurve")
        self.setAccessibleName("Activation function")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._activation, self._net, self._slope = "sigmoid", 0.0, 0.25

    def show_point(self, activation: str, net: float, slope: float) -> None:
        """Show where a unit is."""
        self._activation, self._net, self._slope = activation, net, slope
        text = f"At a net input of {net:.2f} the slope of the curve is {slope:.3f}."
        self.setAccessibleDescription(text)
        self.setToolTip(text)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Small: it stands beside a formula."""
        return QSize(150, 92)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw axes, curve, tangent and point."""
        theme, painter = theme_of(self), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        function, low, high = _FUNCTIONS[self._activation]
        reach = max(_REACH, 1.15 * abs(self._net))
        if self._activation == "relu":
            high = reach
        left, right, top, bottom = 4.0, self.width() - 4.0, 8.0, self.height() - 18.0

        def place(z: float, value: float) -> QPointF:
            across, up = (z + reach) / (2 * reach), (value - low) / (high - low)
            return QPointF(left + across * (right - left), bottom - up * (bottom - top))

        painter.setPen(theme.color("border"))
        painter.drawLine(place(-reach, 0.0), place(reach, 0.0))
        painter.drawLine(place(0.0, low), place(0.0, high))
        zs = [reach * (2 * n / _POINTS - 1) for n in range(_POINTS + 1)]
        painter.setPen(QPen(theme.color("muted"), 1.5))
        painter.drawPolyline(QPolygonF([place(z, function(z)) for z in zs]))
        here = function(self._net)
        half = 0.35 * reach
        painter.setPen(QPen(theme.color("second"), 2.5))
        painter.setClipRect(self.rect().adjusted(0, 0, 0, -16))
        painter.drawLine(
            place(self._net - half, here - half * self._slope),
            place(self._net + half, here + half * self._slope),
        )
        painter.setClipping(False)
        painter.setPen(QPen(theme.color("card"), 1.5))
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(place(self._net, here), 5, 5)
        painter.setPen(theme.color("muted"))
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        line = self.rect().adjusted(0, self.height() - 16, 0, 0)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, f"slope {self._slope:.3f}")


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        curve = SlopeCurve()
        curve.show_point("sigmoid", 1.23, 0.175)
        return curve

    run(_demo)

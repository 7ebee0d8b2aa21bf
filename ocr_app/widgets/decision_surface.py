"""The output of a network with two inputs, for all of them at once: a picture of what it learned.

Run ``python -m ocr_app.widgets.decision_surface`` to see one.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ocr_app.engine.xor_training import SURFACE_RANGE, XorRow, XorState
from ocr_app.widgets.theme import SPACING, Theme, theme_of

_BAR: Final = 14
_MARKER: Final = 11.0


class DecisionSurface(QWidget):
    """A square of colours, orange for 0 and blue for 1, with the four rows of XOR on it.

    Parameters
    ----------
    parent : QWidget, optional
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outputs: NDArray[np.float32] | None = None
        self._rows: tuple[XorRow, ...] = ()
        self._colors: NDArray[np.uint32] | None = None
        self._image: QImage | None = None
        self.setObjectName("xorDecisionSurface")
        self.setAccessibleName("Decision surface")
        self.setToolTip(
            "The network's output for every pair of inputs. XOR is learned when the corners 01 and "
            "10 are in the blue and 00 and 11 in the orange."
        )

    def show_surface(self, outputs: NDArray[np.float32]) -> None:
        """Show other outputs.

        Parameters
        ----------
        outputs : ndarray of shape (n, n)
            From 0 to 1; see `XorTraining.surface`.
        """
        self._outputs, self._image = outputs, None
        self.update()

    def show_state(self, state: XorState) -> None:
        """Mark the four rows, each with its target and whether it is right."""
        self._rows = state.rows
        self.setAccessibleDescription(
            ", ".join(f"{a}{b}: {row.output:.2f}" for row in self._rows for a, b in [row.inputs])
        )
        self.update()

    def square(self) -> QRectF:
        """Return the part of the widget that the picture fills."""
        metrics = QFontMetricsF(self.font())
        left, bottom = metrics.height() + SPACING / 2, metrics.height() + SPACING / 2
        right = SPACING + _BAR + 6 + metrics.horizontalAdvance("0.5")
        side = max(1, int(min(self.width() - left - right, self.height() - bottom)))
        x = int(left + (self.width() - left - right - side) / 2)
        return QRectF(x + 0.5, 0.5, side - 1, side - 1)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Suggest a comfortable size."""
        return QSize(400, 370)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the smallest size in which markers and texts do not touch."""
        return QSize(230, 200)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the palette between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colors = self._image = None
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the picture, its axes and colour bar, and the rows."""
        del event
        theme, square = theme_of(self), self.square()
        if self._colors is None:
            self._colors = _color_table(theme)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._outputs is not None:
            if self._image is None:
                self._image = _to_image(self._outputs, self._colors)
            painter.drawImage(square, self._image)
        painter.setPen(theme.color("border"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(square)
        self._paint_axes(painter, theme, square)
        self._paint_bar(painter, theme, square, self._colors)
        for row in self._rows:
            _paint_row(painter, theme, _place(square, row.inputs), row)

    def _paint_axes(self, painter: QPainter, theme: Theme, square: QRectF) -> None:
        painter.setPen(theme.color("muted"))
        height = painter.fontMetrics().height()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for value in (0, 1):
            at = _place(square, (value, value))
            below = QRectF(at.x() - 20, square.bottom() + 2, 40, height)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(value))
            beside = QRectF(square.left() - 24, at.y() - height / 2, 20, height)
            painter.drawText(beside, right, str(value))
        middle = square.center()
        below = QRectF(middle.x() - 30, square.bottom() + 2, 60, height)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, "x₁")
        beside = QRectF(square.left() - 34, middle.y() - height / 2, 30, height)
        painter.drawText(beside, right, "x₂")

    def _paint_bar(
        self, painter: QPainter, theme: Theme, square: QRectF, colors: NDArray[np.uint32]
    ) -> None:
        bar = QRectF(square.right() + SPACING, square.top(), _BAR, square.height())
        ramp = np.ascontiguousarray(colors[::-1, np.newaxis])
        painter.drawImage(bar, _image_of(ramp))
        painter.setPen(theme.color("border"))
        painter.drawRect(bar)
        painter.setPen(theme.color("muted"))
        height = painter.fontMetrics().height()
        for value in (0.0, 0.5, 1.0):
            y = bar.bottom() - value * (bar.height() - height) - height
            text = QRectF(bar.right() + 6, y, 40, height)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, f"{value:g}")


def _place(square: QRectF, inputs: tuple[float, float]) -> QPointF:
    low, high = SURFACE_RANGE
    across, up = ((value - low) / (high - low) for value in inputs)
    return QPointF(square.left() + across * square.width(), square.bottom() - up * square.height())


def _paint_row(painter: QPainter, theme: Theme, at: QPointF, row: XorRow) -> None:
    """Draw a disc with the target in it, and below it the output with its mark."""
    color = theme.color("accent" if row.target else "second")
    painter.setPen(QPen(theme.color("text"), 1.5))
    painter.setBrush(color)
    painter.drawEllipse(at, _MARKER, _MARKER)
    painter.setPen(theme.color("on_accent"))
    disc = QRectF(at.x() - _MARKER, at.y() - _MARKER, 2 * _MARKER, 2 * _MARKER)
    painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(row.target))
    text = f"{'✓' if row.is_right else '✗'} {row.output:.2f}"
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(text) + 10
    label = QRectF(at.x() - width / 2, at.y() + _MARKER + 4, width, metrics.height() + 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("card", 0.85))  # readable on any colour below it
    painter.drawRoundedRect(label, 4, 4)
    painter.setPen(theme.color("text"))
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)


def _color_table(theme: Theme) -> NDArray[np.uint32]:
    """Make 256 colours from orange over the card's colour to blue, as 0xffRRGGBB."""
    ends = [_rgb(theme.color(name)) for name in ("second", "card", "accent")]
    stops = np.linspace(0, 1, 256)
    channels = [
        np.interp(stops, (0, 0.5, 1), [end[channel] for end in ends]) for channel in range(3)
    ]
    red, green, blue = (channel.round().astype(np.uint32) for channel in channels)
    packed = np.uint32(0xFF000000) | (red << 16) | (green << 8) | blue
    return packed.astype(np.uint32)


def _rgb(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()


def _to_image(outputs: NDArray[np.float32], colors: NDArray[np.uint32]) -> QImage:
    levels = np.clip(outputs * 255 + 0.5, 0, 255).astype(np.uint8)
    return _image_of(colors[levels])


def _image_of(pixels: NDArray[np.uint32]) -> QImage:
    height, width = pixels.shape
    data = np.ascontiguousarray(pixels)
    image = QImage(data.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    return image.copy()  # the array may go; the picture stays


def _demo() -> None:
    import sys  # noqa: PLC0415

    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from ocr_app.engine.xor_training import XorTraining  # noqa: PLC0415
    from ocr_app.widgets.theme import apply_theme  # noqa: PLC0415

    app = QApplication(sys.argv)
    apply_theme(app)
    training = XorTraining()
    training.run(150)
    surface = DecisionSurface()
    surface.show_surface(training.surface())
    surface.show_state(training.state())
    surface.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    _demo()

"""The small picture that a network really reads: 8×8, or finer."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ocr_app.widgets.signed_squares import paint_signs, signed_image
from ocr_app.widgets.theme import Theme, theme_of

SIDE: Final = 8
"""Squares a side of what the networks that people train read."""


class PixelGrid(QWidget):
    """Shows inputs, usually 64, as squares from paper (0) to ink (1); a hover tells the number.

    Instead of the ink itself it can show what the ink says for or against a digit.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels: NDArray[np.float32] | None = None
        self._saliency: NDArray[np.floating] | None = None
        self._digit = 0
        self.setObjectName("networkInput")
        self.setAccessibleName("What the network sees")
        self.setAccessibleDescription("Nothing yet")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumSize(49, 49)
        # With every movement of the pen: what lies behind need not be painted again.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def pixels(self) -> NDArray[np.float32] | None:
        """The (n, n) inputs in 0..1 that are shown, or None."""
        return self._pixels

    @property
    def saliency(self) -> NDArray[np.floating] | None:
        """What the ink of each square says (8, 8), if that is shown."""
        return self._saliency

    def show_pixels(self, pixels: NDArray[np.float32] | None) -> None:
        """Show (n, n) inputs in 0..1; None for a blank canvas."""
        self._pixels, self._saliency = pixels, None
        if pixels is None:
            self.setAccessibleDescription("Nothing yet")
        else:
            inked = int(np.count_nonzero(pixels > 0.5))
            side = len(pixels)
            self.setAccessibleDescription(f"{side} by {side} squares, {inked} of them mostly ink")
        self.update()

    def show_saliency(self, saliency: NDArray[np.floating], digit: int) -> None:
        """Show over the last inputs what each says for (above 0) or against a digit (8, 8)."""
        self._saliency, self._digit = saliency, digit
        speaks, minds = int(np.count_nonzero(saliency > 0)), int(np.count_nonzero(saliency < 0))
        self.setAccessibleDescription(
            f"8 by 8 squares: ink in {speaks} speaks for the {digit}, in {minds} against it"
        )
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Prefer squares of 20 pixels."""
        return QSize(160, 160)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint one square per input."""
        theme = theme_of(self)
        painter = QPainter(self)
        square = self._square()
        painter.fillRect(self.rect(), theme.color("card"))
        # One small picture, enlarged without smoothing, is much faster than 64 rectangles.
        if self._saliency is not None:
            scale = float(np.abs(self._saliency).max())
            painter.drawImage(square, signed_image(self._saliency, scale, theme))
            paint_signs(painter, square, self._saliency, scale, theme)
        else:
            shares = np.zeros((SIDE, SIDE)) if self._pixels is None else self._pixels
            painter.drawImage(square, squares_image(shares, theme))
        painter.setPen(theme.color("border"))
        n = self._side
        at_each = square.width() / n * np.arange(n + 1)
        lines = [QLineF(at, 0, at, square.height()) for at in at_each]
        lines += [QLineF(0, at, square.width(), at) for at in at_each]
        painter.translate(square.topLeft())
        painter.drawLines(lines)

    def event(self, event: QEvent) -> bool:
        """Tell the number under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_number(event)
            return True
        return super().event(event)

    def _show_number(self, event: QHelpEvent) -> None:
        square = self._square()
        at = QPointF(event.pos()) - square.topLeft()
        n = self._side
        column, row = int(at.x() * n // square.width()), int(at.y() * n // square.width())
        if self._pixels is None or not (0 <= row < n and 0 <= column < n):
            QToolTip.hideText()
            return
        QToolTip.showText(event.globalPos(), self.explain(row, column), self)

    def explain(self, row: int, column: int) -> str:
        """Say what a square holds, by its row and column from 0; nothing for a blank canvas."""
        if self._pixels is None:
            return ""
        place, value = f"Row {row + 1}, column {column + 1}", float(self._pixels[row, column])
        if self._saliency is None:
            whose = "one of the network's 64 inputs" if self._side == SIDE else "one of its inputs"
            return f"{place}: {value:.2f} (0 is paper, 1 is ink). This is {whose}."
        says = float(self._saliency[row, column])
        if says == 0:
            return f"{place}: no ink that says anything for or against the {self._digit}."
        how = "for" if says > 0 else "against"
        return f"{place}: its ink, {value:.2f}, speaks {how} the {self._digit} ({says:+.2f})."

    @property
    def _side(self) -> int:
        return SIDE if self._pixels is None else len(self._pixels)

    def _square(self) -> QRectF:
        # Whole pixels per square keep the grid lines crisp.
        n = self._side
        side = max(n, (min(self.width(), self.height()) - 1) // n * n)
        return QRectF((self.width() - side) // 2, (self.height() - side) // 2, side, side)


def squares_image(shares: NDArray[np.floating], theme: Theme) -> QImage:
    """Mix paper (0) and ink (1) for every one of (n, n) squares into a picture of n×n dots."""
    paper, ink = theme.color("field"), theme.color("text")
    low, high = np.array(paper.getRgb()), np.array(ink.getRgb())
    mixed = np.rint(low + (high - low) * shares[..., np.newaxis]).astype(np.uint8)
    # A copy, since the picture would only borrow the array's memory.
    n = len(shares)
    return QImage(mixed.tobytes(), n, n, QImage.Format.Format_RGBA8888).copy()


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(PixelGrid)

"""Ten bars: how sure the network is of each digit."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ocr_app.engine.wording import certainty
from ocr_app.widgets.theme import theme_of

_GAP = 10
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


_FINE: Final = 4
"""Parts of a pixel by which a bar must grow to be painted again."""

_Shown = tuple[str, int, bool, bool]
"""What a row looks like: percentage, length, is it the best, is it muted."""


class ProbabilityBars(QWidget):
    """Shows ten probabilities as bars; the largest is set apart by colour and weight.

    With every movement of the pen most rows stay as they are, and only the others are painted.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._probabilities: NDArray[np.floating] | None = None
        self._is_muted = False
        self._shown: list[_Shown | None] = [None] * 10
        self._looks: tuple[_Look, _Look] | None = None  # of the best row, and of the others
        self.setObjectName("probabilityBars")
        self.setAccessibleName("Probability of each digit")
        self.setAccessibleDescription("Nothing yet")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(180, 10 * 15)
        # What lies behind need not be painted again.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def probabilities(self) -> NDArray[np.floating] | None:
        """The ten probabilities that are shown, or None."""
        return self._probabilities

    @property
    def is_muted(self) -> bool:
        """Whether no bar is set apart by colour."""
        return self._is_muted

    def show_probabilities(
        self, probabilities: NDArray[np.floating] | None, is_muted: bool = False
    ) -> None:
        """Show ten probabilities in 0..1; None for a blank canvas.

        They are muted where they are only what would be if: all bars have the quiet colour then.
        """
        self._probabilities, self._is_muted = probabilities, is_muted
        before = self._shown
        if probabilities is None:
            self._shown = [None] * 10
            self.setAccessibleDescription("Nothing yet")
        else:
            best, fine = int(np.argmax(probabilities)), _FINE * self.width()
            self._shown = [
                (certainty(p), round(fine * p), digit == best, is_muted)
                for digit, p in enumerate(probabilities.tolist())
            ]
            texts = (f"{digit}: {shown[0]}" for digit, shown in enumerate(self._shown) if shown)
            self.setAccessibleDescription(", ".join(texts))
        for digit in range(10):
            if self._shown[digit] != before[digit]:
                self.update(self._row(digit).toAlignedRect())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 -- Qt's name
        """Follow fonts, colours and another screen."""
        self._looks = None
        super().changeEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Prefer rows that are easy to read."""
        return QSize(280, 10 * 24)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the rows that have changed: digit, bar, percentage."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), theme_of(self).color("card"))
        if self._looks is None:
            self._looks = _Look(self, painter, is_bold=True), _Look(self, painter, is_bold=False)
        shown = self._probabilities
        best = None if shown is None else int(np.argmax(shown))
        # Bold first: the other rows then need no font of their own.
        for digit in sorted(range(10), key=lambda digit: digit != best):
            row = self._row(digit)
            # Nothing is written on the edges, where rows share a pixel.
            if event.region().intersects(row.toRect().adjusted(0, 1, 0, -1)):
                value = None if shown is None else float(shown[digit])
                self._paint_row(painter, self._looks[digit != best], row, digit, value)

    def _row(self, digit: int) -> QRectF:
        height = min(self.height() / 10, 40.0)
        top = (self.height() - 10 * height) / 2
        return QRectF(0, top + digit * height, self.width(), height)

    def _paint_row(
        self, painter: QPainter, look: _Look, row: QRectF, digit: int, value: float | None
    ) -> None:
        if painter.font() != look.font:
            painter.setFont(look.font)
        painter.setPen(look.text)
        painter.drawText(row, _LEFT, str(digit))
        thickness = max(6.0, row.height() * 0.5)
        bar = QRectF(
            row.left() + look.digit_width + _GAP,
            row.center().y() - thickness / 2,
            row.width() - look.digit_width - look.number_width - 2 * _GAP,
            thickness,
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.groove)
        painter.drawRoundedRect(bar, 3, 3)
        if value is None:
            return
        painter.setBrush(look.quiet if self._is_muted else look.bar)
        bar.setWidth(max(bar.width() * value, 2.0))
        painter.drawRoundedRect(bar, 3, 3)
        painter.setPen(look.number)
        painter.drawText(row, _RIGHT, certainty(value))


class _Look:
    """Font, widths and colours of the best row or of the others."""

    def __init__(self, widget: QWidget, painter: QPainter, *, is_bold: bool) -> None:
        theme = theme_of(widget)
        self.font = QFont(widget.font())
        self.font.setBold(is_bold)
        painter.setFont(self.font)
        metrics = painter.fontMetrics()
        self.digit_width = metrics.horizontalAdvance("0")
        self.number_width = metrics.horizontalAdvance("> 99 %")
        self.text = theme.color("text")
        self.groove = theme.color("border", 0.55)
        self.quiet = theme.color("muted", 0.75)
        self.bar = theme.color("accent") if is_bold else self.quiet
        self.number = theme.color("text" if is_bold else "muted")


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(ProbabilityBars)

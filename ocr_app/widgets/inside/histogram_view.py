"""How some numbers are spread: a small histogram."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ocr_app.engine.inspection.layers import Histogram
from ocr_app.widgets.theme import theme_of

_BARS: Final = 44
"""Least height of the bars."""

_GAP: Final = 3


class HistogramView(QWidget):
    """Bars over a line with the ends of what is counted; those below 0 have the other colour.

    Parameters
    ----------
    name : str
        What the numbers are, for screen readers and hints: "weights".
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._histogram: Histogram | None = None
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        self.setFont(font)
        self.setMinimumWidth(2 * self.fontMetrics().horizontalAdvance("−0.0001"))

    @property
    def histogram(self) -> Histogram | None:
        """What is shown."""
        return self._histogram

    def show_histogram(self, histogram: Histogram) -> None:
        """Show other numbers."""
        self._histogram = histogram
        low, high = (short(float(edge)) for edge in histogram.edges[[0, -1]])
        self.setAccessibleDescription(
            f"{histogram.n:,} {self._name}, mostly from {low} to {high}; "
            f"root mean square {short(histogram.spread)}"
        )
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Prefer bars that can be told apart."""
        return QSize(150, _BARS + self.fontMetrics().height() + _GAP)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the bars, the line, and its ends."""
        theme, painter = theme_of(self), QPainter(self)
        base = self.height() - self.fontMetrics().height() - _GAP
        painter.fillRect(QRectF(0, base, self.width(), 1), theme.color("border"))
        histogram = self._histogram
        if histogram is None or not histogram.n:
            return
        width = self.width() / len(histogram.counts)
        heights = base * histogram.counts / histogram.counts.max()
        for at, (height, edge) in enumerate(zip(heights, histogram.edges[1:], strict=True)):
            if not height:
                continue
            color = theme.color("second" if edge <= 1e-12 else "accent")
            tall = max(1.0, float(height))  # a single number is seen, too
            painter.fillRect(QRectF(at * width, base - tall, max(1.0, width - 1), tall), color)
        painter.setPen(theme.color("muted"))
        below = QRectF(0, base + _GAP, self.width(), self.height() - base - _GAP)
        low, high = float(histogram.edges[0]), float(histogram.edges[-1])
        center = Qt.AlignmentFlag.AlignHCenter
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, short(low))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, short(high))
        if low < 0 < high and self.width() > 3 * self.fontMetrics().horizontalAdvance(short(low)):
            painter.drawText(below, center, "0")

    def event(self, event: QEvent) -> bool:
        """Tell the numbers of the bar under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            bar = int(event.pos().x() * len(self._counts()) / max(1, self.width()))
            QToolTip.showText(event.globalPos(), self.explain(bar), self)
            return True
        return super().event(event)

    def explain(self, bar: int) -> str:
        """Say how many numbers a bar stands for, counted from the left."""
        histogram = self._histogram
        if histogram is None or not 0 <= bar < len(histogram.counts) or not histogram.n:
            return ""
        low, high = (short(float(edge)) for edge in histogram.edges[bar : bar + 2])
        count = int(histogram.counts[bar])
        share = f"{100 * count / histogram.n:.2g} %"
        return f"{count:,} of {histogram.n:,} {self._name} ({share}) are from {low} to {high}."

    def _counts(self) -> np.ndarray:
        return np.empty(0) if self._histogram is None else self._histogram.counts


def short(number: float) -> str:
    """Write a number with two digits and a real minus sign: "0.12", "−3e-05"."""
    return f"{number:.2g}".replace("-", "−", 1) if number < 0 else f"{number:.2g}"


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        view = HistogramView("weights")
        counts, edges = np.histogram(np.random.default_rng(0).normal(0, 0.2, 5000), 24, (-0.6, 0.6))
        view.show_histogram(Histogram(edges, counts.astype(np.int64), 0.2))
        return view

    run(_demo)

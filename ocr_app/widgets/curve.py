"""A curve of a plot, and its entry in the legend."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ocr_app.widgets.theme import theme_of


@dataclass(frozen=True, slots=True)
class Curve:
    """One of the curves of a plot.

    Attributes
    ----------
    name : str
        What the legend calls it.
    color : str
        One of the theme's colours.
    dashed : bool
        A second sign beside the colour.
    dotted : bool
        Whether each point has a dot as long as there are few.
    """

    name: str
    color: str = "accent"
    dashed: bool = False
    dotted: bool = True

    @property
    def style(self) -> Qt.PenStyle:
        """How the line is drawn."""
        return Qt.PenStyle.DashLine if self.dashed else Qt.PenStyle.SolidLine


class LegendEntry(QWidget):
    """A piece of a curve's line, its name and a value."""

    _LINE = 22

    def __init__(self, curve: Curve) -> None:
        super().__init__()
        self.curve, self.value = curve, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_value(self, value: str) -> None:
        """Show another value; an empty text for none."""
        if value != self.value:
            self.value = value
            self.updateGeometry()
            self.update()

    @property
    def _text(self) -> str:
        return f"{self.curve.name} {self.value}".strip()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Need room for line and text."""
        metrics = QFontMetrics(self.font())
        return QSize(self._LINE + 6 + metrics.horizontalAdvance(self._text), metrics.height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint line and text."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setPen(QPen(theme.color(self.curve.color), 2, self.curve.style))
        middle = self.height() // 2
        painter.drawLine(0, middle, self._LINE, middle)
        painter.setPen(theme.color("text"))
        text = self.rect().adjusted(self._LINE + 6, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self._text)

"""Live curves. The only module that knows pyqtgraph, which takes a quarter of a second to import.

Run ``python -m ocr_app.widgets.plots`` to see one grow.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from ocr_app.widgets.curve_data import CurveData
from ocr_app.widgets.theme import CORNER, SPACING, theme_of
from ocr_app.widgets.ticks import linear_ticks, log_ticks, percent, plain

REDRAW_MS: Final = 50
"""Curves are drawn at most 20 times a second: more cannot be seen and slows training down."""

_FEW: Final = 60


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
    """

    name: str
    color: str = "accent"
    dashed: bool = False

    @property
    def style(self) -> Qt.PenStyle:
        """How the line is drawn."""
        return Qt.PenStyle.DashLine if self.dashed else Qt.PenStyle.SolidLine


class CurvePlot(QWidget):
    """Curves over a common x axis, drawn as their points arrive.

    The axes follow the points. Nothing can be dragged or zoomed by accident.

    Parameters
    ----------
    title : str
        What is plotted upwards; stands above the axis, where it can be read without tilting one's
        head.
    curves : sequence of Curve
    x_label : str
    log_y : bool
        Logarithmic y axis; points that are not above 0 are left out of it.
    y_range : tuple of (float or None, float or None)
        A fixed end of the y axis, or None where it follows the points.
    y_format : callable
        Writes a tick and the latest value.
    empty_text : str
        Says what will appear, as long as there are no points.
    """

    def __init__(
        self,
        title: str,
        curves: Sequence[Curve],
        *,
        x_label: str = "Epoch",
        log_y: bool = False,
        y_range: tuple[float | None, float | None] = (None, None),
        y_format: Callable[[float], str] = plain,
        empty_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._curves = {curve.name: curve for curve in curves}
        self._data = {curve.name: CurveData() for curve in curves}
        self._x_label, self._log_y = x_label, log_y
        self._y_range, self._y_format = y_range, y_format
        self._axes: _Axes | None = None
        self._redraw = QTimer(self, singleShot=True, interval=REDRAW_MS)
        self._redraw.timeout.connect(self._draw)
        self._build(title, empty_text)
        self.setAccessibleName(title)

    def append(self, name: str, x: float, y: float) -> None:
        """Add a point to a curve; one that is not finite is left out."""
        self.extend(name, ((x, y),))

    def extend(self, name: str, points: Iterable[tuple[float, float]]) -> None:
        """Add some points to a curve, in the order of their x."""
        data = self._data[name]
        for x, y in points:
            data.append(x, y)
        self._request_redraw()

    def clear(self) -> None:
        """Forget all points."""
        for data in self._data.values():
            data.clear()
        self._request_redraw()

    def points(self, name: str) -> list[tuple[float, float]]:
        """Return the points of a curve that are drawn, oldest first."""
        data = self._data[name]
        return list(zip(data.x.tolist(), data.y.tolist(), strict=True))

    def set_log_y(self, on: bool) -> None:
        """Choose between a logarithmic and a linear y axis."""
        self._log_y = on
        self._request_redraw()

    def is_empty(self) -> bool:
        """Whether no curve has a point."""
        return not any(map(len, self._data.values()))

    def sizeHint(self) -> QSize:  # noqa: N802
        """Suggest a size in which the ticks can be read."""
        return QSize(320, 200)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the smallest size in which anything can be seen."""
        return QSize(180, 120)

    def _build(self, title: str, empty_text: str) -> None:
        self._legend = [_LegendEntry(curve) for curve in self._curves.values()]
        heading = QLabel(title)
        head = QHBoxLayout()
        head.setContentsMargins(SPACING, SPACING // 2, SPACING, 0)
        head.setSpacing(SPACING)
        head.addWidget(heading)
        head.addStretch()
        for entry in self._legend:
            head.addWidget(entry)
        self._empty = QLabel(empty_text, alignment=Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setMargin(SPACING)
        self._body = QStackedLayout()
        self._body.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, SPACING // 2)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self._body, 1)
        self._restyle()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Import the plotting library when it is first needed."""
        super().showEvent(event)
        if self._axes is None:
            self._axes = _Axes(self._curves, self._x_label)
            self._body.addWidget(self._axes.widget)
            self._restyle()
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Choose as many ticks as there is room for."""
        super().resizeEvent(event)
        self._request_redraw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the palette between light and dark."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the card behind everything."""
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("border"))
        painter.setBrush(theme.color("card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)

    def _restyle(self) -> None:
        theme = theme_of(self)
        palette = self._empty.palette()
        if palette.windowText().color() != theme.color("muted"):
            palette.setColor(palette.ColorRole.WindowText, theme.color("muted"))
            self._empty.setPalette(palette)
        for entry in self._legend:
            entry.update()
        if self._axes is not None:
            self._axes.restyle(self)

    def _request_redraw(self) -> None:
        # A plot out of sight is drawn when it is shown.
        if self.isVisible() and not self._redraw.isActive():
            self._redraw.start()

    def _draw(self) -> None:
        for entry in self._legend:
            data = self._data[entry.curve.name]
            entry.set_value(self._y_format(float(data.y[-1])) if len(data) else "")
        latest = [f"{entry.curve.name} {entry.value}" for entry in self._legend if entry.value]
        self.setAccessibleDescription(", ".join(latest) or self._empty.text())
        if self._axes is None:
            return
        if self.is_empty():
            self._body.setCurrentWidget(self._empty)
            return
        self._body.setCurrentWidget(self._axes.widget)
        self._axes.draw(self._data, _Scale(self._log_y, self._y_range, self._y_format))


class _LegendEntry(QWidget):
    """A piece of a curve's line, its name and its latest value."""

    _LINE = 22

    def __init__(self, curve: Curve) -> None:
        super().__init__()
        self.curve, self.value = curve, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_value(self, value: str) -> None:
        if value != self.value:
            self.value = value
            self.updateGeometry()
            self.update()

    @property
    def _text(self) -> str:
        return f"{self.curve.name} {self.value}".strip()

    def sizeHint(self) -> QSize:  # noqa: N802
        metrics = QFontMetrics(self.font())
        return QSize(self._LINE + 6 + metrics.horizontalAdvance(self._text), metrics.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setPen(QPen(theme.color(self.curve.color), 2, self.curve.style))
        middle = self.height() // 2
        painter.drawLine(0, middle, self._LINE, middle)
        painter.setPen(theme.color("text"))
        text = self.rect().adjusted(self._LINE + 6, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self._text)


class _Axes:
    """The part of a plot that pyqtgraph draws."""

    def __init__(self, curves: dict[str, Curve], x_label: str) -> None:
        import pyqtgraph as pg  # noqa: PLC0415 - late: takes a quarter of a second

        self._pg, self._curves, self._x_label = pg, curves, x_label
        self.widget: Any = pg.PlotWidget()
        self.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._item: Any = self.widget.getPlotItem()
        self._item.hideButtons()
        self._item.setMenuEnabled(False)
        self._item.setMouseEnabled(x=False, y=False)
        self._item.disableAutoRange()
        # Room for the half of the last tick's text that sticks out.
        self._item.layout.setContentsMargins(SPACING // 2, SPACING // 2, SPACING * 3 // 2, 0)
        self._lines: dict[str, Any] = {name: self._item.plot([], []) for name in curves}

    def restyle(self, owner: QWidget) -> None:
        """Take over colours and font from the owner's palette."""
        theme, pg = theme_of(owner), self._pg
        self._metrics = QFontMetrics(owner.font())
        self.widget.setBackground(theme.color("card"))
        for side in ("left", "bottom"):
            axis = self._item.getAxis(side)
            axis.setPen(pg.mkPen(theme.color("border")))
            axis.setTickPen(pg.mkPen(theme.color("border")))
            axis.setTextPen(pg.mkPen(theme.color("muted")))
            axis.setTickFont(owner.font())
            axis.setStyle(tickLength=-4, hideOverlappingLabels=False, tickTextOffset=5)
        size = f"{owner.font().pointSizeF():g}pt"
        self._item.setLabel("bottom", self._x_label, color=theme.muted, **{"font-size": size})
        self._item.getAxis("bottom").setHeight(2 * self._metrics.height() + 12)
        for name, curve in self._curves.items():
            color = theme.color(curve.color)
            # One pixel wide: wider pens take ten times as long.
            self._lines[name].setPen(pg.mkPen(color, width=1, style=curve.style))
            self._lines[name].setSymbolBrush(color)
            self._lines[name].setSymbolPen(None)

    def draw(self, curves: dict[str, CurveData], scale: _Scale) -> None:
        """Draw the curves and fit the axes to them."""
        xs, ys = [], []
        for name, data in curves.items():
            x, y = scale.visible(data)
            if not len(x):
                self._lines[name].setData([], [])
                continue
            xs += [x[0], x[-1]]
            ys += [y.min(), y.max()]
            shown = np.log10(y) if scale.is_log else y.copy()
            symbol = "o" if len(x) <= _FEW else None
            self._lines[name].setData(x.copy(), shown, symbol=symbol, symbolSize=5, antialias=True)
        if xs:
            self._fit((min(xs), max(min(xs) + 1, *xs)), scale.ends(min(ys), max(ys)), scale)

    def _fit(self, x_ends: tuple[float, float], y_ends: tuple[float, float], scale: _Scale) -> None:
        height, width = self.widget.height(), self.widget.width()
        y_ticks = scale.ticks(*y_ends, at_most=min(6, max(2, height // 36)))
        texts = [scale.text(y) for y in y_ticks]
        x_ticks = linear_ticks(*x_ends, at_most=min(6, max(2, width // 90)))
        left, bottom = self._item.getAxis("left"), self._item.getAxis("bottom")
        # A width that is known now: otherwise the texts are missing until the next repaint.
        left.setWidth(max(map(self._metrics.horizontalAdvance, texts), default=0) + 12)
        left.setTicks([list(zip(map(scale.place, y_ticks), texts, strict=True))])
        bottom.setTicks([[(x, plain(x)) for x in x_ticks if x == int(x)]])
        y_range = tuple(map(scale.place, y_ends))
        self._item.setRange(xRange=x_ends, yRange=y_range, padding=0.03)


@dataclass(frozen=True, slots=True)
class _Scale:
    """How values become heights and texts."""

    is_log: bool
    fixed: tuple[float | None, float | None]
    text: Callable[[float], str]

    def visible(self, data: CurveData) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        x, y = data.x, data.y
        return (x[y > 0], y[y > 0]) if self.is_log else (x, y)

    def place(self, value: float) -> float:
        return math.log10(value) if self.is_log else value

    def ticks(self, low: float, high: float, at_most: int) -> list[float]:
        return (log_ticks if self.is_log else linear_ticks)(low, high, at_most)

    def ends(self, low: float, high: float) -> tuple[float, float]:
        """Find the ends of the axis, never so near each other that noise fills the plot."""
        if self.is_log:
            return (low / 1.1, high * 1.1) if high / low > 1.5 else (low / 1.5, high * 1.5)
        low = low if self.fixed[0] is None else self.fixed[0]
        high = high if self.fixed[1] is None else self.fixed[1]
        return (low, high) if high > low else (low, low + (abs(low) or 1.0))


def _demo() -> None:
    import sys  # noqa: PLC0415

    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from ocr_app.widgets.theme import apply_theme  # noqa: PLC0415

    app = QApplication(sys.argv)
    apply_theme(app)
    plot = CurvePlot(
        "Read right",
        (Curve("training"), Curve("other writers", "second", dashed=True)),
        y_range=(None, 1.0),
        y_format=percent,
        empty_text="The curves appear here.",
    )
    plot.resize(520, 300)
    plot.show()
    epochs = iter(range(1, 400))

    def step() -> None:
        epoch = next(epochs, None)
        if epoch is not None:
            plot.append("training", epoch, 1 - math.exp(-epoch / 60))
            plot.append("other writers", epoch, 0.95 - 0.95 * math.exp(-epoch / 50))

    timer = QTimer(interval=20)
    timer.timeout.connect(step)
    timer.start()
    sys.exit(app.exec())


if __name__ == "__main__":
    _demo()

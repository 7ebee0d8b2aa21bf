"""The part of a plot that pyqtgraph draws. The only module that knows pyqtgraph."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent
from PySide6.QtWidgets import QWidget

from ocr_app.widgets.curve_data import CurveData
from ocr_app.widgets.scale import Scale
from ocr_app.widgets.theme import SPACING, theme_of
from ocr_app.widgets.ticks import linear_ticks, plain

if TYPE_CHECKING:
    from ocr_app.widgets.curve import Curve

_FEW: Final = 60
"""So few points are marked by dots."""

_CLOSEST: Final = 1e-3
"""How far one can zoom in: to this share of all that there is."""


class Axes(QObject):
    """Axes, ticks, lines, marks and a cursor.

    Parameters
    ----------
    curves : mapping of str to Curve
    x_label : str
    zoomable : bool
        Whether the wheel zooms along x, dragging moves, and a double click shows all again.
    """

    zoomed = Signal()
    """Another part of the x axis is seen."""
    pointed = Signal(float)
    """The x under the mouse; NaN when it has left."""

    def __init__(self, curves: Mapping[str, Curve], x_label: str, zoomable: bool) -> None:
        super().__init__()
        self._curves, self._x_label = curves, x_label
        self.widget: Any = pg.PlotWidget(enableMenu=False)
        self.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._item: Any = self.widget.getPlotItem()
        self._item.hideButtons()
        self._box: Any = self._item.getViewBox()
        self._box.setMouseEnabled(x=zoomable, y=False)
        self._item.disableAutoRange()
        # Room for the half of the last tick's text that sticks out.
        self._item.layout.setContentsMargins(SPACING // 2, SPACING // 2, SPACING * 3 // 2, 0)
        self._lines: dict[str, Any] = {name: self._item.plot([], []) for name in curves}
        self._drawn: dict[str, tuple[object, ...]] = {}
        self._marks: list[Any] = []
        self._cursor: Any = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.hide()
        self._item.addItem(self._cursor, ignoreBounds=True)
        self._chosen: tuple[float, float] | None = None
        if zoomable:
            self._box.sigRangeChangedManually.connect(self._choose)
            self.widget.viewport().setMouseTracking(True)
            self.widget.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Follow the mouse; a double click shows all again."""
        del watched
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            at = self._box.mapSceneToView(self.widget.mapToScene(event.position().toPoint()))
            self.pointed.emit(at.x())
        elif event.type() == QEvent.Type.Leave:
            self.pointed.emit(math.nan)
        elif event.type() == QEvent.Type.MouseButtonDblClick:
            self._chosen = None
            self.zoomed.emit()
            return True
        return False

    def restyle(self, owner: QWidget) -> None:
        """Take over colours and font from the owner's palette."""
        theme = self._theme = theme_of(owner)
        self._font = owner.font()
        self._metrics = QFontMetrics(self._font)
        self.widget.setBackground(theme.color("card"))
        for side in ("left", "bottom"):
            axis = self._item.getAxis(side)
            axis.setPen(pg.mkPen(theme.color("border")))
            axis.setTickPen(pg.mkPen(theme.color("border")))
            axis.setTextPen(pg.mkPen(theme.color("muted")))
            axis.setTickFont(self._font)
            axis.setStyle(tickLength=-4, hideOverlappingLabels=False, tickTextOffset=5)
        size = f"{self._font.pointSizeF():g}pt"
        self._item.setLabel("bottom", self._x_label, color=theme.muted, **{"font-size": size})
        self._item.getAxis("bottom").setHeight(2 * self._metrics.height() + 12)
        self._cursor.setPen(pg.mkPen(theme.color("muted"), width=1))
        for name, curve in self._curves.items():
            color = theme.color(curve.color)
            # One pixel wide: wider pens take ten times as long.
            self._lines[name].setPen(pg.mkPen(color, width=1, style=curve.style))
            self._lines[name].setSymbolBrush(color)
            self._lines[name].setSymbolPen(None)

    def draw(
        self,
        curves: Mapping[str, CurveData],
        scale: Scale,
        marks: Sequence[tuple[float, str]] = (),
        smoothing: float = 0.0,
        cursor: float | None = None,
    ) -> None:
        """Draw the curves and fit the axes to what is seen of them."""
        seen = {name: scale.visible(data) for name, data in curves.items()}
        ends = [x for x, _ in seen.values() if len(x)]
        x_ends = self._x_ends(min(x[0] for x in ends), max(x[-1] for x in ends)) if ends else (0, 1)
        heights: list[float] = []
        for name, (x, y) in seen.items():
            drawn = _smoothed(y, smoothing)
            heights += _heights_within(x, drawn, x_ends)
            # What stays as it is, such as earlier runs, need not be handed over in every picture.
            if self._drawn.get(name) != (what := (curves[name].version, scale.is_log, smoothing)):
                self._drawn[name] = what
                self._show_line(name, x, np.log10(drawn) if scale.is_log else drawn)
        if heights:
            self._fit(x_ends, scale.ends(min(heights), max(heights)), scale)
        self._draw_marks(marks)
        self._cursor.setVisible(cursor is not None)
        if cursor is not None:
            self._cursor.setValue(cursor)

    def _show_line(self, name: str, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
        has_dots = self._curves[name].dotted and 0 < len(x) <= _FEW
        self._lines[name].setData(
            x.copy(), y, symbol="o" if has_dots else None, symbolSize=5, antialias=True
        )

    def _x_ends(self, low: float, high: float) -> tuple[float, float]:
        """All of the x axis, or the part that was zoomed to."""
        self._all = (low, max(low + 1, high))
        if self._chosen is None:
            return self._all
        left, right = max(low, self._chosen[0]), min(self._all[1], self._chosen[1])
        return (left, right) if right > left else self._all

    def _choose(self) -> None:
        low, high = self._box.viewRange()[0]
        first, last = getattr(self, "_all", (low, high))
        width = max(high - low, _CLOSEST * (last - first))
        # All of it in sight means that new points are followed again.
        is_all = low <= first and high >= last
        self._chosen = None if is_all else (low, low + width)
        self.zoomed.emit()

    def _draw_marks(self, marks: Sequence[tuple[float, str]]) -> None:
        for old in self._marks:
            self._item.removeItem(old)
        pen = pg.mkPen(self._theme.color("muted"), width=1, style=Qt.PenStyle.DotLine)
        options = {"position": 0.9, "color": self._theme.color("muted")}
        self._marks = []
        for x, text in marks:
            line = pg.InfiniteLine(x, angle=90, pen=pen, label=text, labelOpts=options)
            line.label.setFont(self._font)
            self._item.addItem(line, ignoreBounds=True)
            self._marks.append(line)

    def _fit(self, x_ends: tuple[float, float], y_ends: tuple[float, float], scale: Scale) -> None:
        height, width = self.widget.height(), self.widget.width()
        y_ticks = scale.ticks(*y_ends, at_most=min(6, max(2, height // 36)))
        texts = [scale.text(y) for y in y_ticks]
        x_ticks = linear_ticks(*x_ends, at_most=min(6, max(2, width // 90)))
        left, bottom = self._item.getAxis("left"), self._item.getAxis("bottom")
        # A width that is known now: otherwise the texts are missing until the next repaint.
        left.setWidth(max(map(self._metrics.horizontalAdvance, texts), default=0) + 12)
        left.setTicks([list(zip(map(scale.place, y_ticks), texts, strict=True))])
        whole = [(x, plain(x)) for x in x_ticks if x == int(x)]
        bottom.setTicks([whole or [(x, plain(x)) for x in x_ticks]])
        y_range = tuple(map(scale.place, y_ends))
        self._item.setRange(xRange=x_ends, yRange=y_range, padding=0.03)


def _smoothed(y: NDArray[np.float64], amount: float) -> NDArray[np.float64]:
    """Exponential moving average, corrected for its start, as Adam's moments are."""
    if amount <= 0 or len(y) < 2:
        return y.copy()
    smooth, total, weight = np.empty_like(y), 0.0, 0.0
    for at, value in enumerate(y.tolist()):
        total = amount * total + (1 - amount) * value
        weight = amount * weight + (1 - amount)
        smooth[at] = total / weight
    return smooth


def _heights_within(
    x: NDArray[np.float64], y: NDArray[np.float64], x_ends: tuple[float, float]
) -> list[float]:
    """Least and largest height between two ends, if anything is there."""
    inside = y[(x >= x_ends[0]) & (x <= x_ends[1])]
    return [float(inside.min()), float(inside.max())] if len(inside) else []

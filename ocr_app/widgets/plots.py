"""Live curves with a heading and a legend.

Run ``python -m ocr_app.widgets.plots`` to see one grow.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from ocr_app.widgets.curve import Curve, LegendEntry
from ocr_app.widgets.curve_data import CurveData
from ocr_app.widgets.scale import Scale
from ocr_app.widgets.theme import CORNER, SPACING, theme_of
from ocr_app.widgets.ticks import percent, plain

if TYPE_CHECKING:
    from ocr_app.widgets.plot_axes import Axes

REDRAW_MS: Final = 50
"""Curves are usually drawn at most 20 times a second: more slows training down."""


class CurvePlot(QWidget):
    """Curves over a common x axis, drawn as their points arrive.

    The axes follow the points; nothing can be dragged or zoomed by accident unless it is asked for.

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
    zoomable : bool
        Whether the wheel zooms along x, dragging moves, and a double click shows all again.
    legend : bool
        Whether names and latest values stand above the curves.
    redraw_ms : int or None
        The shortest time between two pictures. None: they are asked for, by `draw`.
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
        zoomable: bool = False,
        legend: bool = True,
        redraw_ms: int | None = REDRAW_MS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._zoomable, self._has_legend = zoomable, legend
        self._marks: tuple[tuple[float, str], ...] = ()
        self._smoothing = 0.0
        self._cursor: float | None = None
        self._curves = {curve.name: curve for curve in curves}
        self._data = {curve.name: CurveData() for curve in curves}
        self._x_label, self._log_y = x_label, log_y
        self._y_range, self._y_format = y_range, y_format
        self._axes: Axes | None = None
        self._redraw = QTimer(self, singleShot=True, interval=redraw_ms or 0)
        self._is_asked_for = redraw_ms is None
        self._redraw.timeout.connect(self.draw)
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
        self._points_changed()

    def set_points(self, name: str, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
        """Replace the points of a curve; those that are not finite are left out."""
        data = self._data[name]
        data.clear()
        for each_x, each_y in zip(x.tolist(), y.tolist(), strict=True):
            data.append(each_x, each_y)
        self._points_changed()

    def set_marks(self, marks: Sequence[tuple[float, str]]) -> None:
        """Draw vertical lines where something happened, each with a few words."""
        self._marks = tuple(marks)
        self._request_redraw()

    @property
    def marks(self) -> tuple[tuple[float, str], ...]:
        """The marks that are drawn: x and words."""
        return self._marks

    def set_smoothing(self, amount: float) -> None:
        """Draw moving averages: 0 shows every point as it is, 0.99 hardly any trembling.

        What a legend says is never smoothed.
        """
        self._smoothing = amount
        self._request_redraw()

    def save_png(self, path: Path) -> None:
        """Write what is seen to a picture file, at twice its size on the screen.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        picture = QImage(self.size() * 2, QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(2)
        picture.fill(theme_of(self).color("window"))
        self.render(picture)
        if not picture.save(str(path)):
            raise OSError(f"{path.name} could not be written; choose another place.")

    def clear(self) -> None:
        """Forget all points."""
        for data in self._data.values():
            data.clear()
        self._points_changed()

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
        self._legend = [LegendEntry(curve) for curve in self._curves.values()]
        heading = QLabel(title)
        head = QHBoxLayout()
        head.setContentsMargins(SPACING, SPACING // 2, SPACING, 0)
        head.setSpacing(SPACING)
        head.addWidget(heading)
        head.addStretch()
        for entry in self._legend:
            head.addWidget(entry)
            if not self._has_legend:
                entry.hide()
        # With its parent: the stack shows it at once, as a window if it had none.
        self._empty = QLabel(empty_text, self, alignment=Qt.AlignmentFlag.AlignCenter)
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
        """Draw what came while it was out of sight."""
        super().showEvent(event)
        self.make_axes()
        self.draw()

    def make_axes(self) -> None:
        """Import the plotting library and make what it draws on; once, at the latest when shown."""
        if self._axes is None:
            # Late: pyqtgraph takes a quarter of a second.
            from ocr_app.widgets.plot_axes import Axes  # noqa: PLC0415

            self._axes = Axes(self._curves, self._x_label, self._zoomable)
            self._axes.zoomed.connect(self._request_redraw)
            self._axes.pointed.connect(self._point_at)
            self._body.addWidget(self._axes.widget)
            self._restyle()

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

    def _points_changed(self) -> None:
        if not self._is_asked_for:
            self._request_redraw()

    def _request_redraw(self) -> None:
        # A plot out of sight is drawn when it is shown.
        if self.isVisible() and not self._redraw.isActive():
            self._redraw.start()

    def draw(self) -> None:
        """Draw all points that there are, if anybody can see them."""
        if not self.isVisible():
            return
        self._redraw.stop()
        for entry in self._legend:
            data = self._data[entry.curve.name]
            at = -1 if self._cursor is None else _nearest(data, self._cursor)
            entry.set_value(self._y_format(float(data.y[at])) if len(data) else "")
        latest = [f"{entry.curve.name} {entry.value}" for entry in self._legend if entry.value]
        self.setAccessibleDescription(", ".join(latest) or self._empty.text())
        if self._axes is None:
            return
        if self.is_empty():
            self._body.setCurrentWidget(self._empty)
            return
        self._body.setCurrentWidget(self._axes.widget)
        scale = Scale(self._log_y, self._y_range, self._y_format)
        self._axes.draw(self._data, scale, self._marks, self._smoothing, self._cursor)

    def _point_at(self, x: float) -> None:
        """Let the legend tell the values under the mouse; NaN: the latest ones again."""
        self._cursor = None if math.isnan(x) else x
        self._request_redraw()


def _nearest(data: CurveData, x: float) -> int:
    """Index of the point whose x is nearest."""
    return int(np.abs(data.x - x).argmin()) if len(data) else -1


def _growing() -> CurvePlot:
    plot = CurvePlot(
        "Read right",
        (Curve("training"), Curve("other writers", "second", dashed=True)),
        y_range=(None, 1.0),
        y_format=percent,
        empty_text="The curves appear here.",
    )
    plot.resize(520, 300)
    epochs = iter(range(1, 400))

    def step() -> None:
        epoch = next(epochs, None)
        if epoch is not None:
            plot.append("training", epoch, 1 - math.exp(-epoch / 60))
            plot.append("other writers", epoch, 0.95 - 0.95 * math.exp(-epoch / 50))

    timer = QTimer(plot, interval=20)
    timer.timeout.connect(step)
    timer.start()
    return plot


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(_growing)

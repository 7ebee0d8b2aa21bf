"""The error over two weights as a map, with the way that was walked: a ball that rolls down.

Run ``python -m ocr_app.widgets.xor.landscape_view`` to see one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ocr_app.engine.xor_lab.landscape import Landscape
from ocr_app.widgets.theme import SPACING, theme_of
from ocr_app.widgets.wrapped_label import WrappedLabel
from ocr_app.widgets.xor.axis_boxes import AxisBoxes
from ocr_app.widgets.xor.map_square import MapSquare, colored, one_color

_FINER: Final = 6
"""Pixels of the picture for each error that was computed, in both directions."""

_LINES: Final = 14
"""A view of so many lines of text has room for a sentence below its map."""

_LEVELS: Final = 9
"""Contours between the lowest and the highest error."""


class LandscapeView(QWidget):
    """A map of the error: the bluer, the lower. Two boxes choose the weights.

    Signals
    -------
    weights_chosen : (int, int)
        Which two, as places in `Network.parameters`.
    """

    weights_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("xorLandscape")
        self.setAccessibleName("Error landscape")
        self._map = _Map()
        self._map.setToolTip(
            "Each place is a pair of these two weights; all others are as they are now. The square "
            "is where the run began."
        )
        self._choice = AxisBoxes(
            "xorLandscape",
            "weight",
            "Which weight changes in this direction. All others stay as they are.",
        )
        self._choice.chosen.connect(self.weights_chosen)
        self._sentence = WrappedLabel(
            "The bluer, the smaller the error. The ball is the network, the line its way so far.",
            2,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING // 2)
        column.addWidget(self._choice)
        column.addWidget(self._map, 1)
        column.addWidget(self._sentence)
        # The sentence gives way to the map, see `resizeEvent`.
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Return what the boxes and the smallest map need."""
        boxes, smallest = self._choice.minimumSizeHint(), self._map.minimumSizeHint()
        return QSize(
            max(boxes.width(), smallest.width()),
            boxes.height() + SPACING // 2 + smallest.height(),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Leave the sentence out where the map would get too small."""
        super().resizeEvent(event)
        self._sentence.setVisible(self.height() >= _LINES * self.fontMetrics().lineSpacing())

    def show_weights(self, names: Sequence[str], chosen: tuple[int, int]) -> None:
        """Show which weights there are, and which two are looked at."""
        self._choice.show_choice(names, chosen)
        self._map.names = (names[chosen[0]], names[chosen[1]])

    def show_landscape(self, landscape: Landscape, path: NDArray[np.floating]) -> None:
        """Show a map, and the way across it, of shape (n, n_parameters)."""
        self._map.landscape = landscape
        self._map.path = path[:, [landscape.across, landscape.up]]
        self._map.image = None
        self.setAccessibleDescription(
            f"The error at the ball is {landscape.error_at(path[-1]):.3f}; on the map it goes from "
            f"{landscape.errors.min():.3f} to {landscape.errors.max():.3f}."
        )
        self._map.update()


class _Map(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.landscape: Landscape | None = None
        self.path: NDArray[np.floating] = np.empty((0, 2))
        self.names = ("", "")
        self.image: QImage | None = None
        self._colors: NDArray[np.uint32] | None = None

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        return QSize(320, 300)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(180, 100)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colors = self.image = None
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        land = self.landscape
        if land is None:
            return
        theme, painter = theme_of(self), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        low, high = float(land.errors.min()), float(land.errors.max())
        texts = _told_apart(low, low + 0.25 * (high - low), high)
        square = MapSquare.within(
            QRectF(self.rect()), self.font(), land.x_range, land.y_range, bar_text=texts[-1]
        )
        if self._colors is None:
            self._colors = one_color(theme)
        if self.image is None:
            shares = (land.errors - low) / max(high - low, 1e-12)
            # Steps instead of a smooth slope: their edges are the contours of the map.
            shares = np.floor(np.sqrt(_enlarged(shares)) * _LEVELS + 0.5) / _LEVELS
            self.image = colored(shares, self._colors)
        painter.drawImage(square.rect, self.image)
        painter.save()
        painter.setClipRect(square.rect)
        places = [square.place(x, y) for x, y in self.path.tolist()]
        way = QPolygonF(places)
        painter.setPen(QPen(theme.color("card"), 5))
        painter.drawPolyline(way)
        painter.setPen(QPen(theme.color("second"), 2.5))
        painter.drawPolyline(way)
        if places:
            painter.setPen(QPen(theme.color("text"), 1.5))
            painter.setBrush(theme.color("card"))
            start = places[0]
            painter.drawRect(QRectF(start.x() - 4, start.y() - 4, 8, 8))
            painter.setBrush(theme.color("second"))
            painter.drawEllipse(places[-1], 7, 7)
        painter.restore()
        square.paint_axes(painter, theme, *self.names)
        square.paint_bar(painter, theme, self._colors, texts)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _told_apart(low: float, middle: float, high: float) -> tuple[str, str, str]:
    """Write numbers with as many decimals as show that they differ, at least two."""
    for decimals in range(2, 6):
        texts = (f"{low:.{decimals}f}", f"{middle:.{decimals}f}", f"{high:.{decimals}f}")
        if len(set(texts)) == len(texts):
            break
    return texts


def _enlarged(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """Interpolate between the values of a square, so that its contours have no steps."""
    n = len(values)
    places = np.clip((np.arange(n * _FINER) + 0.5) / _FINER - 0.5, 0, n - 1)
    low = np.minimum(places.astype(int), n - 2)
    share = (places - low)[:, np.newaxis]
    rows = values[low] * (1 - share) + values[low + 1] * share
    columns = rows.T
    return np.asarray((columns[low] * (1 - share) + columns[low + 1] * share).T)


if __name__ == "__main__":
    from ocr_app.engine.xor_lab.lab import Lab
    from ocr_app.engine.xor_lab.landscape import parameter_names, survey
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        lab = Lab()
        lab.learn(2000)
        view = LandscapeView()
        view.show_weights(parameter_names(lab.moment), (0, 12))
        path = lab.path()
        view.show_landscape(survey(lab.moment, 0, 12, path), path)
        return view

    run(_demo)

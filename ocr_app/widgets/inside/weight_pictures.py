"""The weights of every hidden unit as an 8×8 picture: what it looks for, and what it minds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QToolTip, QWidget

from ocr_app.widgets.inside.see_through import show_through
from ocr_app.widgets.theme import Theme, theme_of

_SIDE = 40
_GAP = 6


class WeightPictures(QScrollArea):
    """Pictures in rows, the most used unit first; one of them is chosen.

    Signals
    -------
    chosen : int
        The unit.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("weightPictures")
        self.setAccessibleName("Weights of the hidden units")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumSize(3 * (_SIDE + _GAP), 2 * (_SIDE + _GAP))
        self._pictures = _Pictures()
        self._pictures.chosen.connect(self.chosen)
        self.setFocusProxy(self._pictures)
        self.setWidget(self._pictures)
        show_through(self)

    @property
    def unit(self) -> int:
        """The chosen unit; -1 if there are none."""
        return self._pictures.unit

    def show_weights(self, weights: NDArray[np.floating], order: NDArray[np.int64]) -> None:
        """Show other weights.

        Parameters
        ----------
        weights : ndarray of shape (n_units, 64)
        order : ndarray of shape (n_units,), int
            Units in the order in which they are shown.
        """
        self._pictures.show_weights(weights, order)

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Prefer six in a row."""
        return QSize(6 * (_SIDE + _GAP) + 20, 260)


class _Pictures(QWidget):
    """The contents that are scrolled."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._weights: NDArray[np.floating] = np.empty((0, 64))
        self._order: NDArray[np.int64] = np.empty(0, np.int64)
        self._unit = 0

    @property
    def unit(self) -> int:
        return self._unit if self._unit < len(self._order) else len(self._order) - 1

    def show_weights(self, weights: NDArray[np.floating], order: NDArray[np.int64]) -> None:
        if len(order) != len(self._order) and len(order):
            self._unit = int(order[0])
        self._weights, self._order = weights, order
        self._fit()
        self.update()

    def resizeEvent(self, _event: QEvent) -> None:  # noqa: N802
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        unit = self._at(event.position().toPoint())
        if unit is not None:
            self._choose(unit)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._per_row,
            Qt.Key.Key_Down: self._per_row,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or not len(self._order):
            super().keyPressEvent(event)
            return
        at = int(np.flatnonzero(self._order == self.unit)[0]) + step
        self._choose(int(self._order[min(max(at, 0), len(self._order) - 1)]))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            unit = self._at(event.pos())
            text = "" if unit is None else f"Hidden unit {unit + 1}: click to see its sum."
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = theme_of(self)
        painter = QPainter(self)
        scale = float(np.abs(self._weights).max()) if len(self._weights) else 1.0
        for number, unit in enumerate(self._order.tolist()):
            place = self._place(number)
            if not place.intersects(event.rect()):
                continue
            painter.drawImage(place, signed_image(self._weights[unit].reshape(8, 8), scale, theme))
            is_chosen = unit == self.unit
            painter.setPen(QPen(theme.color("text" if is_chosen else "border"), 1 + is_chosen))
            painter.drawRect(place)

    def _choose(self, unit: int) -> None:
        self._unit = unit
        self.update()
        self.chosen.emit(unit)

    @property
    def _per_row(self) -> int:
        return max(1, (self.width() - 2) // (_SIDE + _GAP))

    def _place(self, number: int) -> QRect:
        row, column = divmod(number, self._per_row)
        return QRect(column * (_SIDE + _GAP) + 2, row * (_SIDE + _GAP) + 2, _SIDE, _SIDE)

    def _fit(self) -> None:
        rows = -(-len(self._order) // self._per_row)
        self.setMinimumHeight(rows * (_SIDE + _GAP) + 4)

    def _at(self, point: QPoint) -> int | None:
        for number, unit in enumerate(self._order.tolist()):
            if self._place(number).contains(point):
                return int(unit)
        return None


def signed_image(values: NDArray[np.floating], scale: float, theme: Theme) -> QImage:
    """Paint numbers (8, 8) as squares: positive ones in the accent's colour, negative in the other.

    Parameters
    ----------
    values : ndarray of shape (8, 8)
    scale : float
        The size of number that gets the full colour, above 0.
    theme : Theme
    """
    strength = np.sqrt(np.clip(np.abs(values) / max(scale, 1e-12), 0, 1))[..., np.newaxis]
    paper, positive, negative = (
        np.array(theme.color(name).getRgb(), float) for name in ("field", "accent", "second")
    )
    full = np.where((values > 0)[..., np.newaxis], positive, negative)
    mixed = np.rint(paper + (full - paper) * strength).astype(np.uint8)
    rows, columns = values.shape
    return QImage(mixed.tobytes(), columns, rows, 4 * columns, QImage.Format.Format_RGBA8888).copy()


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        pictures = WeightPictures()
        weights = np.random.default_rng(0).normal(0, 1, (30, 64))
        pictures.show_weights(weights, np.arange(30))
        return pictures

    run(_demo)

"""The weights of every hidden unit as an 8×8 picture: what it looks for, and what it minds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from ocr_app.widgets.inside.picture_grid import PictureGrid, scroll_on_card
from ocr_app.widgets.signed_squares import signed_image
from ocr_app.widgets.theme import theme_of

_SIDE = 40
_SIDES = (96, 80, 64, 56, 48)
"""Larger sides, used where all pictures can be seen at once; whole pixels for each weight."""

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
        self.setMinimumSize(3 * (_SIDE + _GAP), 2 * (_SIDE + _GAP))
        self._pictures = _Weights()
        self._pictures.chosen.connect(self.chosen)
        self.setFocusProxy(self._pictures)
        scroll_on_card(self, self._pictures)

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

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 -- Qt's name
        """Let the pictures be as large as they can."""
        # As if there were a scroll bar: one that is there must not stay for its own width's sake.
        bar = self.verticalScrollBar().sizeHint().width()
        self._pictures.set_room(self.size() - QSize(bar, 0))
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Prefer six in a row."""
        return QSize(6 * (_SIDE + _GAP) + 20, 260)


class _Weights(PictureGrid):
    """The contents that are scrolled."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__(QSize(_SIDE + _GAP, _SIDE + _GAP), inset=2)
        self._side, self._room = _SIDE, QSize(0, 0)
        self.setAccessibleName("Weights of the hidden units")
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
        self.fit()

    def set_room(self, room: QSize) -> None:
        self._room = room
        self.fit()

    def fit(self) -> None:
        self._side = next((side for side in _SIDES if self._fits(side)), _SIDE)
        self._step = QSize(self._side + _GAP, self._side + _GAP)
        super().fit()

    def _fits(self, side: int) -> bool:
        """Whether all pictures of that size would be seen without scrolling."""
        per_row = (self._room.width() - 1 - self._inset) // (side + _GAP)
        rows = self._room.height() // (side + _GAP)
        return per_row * rows >= self.count

    @property
    def count(self) -> int:
        return len(self._order)

    def explain(self, number: int) -> str:
        return f"Hidden unit {self._order[number] + 1}: click to see its sum."

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        number = self.number_at(event.position().toPoint())
        if number is not None:
            self._choose(int(self._order[number]))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self.per_row,
            Qt.Key.Key_Down: self.per_row,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or not len(self._order):
            super().keyPressEvent(event)
            return
        at = int(np.flatnonzero(self._order == self.unit)[0]) + step
        self._choose(int(self._order[min(max(at, 0), len(self._order) - 1)]))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = theme_of(self)
        painter = QPainter(self)
        scale = float(np.abs(self._weights).max()) if len(self._weights) else 1.0
        for number in self.seen(event.rect()):
            unit, place = (
                int(self._order[number]),
                QRect(self.corner(number), QSize(self._side, self._side)),
            )
            painter.drawImage(place, signed_image(self._weights[unit].reshape(8, 8), scale, theme))
            is_chosen = unit == self.unit
            painter.setPen(QPen(theme.color("text" if is_chosen else "border"), 1 + is_chosen))
            painter.drawRect(place)

    def _choose(self, unit: int) -> None:
        self._unit = unit
        self.update()
        self.chosen.emit(unit)


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        pictures = WeightPictures()
        weights = np.random.default_rng(0).normal(0, 1, (30, 64))
        pictures.show_weights(weights, np.arange(30))
        return pictures

    run(_demo)

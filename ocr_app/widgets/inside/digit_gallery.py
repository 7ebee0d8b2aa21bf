"""Digits as the network sees them, each with what it is read as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QToolTip, QWidget

from ocr_app.engine.wording import certainty
from ocr_app.widgets.inside.see_through import show_through
from ocr_app.widgets.pixel_grid import squares_image
from ocr_app.widgets.theme import SPACING, theme_of

_PICTURE = 56
_MOST = 200
"""More than anybody looks at."""


@dataclass(frozen=True, slots=True, eq=False)
class SeenDigit:
    """One digit.

    Attributes
    ----------
    pixels : ndarray of shape (8, 8), float32
    label, read_as : int
    probabilities : ndarray of shape (10,)
    """

    pixels: NDArray[np.float32]
    label: int
    read_as: int
    probabilities: NDArray[np.floating]


class DigitGallery(QScrollArea):
    """Small pictures in rows, each with how sure the network is of its reading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("digitGallery")
        self.setAccessibleName("The digits of the chosen cell")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(_PICTURE + 2 * SPACING)
        self._pictures = _Pictures()
        self.setWidget(self._pictures)
        show_through(self)

    @property
    def digits(self) -> tuple[SeenDigit, ...]:
        """What is shown."""
        return self._pictures.digits

    def show_digits(self, digits: Sequence[SeenDigit]) -> None:
        """Show other digits, at most 200."""
        self._pictures.show_digits(tuple(digits[:_MOST]))

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Prefer four in a row."""
        return QSize(4 * (_PICTURE + SPACING), 200)


class _Pictures(QWidget):
    """The contents that are scrolled."""

    def __init__(self) -> None:
        super().__init__()
        self.digits: tuple[SeenDigit, ...] = ()

    def show_digits(self, digits: tuple[SeenDigit, ...]) -> None:
        self.digits = digits
        self._fit()
        self.update()

    def resizeEvent(self, _event: QEvent) -> None:  # noqa: N802
        self._fit()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            digit = self._at(event.pos())
            text = "" if digit is None else _explain(digit)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = theme_of(self)
        painter = QPainter(self)
        for number, digit in enumerate(self.digits):
            place = self._place(number)
            if not place.intersects(event.rect()):
                continue
            picture = QRect(place.topLeft(), QSize(_PICTURE, _PICTURE))
            painter.drawImage(picture, squares_image(digit.pixels, theme))
            painter.setPen(theme.color("border"))
            painter.drawRect(picture)
            painter.setPen(theme.color("text"))
            text = certainty(float(digit.probabilities[digit.read_as]))
            below = place.adjusted(0, _PICTURE, 0, 0)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)

    @property
    def _per_row(self) -> int:
        return max(1, (self.width() - 1) // (_PICTURE + SPACING))

    def _cell_height(self) -> int:
        return _PICTURE + self.fontMetrics().height() + SPACING // 2

    def _place(self, number: int) -> QRect:
        row, column = divmod(number, self._per_row)
        left, top = column * (_PICTURE + SPACING), row * self._cell_height()
        return QRect(left, top, _PICTURE, self._cell_height() - SPACING // 3)

    def _fit(self) -> None:
        rows = -(-len(self.digits) // self._per_row)
        self.setMinimumHeight(rows * self._cell_height() + 1)

    def _at(self, point: QPoint) -> SeenDigit | None:
        for number, digit in enumerate(self.digits):
            if self._place(number).contains(point):
                return digit
        return None


def _explain(digit: SeenDigit) -> str:
    order = np.argsort(-digit.probabilities)[:3]
    likely = ", ".join(f"{k}: {certainty(float(digit.probabilities[k]))}" for k in order)
    return f"A {digit.label}, read as {digit.read_as}. {likely}"


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(DigitGallery)

"""Digits as the network sees them, each with what it is read as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from ocr_app.engine.wording import certainty
from ocr_app.widgets.inside.picture_grid import PictureGrid, scroll_on_card
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
        self.setMinimumWidth(_PICTURE + 2 * SPACING)
        self._pictures = _Digits(self.fontMetrics().height())
        scroll_on_card(self, self._pictures)

    @property
    def digits(self) -> tuple[SeenDigit, ...]:
        """What is shown."""
        return self._pictures.digits

    def show_digits(self, digits: Sequence[SeenDigit]) -> None:
        """Show other digits, at most 200."""
        self._pictures.digits = tuple(digits[:_MOST])
        self._pictures.fit()

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Prefer four in a row."""
        return QSize(4 * (_PICTURE + SPACING), 200)


class _Digits(PictureGrid):
    """The contents that are scrolled."""

    def __init__(self, line_height: int) -> None:
        super().__init__(QSize(_PICTURE + SPACING, _PICTURE + line_height + SPACING // 2))
        self._line_height = line_height
        self.digits: tuple[SeenDigit, ...] = ()

    @property
    def count(self) -> int:
        return len(self.digits)

    def explain(self, number: int) -> str:
        return _explain(self.digits[number])

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = theme_of(self)
        painter = QPainter(self)
        for number in self.seen(event.rect()):
            digit = self.digits[number]
            picture = QRect(self.corner(number), QSize(_PICTURE, _PICTURE))
            painter.drawImage(picture, squares_image(digit.pixels, theme))
            painter.setPen(theme.color("border"))
            painter.drawRect(picture)
            painter.setPen(theme.color("text"))
            below = picture.translated(0, _PICTURE)
            below.setHeight(self._line_height + 2)
            text = certainty(float(digit.probabilities[digit.read_as]))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)


def _explain(digit: SeenDigit) -> str:
    order = np.argsort(-digit.probabilities)[:3]
    likely = ", ".join(f"{k}: {certainty(float(digit.probabilities[k]))}" for k in order)
    return f"A {digit.label}, read as {digit.read_as}. {likely}"


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(DigitGallery)

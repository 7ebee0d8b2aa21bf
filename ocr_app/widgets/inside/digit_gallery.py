"""Digits as the network sees them, each with what it is read as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QScrollArea, QWidget

from ocr_app.engine.wording import certainty
from ocr_app.widgets.inside.picture_grid import PictureGrid, scroll_on_card
from ocr_app.widgets.pixel_grid import squares_image
from ocr_app.widgets.samples.sample import a_digit
from ocr_app.widgets.theme import SPACING, theme_of

_PICTURE = 56
_MOST = 200
"""More than anybody looks at."""

_OPEN = "&Open on the Draw tab"
_TO_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True, slots=True, eq=False)
class SeenDigit:
    """One digit.

    Attributes
    ----------
    pixels : ndarray of shape (8, 8), float32
    label, read_as : int
    probabilities : ndarray of shape (10,)
    number : int
        Its place among scikit-learn's digits, from 1.
    """

    pixels: NDArray[np.float32]
    label: int
    read_as: int
    probabilities: NDArray[np.floating]
    number: int


class DigitGallery(QScrollArea):
    """Small pictures in rows, each with how sure the network is of its reading.

    One of them is chosen by mouse or arrow keys. A double click, Enter or the context menu opens
    it.

    Signals
    -------
    opened : SeenDigit
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("digitGallery")
        self.setAccessibleName("The digits of the chosen cell")
        self.setMinimumWidth(_PICTURE + 2 * SPACING)
        self._pictures = _Digits(self.fontMetrics().height())
        self._pictures.opened.connect(self.opened)
        self._pictures.chosen.connect(self._on_chosen)
        self.setFocusProxy(self._pictures)
        scroll_on_card(self, self._pictures)

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

    def _on_chosen(self, number: int) -> None:
        self.setAccessibleDescription(self._pictures.explain(number))
        at = self._pictures.corner(number) + QPoint(_PICTURE // 2, _PICTURE // 2)
        self.ensureVisible(at.x(), at.y(), _PICTURE, _PICTURE)


class _Digits(PictureGrid):
    """The contents that are scrolled."""

    opened = Signal(object)
    chosen = Signal(int)

    def __init__(self, line_height: int) -> None:
        super().__init__(QSize(_PICTURE + SPACING, _PICTURE + line_height + SPACING // 2), inset=2)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("The digits of the chosen cell")
        self._line_height = line_height
        self._at = 0
        self.digits: tuple[SeenDigit, ...] = ()

    @property
    def count(self) -> int:
        return len(self.digits)

    def show_digits(self, digits: tuple[SeenDigit, ...]) -> None:
        """Show others; the digit that was chosen stays so wherever it is now."""
        before = self.digits[self._at].number if self._at < len(self.digits) else 0
        self.digits = digits
        self._at = next((at for at, digit in enumerate(digits) if digit.number == before), 0)
        self.fit()

    def explain(self, number: int) -> str:
        return _explain(self.digits[number])

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 -- Qt's name
        if (number := self.number_at(event.position().toPoint())) is not None:
            self._choose(number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        number = self.number_at(event.position().toPoint())
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(self.digits[number])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        is_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        number = self.number_at(event.pos()) if is_mouse else self._at
        if number is None or number >= self.count:
            return
        self._choose(number)
        digit = self.digits[number]
        menu = QMenu(self)
        menu.setObjectName("digitMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_OPEN, lambda: self.opened.emit(digit))
        middle = self.corner(number) + QPoint(_PICTURE // 2, _PICTURE // 2)
        menu.popup(event.globalPos() if is_mouse else self.mapToGlobal(middle))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self.per_row,
            Qt.Key.Key_Down: self.per_row,
        }
        key = Qt.Key(event.key())
        if key in steps and self.count:
            self._choose(min(max(self._at + steps[key], 0), self.count - 1))
        elif key in _TO_OPEN and self.count:
            self.opened.emit(self.digits[self._at])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = theme_of(self)
        painter = QPainter(self)
        for number in self.seen(event.rect()):
            digit = self.digits[number]
            picture = QRect(self.corner(number), QSize(_PICTURE, _PICTURE))
            painter.drawImage(picture, squares_image(digit.pixels, theme))
            is_chosen = number == self._at and self.hasFocus()
            painter.setPen(QPen(theme.color("accent" if is_chosen else "border"), 1 + is_chosen))
            painter.drawRect(picture)
            painter.setPen(theme.color("text"))
            below = picture.translated(0, _PICTURE)
            below.setHeight(self._line_height + 2)
            text = certainty(float(digit.probabilities[digit.read_as]))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)

    def _choose(self, number: int) -> None:
        self._at = number
        self.update()
        self.chosen.emit(number)


def _explain(digit: SeenDigit) -> str:
    order = np.argsort(-digit.probabilities)[:3]
    likely = ", ".join(f"{k}: {certainty(float(digit.probabilities[k]))}" for k in order)
    what = f"{a_digit(digit.label)}, read as {digit.read_as}"
    return f"Digit {digit.number:,} of scikit-learn's: {what}. {likely}"


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        rng = np.random.default_rng(0)
        gallery = DigitGallery()
        gallery.show_digits(
            [
                SeenDigit(rng.random((8, 8), np.float32), 8, 1, rng.dirichlet(np.ones(10)), number)
                for number in range(1, 12)
            ]
        )
        return gallery

    run(_demo)

"""Many small pictures in rows, as many in a row as there is room for."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QToolTip, QWidget


class PictureGrid(QWidget):
    """Where pictures go, and which one is pointed at; what they look like is a subclass's.

    Parameters
    ----------
    step : QSize
        From one picture to the next, to the right and down.
    inset : int
        Room at the left and above.
    """

    def __init__(self, step: QSize, inset: int = 0) -> None:
        super().__init__()
        self._step, self._inset = step, inset

    @property
    def count(self) -> int:
        """How many pictures there are."""
        raise NotImplementedError

    def explain(self, number: int) -> str:
        """Say what a picture shows, by its number."""
        raise NotImplementedError

    @property
    def per_row(self) -> int:
        """How many pictures are in a row."""
        return max(1, (self.width() - 1 - self._inset) // self._step.width())

    def corner(self, number: int) -> QPoint:
        """Return the upper left corner of a picture."""
        row, column = divmod(number, self.per_row)
        step = self._step
        return QPoint(column * step.width() + self._inset, row * step.height() + self._inset)

    def seen(self, area: QRect) -> Iterator[int]:
        """Yield the numbers of the pictures that an area may show."""
        for number in range(self.count):
            if QRect(self.corner(number), self._step).intersects(area):
                yield number

    def number_at(self, point: QPoint) -> int | None:
        """Return the number of the picture at a point, if any."""
        for number in range(self.count):
            if QRect(self.corner(number), self._step).contains(point):
                return number
        return None

    def fit(self) -> None:
        """Be as high as the pictures need, and paint them anew."""
        rows = -(-self.count // self.per_row)
        self.setMinimumHeight(rows * self._step.height() + 2 * self._inset + 1)
        self.update()

    def resizeEvent(self, _event: QEvent) -> None:  # noqa: N802 -- Qt's name
        """Put as many into a row as there is room for."""
        self.fit()

    def event(self, event: QEvent) -> bool:
        """Explain what the mouse rests on."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self.number_at(event.pos())
            text = "" if number is None else self.explain(number)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)


def scroll_on_card(area: QScrollArea, contents: QWidget) -> None:
    """Let contents on a card be scrolled, with nothing drawn around or behind them."""
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(contents)
    for part in (area.viewport(), contents):
        part.setAutoFillBackground(False)

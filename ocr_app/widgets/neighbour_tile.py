"""One training digit: its 8×8 picture, and what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ocr_app.widgets.pixel_grid import squares_image
from ocr_app.widgets.theme import theme_of

if TYPE_CHECKING:
    from ocr_app.engine.neighbours import Neighbour

_GAP = 2


class NeighbourTile(QWidget):
    """Shows a training digit as squares, and its label below.

    Parameters
    ----------
    name : str
        What screen readers call it.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._neighbour: Neighbour | None = None
        self._square = 3
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        # While the pen moves: what lies behind need not be painted again.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def neighbour(self) -> Neighbour | None:
        """The training digit that is shown, or None."""
        return self._neighbour

    def show_neighbour(self, neighbour: Neighbour | None) -> None:
        """Show a training digit; None for an empty frame."""
        self._neighbour = neighbour
        words = "" if neighbour is None else describe(neighbour)
        self.setToolTip(words)
        self.setAccessibleDescription(words or "Nothing yet")
        self.update()

    def set_square(self, side: int) -> None:
        """Make each of the 64 squares so many pixels wide."""
        if side != self._square:
            self._square = side
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Need whole pixels for every square, a frame, and the label below."""
        side = 8 * self._square + 2
        return QSize(side, side + _GAP + self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint frame, squares and label."""
        theme = theme_of(self)
        painter = QPainter(self)
        side = 8 * self._square
        painter.fillRect(self.rect(), theme.color("card"))
        painter.fillRect(1, 1, side, side, theme.color("field"))
        painter.setPen(theme.color("border"))
        painter.drawRect(0, 0, side + 1, side + 1)
        if self._neighbour is None:
            return
        image = squares_image(self._neighbour.pixels, theme)
        # Enlarged without smoothing, as the network's inputs are shown.
        painter.drawImage(QRect(1, 1, side, side), image)
        painter.setPen(theme.color("text"))
        below = self.rect().adjusted(0, side + 2 + _GAP, 0, 0)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(self._neighbour.label))


def describe(neighbour: Neighbour) -> str:
    """Say what a training digit is, where it comes from, and how near it is."""
    by = "written by hand (scikit-learn)" if neighbour.is_by_people else "written synthetically"
    return (
        f"A\u00a0{neighbour.label}, {by}. Distance {neighbour.distance:.2f}: "
        "0 would be the same 64 numbers as your drawing's."
    )

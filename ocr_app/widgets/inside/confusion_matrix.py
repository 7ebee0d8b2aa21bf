"""Ten by ten: what digits are, and what they are read as."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ocr_app.widgets.theme import theme_of

_N = 10
_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class ConfusionMatrix(QWidget):
    """Cells with counts or shares; one of them is chosen by mouse or arrow keys.

    Signals
    -------
    chosen : int, int
        What the digits of the cell are, and what they are read as.
    """

    chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusionMatrix")
        self.setAccessibleName("What digits are, and what they are read as")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(190, 190)
        self._counts: NDArray[np.int64] | None = None
        self._as_shares = False
        self._cell = (0, 0)

    @property
    def cell(self) -> tuple[int, int]:
        """The chosen cell: what its digits are, and what they are read as."""
        return self._cell

    def show_counts(self, counts: NDArray[np.int64] | None) -> None:
        """Show a matrix (10, 10); None if there is none yet."""
        self._counts = counts
        self._describe()
        self.update()

    def set_as_shares(self, as_shares: bool) -> None:
        """Choose between counts and shares of the row."""
        self._as_shares = as_shares
        self.update()

    def choose(self, label: int, read_as: int) -> None:
        """Choose a cell and tell of it."""
        self._cell = (label, read_as)
        self._describe()
        self.update()
        self.chosen.emit(label, read_as)

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Prefer cells in which a count can be read."""
        return QSize(300, 300)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Choose the cell under the mouse."""
        cell = self._at(event.position().toPoint())
        if cell is not None:
            self.choose(*cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Move with the arrow keys."""
        move = _MOVES.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
            return
        row, column = self._cell[0] + move[0], self._cell[1] + move[1]
        self.choose(min(max(row, 0), _N - 1), min(max(column, 0), _N - 1))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint headings and cells; right ones in the accent's colour, wrong ones in the other."""
        theme = theme_of(self)
        painter = QPainter(self)
        side = self._side()
        font = painter.font()
        font.setPixelSize(max(8, min(14, round(0.42 * side))))
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        center = Qt.AlignmentFlag.AlignCenter
        for digit in range(_N):
            painter.drawText(self._rect(-1, digit), center, str(digit))
            painter.drawText(self._rect(digit, -1), center, str(digit))
        for row in range(_N):
            for column in range(_N):
                self._paint_cell(painter, row, column)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("text"), 2 if self.hasFocus() else 1))
        painter.drawRect(self._rect(*self._cell).adjusted(0, 0, -1, -1))

    def _paint_cell(self, painter: QPainter, row: int, column: int) -> None:
        theme, rect = theme_of(self), self._rect(row, column)
        painter.fillRect(rect.adjusted(0, 0, -1, -1), theme.color("card"))
        count = 0 if self._counts is None else int(self._counts[row, column])
        if self._counts is None or not count:
            return
        share = count / max(1, int(self._counts[row].sum()))
        color = "accent" if row == column else "second"
        # Few mistakes must be seen, too: the colour begins well above nothing.
        strength = 0.15 + 0.6 * share**0.5
        painter.fillRect(rect.adjusted(0, 0, -1, -1), theme.color(color, strength))
        text = f"{100 * share:.0f}" if self._as_shares else str(count)
        painter.setPen(theme.color("text"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def _side(self) -> int:
        return max(8, min(self.width(), self.height()) // (_N + 1))

    def _rect(self, row: int, column: int) -> QRect:
        """Place of a cell; -1 is the heading."""
        side = self._side()
        left = (self.width() - (_N + 1) * side) // 2
        return QRect(left + (column + 1) * side, (row + 1) * side, side, side)

    def _at(self, point: QPoint) -> tuple[int, int] | None:
        for row in range(_N):
            for column in range(_N):
                if self._rect(row, column).contains(point):
                    return row, column
        return None

    def _describe(self) -> None:
        if self._counts is None:
            self.setAccessibleDescription("Nothing yet")
            return
        label, read_as = self._cell
        count = int(self._counts[label, read_as])
        self.setAccessibleDescription(f"{count} of the {label}s are read as {read_as}")


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        matrix = ConfusionMatrix()
        counts = np.diag(np.full(_N, 34))
        counts[8, 1] = counts[3, 9] = 3
        matrix.show_counts(counts)
        return matrix

    run(_demo)

"""The points of a problem beside what a network makes of them: a truth table.

Run ``python -m ocr_app.widgets.xor.rows_table`` to see one.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from ocr_app.engine.xor_lab.status import LabState
from ocr_app.widgets.theme import theme_of

_RESULTS: Final = (
    ("Target", "What the output should be"),
    ("Output", "What the network says, from 0 to 1"),
    ("Error", "½ · (target − output)²"),
    ("Result", "Right if the output is on the target's side of ½"),
)
_MOST_ROWS: Final = 4
"""So many are always seen; more can be scrolled to."""


class RowsTable(QTableWidget):
    """A row for each point: inputs, target, output, error, and whether it is right.

    Signals
    -------
    row_chosen : int
        Somebody wants to look at this point.
    """

    row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 0, parent)
        self.setObjectName("xorTruthTable")
        self.setAccessibleName("Truth table")
        self._state: LabState | None = None
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(30)
        self.currentCellChanged.connect(self._choose)

    def show_state(self, state: LabState, chosen: int | None) -> None:
        """Show what a network makes of the points, and which is looked at."""
        problem = state.moment.problem
        shape = (problem.n_rows, problem.n_inputs + len(_RESULTS))
        if (self.rowCount(), self.columnCount()) != shape:
            self._build(problem.n_inputs, problem.n_rows)
        self._state = state
        theme = theme_of(self)
        for number, row in enumerate(state.rows):
            texts = (
                *(f"{value:.3g}" for value in row.inputs),
                f"{row.target:.0f}",
                f"{row.output:.3f}",
                f"{row.error:.3f}",
                "✓ right" if row.is_right else "✗ wrong",
            )
            for column, text in enumerate(texts):
                item = self.item(number, column)
                if item is not None and item.text() != text:
                    item.setText(text)
            last = self.item(number, len(texts) - 1)
            if last is not None:
                last.setForeground(QBrush(theme.color("good" if row.is_right else "error")))
        self._select(chosen)

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Four rows and the header; more are scrolled."""
        return QSize(300, self._height_of(min(_MOST_ROWS, self.rowCount() or _MOST_ROWS)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As high as `sizeHint`; narrower is possible."""
        return QSize(240, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the palette between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._state is not None:
            chosen = self.currentRow()
            self.show_state(self._state, chosen if chosen >= 0 else None)

    def _select(self, row: int | None) -> None:
        if row == self.currentRow() or (row is None and self.currentRow() < 0):
            return
        with QSignalBlocker(self):
            self.setCurrentCell(-1 if row is None else row, 0)

    def _choose(self, row: int, _column: int, before: int, _column_before: int) -> None:
        if row >= 0 and row != before:
            self.row_chosen.emit(row)

    def _build(self, n_inputs: int, n_rows: int) -> None:
        header, last = self.horizontalHeader(), n_inputs + len(_RESULTS) - 1
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        with QSignalBlocker(self):
            self.clear()
            columns = [
                (f"x{'₁₂₃'[number]}", f"Input number {number + 1}") for number in range(n_inputs)
            ]
            self.setRowCount(n_rows)
            self.setColumnCount(n_inputs + len(_RESULTS))
            for column, (text, tip) in enumerate((*columns, *_RESULTS)):
                item = QTableWidgetItem(text)
                item.setToolTip(tip)
                self.setHorizontalHeaderItem(column, item)
                for row in range(n_rows):
                    cell = QTableWidgetItem()
                    cell.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                    self.setItem(row, column, cell)
        # What is short takes no more than it needs: seven columns must fit a small window.
        for column in (*range(n_inputs), last):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.setMaximumHeight(self._height_of(max(n_rows, _MOST_ROWS)))
        self.updateGeometry()

    def _height_of(self, n_rows: int) -> int:
        height = self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()
        return height + n_rows * self.verticalHeader().defaultSectionSize()


if __name__ == "__main__":
    from ocr_app.engine.xor_lab.lab import Lab
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        lab = Lab()
        lab.learn(600)
        table = RowsTable()
        table.show_state(lab.state(), 1)
        return table

    run(_demo)

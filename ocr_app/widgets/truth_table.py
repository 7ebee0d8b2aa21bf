"""The truth table of XOR beside what a network makes of it.

Run ``python -m ocr_app.widgets.truth_table`` to see one.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from ocr_app.engine.xor_training import XorState
from ocr_app.widgets.theme import theme_of

_COLUMNS: Final = (
    ("x₁", "First input"),
    ("x₂", "Second input"),
    ("Target", "What the output should be: 1 if exactly one input is 1"),
    ("Output", "What the network says, from 0 to 1"),
    ("Error", "½ · (target − output)²"),
    ("Result", "Right if the output is on the target's side of ½"),
)


class TruthTable(QTableWidget):
    """Four rows: inputs, target, the network's output and error, and whether it is right.

    Parameters
    ----------
    parent : QWidget, optional
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(4, len(_COLUMNS), parent)
        self.setObjectName("xorTruthTable")
        self.setAccessibleName("Truth table of XOR")
        self._state: XorState | None = None
        self._build_header()
        self._cells = [[QTableWidgetItem() for _ in _COLUMNS] for _ in range(4)]
        for row, cells in enumerate(self._cells):
            for column, cell in enumerate(cells):
                cell.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                self.setItem(row, column, cell)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_state(self, state: XorState) -> None:
        """Show what a network makes of the four rows."""
        self._state = state
        theme = theme_of(self)
        for cells, row in zip(self._cells, state.rows, strict=True):
            texts = (
                str(row.inputs[0]),
                str(row.inputs[1]),
                str(row.target),
                f"{row.output:.3f}",
                f"{row.error:.3f}",
                "✓ right" if row.is_right else "✗ wrong",
            )
            for cell, text in zip(cells, texts, strict=True):
                cell.setText(text)
            color = theme.color("good" if row.is_right else "error")
            cells[-1].setForeground(QBrush(color))

    def sizeHint(self) -> QSize:  # noqa: N802
        """Exactly four rows and the header, so that nothing scrolls."""
        height = self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()
        return QSize(320, height + sum(self.rowHeight(row) for row in range(4)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As high as `sizeHint`; narrower is possible."""
        return QSize(280, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the palette between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._state is not None:
            self.show_state(self._state)

    def _build_header(self) -> None:
        for column, (text, tip) in enumerate(_COLUMNS):
            item = QTableWidgetItem(text)
            item.setToolTip(tip)
            self.setHorizontalHeaderItem(column, item)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)


def _demo() -> None:
    import sys  # noqa: PLC0415

    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from ocr_app.engine.xor_training import XorTraining  # noqa: PLC0415
    from ocr_app.widgets.theme import apply_theme  # noqa: PLC0415

    app = QApplication(sys.argv)
    apply_theme(app)
    training = XorTraining()
    training.run(150)
    table = TruthTable()
    table.show_state(training.state())
    table.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    _demo()

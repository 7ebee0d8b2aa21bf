"""The terms of one unit's sum as a table that is cheap enough to follow the pen.

A rich-text label takes 30 ms for the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QFont, QGuiApplication, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ocr_app.engine.inspection.units import UnitSum
from ocr_app.widgets.theme import theme_of

_MOST: Final = 16
"""So many terms are written out."""

_WIDEST: Final = ("all others", "+10.00", "· +10.00", "= +10.00")
"""No cell is wider than these."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where from, the weight, the value, the term; some cells may be empty."""

    source: str
    weight: str
    value: str
    term: str


class TermsTable(QWidget):
    """Shows the largest terms, all others together, the bias, and the net input."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self.setObjectName("unitTerms")
        self.setAccessibleName("The terms of the sum")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Minimum)
        copy = QAction("&Copy the table", self)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy)
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown, the heading first and the net input last."""
        return self._rows

    def show_sum(self, unit_sum: UnitSum) -> None:
        """Show another sum."""
        n_before, self._rows = len(self._rows), _rows(unit_sum)
        if len(self._rows) != n_before:
            self.updateGeometry()
        self.setAccessibleDescription(self._text(", "))
        self.update()

    def copy(self) -> None:
        """Put the table on the clipboard, for a spreadsheet."""
        QGuiApplication.clipboard().setText(self._text("\t"))

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Room for all rows."""
        return QSize(int(sum(self._widths()) + 1), len(self._rows) * self._line())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Room for all rows."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Write the rows that can be seen."""
        theme, painter = theme_of(self), QPainter(self)
        line, widths, bold = self._line(), self._widths(), QFont(self.font())
        bold.setBold(True)
        last = len(self._rows) - 1
        for number, row in enumerate(self._rows):
            if not event.rect().top() - line < number * line < event.rect().bottom():
                continue
            painter.setFont(bold if number == last else self.font())
            painter.setPen(theme.color("muted" if number == 0 else "text"))
            x, cells = 0.0, (row.source, row.weight, row.value, row.term)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
                side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
                painter.drawText(QRectF(x, number * line, width, line), side, cell)
                x += width

    def _line(self) -> int:
        return self.fontMetrics().lineSpacing() + 1

    def _widths(self) -> list[float]:
        metrics = self.fontMetrics()
        return [metrics.horizontalAdvance(text) + 4.0 for text in _WIDEST]

    def _text(self, between: str) -> str:
        lines = ((row.source, row.weight, row.value, row.term) for row in self._rows)
        return "\n".join(between.join(cell.strip("·= ") for cell in cells) for cells in lines)


def _rows(unit_sum: UnitSum) -> tuple[Row, ...]:
    terms, is_pixels = unit_sum.terms, unit_sum.layer == 0
    order = np.argsort(-np.abs(terms), kind="stable")[:_MOST]
    rows = [Row("row, col." if is_pixels else "unit", "w", "· x" if is_pixels else "· h", "")]
    for at in order.tolist():
        if terms[at] != 0:
            source = f"{at // 8 + 1}, {at % 8 + 1}" if is_pixels else str(at + 1)
            value = _signed(unit_sum.inputs[at]).removeprefix("+")
            row = Row(
                source, _signed(unit_sum.weights[at]), f"· {value}", f"= {_signed(terms[at])}"
            )
            rows.append(row)
    rest = float(terms.sum() - terms[order].sum())
    return (
        *rows,
        Row("all others", "", "", _signed(rest)),
        Row("bias b", "", "", _signed(unit_sum.bias)),
        Row("net input", "", "", _signed(unit_sum.net_input)),
    )


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        rng, table = np.random.default_rng(0), TermsTable()
        weights, inputs = rng.normal(0, 1, 64), rng.random(64)
        net = float(weights @ inputs + 0.3)
        table.show_sum(UnitSum(weights, inputs, 0.3, net, max(net, 0.0), "relu"))
        return table

    run(_demo)

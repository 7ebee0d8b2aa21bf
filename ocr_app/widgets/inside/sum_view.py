"""One unit's sum, written out with the numbers of the drawing."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from ocr_app.engine.inspection.sums import sum_formula
from ocr_app.engine.inspection.units import UnitSum
from ocr_app.widgets.formula.formula_view import FormulaView
from ocr_app.widgets.inside.picture_grid import scroll_on_card
from ocr_app.widgets.theme import SPACING

_MOST: Final = 16
_WIDEST: Final = "place  +10.00 · 1.00 = +10.00"
"""No row of the table is wider."""

_BAR: Final = 24
"""Room for the scroll bar."""

_NOTHING: Final = "Draw a digit on the Draw tab to see the sum with its numbers."


class SumView(QScrollArea):
    """The formulas of net input and output, then the terms with the most weight.

    Parameters
    ----------
    empty_text : str
        What is said without a sum.
    """

    def __init__(self, empty_text: str = _NOTHING, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty_text = empty_text
        self._formula = FormulaView(size=1.0)
        self._formula.setObjectName("unitFormula")
        self._formula.setAccessibleName("The sum as a formula")
        self._formula.hide()
        self._text = QLabel(empty_text)
        self._text.setObjectName("unitSum")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(_WIDEST) + _BAR)
        contents = QWidget()
        column = QVBoxLayout(contents)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING // 2)
        column.addWidget(self._formula)
        column.addWidget(self._text, 1)
        scroll_on_card(self, contents)

    def show_sum(self, unit_sum: UnitSum | None, empty_text: str = "") -> None:
        """Show a sum; None, without a drawing or a network, shows a sentence."""
        self._formula.setVisible(unit_sum is not None)
        if unit_sum is None:
            self._text.setText(empty_text or self._empty_text)
            return
        self._formula.show_formula(sum_formula(unit_sum))
        self._text.setText(_table(unit_sum))


def _table(unit_sum: UnitSum) -> str:
    terms = unit_sum.terms
    order = np.argsort(-np.abs(terms))[:_MOST]
    rows = [
        f"<tr><td>{_source(unit_sum, at)}&nbsp;</td>"
        f"<td align=right>{_signed(unit_sum.weights[at])}</td>"
        f"<td>&nbsp;·&nbsp;{_signed(unit_sum.inputs[at]).lstrip('+')}</td>"
        f"<td align=right>&nbsp;=&nbsp;{_signed(terms[at])}</td></tr>"
        for at in order.tolist()
        if terms[at] != 0
    ]
    rest = float(terms.sum() - terms[order].sum())
    is_pixels = unit_sum.layer == 0
    about = "places are row, column" if is_pixels else "from the units of the layer before"
    value = "x" if is_pixels else "h"
    return (
        f"<p>The largest terms first; {about}.</p><table>"
        f"<tr><td>{'place' if is_pixels else 'unit'}&nbsp;</td><td align=right>w</td>"
        f"<td>&nbsp;·&nbsp;{value}</td><td></td></tr>"
        + "".join(rows)
        + f"<tr><td colspan=3>all others</td><td align=right>&nbsp;{_signed(rest)}</td></tr>"
        f"<tr><td colspan=3>bias b</td><td align=right>&nbsp;{_signed(unit_sum.bias)}</td></tr>"
        f"<tr><td colspan=3><b>net input</b></td>"
        f"<td align=right>&nbsp;<b>{_signed(unit_sum.net_input)}</b></td></tr></table>"
    )


def _source(unit_sum: UnitSum, at: int) -> str:
    return f"{at // 8 + 1}, {at % 8 + 1}" if unit_sum.layer == 0 else str(at + 1)


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(SumView)

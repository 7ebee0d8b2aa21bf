"""One unit's sum, written out with the numbers of the drawing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from ocr_app.engine.inspection.sums import sum_formula
from ocr_app.engine.inspection.units import UnitSum
from ocr_app.widgets.formula.formula_view import FormulaView
from ocr_app.widgets.inside.picture_grid import scroll_on_card
from ocr_app.widgets.inside.terms_table import TermsTable
from ocr_app.widgets.theme import SPACING

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
        self.setAccessibleName("The sum of the unit")
        self._empty_text = empty_text
        self._formula = FormulaView(size=1.0)
        self._formula.setObjectName("unitFormula")
        self._formula.setAccessibleName("The sum as a formula")
        self._terms = TermsTable()
        self._text = QLabel(empty_text)
        self._text.setObjectName("unitSum")
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setMinimumWidth(self._terms.sizeHint().width() + _BAR)
        contents = QWidget()
        column = QVBoxLayout(contents)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING // 2)
        for part in (self._formula, self._text, self._terms):
            column.addWidget(part)
        column.addStretch(1)
        scroll_on_card(self, contents)
        self.show_sum(None)

    def show_sum(self, unit_sum: UnitSum | None, empty_text: str = "") -> None:
        """Show a sum; None, without a drawing or a network, shows a sentence."""
        self._formula.setVisible(unit_sum is not None)
        self._terms.setVisible(unit_sum is not None)
        self._text.setVisible(unit_sum is None)
        if unit_sum is None:
            self._text.setText(empty_text or self._empty_text)
        else:
            self._formula.show_formula(sum_formula(unit_sum))
            self._terms.show_sum(unit_sum)


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(SumView)

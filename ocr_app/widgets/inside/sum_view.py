"""One unit's sum, written out with the numbers of the drawing."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from ocr_app.engine.inspection.units import UnitSum
from ocr_app.widgets.inside.picture_grid import scroll_on_card

_MOST: Final = 16
_WIDEST: Final = "place  +10.00 · 1.00 = +10.00"
"""No row of the table is wider."""

_BAR: Final = 24
"""Room for the scroll bar."""

_NAMES: Final = {"relu": "ReLU", "sigmoid": "σ", "tanh": "tanh", "softmax": "softmax"}
_NOTHING: Final = "Draw a digit on the Draw tab to see the sum with its numbers."


class SumView(QScrollArea):
    """The terms with the most weight, the bias, the net input and the output."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLabel(_NOTHING)
        self._text.setObjectName("unitSum")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(_WIDEST) + _BAR)
        scroll_on_card(self, self._text)

    def show_sum(self, unit_sum: UnitSum | None) -> None:
        """Show a sum; None without a drawing or a network."""
        self._text.setText(_NOTHING if unit_sum is None else _write(unit_sum))


def _write(unit_sum: UnitSum) -> str:
    terms = unit_sum.terms
    order = np.argsort(-np.abs(terms))[:_MOST]
    rows = [
        f"<tr><td>{at // 8 + 1}, {at % 8 + 1}&nbsp;</td>"
        f"<td align=right>{unit_sum.weights[at]:+.2f}</td>"
        f"<td>&nbsp;·&nbsp;{unit_sum.inputs[at]:.2f}</td>"
        f"<td align=right>&nbsp;=&nbsp;{terms[at]:+.2f}</td></tr>"
        for at in order.tolist()
        if terms[at] != 0
    ]
    rest = float(terms.sum() - terms[order].sum())
    name = _NAMES.get(unit_sum.activation, unit_sum.activation)
    return (
        "<p>net input = Σ w · x + b, the largest terms first; places are row, column.</p><table>"
        "<tr><td>place&nbsp;</td><td align=right>w</td><td>&nbsp;·&nbsp;x</td><td></td></tr>"
        + "".join(rows)
        + f"<tr><td colspan=3>all others</td><td align=right>&nbsp;{rest:+.2f}</td></tr>"
        f"<tr><td colspan=3>bias b</td><td align=right>&nbsp;{unit_sum.bias:+.2f}</td></tr>"
        f"<tr><td colspan=3><b>net input</b></td>"
        f"<td align=right>&nbsp;<b>{unit_sum.net_input:+.2f}</b></td></tr></table>"
        f"<p>output = {name}({unit_sum.net_input:.2f}) = <b>{unit_sum.output:.2f}</b></p>"
    )


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(SumView)

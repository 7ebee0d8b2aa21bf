"""The network at work on the drawing: its picture, and the sum of the unit that was clicked.

Run ``python -m ocr_app.widgets.network.drawing_network`` to see it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ocr_app.engine.diagram import Diagram, Unit
from ocr_app.engine.inspection.units import UnitSum
from ocr_app.widgets.card import Card
from ocr_app.widgets.inside.sum_view import SumView
from ocr_app.widgets.inside.weight_picture import WeightPicture
from ocr_app.widgets.network.network_picture import NetworkPicture
from ocr_app.widgets.theme import SPACING

INVITATION: Final = "Draw a digit: you will see here how the network computes what it reads."
_HINT: Final = (
    "From left to right: the 64 numbers of the drawing, hidden units, outputs. The fuller a unit's "
    "colour, the more it passes on. Blue, whole lines add to the next unit; orange, dashed ones "
    "subtract."
)


class DrawingNetwork(QWidget):
    """A card with the picture, and one with a unit's weights and sum.

    Attributes
    ----------
    picture : NetworkPicture
    back : QToolButton
        Leads back to the reading.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawingNetwork")
        self.picture = NetworkPicture()
        self.back = QToolButton()
        self.back.setText("Show the &reading")
        self.back.setObjectName("showReading")
        self.back.setAccessibleName("Show the reading")
        self.back.setToolTip("Back to how sure it is of each digit, and the most similar digits.")
        self._sum = SumView("Click a unit to see its sum.")
        self._weights = WeightPicture()
        self._weights.hide()
        card = Card("The network at work", _HINT)
        card.put_beside_heading(self.back)
        card.body.addWidget(self.picture, 1)
        self._sum_card = Card("A unit's sum")
        row = QHBoxLayout()
        row.setSpacing(SPACING)
        left = QVBoxLayout()
        left.addWidget(self._weights)
        left.addStretch(1)
        row.addLayout(left)
        row.addWidget(self._sum, 1)
        self._sum_card.body.addLayout(row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING)
        column.addWidget(card, 5)
        column.addWidget(self._sum_card, 4)

    def show_diagram(self, diagram: Diagram | None) -> None:
        """Show the network's picture; None while nothing is drawn."""
        self.picture.show_diagram(diagram, INVITATION)

    def show_sum(self, unit_sum: UnitSum | None, title: str, sentence: str = "") -> None:
        """Show one unit's sum.

        Parameters
        ----------
        unit_sum : UnitSum or None
        title : str
            Which unit it is about.
        sentence : str
            What to say without a sum.
        """
        self._sum_card.set_title(title)
        is_first = unit_sum is not None and unit_sum.layer == 0
        self._weights.show_weights(unit_sum.weights if unit_sum and is_first else None)
        self._sum.show_sum(unit_sum, sentence)


if __name__ == "__main__":
    import numpy as np

    from nn import Network
    from ocr_app.engine.diagram import make_digit_diagram
    from ocr_app.engine.inspection.units import unit_sum
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        network, pixels = Network((64, 30, 10)), np.eye(8, dtype=np.float32)
        network.initialize(np.random.default_rng(0))
        view = DrawingNetwork()
        view.show_diagram(make_digit_diagram(network, pixels, 12))

        def show(unit: Unit) -> None:
            if unit.column:
                found = unit_sum(network, pixels.reshape(-1), unit.column - 1, unit.number)
                view.show_sum(found, f"Unit {unit.number + 1}")

        view.picture.unit_clicked.connect(show)
        return view

    run(_demo)

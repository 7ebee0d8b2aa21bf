"""What the hidden units look for, and how one of them judges the drawing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from nn import Network
from ocr_app.engine.inspection.units import UnitsLook, unit_sum
from ocr_app.widgets.card import Card, lay_out_cards
from ocr_app.widgets.inside.sum_view import SumView
from ocr_app.widgets.inside.weight_pictures import WeightPictures
from ocr_app.widgets.theme import set_quiet
from ocr_app.widgets.wrapped_label import WrappedLabel

_EXPLANATION = (
    "Blue: ink here speaks for the unit; orange: against it. The most used units come first."
)
_NOTHING = "Start a training to see what its hidden units look for."
_NO_SUM = "The sum of a unit appears here as soon as a network is being trained."


class UnitsView(QWidget):
    """Pictures of the weights, and the chosen unit's sum.

    Signals
    -------
    shown
        It came into sight.
    """

    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._network: Network | None = None
        self._pixels: NDArray[np.float32] | None = None
        self.pictures = WeightPictures()
        self.pictures.chosen.connect(lambda _: self._show_sum())
        self.sum = SumView()
        self._text = WrappedLabel(_NOTHING, 3)  # with a remark, in the smallest window
        self._text.setObjectName("unitsText")
        set_quiet(self._text, True)
        seen = Card("What each looks for", _EXPLANATION)
        seen.body.addWidget(self.pictures, 1)
        self._sum_card = Card("Its sum")
        self._sum_card.body.addWidget(self.sum, 1)
        lay_out_cards(self, (seen, 1), (self._sum_card, 1), below=self._text)

    def show_look(self, network: Network | None, look: UnitsLook | None) -> None:
        """Show the units of a network; None if there is none."""
        self._network = network
        if network is None or look is None:
            self.pictures.show_weights(np.empty((0, 64)), np.empty(0, np.int64))
            self._text.setText(_NOTHING)
        else:
            order = np.argsort(-look.use, kind="stable")
            self.pictures.show_weights(network.weights[0], order)
            self._text.setText(f"{_EXPLANATION} {look.remark}".strip())
        self._show_sum()

    def show_drawing(self, pixels: NDArray[np.float32] | None) -> None:
        """Follow the drawing (8, 8); None if nothing is drawn."""
        self._pixels = pixels
        if self.isVisible():
            self._show_sum()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 -- Qt's name
        """Tell that it is worth computing, and catch up with the drawing."""
        super().showEvent(event)
        self.shown.emit()
        self._show_sum()

    def _show_sum(self) -> None:
        unit = self.pictures.unit
        self._sum_card.set_title("Its sum" if unit < 0 else f"The sum of unit {unit + 1}")
        if self._network is None or unit < 0:
            self.sum.show_sum(None, _NO_SUM)
        elif self._pixels is None:
            self.sum.show_sum(None)
        else:
            self.sum.show_sum(unit_sum(self._network, self._pixels.reshape(-1), 0, unit))


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(UnitsView)

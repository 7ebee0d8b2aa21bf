"""Which ink of the drawing speaks for a digit, and which against it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QComboBox, QWidget

from nn import Network
from ocr_app.engine.inspection.saliency import saliency
from ocr_app.widgets.card import Card
from ocr_app.widgets.pixel_grid import PixelGrid

HINT: Final = (
    "Blue squares with a + hold ink that speaks for the digit, orange ones with a − ink that "
    "speaks against it; the stronger the colour, the more. Point at a square for its number."
)


class SaliencyCard(Card):
    """An 8×8 picture of what the ink says, for the digit that is read or for another one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("&What speaks for", HINT, parent)
        self._network: Network | None = None
        self._pixels: NDArray[np.float32] | None = None
        self._read_as = 0
        self.grid = PixelGrid()
        self.grid.setObjectName("saliency")
        self.grid.setAccessibleName("Which ink speaks for the digit, and which against it")
        self._digit = QComboBox()
        self._digit.setObjectName("saliencyDigit")
        self._digit.setAccessibleName("The digit that it speaks for or against")
        self._digit.addItem("it")
        self._digit.addItems([str(digit) for digit in range(10)])
        self._digit.setToolTip(
            "“it” is the digit that is read; choose another one to see why it is not read as that."
        )
        self._digit.currentIndexChanged.connect(self._show)
        self.heading.setBuddy(self._digit)
        self.head.addWidget(self._digit)
        self.head.addStretch(1)
        self.body.addWidget(self.grid, 1)

    def show_reading(
        self, network: Network | None, pixels: NDArray[np.float32] | None, read_as: int = 0
    ) -> None:
        """Show what is said for and against the digit that is read, unless another is chosen.

        Parameters
        ----------
        network : Network or None
            None: nothing is trained yet.
        pixels : ndarray of shape (8, 8) or None
            None: nothing is drawn.
        read_as : int
        """
        self._network, self._pixels, self._read_as = network, pixels, read_as
        self._show()

    def _show(self) -> None:
        self.grid.show_pixels(self._pixels)
        if self._network is None or self._pixels is None:
            return
        chosen = self._digit.currentIndex() - 1
        digit = self._read_as if chosen < 0 else chosen
        self.grid.show_saliency(saliency(self._network, self._pixels, digit), digit)


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        from datasets.drawing import Drawing  # noqa: PLC0415
        from ocr_app.engine.model import Model  # noqa: PLC0415
        from ocr_app.engine.recognizer import Recognizer  # noqa: PLC0415

        model = Model.factory()
        seven = Drawing.from_points([[[0.25, 0.2], [0.7, 0.2], [0.45, 0.85]]])
        reading = Recognizer(model).read(seven)
        card = SaliencyCard()
        if reading is not None:
            card.show_reading(model.network, reading.pixels, reading.digit)
        return card

    run(_demo)

"""What the network of the moment makes of the drawing on the Draw tab."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nn import Network
from ocr_app.widgets.card import Card, lay_out_cards
from ocr_app.widgets.inside.saliency_card import SaliencyCard
from ocr_app.widgets.pixel_grid import PixelGrid
from ocr_app.widgets.probability_bars import ProbabilityBars
from ocr_app.widgets.theme import SPACING, set_quiet
from ocr_app.widgets.wrapped_label import WrappedLabel

_NO_DRAWING = "Draw a digit on the Draw tab, and watch here how the network learns to read it."
_NO_NETWORK = "Start a training to see what its network makes of your drawing."


class DrawingView(QWidget):
    """The drawing as 8×8, which of it speaks for a digit, and ten bars that follow the training."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels: NDArray[np.float32] | None = None
        self._probabilities: NDArray[np.floating] | None = None
        self.pixels = PixelGrid()
        self.bars = ProbabilityBars()
        self._text = WrappedLabel("", 2)
        self._text.setObjectName("drawingReading")
        set_quiet(self._text, True)
        seen = Card("Your drawing", "The 64 numbers that the network gets.")
        seen.body.addWidget(self.pixels, 1)
        self.saliency = SaliencyCard()
        left = QWidget()
        pictures = QVBoxLayout(left)
        pictures.setContentsMargins(0, 0, 0, 0)
        pictures.setSpacing(SPACING)
        pictures.addWidget(seen, 1)
        pictures.addWidget(self.saliency, 1)
        reads = Card("The network of this moment reads", "It follows the training and the slider.")
        reads.body.addWidget(self.bars, 1)
        lay_out_cards(self, (left, 2), (reads, 3), below=self._text)
        self._show()

    def show_reading(
        self,
        pixels: NDArray[np.float32] | None,
        probabilities: NDArray[np.floating] | None,
        network: Network | None = None,
    ) -> None:
        """Show what is seen, how it is read, and why.

        Parameters
        ----------
        pixels : ndarray of shape (8, 8) or None
            None: nothing is drawn.
        probabilities : ndarray of shape (10,) or None
            None: nothing is trained yet.
        network : Network or None
            The one that reads it.
        """
        self._pixels, self._probabilities = pixels, probabilities
        read_as = 0 if probabilities is None else int(np.argmax(probabilities))
        self.saliency.show_reading(network, pixels, read_as)
        self._show()

    def _show(self) -> None:
        self.pixels.show_pixels(self._pixels)
        self.bars.show_probabilities(self._probabilities)
        if self._pixels is None:
            self._text.setText(_NO_DRAWING)
        elif self._probabilities is None:
            self._text.setText(_NO_NETWORK)
        else:
            self._text.setText(f"It reads a {int(np.argmax(self._probabilities))}.")


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(DrawingView)

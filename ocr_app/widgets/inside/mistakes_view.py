"""What the network of the moment confuses, and the digits that it happens to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from nn import Network
from ocr_app.engine.inspection.confusion import Confusion, confuse
from ocr_app.engine.wording import percent
from ocr_app.widgets.card import Card, lay_out_cards
from ocr_app.widgets.inside.confusion_matrix import ConfusionMatrix
from ocr_app.widgets.inside.digit_gallery import DigitGallery, SeenDigit
from ocr_app.widgets.theme import set_quiet
from ocr_app.widgets.wrapped_label import WrappedLabel

_NOTHING = "Start a training to see which digits its network takes for which."


class MistakesView(QWidget):
    """The confusion matrix of the held-out digits, and the digits of the chosen cell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._network: Network | None = None
        self._samples: tuple[NDArray[np.float32], NDArray[np.int64]] | None = None
        self._confusion: Confusion | None = None
        self.matrix = ConfusionMatrix()
        self.matrix.chosen.connect(lambda *_: self._show_cell())
        self.gallery = DigitGallery()
        self._shares = QCheckBox("In &percent of the row")
        self._shares.setObjectName("confusionShares")
        self._shares.toggled.connect(self.matrix.set_as_shares)
        self._text = WrappedLabel(_NOTHING, 2)
        self._text.setObjectName("mistakesText")
        set_quiet(self._text, True)
        self._cell_card = Card(
            "Digits", "As the network sees them; rest the mouse on one to see how sure it is."
        )
        self._cell_card.body.addWidget(self.gallery, 1)
        matrix_card = Card(
            "What is taken for what",
            "Held-out digits. What lies off the diagonal is a mistake; click a cell to see it.",
        )
        matrix_card.body.addWidget(self.matrix, 1)
        matrix_card.body.addWidget(self._shares)
        lay_out_cards(self, (matrix_card, 3), (self._cell_card, 2), below=self._text)

    def show_network(self, network: Network | None) -> None:
        """Show another network; out of sight nothing is computed."""
        self._network = network
        self._renew()

    def show_samples(self, X: NDArray[np.float32], y: NDArray[np.int64]) -> None:
        """Take other held-out digits: (n, 64) and (n,)."""
        self._samples = (X, y)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 -- Qt's name
        """Catch up with what has changed meanwhile."""
        super().showEvent(event)
        self._renew()

    def _renew(self) -> None:
        if not self.isVisible():
            return
        if self._network is None or self._samples is None:
            self._confusion = None
            self.matrix.show_counts(None)
            self._text.setText(_NOTHING)
        else:
            self._confusion = confuse(self._network, *self._samples)
            self.matrix.show_counts(self._confusion.counts)
            wrong = int(self._confusion.counts.sum() - np.trace(self._confusion.counts))
            self._text.setText(
                f"{percent(self._confusion.accuracy)} of {len(self._confusion.labels):,} held-out "
                f"digits are read right, {wrong:,} wrong. Rows: what they are; columns: what they "
                "are read as."
            )
        self._show_cell()

    def _show_cell(self) -> None:
        label, read_as = self.matrix.cell
        title = f"{label}s read as {read_as}"
        if self._confusion is None or self._samples is None:
            self._cell_card.set_title(title)
            self.gallery.show_digits(())
            return
        inside = self._confusion.cell(label, read_as)
        self._cell_card.set_title(f"{title}: {len(inside):,}")
        X = self._samples[0]
        self.gallery.show_digits(
            [
                SeenDigit(X[i].reshape(8, 8), label, read_as, self._confusion.probabilities[i])
                for i in inside
            ]
        )


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(MistakesView)

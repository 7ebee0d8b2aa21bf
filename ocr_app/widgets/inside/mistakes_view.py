"""What the network of the moment confuses, and the digits that it happens to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from nn import Network
from ocr_app.engine.inspection.confusion import Confusion
from ocr_app.engine.wording import percent
from ocr_app.widgets.card import Card, lay_out_cards
from ocr_app.widgets.inside.confusion_matrix import ConfusionMatrix
from ocr_app.widgets.inside.digit_gallery import DigitGallery, SeenDigit
from ocr_app.widgets.theme import set_quiet
from ocr_app.widgets.wrapped_label import WrappedLabel

_NOTHING = "Start a training to see which digits its network takes for which."


class MistakesView(QWidget):
    """The confusion matrix of the held-out digits, and the digits of the chosen cell.

    Signals
    -------
    shown
        It came into sight.
    digit_opened : SeenDigit
        Somebody wants to see one on the Draw tab.
    """

    shown = Signal()
    digit_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._X: NDArray[np.float32] | None = None
        self._numbers: NDArray[np.int64] | None = None
        self._confusion: Confusion | None = None
        self.matrix = ConfusionMatrix()
        self.matrix.chosen.connect(lambda *_: self._show_cell())
        self.gallery = DigitGallery()
        self.gallery.opened.connect(self.digit_opened)
        self._shares = QCheckBox("In percent of the row")
        self._shares.setObjectName("confusionShares")
        self._shares.toggled.connect(self.matrix.set_as_shares)
        self._text = WrappedLabel(_NOTHING, 2)
        self._text.setObjectName("mistakesText")
        set_quiet(self._text, True)
        self._cell_card = Card(
            "Digits",
            "As the network sees them; rest the mouse on one to see how sure it is, "
            "double-click it to open it on the Draw tab.",
        )
        self._cell_card.body.addWidget(self.gallery, 1)
        matrix_card = Card(
            "What is taken for what",
            "Held-out digits. What lies off the diagonal is a mistake; click a cell to see it.",
        )
        matrix_card.body.addWidget(self.matrix, 1)
        matrix_card.body.addWidget(self._shares)
        lay_out_cards(self, (matrix_card, 3), (self._cell_card, 2), below=self._text)

    def show_samples(self, X: NDArray[np.float32], numbers: NDArray[np.int64]) -> None:
        """Take other held-out digits (n, 64), and where they are in scikit-learn's file (n,)."""
        self._X, self._numbers = X, numbers

    def show_look(self, _network: Network | None, look: Confusion | None) -> None:
        """Show how the held-out digits are read; None if there is no network."""
        # A look at earlier samples may still arrive when others have been taken.
        is_fitting = look is not None and self._X is not None and len(look.labels) == len(self._X)
        self._confusion = look if is_fitting else None
        if self._confusion is None:
            self.matrix.show_counts(None)
            self._text.setText(_NOTHING)
        else:
            self.matrix.show_counts(self._confusion.counts)
            wrong = int(self._confusion.counts.sum() - np.trace(self._confusion.counts))
            self._text.setText(
                f"{percent(self._confusion.accuracy)} of {len(self._confusion.labels):,} held-out "
                f"digits are read right, {wrong:,} wrong. Rows: what they are; columns: what they "
                "are read as."
            )
        self._show_cell()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 -- Qt's name
        """Tell that it is worth computing."""
        super().showEvent(event)
        self.shown.emit()

    def _show_cell(self) -> None:
        label, read_as = self.matrix.cell
        title = f"{label}s read as {read_as}"
        if self._confusion is None or self._X is None or self._numbers is None:
            self._cell_card.set_title(title)
            self.gallery.show_digits(())
            return
        inside = self._confusion.cell(label, read_as)
        self._cell_card.set_title(f"{title}: {len(inside):,}")
        X, numbers, probabilities = self._X, self._numbers, self._confusion.probabilities
        self.gallery.show_digits(
            [
                SeenDigit(X[i].reshape(8, 8), label, read_as, probabilities[i], int(numbers[i]) + 1)
                for i in inside
            ]
        )


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(MistakesView)

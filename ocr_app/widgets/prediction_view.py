"""What the network reads: the digit, large, and how sure it is, in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ocr_app.engine.wording import certainty
from ocr_app.widgets.theme import SPACING
from ocr_app.widgets.wrapped_label import WrappedLabel

_NOTHING = "–"
_INVITATION = "Nothing drawn yet.\nDraw a digit from 0 to 9."

SURE, LIKELY = 0.9, 0.6
"""Probabilities from which a reading is called sure, and likely."""


class PredictionView(QWidget):
    """Shows a digit and a sentence about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digit = QLabel(_NOTHING, self)
        self._digit.setObjectName("predictedDigit")
        self._digit.setAccessibleName("Predicted digit")
        self._digit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        font = self._digit.font()
        font.setPointSizeF(font.pointSizeF() * 5)
        font.setBold(True)
        self._digit.setFont(font)
        # As wide as any digit, so that nothing moves when the digit changes.
        self._digit.setMinimumWidth(self._digit.fontMetrics().horizontalAdvance("0") + 2 * SPACING)
        self._sentence = WrappedLabel(_INVITATION, 3, self)
        self._sentence.setObjectName("confidence")
        self._sentence.setAccessibleName("Confidence")
        font = self._sentence.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        self._sentence.setFont(font)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addWidget(self._digit)
        layout.addWidget(self._sentence, 1)

    def show_nothing(self) -> None:
        """Say that the canvas is blank instead of guessing."""
        self._digit.setText(_NOTHING)
        self._sentence.setText(_INVITATION)

    def show_prediction(self, digit: int, probabilities: NDArray[np.floating]) -> None:
        """Show a digit.

        Parameters
        ----------
        digit : int
            0 to 9.
        probabilities : ndarray of shape (10,)
            Of each digit, 0..1.
        """
        self._digit.setText(str(digit))
        self._sentence.setText(sentence_about(digit, probabilities))


def sentence_about(digit: int, probabilities: NDArray[np.floating]) -> str:
    """Say how sure the network is of a digit, and what else it could be."""
    confidence = float(probabilities[digit])
    if confidence >= SURE:
        return f"{certainty(confidence)} sure that it is a\u00a0{digit}."
    others = np.array(probabilities, dtype=float)
    others[digit] = -1
    other = int(others.argmax())
    doubt = f"{certainty(float(others[other]))} for a {other}"
    if confidence >= LIKELY:
        return f"Probably a {digit}: {certainty(confidence)}, but {doubt}."
    return f"Not sure: {certainty(confidence)} for a {digit}, {doubt}."


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(PredictionView)

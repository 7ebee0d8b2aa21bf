"""What the network reads: the digit, large, and how sure it is, in words."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ocr_app.engine.oddity import Oddity
from ocr_app.engine.wording import certainty
from ocr_app.widgets.steady_label import SteadyLabel
from ocr_app.widgets.theme import SPACING, set_quiet
from ocr_app.widgets.wrapped_label import WrappedLabel

_NOTHING = "–"
_REFUSED = "?"
_BLANK, _INVITATION = "Nothing drawn yet.", "Draw a digit from 0 to 9."

SURE, LIKELY = 0.9, 0.6
"""Probabilities from which a reading is called sure, and likely."""

REFUSAL: Final = "This doesn't look like a digit."
_WHY: Final = {
    Oddity.NONE: "",
    Oddity.TOO_WIDE: "It is wider than a digit. ",
    Oddity.TOO_FULL: "Its line is longer than a digit's. ",
}
NOT_CHECKED: Final = "Its percentages have not been checked against people's drawings."
_NOT_CHECKED_HINT = (
    "This network's percentages have not been checked against people's drawings: "
    "it may be right more or less often than they say."
)
_CHECKED_HINT = (
    "This network's percentages have been checked: of the drawings that it is 90 % sure of, "
    "it reads nine of ten right."
)


class PredictionView(QWidget):
    """Shows a digit, a sentence about it, and what the percentage in it means.

    Nothing ever changes its size, or the canvas beside it would be resized under the pen.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_calibrated = False
        self._confidence: float | None = None  # None: there is no percentage to explain
        self._digit = SteadyLabel(_NOTHING, self)
        self._digit.setObjectName("predictedDigit")
        self._digit.setAccessibleName("Predicted digit")
        self._digit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        font = self._digit.font()
        font.setPointSizeF(font.pointSizeF() * 5)
        font.setBold(True)
        self._digit.setFont(font)
        # As wide as any digit, so that nothing moves when the digit changes.
        self._digit.setMinimumWidth(self._digit.fontMetrics().horizontalAdvance("0") + 2 * SPACING)
        self._sentence = WrappedLabel(_BLANK, 2, self)
        self._sentence.setObjectName("confidence")
        self._sentence.setAccessibleName("Confidence")
        font = self._sentence.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        self._sentence.setFont(font)
        self._meaning = WrappedLabel(_INVITATION, 2, self)
        self._meaning.setObjectName("confidenceMeaning")
        self._meaning.setAccessibleName("What the percentage means")
        set_quiet(self._meaning, True)
        self._meaning.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        # The card's colour: the card need not be painted again when a word changes.
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self.setAutoFillBackground(True)
        self._lay_out()

    def show_nothing(self) -> None:
        """Say that the canvas is blank instead of guessing."""
        self._confidence = None
        self._show(_NOTHING, _BLANK, _INVITATION)

    def show_prediction(self, digit: int, probabilities: NDArray[np.floating]) -> None:
        """Show a digit.

        Parameters
        ----------
        digit : int
            0 to 9.
        probabilities : ndarray of shape (10,)
            Of each digit, 0..1.
        """
        self._confidence = float(probabilities[digit])
        self._show(
            str(digit), sentence_about(digit, probabilities), self._meaning_of(self._confidence)
        )

    def show_refusal(self, digit: int, oddity: Oddity = Oddity.NONE) -> None:
        """Say that it doesn't look like a digit, why, and which one (0 to 9) it would be."""
        self._confidence = None
        if_it_is = f"If it is one, the network would say\u00a0{digit}."
        self._show(_REFUSED, REFUSAL, f"{_WHY[oddity]}{if_it_is}")

    def set_calibrated(self, is_calibrated: bool) -> None:
        """Say whether the network's percentages are right as often as they say."""
        self._is_calibrated = is_calibrated
        if self._confidence is not None:
            self._explain(self._meaning_of(self._confidence))

    def _show(self, digit: str, sentence: str, explanation: str) -> None:
        self._digit.setText(digit)
        # A digit is certain; what stands for none is said more quietly.
        set_quiet(self._digit, not digit.isdigit())
        self._sentence.setText(sentence)
        self._explain(explanation)

    def _explain(self, explanation: str) -> None:
        self._meaning.setText(explanation)
        hint = _CHECKED_HINT if self._is_calibrated else _NOT_CHECKED_HINT
        hint = "" if self._confidence is None else hint
        if self._sentence.toolTip() != hint:
            self._sentence.setToolTip(hint)
            self._meaning.setToolTip(hint)

    def _meaning_of(self, confidence: float) -> str:
        return meaning_of(confidence) if self._is_calibrated else NOT_CHECKED

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._sentence, 1)
        words.addWidget(self._meaning)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addWidget(self._digit)
        layout.addLayout(words, 1)


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


def meaning_of(confidence: float) -> str:
    """Say what a confidence in 0..1 that was checked means for many drawings."""
    right = f"about {100 * confidence:.0f} are read right"
    if confidence >= 0.995:  # neither 100 nor 99 would be true
        right = "hardly one is read wrong"
    return f"Of 100 drawings it is this sure of, {right}."


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(PredictionView)

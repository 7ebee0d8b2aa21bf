"""What is read in a number: its digits, how sure all of it is, and a button to copy it.

Run ``python -m ocr_app.widgets.number.number_view`` to try it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ocr_app.engine.wording import certainty
from ocr_app.widgets.number.digit_row import DigitRow
from ocr_app.widgets.read.mark import Mark, Trust
from ocr_app.widgets.theme import SPACING
from ocr_app.widgets.wrapped_label import WrappedLabel

_NOTHING = "Write a number, its digits side by side."


class NumberView(QWidget):
    """Shows the number; whoever clicks a digit chooses it.

    Nothing ever changes its size, or the canvas beside it would be resized under the pen.

    Signals
    -------
    digit_chosen : int
    copy_requested
    """

    digit_chosen = Signal(int)
    copy_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.digits = DigitRow()
        self.digits.chosen.connect(self.digit_chosen)
        self._sentence = WrappedLabel(_NOTHING, 2)
        self._sentence.setObjectName("numberSentence")
        self._sentence.setAccessibleName("About the number")
        self._copy = QPushButton("&Copy")
        self._copy.setObjectName("copyNumber")
        self._copy.setAccessibleName("Copy the number")
        self._copy.setToolTip("Copy the number (Ctrl+C).")
        self._copy.setAutoDefault(False)
        self._copy.clicked.connect(self.copy_requested)
        self._copy.setEnabled(False)
        below = QHBoxLayout()
        below.setSpacing(SPACING)
        below.addWidget(self._sentence, 1)
        below.addWidget(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.digits)
        layout.addLayout(below)

    @property
    def text(self) -> str:
        """The number that is shown."""
        return "".join(mark.text for mark in self.digits.marks)

    @property
    def sentence(self) -> str:
        """What is said about it."""
        return self._sentence.text()

    def show_number(self, marks: Sequence[Mark], chosen: int) -> None:
        """Show what is read; nothing of a blank canvas."""
        self.digits.show_marks(marks, chosen)
        self._sentence.setText(sentence_about(marks))
        self._copy.setEnabled(bool(marks))

    def say(self, sentence: str) -> None:
        """Say something else, until another number is shown."""
        self._sentence.setText(sentence)


def sentence_about(marks: Sequence[Mark]) -> str:
    """Say how sure the whole number is, and what to look at again."""
    if not marks:
        return _NOTHING
    if unread := sum(mark.trust == Trust.NO_DIGIT for mark in marks):
        what = "One mark doesn't" if unread == 1 else f"{unread} marks don't"
        return f"{what} look like a digit."
    whole = math.prod(1.0 if m.trust == Trust.CORRECTED else m.confidence for m in marks)
    if any(mark.trust == Trust.UNSURE for mark in marks):
        return f"{certainty(whole)} sure of all of it: look at what is dashed."
    return f"{certainty(whole)} sure of all of it."


def _demo() -> QWidget:
    view = NumberView()
    marks = [
        Mark(QRectF(), text, confidence, trust)
        for text, confidence, trust in zip("38?7", (0.99, 0.6, 0.2, 1), [*Trust][:4], strict=True)
    ]
    view.show_number(marks, 1)
    view.digit_chosen.connect(lambda number: view.show_number(marks, number))
    return view


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(_demo)

"""The chosen digit: what the network saw, how sure it is, and what to do if it is wrong.

Run ``python -m ocr_app.widgets.read.digit_panel`` to try it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ocr_app.engine.wording import certainty
from ocr_app.widgets.pixel_grid import PixelGrid
from ocr_app.widgets.probability_bars import ProbabilityBars
from ocr_app.widgets.read.mark import Mark, Trust
from ocr_app.widgets.theme import SPACING, set_quiet

_NOTHING = "Click a box to see what the network saw."


class DigitPanel(QWidget):
    """Explains one digit of the page.

    Signals
    -------
    join_requested, divide_requested, delete_requested
        Of the chosen digit.
    """

    join_requested = Signal()
    divide_requested = Signal()
    delete_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("digitPanel")
        self._text = QLabel(_NOTHING)
        self._text.setObjectName("digitPanelText")
        self._text.setWordWrap(True)
        self._text.setMinimumHeight(3 * self._text.fontMetrics().lineSpacing())
        self.grid = PixelGrid()
        self.grid.setObjectName("readNetworkInput")
        self.grid.setFixedSize(89, 89)
        self.bars = ProbabilityBars()
        self.bars.setObjectName("readProbabilityBars")
        self.bars.setMinimumSize(150, 10 * 15)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING // 2)
        self._buttons = []
        for text, name, tip, signal in (
            ("&Join", "joinBox", "One digit with the next one (J).", self.join_requested),
            (
                "&Divide",
                "divideBox",
                "Two digits, cut where they touch (D).",
                self.divide_requested,
            ),
            ("Re&move", "removeBox", "No digit at all: leave it out (Del).", self.delete_requested),
        ):
            button = QPushButton(text)
            button.setObjectName(name)
            button.setAccessibleName(text.replace("&", ""))
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.setMinimumWidth(40)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(signal)
            buttons.addWidget(button, 1)
            self._buttons.append(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING // 2)
        layout.addWidget(self._text)
        seen = QHBoxLayout()
        seen.setSpacing(SPACING)
        seen.addWidget(self.grid)
        seen.addWidget(self.bars, 1)
        layout.addLayout(seen, 1)
        layout.addLayout(buttons)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that no digit is chosen."""
        self._text.setText(_NOTHING)
        set_quiet(self._text, is_quiet=True)
        self.grid.show_pixels(None)
        self.bars.show_probabilities(None)
        for button in self._buttons:
            button.setEnabled(False)

    def show_digit(
        self,
        mark: Mark,
        digit: int,
        probabilities: NDArray[np.floating],
        pixels: NDArray[np.float32],
        has_next: bool,
        who: str = "",
    ) -> None:
        """Show what was read.

        Parameters
        ----------
        mark : Mark
        digit : int
            What the network reads, corrected or not.
        probabilities : ndarray of shape (10,)
        pixels : ndarray of shape (n, n)
            What the network that read it saw, 0 to 1.
        has_next : bool
            Whether there is another digit to join it with.
        who : str
            A sentence about who read it, if it was not the network in use alone.
        """
        self._text.setText(f"{_sentence(mark, digit)} {who}".strip())
        set_quiet(self._text, is_quiet=False)
        self.grid.show_pixels(pixels)
        self.bars.show_probabilities(
            probabilities, is_muted=mark.trust in (Trust.NO_DIGIT, Trust.SIGN)
        )
        for button in self._buttons:
            button.setEnabled(True)
        self._buttons[0].setEnabled(has_next)


def _sentence(mark: Mark, digit: int) -> str:
    match mark.trust:
        case Trust.CORRECTED:
            return f"You say: {mark.text}. The network read {digit} ({certainty(mark.confidence)})."
        case Trust.NO_DIGIT:
            return f"It doesn't look like a digit. If it is one: {digit}. Type what it is, 0 to 9."
        case Trust.SIGN:
            return f"The sign {mark.text}, by its shape. If it is a digit, type which."
        case Trust.UNSURE:
            return f"Perhaps {digit}, {certainty(mark.confidence)} sure. Type what it is, 0 to 9."
    return f"It reads {digit}, {certainty(mark.confidence)} sure. If it is wrong, type the digit."


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(DigitPanel)

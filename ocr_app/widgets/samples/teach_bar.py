"""The bar "It is a 0 … 9": says what the drawing is, so that it is kept as a sample.

Run ``python -m ocr_app.widgets.samples.teach_bar`` to try it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from ocr_app.widgets.samples.sample import a_digit, n_samples
from ocr_app.widgets.samples.saved_line import SavedLine
from ocr_app.widgets.theme import SPACING, theme_of

HEIGHT: Final = 28
"""Of the bar, in device-independent pixels; more only where the font needs it."""

_BUTTON_HEIGHT: Final = 26

_INVITATION: Final = "Draw a digit, then say what it is."
_NO_SAMPLES: Final = "Save a few samples first: draw a digit and say what it is."
_FINE_TUNE: Final = (
    "Let the network learn from your samples, in seconds, without forgetting what it knows."
)


class TeachBar(QWidget):
    """One row: ten buttons that say what the drawing is, what was saved, and what to do with it.

    It shows counts and says what people ask for; a controller saves the samples.

    Signals
    -------
    taught : int
        The drawing is this digit, 0..9.
    undo_requested
        What was saved last is to be taken back.
    browse_requested
        All samples are to be seen.
    fine_tune_requested
        The network is to learn from the samples.
    """

    taught = Signal(int)
    undo_requested = Signal()
    browse_requested = Signal()
    fine_tune_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("teachBar")
        self.setAccessibleName("Say what the drawing is")
        self._counts: tuple[int, ...] | None = None
        self._is_possible = False
        self._is_saved = False  # the line says what was saved, and offers to take it back
        self.buttons: Final = tuple(_DigitButton(digit, self) for digit in range(10))
        for button in self.buttons:
            button.clicked.connect(lambda _=False, digit=button.digit: self.taught.emit(digit))
        self._line = SavedLine(self)
        self._line.undo_requested.connect(self.undo_requested)
        self._browse = _button("Sa&mples…", "browseSamplesButton", "My samples")
        self._browse.setToolTip(
            "Look through your samples: correct, delete, import and export them."
        )
        self._browse.clicked.connect(self.browse_requested)
        self._tune = _button("F&ine-tune…", "fineTuneButton", "Fine-tune on my samples")
        self._tune.clicked.connect(self.fine_tune_requested)
        self._lay_out()
        self._update()
        self._say_how_things_are()

    @property
    def message(self) -> str:
        """What the bar says beside the buttons."""
        return self._line.text

    def set_possible(self, possible: bool) -> None:
        """Say whether there is a drawing that can be saved."""
        if possible != self._is_possible:
            self._is_possible = possible
            self._update()
            if not self._is_saved:
                self._say_how_things_are()

    def set_label(self, label: int | None) -> None:
        """Mark what the drawing was saved as; None if it was not, or has changed since."""
        for button in self.buttons:
            button.set_marked(button.digit == label)

    def show_counts(self, counts: Sequence[int]) -> None:
        """Show how many samples there are of each digit: 10 numbers."""
        self._counts = tuple(counts)
        self._update()
        self._say_how_things_are()

    def show_saved(self, label: int, counts: Sequence[int]) -> None:
        """Say that the drawing was saved, and offer to take it back."""
        self.show_counts(counts)
        self.set_label(label)
        self._is_saved = True
        self._line.say(f"Saved as {a_digit(label)} · {n_samples(sum(counts))}", can_undo=True)

    def show_message(self, sentence: str) -> None:
        """Say something else, such as that nothing was saved; nothing for how many there are."""
        self._say_how_things_are()
        if sentence:
            self._line.say(sentence)

    def _say_how_things_are(self) -> None:
        self._is_saved = False
        total = sum(self._counts or ())
        if not self._is_possible and not total:
            self._line.say(_INVITATION, is_quiet=True)
        else:
            self._line.say(n_samples(total) if total else "", is_quiet=True)

    def _update(self) -> None:
        for button in self.buttons:
            button.setEnabled(self._is_possible)
            button.show_count(None if self._counts is None else self._counts[button.digit])
        total = sum(self._counts or ())
        self._tune.setEnabled(total > 0)
        self._tune.setToolTip(_FINE_TUNE if total else _NO_SAMPLES)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING // 2)
        label = QLabel("It is a")
        label.setToolTip("Say what the drawing is: it is saved as a sample to learn from.")
        row.addWidget(label)
        digits = QHBoxLayout()
        digits.setSpacing(2)
        for button in self.buttons:
            digits.addWidget(button)
        row.addLayout(digits)
        row.addSpacing(SPACING // 3)
        row.addWidget(self._line, 1)
        row.addWidget(self._browse)
        row.addWidget(self._tune)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(HEIGHT)


class _DigitButton(QToolButton):
    """A digit; underlined in the accent's colour while the drawing is saved as it."""

    def __init__(self, digit: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.digit: Final = digit
        self._is_marked = False
        self.setText(str(digit))
        self.setObjectName(f"teachButton{digit}")
        self.setAccessibleName(f"It is {a_digit(digit)}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedWidth(max(24, self.fontMetrics().horizontalAdvance("0") + 14))
        self.setMinimumHeight(_BUTTON_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_marked(self, is_marked: bool) -> None:
        """Mark it, or not."""
        if is_marked != self._is_marked:
            self._is_marked = is_marked
            self.setAccessibleDescription("The drawing is saved as it" if is_marked else "")
            self.update()

    def show_count(self, count: int | None) -> None:
        """Say how many samples there are; None if that is not known yet."""
        have = "" if count is None else f" You have {n_samples(count)} of it."
        self.setToolTip(
            f"The drawing is {a_digit(self.digit)}: save it as a sample.{have} Key: {self.digit}"
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 -- Qt's name
        """Paint the button, and the mark."""
        super().paintEvent(event)
        if self._is_marked:
            color = theme_of(self).color("accent")
            QPainter(self).fillRect(5, self.height() - 5, self.width() - 10, 2, color)


def _button(text: str, name: str, accessible_name: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(accessible_name)
    button.setAutoDefault(False)
    button.setMinimumHeight(_BUTTON_HEIGHT)
    return button


def _demo() -> QWidget:
    bar = TeachBar()
    counts = [1, 0, 3, 0, 2, 0, 0, 5, 0, 0]
    bar.show_counts(counts)
    bar.set_possible(True)

    def save(label: int) -> None:
        counts[label] += 1
        bar.show_saved(label, counts)

    bar.taught.connect(save)
    bar.undo_requested.connect(lambda: bar.show_message("Taken back."))
    bar.resize(696, HEIGHT)
    return bar


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(_demo)

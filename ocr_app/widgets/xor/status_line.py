"""How a run stands, in a sentence, with what may help one click away.

Run ``python -m ocr_app.widgets.xor.status_line`` to see it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ocr_app.engine.xor_lab.status import LabState, Remedy, Status
from ocr_app.widgets.buttons import make_button
from ocr_app.widgets.theme import SPACING, theme_of
from ocr_app.widgets.wrapped_label import WrappedLabel

_MARKS: Final = {
    Status.SOLVED: ("✓ ", "good"),
    Status.STUCK: ("⚠ ", "warning"),
    Status.SATURATED: ("⚠ ", "warning"),
    Status.DIVERGED: ("⚠ ", "error"),
}

_REMEDIES: Final = {
    Remedy.NEW_START: ("New start", "Begin again from other random weights."),
    Remedy.MORE_UNITS: ("M&ore units", "Add two units to the first hidden layer."),
    Remedy.SMALLER_RATE: ("Smaller α", "Begin again with a tenth of the learning rate."),
    Remedy.BIASES: ("With biases", "Begin again with biases."),
}


class StatusLine(QWidget):
    """Epoch, error, a sentence, and buttons.

    Signals
    -------
    remedy_chosen : Remedy
    """

    remedy_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: LabState | None = None
        self._about = self._notice = ""
        self._sentence = WrappedLabel("", 2)
        self._sentence.setObjectName("xorStatus")
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        font = self._sentence.font()
        font.setBold(True)
        self._sentence.setFont(font)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING // 2)
        row.addWidget(self._sentence, 1)
        self._buttons = {}
        for remedy, (text, tip) in _REMEDIES.items():
            name = f"xorRemedy{remedy.name.title().replace('_', '')}"
            button = self._buttons[remedy] = make_button(text, name, tip)
            button.clicked.connect(lambda _=False, remedy=remedy: self.remedy_chosen.emit(remedy))
            button.hide()
            row.addWidget(button)

    @property
    def text(self) -> str:
        """What is said."""
        return self._sentence.text()

    def show_notice(self, text: str) -> None:
        """Say something else until anything is done in the lab."""
        self._state, self._notice = None, text

    def show_state(self, state: LabState, about: str = "") -> None:
        """Say how a run stands, and before its first step what it is about."""
        if self._state is not None and self._state.moment is not state.moment:
            self._notice = ""
        self._state, self._about = state, about
        mark, color = _MARKS.get(state.status, ("", "text"))
        epoch = state.moment.epoch
        counted = f"{epoch:,.0f}" if epoch == int(epoch) else f"{epoch:,.2f}"
        error = "" if state.remedies else f", mean error {state.error:.4f}"
        sentence = about if about and state.moment.n_steps == 0 else state.sentence
        text = f"Epoch {counted}{error}. {mark}{sentence}"
        self._sentence.setText(f"⚠ {self._notice}" if self._notice else text)
        palette = self._sentence.palette()
        wanted = theme_of(self).color(color)
        if palette.color(palette.ColorRole.WindowText) != wanted:
            palette.setColor(palette.ColorRole.WindowText, wanted)
            self._sentence.setPalette(palette)
        for remedy, button in self._buttons.items():
            button.setVisible(remedy in state.remedies)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 -- Qt's name
        """Follow the palette between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._state is not None:
            self.show_state(self._state, self._about)


if __name__ == "__main__":
    from dataclasses import replace

    from ocr_app.engine.xor_lab.lab import Lab
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        lab = Lab()
        lab.configure(replace(lab.settings, hidden_layer_sizes=(2,), seed=0))
        lab.learn(12_000)
        line = StatusLine()
        line.show_state(lab.state())
        return line

    run(_demo)

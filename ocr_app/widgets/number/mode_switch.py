"""One digit or a whole number: two buttons side by side, of which one is down.

Run ``python -m ocr_app.widgets.number.mode_switch`` to try it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from ocr_app.widgets.choice_button import ChoiceButton

_CHOICES: Final = (
    ("&One digit", "digitMode", "Draw a single digit, as large as you like."),
    ("Whole num&ber", "numberMode", "Write several digits beside each other; all are read."),
)


class ModeSwitch(QWidget):
    """Says what is wanted; `show_number_mode` shows what is so.

    Signals
    -------
    number_wanted : bool
    """

    number_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modeSwitch")
        self.setAccessibleName("What is drawn")
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, (text, name, tip) in enumerate(_CHOICES):
            button = ChoiceButton()
            button.setText(text)
            button.setObjectName(name)
            button.setAccessibleName(text.replace("&", ""))
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(lambda number: self.number_wanted.emit(bool(number)))

    def show_number_mode(self, is_number: bool) -> None:
        """Show which of the two it is, without telling anybody."""
        self._group.button(int(is_number)).setChecked(True)


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(ModeSwitch)

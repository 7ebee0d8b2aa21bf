"""Back and forth through the parts of a step, and whether it is taken."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ocr_app.widgets.steady_label import SteadyLabel
from ocr_app.widgets.theme import SPACING


class StepBar(QWidget):
    """Four buttons, and which part of the step is shown.

    Signals
    -------
    part_requested : int
        By its position.
    apply_requested, undo_requested
    """

    part_requested = Signal(int)
    apply_requested = Signal()
    undo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._position = 0
        self._back = _button("◂ Back", "lessonBack", "The part of the step before this one.")
        self._next = _button("Ne&xt ▸", "lessonNext", "The next part of the step.")
        self._apply = _button(
            "Take the step", "lessonApply", "Change all weights now, and see the reading move."
        )
        self._undo = _button("Undo step", "lessonUndo", "Bring the weights before it back.")
        self._label = SteadyLabel("Part 88 of 88")
        self._label.setObjectName("lessonPart")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING // 2)
        for widget in (self._back, self._next, self._label):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._apply)
        row.addWidget(self._undo)
        self._back.clicked.connect(lambda: self.part_requested.emit(self._position - 1))
        self._next.clicked.connect(lambda: self.part_requested.emit(self._position + 1))
        self._apply.clicked.connect(self.apply_requested)
        self._undo.clicked.connect(self.undo_requested)
        self.show_part(0, 0, 0)

    def show_part(self, position: int, n_parts: int, n_steps: int) -> None:
        """Show which part this is; 0 parts: there is no lesson.

        Parameters
        ----------
        position : int
            From 0.
        n_parts : int
        n_steps : int
            Steps that can be undone.
        """
        self._position = position
        self._label.setText(f"Part {position + 1} of {n_parts}" if n_parts else "")
        self._apply.setEnabled(n_parts > 0)
        self._undo.setEnabled(n_steps > 0)
        for button, is_possible, other in (
            (self._next, position + 1 < n_parts, self._back),
            (self._back, position > 0, self._next),
        ):
            if not is_possible and button.hasFocus():
                other.setEnabled(n_parts > 1)
                other.setFocus()  # a disabled button would send the keyboard elsewhere
            button.setEnabled(is_possible)


def _button(text: str, name: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text.replace("&", "").strip("◂▸ "))
    button.setToolTip(tip)
    return button


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(StepBar)

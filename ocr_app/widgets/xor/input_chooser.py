"""Which input the network looks at: a point of the problem, or one that is typed.

Run ``python -m ocr_app.widgets.xor.input_chooser`` to see it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QLabel, QWidget

from ocr_app.engine.xor_lab.problems import Problem
from ocr_app.widgets.theme import SPACING

_MOST_INPUTS: Final = 3


class InputChooser(QWidget):
    """A box with all points, and boxes to type other values in.

    Signals
    -------
    row_chosen : int
    input_typed : tuple of float
    """

    row_chosen = Signal(int)
    input_typed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problem: Problem | None = None
        self._choice = QComboBox()
        self._choice.setObjectName("xorInput")
        self._choice.setAccessibleName("Input")
        self._choice.setToolTip("The point that the network looks at, and learns from next.")
        self._choice.activated.connect(self._choose)
        self._values = [self._make_value(number) for number in range(_MOST_INPUTS)]
        label = QLabel("&Input")
        label.setBuddy(self._choice)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING // 2)
        row.addWidget(label)
        row.addWidget(self._choice)
        for box in self._values:
            row.addWidget(box)

    def show_input(self, problem: Problem, row: int, own_input: tuple[float, ...] | None) -> None:
        """Show what is looked at."""
        with QSignalBlocker(self._choice):
            if problem != self._problem:
                self._problem = problem
                self._choice.clear()
                for point, target in zip(problem.inputs, problem.targets, strict=True):
                    values = ", ".join(f"{value:.3g}" for value in point)
                    self._choice.addItem(f"({values}) → {target:.0f}")
                self._choice.addItem("Type your own …")
            self._choice.setCurrentIndex(problem.n_rows if own_input is not None else row)
        shown = own_input or problem.inputs[row]
        for number, box in enumerate(self._values):
            box.setVisible(own_input is not None and number < problem.n_inputs)
            if number < len(shown) and not box.hasFocus():
                with QSignalBlocker(box):
                    box.setValue(shown[number])

    def _make_value(self, number: int) -> QDoubleSpinBox:
        box = QDoubleSpinBox(decimals=2, singleStep=0.1, minimum=-100.0, maximum=100.0)
        box.setObjectName(f"xorInput{number + 1}")
        box.setAccessibleName(f"Input {number + 1}")
        box.setToolTip(f"The value of input x{'₁₂₃'[number]}.")
        box.setKeyboardTracking(False)
        box.valueChanged.connect(self._type)
        box.hide()
        return box

    def _choose(self, at: int) -> None:
        if self._problem is None:
            return
        if at < self._problem.n_rows:
            self.row_chosen.emit(at)
        else:
            self._type()

    def _type(self) -> None:
        if self._problem is not None:
            n = self._problem.n_inputs
            self.input_typed.emit(tuple(box.value() for box in self._values[:n]))


if __name__ == "__main__":
    from ocr_app.engine.xor_lab.problems import XOR
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        chooser = InputChooser()
        chooser.show_input(XOR, 2, None)
        return chooser

    run(_demo)

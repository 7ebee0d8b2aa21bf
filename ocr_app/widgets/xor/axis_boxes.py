"""Two boxes that choose what lies across and what lies up in a map."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from ocr_app.widgets.theme import SPACING


class AxisBoxes(QWidget):
    """Never the same for both: whoever chooses that moves the other one on.

    Parameters
    ----------
    object_name : str
        The boxes are called so, with "Across" and "Up" behind it.
    what : str
        What is chosen, for screen readers.
    tip : str

    Signals
    -------
    chosen : (int, int)
        What lies across, and what up.
    """

    chosen = Signal(int, int)

    def __init__(self, object_name: str, what: str, tip: str) -> None:
        super().__init__()
        self._boxes = (QComboBox(), QComboBox())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING // 2)
        for box, name in zip(self._boxes, ("Across", "Up"), strict=True):
            box.setObjectName(f"{object_name}{name}")
            box.setAccessibleName(f"{name}: {what}")
            box.setToolTip(tip)
            box.activated.connect(self._choose)
            label = QLabel(f"&{name}")
            label.setBuddy(box)
            row.addWidget(label)
            row.addWidget(box, 1)

    def show_choice(self, names: Sequence[str], chosen: tuple[int, int]) -> None:
        """Show what there is, and which two are looked at."""
        for box, number in zip(self._boxes, chosen, strict=True):
            if [box.itemText(item) for item in range(box.count())] != list(names):
                box.clear()
                box.addItems(list(names))
            if number < len(names):
                box.setCurrentIndex(number)

    def _choose(self) -> None:
        across, up = (box.currentIndex() for box in self._boxes)
        if across == up:  # a plane takes two
            other = self._boxes[1 if self.sender() is self._boxes[0] else 0]
            other.setCurrentIndex((up + 1) % other.count())
            across, up = (box.currentIndex() for box in self._boxes)
        self.chosen.emit(across, up)

"""Back to any moment of a training: a slider, and what can be done from there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

from ocr_app.widgets.theme import SPACING


class RewindBar(QWidget):
    """A slider over moments; while it stands at the end, it follows the training.

    Signals
    -------
    moment_chosen : int
        Position in the moments, by the user.
    go_on_requested
        Train on from the moment that is shown.
    branch_requested
        Begin a new training with the weights of the moment that is shown.
    again_requested
        The same training from the start, with the same seed.
    """

    moment_chosen = Signal(int)
    go_on_requested = Signal()
    branch_requested = Signal()
    again_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._epochs: tuple[float, ...] = ()
        self._can_act = self._can_go_on_at_end = False
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setObjectName("rewindSlider")
        self._slider.setAccessibleName("Moment of the training")
        self._slider.setMinimumWidth(60)
        self._slider.setToolTip("Look at the network as it was at any moment of its training.")
        self._slider.valueChanged.connect(self._on_value)
        self._label = QLabel()
        self._label.setObjectName("rewindLabel")
        self._label.setFixedWidth(self.fontMetrics().horizontalAdvance("Epoch 1,000") + 4)
        self._go_on = QPushButton("G&o on here")
        self._go_on.setObjectName("rewindGoOn")
        self._go_on.setToolTip(
            "Train on from this moment. What came later is kept, as a run of its own under Runs."
        )
        self._go_on.clicked.connect(self.go_on_requested)
        self._branch = QPushButton("Br&anch off")
        self._branch.setObjectName("rewindBranch")
        self._branch.setToolTip(
            "Begin a new training with the weights of this moment and the settings of the form."
        )
        self._branch.clicked.connect(self.branch_requested)
        self._again = QPushButton("Same again")
        self._again.setObjectName("rewindAgain")
        self._again.setToolTip(
            "The same training, with the same seed: it comes out the same, bit for bit."
        )
        self._again.clicked.connect(self.again_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING // 2)
        row.addWidget(self._label)
        row.addWidget(self._slider, 1)
        for button in (self._go_on, self._branch, self._again):
            row.addWidget(button)
        self.show_moments(())

    @property
    def position(self) -> int:
        """Which of the moments is shown; -1 if there are none."""
        return self._slider.value() if self._epochs else -1

    @property
    def is_at_end(self) -> bool:
        """Whether the latest moment is shown."""
        return self.position == len(self._epochs) - 1

    def show_moments(self, epochs: Sequence[float]) -> None:
        """Offer other moments; one that is looked at stays, as long as it is there."""
        follows = self.is_at_end or not self._epochs
        shown = None if follows else self._epochs[self.position]
        self._epochs = tuple(epochs)
        position = len(self._epochs) - 1
        if shown is not None and self._epochs:
            position = min(range(len(self._epochs)), key=lambda i: abs(self._epochs[i] - shown))
        self._slider.blockSignals(True)
        self._slider.setRange(0, max(0, len(self._epochs) - 1))
        self._slider.setValue(max(0, position))
        self._slider.blockSignals(False)
        self._show_position()

    def go_to(self, position: int) -> None:
        """Show one of the moments, without telling anybody."""
        self._slider.blockSignals(True)
        self._slider.setValue(position)
        self._slider.blockSignals(False)
        self._show_position()

    def set_can_act(self, can_act: bool, can_go_on_at_end: bool = False) -> None:
        """Say whether a training may be begun or gone on with now, and whether at its end, too."""
        self._can_act, self._can_go_on_at_end = can_act, can_go_on_at_end
        self._show_position()

    def _on_value(self, position: int) -> None:
        self._show_position()
        self.moment_chosen.emit(position)

    def _show_position(self) -> None:
        there = bool(self._epochs)
        self._label.setText(f"Epoch {self._epochs[self.position]:,.4g}" if there else "")
        self._slider.setEnabled(len(self._epochs) > 1)
        can_go_on = not self.is_at_end or self._can_go_on_at_end
        self._go_on.setEnabled(there and self._can_act and can_go_on)
        self._branch.setEnabled(there and self._can_act)
        self._again.setEnabled(there and self._can_act)


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        bar = RewindBar()
        bar.show_moments(range(13))
        bar.set_can_act(True)
        return bar

    run(_demo)

"""The XOR tab: a network of a few units learns the smallest problem that needs a hidden layer.

Run ``python -m ocr_app.widgets.xor_tab`` to watch it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ocr_app.engine.xor_training import (
    LEARNING_RATES,
    MAX_HIDDEN_UNITS,
    XorSettings,
    XorState,
    XorStatus,
    describe,
)
from ocr_app.widgets.decision_surface import DecisionSurface
from ocr_app.widgets.plots import Curve, CurvePlot
from ocr_app.widgets.theme import SPACING, theme_of
from ocr_app.widgets.truth_table import TruthTable

SPEEDS: Final = (
    ("Slow", 10.0),
    ("Normal", 200.0),
    ("Fast", 1000.0),
    ("As fast as possible", math.inf),
)
"""Names and epochs per second."""

_ERROR: Final = "error"

_MARKS: Final = {
    XorStatus.SOLVED: ("✓ ", "good"),
    XorStatus.STUCK: ("⚠ ", "warning"),
    XorStatus.DIVERGED: ("⚠ ", "error"),
}


class XorTab(QWidget):
    """Buttons and settings on top; below, truth table, error curve and decision surface.

    It shows states and says what people ask for; a controller does the training.

    Parameters
    ----------
    parent : QWidget, optional
    """

    train_toggled = Signal(bool)
    """Train (true) or Pause (false) was pressed."""
    step_requested = Signal()
    new_start_requested = Signal()
    reset_requested = Signal()
    settings_edited = Signal(int, float)
    """Hidden units, learning rate."""
    speed_changed = Signal(float)
    """Epochs per second; infinity means as fast as possible."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("xorTab")
        self.setAccessibleName("XOR")
        self._build_buttons()
        self._build_settings()
        self._build_views()
        self._lay_out()

    @property
    def speed(self) -> float:
        """Epochs per second, perhaps infinite."""
        return float(self._speed.currentData())

    def show_state(self, state: XorState) -> None:
        """Show the truth table, the marks on the surface and the status of a training."""
        self._table.show_state(state)
        self._surface.show_state(state)
        mark, color = _MARKS.get(state.status, ("", "text"))
        self._status.setText(mark + describe(state))
        palette = self._status.palette()
        palette.setColor(palette.ColorRole.WindowText, theme_of(self).color(color))
        self._status.setPalette(palette)
        self._show_settings(state.settings)

    def show_surface(self, outputs: NDArray[np.float32]) -> None:
        """Show the outputs for all inputs; see `XorTraining.surface`."""
        self._surface.show_surface(outputs)

    def extend_curve(self, points: Sequence[tuple[float, float]]) -> None:
        """Add (epoch, mean error) points to the error curve."""
        self._curve.extend(_ERROR, points)

    def clear_curve(self) -> None:
        """Start the error curve anew."""
        self._curve.clear()

    def show_running(self, running: bool) -> None:
        """Let the first button pause a running training, or start one."""
        with QSignalBlocker(self._train):
            self._train.setChecked(running)
        self._train.setText("&Pause" if running else "&Train")
        self._step.setDisabled(running)

    def _show_settings(self, settings: XorSettings) -> None:
        for box, value in (
            (self._hidden, settings.hidden_units),
            (self._rate, settings.learning_rate),
        ):
            if box.value() != value and not box.hasFocus():
                with QSignalBlocker(box):
                    box.setValue(value)  # type: ignore[arg-type]
        self._start.setText(f"Start no. {settings.start}")

    def _build_buttons(self) -> None:
        self._train = _button(
            "&Train", "xorTrainButton", "Let the network learn, epoch after epoch; again to pause."
        )
        self._train.setCheckable(True)
        self._train.toggled.connect(self.train_toggled)
        self._step = _button(
            "Step &one epoch", "xorStepButton", "Learn from each of the four rows once."
        )
        self._step.clicked.connect(self.step_requested)
        self._new = _button(
            "New &random start",
            "xorNewStartButton",
            "Begin again from other random weights: some starts learn faster, some get stuck.",
        )
        self._new.clicked.connect(self.new_start_requested)
        self._reset = _button(
            "Reset to same &weights",
            "xorResetButton",
            "Begin again from the same weights: exactly the same happens once more.",
        )
        self._reset.clicked.connect(self.reset_requested)

    def _build_settings(self) -> None:
        defaults = XorSettings()
        self._hidden = QSpinBox(minimum=1, maximum=MAX_HIDDEN_UNITS, value=defaults.hidden_units)
        self._hidden.setToolTip("Units in the hidden layer. Another number starts anew.")
        self._rate = QDoubleSpinBox(decimals=3, minimum=LEARNING_RATES[0])
        self._rate.setMaximum(LEARNING_RATES[1])
        self._rate.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        self._rate.setValue(defaults.learning_rate)
        self._rate.setToolTip(
            "How far every step goes: small is slow, large may jump over the solution."
        )
        self._speed = QComboBox()
        for name, speed in SPEEDS:
            self._speed.addItem(name, speed)
        self._speed.setCurrentIndex(1)
        self._speed.setToolTip("How many epochs to do every second; learning stays the same.")
        for widget, object_name, name in (
            (self._hidden, "xorHiddenUnits", "Hidden units"),
            (self._rate, "xorLearningRate", "Learning rate"),
            (self._speed, "xorSpeed", "Speed"),
        ):
            widget.setObjectName(object_name)
            widget.setAccessibleName(name)
        for box in (self._hidden, self._rate):
            box.setKeyboardTracking(False)  # typing 12 is not first 1, then 12
            box.valueChanged.connect(self._emit_settings)
        self._speed.currentIndexChanged.connect(lambda _: self.speed_changed.emit(self.speed))

    def _build_views(self) -> None:
        self._status = QLabel()
        self._status.setObjectName("xorStatus")
        self._status.setWordWrap(True)
        font = self._status.font()
        font.setPointSizeF(font.pointSizeF() * 1.1)
        font.setBold(True)
        self._status.setFont(font)
        # Two lines are always free, so that a longer sentence does not move what is below.
        self._status.setMinimumHeight(2 * self._status.fontMetrics().lineSpacing())
        self._start = QLabel()
        self._start.setObjectName("xorStart")
        self._start.setToolTip("The number of these random weights: the same number, the same run.")
        self._table = TruthTable()
        self._surface = DecisionSurface()
        self._curve = CurvePlot(
            "Mean error of the four rows",
            (Curve(_ERROR),),
            y_range=(0.0, None),
            empty_text="The error after every epoch appears here.",
        )
        self._curve.setObjectName("xorErrorCurve")

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING // 2)
        for button in (self._train, self._step, self._new, self._reset):
            buttons.addWidget(button)
        buttons.addStretch()
        settings = QHBoxLayout()
        settings.setSpacing(SPACING // 2)
        for text, widget in (
            ("Hidden &units", self._hidden),
            ("&Learning rate", self._rate),
            ("Spee&d", self._speed),
        ):
            label = QLabel(text)
            label.setBuddy(widget)
            settings.addWidget(label)
            settings.addWidget(widget)
            settings.addSpacing(SPACING)
        settings.addStretch()
        settings.addWidget(self._start)
        grid = QGridLayout(self)
        grid.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        grid.setSpacing(SPACING)
        grid.addLayout(buttons, 0, 0, 1, 2)
        grid.addLayout(settings, 1, 0, 1, 2)
        grid.addWidget(self._status, 2, 0, 1, 2, Qt.AlignmentFlag.AlignVCenter)
        left = QVBoxLayout()
        left.setSpacing(SPACING)
        left.addWidget(self._table)
        left.addWidget(self._curve, 1)
        grid.addLayout(left, 3, 0)
        grid.addWidget(self._surface, 3, 1)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 5)
        grid.setRowStretch(3, 1)

    def _emit_settings(self) -> None:
        self.settings_edited.emit(self._hidden.value(), self._rate.value())


def _button(text: str, name: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text.replace("&", ""))
    button.setAutoDefault(False)
    button.setToolTip(tip)
    return button


def _demo() -> None:
    import sys  # noqa: PLC0415

    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from ocr_app.engine.xor_training import XorTraining  # noqa: PLC0415
    from ocr_app.widgets.theme import apply_theme  # noqa: PLC0415

    app = QApplication(sys.argv)
    apply_theme(app)
    tab, training = XorTab(), XorTraining()

    def tick() -> None:
        training.run(4, 0.008)
        tab.extend_curve(training.take_curve())
        tab.show_state(training.state())
        tab.show_surface(training.surface())

    timer = QTimer(interval=16)
    timer.timeout.connect(tick)
    tab.train_toggled.connect(lambda on: timer.start() if on else timer.stop())
    tab.train_toggled.connect(tab.show_running)
    tab.step_requested.connect(tick)
    tab.resize(800, 560)
    tab.show()
    tab.show_state(training.state())
    tab.show_surface(training.surface())
    sys.exit(app.exec())


if __name__ == "__main__":
    _demo()

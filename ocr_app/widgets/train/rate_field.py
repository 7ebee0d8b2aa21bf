"""A number that spans many powers of ten: a logarithmic slider and a box with the digits."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QHBoxLayout, QSlider, QWidget

from ocr_app.widgets.theme import SPACING

_STEPS_PER_DECADE = 20


class RateField(QWidget):
    """A learning rate.

    Parameters
    ----------
    low, high : float
        The least and the largest value, above 0.
    name : str
        Object name; the slider's ends in "Slider", the box's in "Box".
    parent : QWidget, optional

    Signals
    -------
    changed : float
        By the user or by `set_value`.
    """

    changed = Signal(float)

    def __init__(self, low: float, high: float, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low = low
        self.setObjectName(name)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setObjectName(f"{name}Slider")
        self._slider.setAccessibleName("Learning rate, coarsely")
        self._slider.setRange(0, round(_STEPS_PER_DECADE * math.log10(high / low)))
        self._slider.setPageStep(_STEPS_PER_DECADE)
        self._slider.setMinimumWidth(60)
        # The Tab key goes to the box, whose arrow keys do the same, finely.
        self._slider.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._box = _RateBox(low, high)
        self._box.setObjectName(f"{name}Box")
        self._box.setAccessibleName("Learning rate")
        self._slider.valueChanged.connect(self._slide)
        self._box.valueChanged.connect(self._follow_box)
        self.setFocusProxy(self._box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING // 2)
        row.addWidget(self._slider, 1)
        row.addWidget(self._box)

    @property
    def value(self) -> float:
        """The number."""
        return self._box.value()

    def set_value(self, value: float) -> None:
        """Show another number."""
        self._box.setValue(value)

    def setToolTip(self, text: str) -> None:  # noqa: N802 -- Qt's name
        """Explain both parts."""
        super().setToolTip(text)
        self._slider.setToolTip(text)
        self._box.setToolTip(text)

    def _slide(self, step: int) -> None:
        value = self._low * 10 ** (step / _STEPS_PER_DECADE)
        # Two digits are enough for a slider, and easier to read.
        self._box.setValue(float(f"{value:.2g}"))

    def _follow_box(self, value: float) -> None:
        self._slider.blockSignals(True)
        self._slider.setValue(round(_STEPS_PER_DECADE * math.log10(value / self._low)))
        self._slider.blockSignals(False)
        self.changed.emit(value)


class _RateBox(QDoubleSpinBox):
    """0.002 instead of 0.00200, and steps of a tenth of the leading digit's place."""

    def __init__(self, low: float, high: float) -> None:
        super().__init__()
        self.setDecimals(6)
        self.setRange(low, high)
        self.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        self.setKeyboardTracking(False)
        self.setFixedWidth(92)

    def textFromValue(self, value: float) -> str:  # noqa: N802
        text = super().textFromValue(value)
        point = self.locale().decimalPoint()
        return text.rstrip("0").removesuffix(point) if point in text else text


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(lambda: RateField(1e-6, 100, "rate"))

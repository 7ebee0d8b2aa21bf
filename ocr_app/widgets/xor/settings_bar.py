"""The network and the way it learns: the second row of the lab.

Run ``python -m ocr_app.widgets.xor.settings_bar`` to see it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QWidget,
)

from ocr_app.engine.xor_lab.settings import (
    ACTIVATIONS,
    LARGEST_SEED,
    LEARNING_RATES,
    MAX_LAYERS,
    MAX_UNITS,
    MOMENTA,
    LabSettings,
)
from ocr_app.widgets.flow_layout import FlowLayout
from ocr_app.widgets.theme import SPACING

_NAMES: Final = {"sigmoid": "Sigmoid", "tanh": "tanh", "relu": "ReLU"}


class SettingsBar(QWidget):
    """Hidden units, activation, biases, batch, learning rate, momentum, seed.

    Signals
    -------
    settings_edited : LabSettings
    """

    settings_edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = LabSettings()
        self._layers = [self._make_units(number) for number in range(MAX_LAYERS)]
        self._build_choices()
        self._build_numbers()
        flow = FlowLayout(self)
        flow.setSpacing(SPACING - 3)
        fields: tuple[tuple[str, list[QWidget]], ...] = (
            ("Hi&dden", [*self._layers]),
            ("", [self._activation]),
            ("", [self._batch]),
            ("", [self._bias]),
            ("α", [self._rate]),
            ("μ", [self._momentum]),
            ("Seed", [self._seed]),
        )
        for text, widgets in fields:
            flow.addWidget(_labelled(text, *widgets))
        self.show_settings(self._settings)

    def show_settings(self, settings: LabSettings) -> None:
        """Show other settings; a box that somebody types in is left alone."""
        self._settings = settings
        sizes = (*settings.hidden_layer_sizes, 0, 0, 0)[:MAX_LAYERS]
        for box, size in zip(self._layers, sizes, strict=True):
            _show(box, size)
        for number, box in enumerate(self._layers):
            box.setEnabled(number == 0 or sizes[number - 1] > 0)
        _show(self._rate, settings.learning_rate)
        _show(self._momentum, settings.momentum)
        _show(self._seed, settings.seed)
        for choice, index in (
            (self._activation, ACTIVATIONS.index(settings.activation)),
            (self._batch, int(settings.full_batch)),
        ):
            with QSignalBlocker(choice):
                choice.setCurrentIndex(index)
        with QSignalBlocker(self._bias):
            self._bias.setChecked(settings.bias)

    def _make_units(self, number: int) -> QSpinBox:
        box = QSpinBox(minimum=0, maximum=MAX_UNITS)
        box.setSpecialValueText("–")
        box.setObjectName("xorHiddenUnits" if number == 0 else f"xorHiddenUnits{number + 1}")
        box.setAccessibleName(f"Units of hidden layer {number + 1}")
        box.setToolTip(
            f"Units of hidden layer {number + 1}; – for none. Another number begins anew."
        )
        box.setKeyboardTracking(False)
        box.valueChanged.connect(self._edit)
        return box

    def _build_choices(self) -> None:
        self._activation = QComboBox()
        for name in ACTIVATIONS:
            self._activation.addItem(_NAMES[name])
        self._batch = QComboBox()
        self._batch.addItems(["One by one", "Full batch"])
        self._bias = QCheckBox("&Biases")
        for widget, object_name, name, tip in (
            (
                self._activation,
                "xorActivation",
                "Activation",
                "What the hidden units make of their net inputs. Another one begins anew.",
            ),
            (
                self._batch,
                "xorBatch",
                "Batch",
                "One by one: each step learns from one point. Full batch: each step learns from "
                "all of them, along the mean of their gradients.",
            ),
            (
                self._bias,
                "xorBiases",
                "Biases",
                "A bias is a weight from a unit that is always 1: it moves a border away from "
                "the origin. Changing this begins anew.",
            ),
        ):
            widget.setObjectName(object_name)
            widget.setAccessibleName(name)
            widget.setToolTip(tip)
        self._activation.activated.connect(self._edit)
        self._batch.activated.connect(self._edit)
        self._bias.toggled.connect(self._edit)

    def _build_numbers(self) -> None:
        self._rate = QDoubleSpinBox(decimals=3, minimum=LEARNING_RATES[0])
        self._rate.setMaximum(LEARNING_RATES[1])
        self._rate.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        self._momentum = QDoubleSpinBox(decimals=2, minimum=MOMENTA[0], singleStep=0.1)
        self._momentum.setMaximum(MOMENTA[1])
        self._seed = _SeedBox(minimum=0, maximum=LARGEST_SEED)
        for box, object_name, name, tip in (
            (
                self._rate,
                "xorLearningRate",
                "Learning rate",
                "Learning rate α: how far each step goes. Small is slow, large may jump over the "
                "solution. It can be changed while the network learns.",
            ),
            (
                self._momentum,
                "xorMomentum",
                "Momentum",
                "Momentum μ: the share of the last step that is added to the next one, like a "
                "ball that keeps rolling. It can be changed while the network learns.",
            ),
            (
                self._seed,
                "xorSeed",
                "Seed",
                "The number of these random weights: the same number, the same run.",
            ),
        ):
            box.setObjectName(object_name)
            box.setAccessibleName(name)
            box.setToolTip(tip)
            box.setKeyboardTracking(False)  # typing 12 is not first 1, then 12
            box.valueChanged.connect(self._edit)

    def _edit(self) -> None:
        sizes = tuple(box.value() for box in self._layers)
        self._settings = replace(
            self._settings,
            hidden_layer_sizes=sizes[: sizes.index(0)] if 0 in sizes else sizes,
            activation=ACTIVATIONS[self._activation.currentIndex()],
            bias=self._bias.isChecked(),
            full_batch=self._batch.currentIndex() == 1,
            learning_rate=self._rate.value(),
            momentum=self._momentum.value(),
            seed=self._seed.value(),
        )
        self.settings_edited.emit(self._settings)


class _SeedBox(QSpinBox):
    """As wide as usual seeds are, not as the largest one; in large text too."""

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        size = super().sizeHint()
        widest = self.fontMetrics().horizontalAdvance(str(self.maximum()))
        size.setWidth(size.width() - widest + self.fontMetrics().horizontalAdvance("00000"))
        return size

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()


def _show(box: QSpinBox | QDoubleSpinBox, value: float) -> None:
    if box.value() != value:
        with QSignalBlocker(box):
            box.setValue(value)  # type: ignore[arg-type]


def _labelled(text: str, *widgets: QWidget) -> QWidget:
    together = QWidget()
    row = QHBoxLayout(together)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACING // 2)
    if text:
        label = QLabel(text)
        label.setBuddy(widgets[0])
        label.setToolTip(widgets[0].toolTip())
        row.addWidget(label)
    for widget in widgets:
        row.addWidget(widget)
    return together


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(SettingsBar)

"""The fields of the set-up, one for each setting: a label, a control and a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from ocr_app.engine.workbench.setup import LIMITS, MAX_LAYERS, WHOLE_NUMBERS
from ocr_app.widgets.theme import SPACING, set_quiet
from ocr_app.widgets.train.layers_editor import LayersEditor
from ocr_app.widgets.train.rate_field import RateField
from ocr_app.widgets.wrapped_label import WrappedLabel

SENTENCES: Final = {
    "use_digits": "1,797 small pictures of digits; some are held out to test with.",
    "split": "By people it never sees, or mixed: which digits it is tested with.",
    "validation_fraction": "How much of scikit-learn's digits is held out.",
    "copies": "Tilted, stretched, bent copies of every digit; 0 for none.",
    "augmentation_strength": "How far copies stray from the original; 1 is usual.",
    "synthetic": "Made-up handwriting, so many of each digit.",
    "pictures": "Made-up digits in small pictures, by thin and fat pens.",
    "nondigits": "Letters and scribbles, so that it can say: no digit.",
    "use_my_samples": "What you drew on the Draw tab and said what it is.",
    "hidden_layer_sizes": "Between the 64 inputs and the outputs.",
    "activation": "What a unit makes of its weighted sum.",
    "loss": "What the training makes small.",
    "solver": "How a step is made of the gradient.",
    "learning_rate_init": "Size of each step α. Too large never settles.",
    "learning_rate": "Whether steps get smaller towards the end.",
    "momentum": "Share of the last step that is taken again.",
    "batch_size": "Digits seen before each step.",
    "alpha": "L2 penalty: keeps the weights small.",
    "max_iter": "How often the network sees every digit.",
    "early_stopping": "Ends when held-out digits are no longer read better.",
    "n_iter_no_change": "Epochs without progress before it stops early.",
    "random_state": "The same seed gives the same network.",
}

_CHOICES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "split": (("writers", "Strangers"), ("random", "Mixed")),
    "activation": (("relu", "ReLU"), ("sigmoid", "Sigmoid"), ("tanh", "tanh")),
    "loss": (
        ("cross_entropy", "Cross-entropy, softmax"),
        ("squared_error", "½(a − p)², sigmoid"),
    ),
    "solver": (("adam", "Adam"), ("sgd", "SGD: plain steps")),
    "learning_rate": (("decreasing", "Decreasing"), ("constant", "Constant")),
}

_LABELS: Final = {
    "use_digits": "scikit-learn's digits",
    "split": "Held out",
    "validation_fraction": "Held-out share",
    "copies": "Varied copies",
    "augmentation_strength": "Variation strength",
    "synthetic": "Synthetic digits",
    "pictures": "Pictures of digits",
    "nondigits": "Not digits",
    "use_my_samples": "My samples",
    "hidden_layer_sizes": "Hidden layers",
    "activation": "Activation",
    "loss": "Error",
    "solver": "Optimiser",
    "learning_rate_init": "&Learning rate α",
    "learning_rate": "Course of α",
    "momentum": "Momentum",
    "batch_size": "Batch size",
    "alpha": "Weight penalty",
    "max_iter": "Epochs",
    "early_stopping": "Stop early",
    "n_iter_no_change": "Patience",
    "random_state": "Seed",
}


_LONG: Final = {"loss"}
"""Choices whose words need a line of their own."""

_LINE: Final = 36
"""Letters that fit into a line of the form."""


class SetupFields(QWidget):
    """The fields of one group.

    Parameters
    ----------
    title : str
    names : sequence of str
        Which settings.

    Signals
    -------
    changed
    """

    changed = Signal()

    def __init__(self, title: str, names: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controls: dict[str, QWidget] = {}
        self._get: dict[str, Callable[[], Any]] = {}
        self._set: dict[str, Callable[[Any], None]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACING)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        heading = QLabel(title)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        self._grid.addWidget(heading, 0, 0, 1, 2)
        for name in names:
            self._add(name)

    def values(self) -> dict[str, Any]:
        """Return the settings by name."""
        return {name: get() for name, get in self._get.items()}

    def set_value(self, name: str, value: Any) -> None:
        """Show another value; a name of another group is ignored."""
        if name in self._set:
            self._set[name](value)

    def set_possible(self, name: str, possible: bool, why_not: str) -> None:
        """Switch a field on or off; the tooltip says why."""
        if name in self._controls:
            self._controls[name].setEnabled(possible)
            self._controls[name].setToolTip(SENTENCES[name] if possible else why_not)

    def _add(self, name: str) -> None:
        control = self._make(name)
        self._controls[name] = control
        control.setObjectName(f"setup_{name}")
        control.setToolTip(SENTENCES[name])
        control.setAccessibleName(_LABELS[name].replace("&", ""))
        control.setAccessibleDescription(SENTENCES[name])
        row = self._grid.rowCount()
        wide = isinstance(control, QCheckBox | LayersEditor | RateField) or name in _LONG
        if not isinstance(control, QCheckBox):
            label = QLabel(_LABELS[name])
            label.setBuddy(control)
            self._grid.addWidget(label, row, 0, 1, 2 if wide else 1)
            row += wide
        self._grid.addWidget(control, row, 0 if wide else 1, 1, 2 if wide else 1)
        sentence = WrappedLabel(SENTENCES[name], 2 if len(SENTENCES[name]) > _LINE else 1)
        sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        font = sentence.font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        sentence.setFont(font)
        set_quiet(sentence, True)
        self._grid.addWidget(sentence, row + 1, 0, 1, 2)
        self._grid.setRowMinimumHeight(row + 2, SPACING // 2)

    def _make(self, name: str) -> QWidget:
        if name == "hidden_layer_sizes":
            return self._layers()
        if name == "learning_rate_init":
            return self._rate()
        if name in _CHOICES:
            return self._choice(name)
        if name in LIMITS:
            return self._number(name)
        return self._switch(name)

    def _layers(self) -> QWidget:
        editor = LayersEditor(MAX_LAYERS, round(LIMITS["units"][1]))
        editor.changed.connect(self.changed)
        self._get["hidden_layer_sizes"] = lambda: editor.hidden_layer_sizes
        self._set["hidden_layer_sizes"] = editor.set_hidden_layer_sizes
        return editor

    def _rate(self) -> QWidget:
        field = RateField(*LIMITS["learning_rate_init"], name="setup_learning_rate_init")
        field.changed.connect(lambda _: self.changed.emit())
        self._get["learning_rate_init"] = lambda: field.value
        self._set["learning_rate_init"] = field.set_value
        return field

    def _choice(self, name: str) -> QWidget:
        box = QComboBox()
        make_narrow(box)
        for key, text in _CHOICES[name]:
            box.addItem(text, key)
        box.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._get[name] = box.currentData
        self._set[name] = lambda value: box.setCurrentIndex(box.findData(value))
        return box

    def _number(self, name: str) -> QWidget:
        low, high = LIMITS[name]
        box: QSpinBox | QDoubleSpinBox
        if name not in WHOLE_NUMBERS:
            box = QDoubleSpinBox(decimals=4 if name == "alpha" else 3 if name == "momentum" else 2)
            box.setRange(low, high)
            box.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        else:
            box = QSpinBox()
            box.setRange(round(low), round(high))
            box.setGroupSeparatorShown(True)
        box.setKeyboardTracking(False)
        make_narrow(box)
        box.valueChanged.connect(lambda _: self.changed.emit())
        self._get[name] = box.value
        self._set[name] = box.setValue
        return box

    def _switch(self, name: str) -> QWidget:
        box = QCheckBox(_LABELS[name])
        box.toggled.connect(lambda _: self.changed.emit())
        self._get[name] = box.isChecked
        self._set[name] = box.setChecked
        return box


def make_narrow(box: QComboBox | QSpinBox | QDoubleSpinBox) -> None:
    """Let a box be narrower than its longest text; it takes what room there is."""
    box.setMinimumWidth(76)
    box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

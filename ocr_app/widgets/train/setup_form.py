"""Everything that decides a training, with presets to begin from.

Run ``python -m ocr_app.widgets.train.setup_form`` to see it.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ocr_app.engine.workbench.presets import PRESETS
from ocr_app.engine.workbench.setup import TrainingSetup
from ocr_app.widgets.theme import SPACING, set_quiet
from ocr_app.widgets.train.setup_fields import SetupFields, make_narrow
from ocr_app.widgets.wrapped_label import WrappedLabel

WIDTH: Final = 222

_GROUPS: Final = (
    (
        "Data",
        (
            "use_digits",
            "split",
            "validation_fraction",
            "copies",
            "augmentation_strength",
            "synthetic",
            "pictures",
            "nondigits",
            "use_my_samples",
        ),
    ),
    ("Network", ("hidden_layer_sizes", "activation", "loss")),
    (
        "Learning",
        ("solver", "learning_rate_init", "learning_rate", "momentum", "batch_size", "alpha"),
    ),
    ("Beginning and end", ("max_iter", "early_stopping", "n_iter_no_change", "random_state")),
)
_OWN: Final = "Own settings"
_OWN_SENTENCE: Final = "Changed from a preset."
_NOTHING: Final = (
    "⚠ There is nothing to learn from: switch on scikit-learn's digits, synthetic digits or your "
    "samples."
)


class SetupForm(QScrollArea):
    """The form; what is entered is always possible, or `setup` is None and the form says why.

    Parameters
    ----------
    parent : QWidget, optional

    Signals
    -------
    changed
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("setupForm")
        self.setAccessibleName("Settings of the training")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFixedWidth(WIDTH + self.verticalScrollBar().sizeHint().width())
        self._groups = [SetupFields(title, names) for title, names in _GROUPS]
        self._preset = QComboBox()
        self._preset.setObjectName("setupPreset")
        self._preset.setAccessibleName("Preset")
        make_narrow(self._preset)
        for preset in PRESETS:
            self._preset.addItem(preset.name, preset.key)
        self._preset.addItem(_OWN, "")
        self._sentence = WrappedLabel("", 4)
        self._sentence.setObjectName("setupSentence")
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self._is_filling = False
        self.set_setup(PRESETS[0].setup)
        self._preset.activated.connect(self._use_preset)
        for group in self._groups:
            group.changed.connect(self._on_changed)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._scroll_to)

    @property
    def setup(self) -> TrainingSetup | None:
        """What is entered; None if nothing is left to learn from."""
        values: dict[str, Any] = {}
        for group in self._groups:
            values |= group.values()
        try:
            return TrainingSetup(**values)
        except ValueError:
            return None

    def set_setup(self, setup: TrainingSetup) -> None:
        """Fill in other settings."""
        self._is_filling = True
        for field in dataclasses.fields(setup):
            for group in self._groups:
                group.set_value(field.name, getattr(setup, field.name))
        self._is_filling = False
        self._on_changed()

    def set_editable(self, editable: bool) -> None:
        """Lock the fields while a training runs by them; they can still be read."""
        for part in (*self._groups, self._preset):
            part.setEnabled(editable)

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Prefer a column."""
        return QSize(self.width(), 400)

    def _scroll_to(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Show what Alt and a letter leads to; Qt does so only for the Tab key."""
        # Under a mouse button, nothing must move.
        content = self.widget()
        if now is None or content is None or not content.isAncestorOf(now):
            return
        if QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self.ensureWidgetVisible(now)

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACING, 0)
        column.setSpacing(SPACING // 2)
        label = QLabel("Preset")
        label.setBuddy(self._preset)
        set_quiet(self._sentence, True)
        column.addWidget(label)
        column.addWidget(self._preset)
        column.addWidget(self._sentence)
        for group in self._groups:
            column.addSpacing(SPACING // 2)
            column.addWidget(group)
        column.addStretch()
        self.setWidget(content)

    def _use_preset(self) -> None:
        key = self._preset.currentData()
        for preset in PRESETS:
            if preset.key == key:
                self.set_setup(preset.setup)

    def _on_changed(self) -> None:
        if self._is_filling:
            return
        setup = self.setup
        self._name(setup)
        values = {name: value for group in self._groups for name, value in group.values().items()}
        digits, copies = values["use_digits"], values["copies"] > 0
        no_digits = "Only for scikit-learn's digits, which are switched off."
        for group in self._groups:
            group.set_possible("copies", digits, no_digits)
            strength_why = "There are no varied copies." if digits else no_digits
            group.set_possible("augmentation_strength", digits and copies, strength_why)
            group.set_possible(
                "momentum", values["solver"] == "sgd", "Adam has a momentum of its own."
            )
            group.set_possible(
                "n_iter_no_change", values["early_stopping"], "Only if it is to stop early."
            )
        self.changed.emit()

    def _name(self, setup: TrainingSetup | None) -> None:
        """Say which preset this is, if it is one."""
        for index, preset in enumerate(PRESETS):
            if preset.setup == setup:
                self._preset.setCurrentIndex(index)
                self._sentence.setText(preset.sentence)
                return
        self._preset.setCurrentIndex(len(PRESETS))
        self._sentence.setText(_NOTHING if setup is None else _OWN_SENTENCE)


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(SetupForm)

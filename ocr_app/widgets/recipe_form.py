"""The settings of a training as a form in which impossible values cannot be entered.

Run ``python -m ocr_app.widgets.recipe_form`` to see it.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from ocr_app.engine.layer_sizes import parse_layer_sizes, write_layer_sizes
from ocr_app.engine.recipe import TrainingRecipe
from ocr_app.widgets.theme import SPACING, theme_of

_LAYERS_HELP = "Units between input and output, layer by layer."


class RecipeForm(QWidget):
    """One field for each setting, each with a sentence that explains it.

    Parameters
    ----------
    recipe : TrainingRecipe, optional
        What to begin with; also what the settings without a field come from.
    parent : QWidget, optional
    """

    changed = Signal()
    """Any field was edited; `recipe` may have become None."""

    def __init__(self, recipe: TrainingRecipe | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipe = recipe or TrainingRecipe()
        self._helps: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACING)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._make_fields()
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        self.set_recipe(self._recipe)
        self._restyle()

    def recipe(self) -> TrainingRecipe | None:
        """Return the settings, or None while the hidden layers are not readable."""
        try:
            sizes = parse_layer_sizes(self._layers.text())
            return replace(
                self._recipe,
                hidden_layer_sizes=sizes,
                learning_rate_init=self._rate.value(),
                max_iter=self._epochs.value(),
                batch_size=self._batch.value(),
                copies=self._copies.value(),
                synthetic=self._synthetic.value(),
                nondigits=self._nondigits.value(),
                random_state=self._seed.value(),
            )
        except ValueError:
            return None

    def set_recipe(self, recipe: TrainingRecipe) -> None:
        """Fill in other settings."""
        self._recipe = recipe
        self._layers.setText(write_layer_sizes(recipe.hidden_layer_sizes))
        self._rate.setValue(recipe.learning_rate_init)
        self._epochs.setValue(recipe.max_iter)
        self._batch.setValue(recipe.batch_size)
        self._copies.setValue(recipe.copies)
        self._synthetic.setValue(recipe.synthetic)
        self._nondigits.setValue(recipe.nondigits)
        self._seed.setValue(recipe.random_state)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the palette between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._restyle()

    def _make_fields(self) -> None:
        self._layers = QLineEdit()
        self._layers.textChanged.connect(self._check_layers)
        self._layers_help = self._add("&Hidden layers", "HiddenLayers", self._layers, _LAYERS_HELP)
        # Room for two lines: what is wrong may take them, and the fields below must not jump.
        self._layers_help.setMinimumHeight(2 * self._layers_help.fontMetrics().lineSpacing())
        self._layers_help.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._epochs = _whole_box(1, 1000)
        self._add("&Epochs", "Epochs", self._epochs, "How often the network sees every digit.")
        self._rate = _RateBox()
        self._add(
            "&Learning rate",
            "LearningRate",
            self._rate,
            "Size of each correction. Too large never settles.",
        )
        self._batch = _whole_box(1, 10_000)
        self._add("&Batch size", "BatchSize", self._batch, "Digits seen before each correction.")
        self._copies = _whole_box(0, 200)
        self._add(
            "&Varied copies", "Copies", self._copies, "Tilted, stretched versions of every digit."
        )
        self._synthetic = _whole_box(0, 20_000)
        self._add(
            "S&ynthetic digits", "Synthetic", self._synthetic, "Made-up handwriting, of each kind."
        )
        self._nondigits = _whole_box(0, 200_000)
        self._add(
            "&Not digits",
            "Nondigits",
            self._nondigits,
            "Letters and scribbles to tell from digits.",
        )
        self._seed = _whole_box(0, 2**31 - 1)
        self._add("See&d", "Seed", self._seed, "The same number gives the same network.")
        examples = (self._copies, self._synthetic, self._nondigits)
        for box in (self._rate, self._epochs, self._batch, *examples, self._seed):
            box.valueChanged.connect(lambda _: self.changed.emit())

    def _add(self, label: str, name: str, field: QWidget, explanation: str) -> QLabel:
        row = self._grid.rowCount()
        caption = QLabel(label)
        caption.setBuddy(field)
        field.setObjectName(f"retrain{name}")
        field.setAccessibleName(label.replace("&", ""))
        field.setAccessibleDescription(explanation)
        field.setToolTip(explanation)
        field.setFixedWidth(130)
        explained = QLabel(explanation)
        explained.setWordWrap(True)
        font = explained.font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        explained.setFont(font)
        self._helps.append(explained)
        self._grid.addWidget(caption, row, 0)
        self._grid.addWidget(field, row, 1)
        self._grid.addWidget(explained, row + 1, 0, 1, 2)
        self._grid.setRowMinimumHeight(row + 2, SPACING // 2)
        return explained

    def _check_layers(self) -> None:
        try:
            parse_layer_sizes(self._layers.text())
        except ValueError as error:
            self._layers_help.setText(f"⚠ {error}")
        else:
            self._layers_help.setText(_LAYERS_HELP)
        self._layers.setAccessibleDescription(self._layers_help.text())
        self._restyle()
        self.changed.emit()

    def _restyle(self) -> None:
        theme = theme_of(self)
        for label in self._helps:
            wrong = label is self._layers_help and label.text() != _LAYERS_HELP
            color = theme.color("error" if wrong else "muted")
            palette = label.palette()
            for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
                palette.setColor(group, QPalette.ColorRole.WindowText, color)
            label.setPalette(palette)


class _RateBox(QDoubleSpinBox):
    """0.002 instead of 0.00200, and steps of a tenth of the leading digit's place."""

    def __init__(self) -> None:
        super().__init__()
        self.setDecimals(6)
        self.setRange(0.000001, 10.0)
        self.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)

    def textFromValue(self, value: float) -> str:  # noqa: N802
        text = super().textFromValue(value)
        point = self.locale().decimalPoint()
        return text.rstrip("0").removesuffix(point) if point in text else text


def _whole_box(low: int, high: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(low, high)
    box.setGroupSeparatorShown(True)
    return box


def _demo() -> None:
    import sys  # noqa: PLC0415

    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from ocr_app.widgets.theme import apply_theme  # noqa: PLC0415

    app = QApplication(sys.argv)
    apply_theme(app)
    form = RecipeForm()
    form.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
    form.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    _demo()

"""The hidden layers: how many, and how many units each has."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ocr_app.widgets.theme import SPACING

_FIRST_UNITS = 32


class LayersEditor(QWidget):
    """A row for each hidden layer, and a button for one more.

    Parameters
    ----------
    most_layers, most_units : int
    parent : QWidget, optional

    Signals
    -------
    changed
    """

    changed = Signal()

    def __init__(self, most_layers: int, most_units: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layersEditor")
        self._most_layers, self._most_units = most_layers, most_units
        self._rows: list[_LayerRow] = []
        self._add = QPushButton("Add a la&yer")
        self._add.setObjectName("addLayer")
        self._add.setToolTip("Another hidden layer, before the outputs.")
        self._add.clicked.connect(self._add_layer)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACING // 3)
        self._column.addWidget(self._add)

    @property
    def hidden_layer_sizes(self) -> tuple[int, ...]:
        """Units of each layer."""
        return tuple(row.box.value() for row in self._rows)

    def set_hidden_layer_sizes(self, sizes: Sequence[int]) -> None:
        """Show other layers."""
        while self._rows:
            self._drop(self._rows[-1])
        for units in sizes:
            self._append(units)
        self._say_changed()

    def _add_layer(self) -> None:
        before = self.hidden_layer_sizes
        self._append(max(1, before[-1] // 2) if before else _FIRST_UNITS)
        self._rows[-1].box.setFocus()
        self._rows[-1].box.selectAll()
        self._say_changed()

    def _append(self, units: int) -> None:
        row = _LayerRow(len(self._rows) + 1, self._most_units, units)
        row.box.valueChanged.connect(self.changed)
        row.remove.clicked.connect(lambda: self._remove(row))
        self._rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)
        # Made later than all that follows, the Tab key would come to it last.
        chain = (self._add, row.box, row.remove, self._add)
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _remove(self, row: _LayerRow) -> None:
        self._drop(row)
        for number, left in enumerate(self._rows, 1):
            left.set_number(number)
        self._say_changed()

    def _drop(self, row: _LayerRow) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _say_changed(self) -> None:
        self._add.setEnabled(len(self._rows) < self._most_layers)
        self.changed.emit()


class _LayerRow(QWidget):
    """Number of the layer, its units, and a button that removes it."""

    def __init__(self, number: int, most_units: int, units: int) -> None:
        super().__init__()
        self._label = QLabel()
        self.box = QSpinBox()
        self.box.setRange(1, most_units)
        self.box.setValue(units)
        self.box.setSuffix(" units" if units != 1 else " unit")
        self.box.valueChanged.connect(lambda n: self.box.setSuffix(" unit" if n == 1 else " units"))
        self.box.setToolTip("Units of this layer: more can learn more, and more by heart.")
        self.remove = QToolButton()
        self.remove.setText("✕")
        self.remove.setAutoRaise(True)
        self.set_number(number)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING // 2)
        row.addWidget(self._label)
        row.addWidget(self.box, 1)
        row.addWidget(self.remove)

    def set_number(self, number: int) -> None:
        """Count the layers from the inputs on."""
        self._label.setText(f"Layer {number}")
        self.box.setObjectName(f"layer{number}")
        self.box.setAccessibleName(f"Units of hidden layer {number}")
        self.remove.setObjectName(f"removeLayer{number}")
        self.remove.setToolTip(f"Remove hidden layer {number}.")
        self.remove.setAccessibleName(f"Remove hidden layer {number}")


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        editor = LayersEditor(5, 1024)
        editor.set_hidden_layer_sizes((64, 32))
        return editor

    run(_demo)

"""How weights, outputs and gradients of every layer are spread at the moment that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from nn import Network
from ocr_app.engine.inspection.layers import LayerLook
from ocr_app.widgets.card import Card, lay_out_cards
from ocr_app.widgets.inside.histogram_view import HistogramView, short
from ocr_app.widgets.inside.picture_grid import scroll_on_card
from ocr_app.widgets.theme import SPACING, set_quiet
from ocr_app.widgets.wrapped_label import WrappedLabel

_NOTHING: Final = "Start a training to see how the numbers in its network are spread."
_EXPLANATION: Final = (
    "How the numbers are spread; orange is below 0. Gradients: how the error on learnt digits "
    "changes with each weight."
)
_ACTIVATIONS: Final = {"relu": "ReLU", "sigmoid": "sigmoid", "tanh": "tanh", "softmax": "softmax"}
_COLUMNS: Final = (
    ("Weights", "weights", "What the layer multiplies its inputs by."),
    ("Activations", "activations", "What its units answer to learnt digits."),
    (
        "Gradients",
        "gradients",
        "∂E/∂w: how the error changes with each weight. Where all are nearly 0, nothing is learnt.",
    ),
)


class LayersView(QWidget):
    """Three histograms for every layer, and what is wrong with it.

    Signals
    -------
    shown
        It came into sight.
    """

    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_LayerRow] = []
        contents = QWidget()
        self._column = QVBoxLayout(contents)
        self._column.setContentsMargins(0, 0, SPACING // 2, 0)
        self._column.setSpacing(SPACING)
        self._column.addStretch(1)
        self._area = QScrollArea()
        self._area.setObjectName("layerHistograms")
        self._area.setAccessibleName("Weights, activations and gradients of every layer")
        scroll_on_card(self._area, contents)
        card = Card("Layer by layer", "They follow the training and the slider.")
        card.body.addWidget(self._area, 1)
        self._text = WrappedLabel(_NOTHING, 2)
        self._text.setObjectName("layersText")
        set_quiet(self._text, True)
        lay_out_cards(self, (card, 1), below=self._text)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is said about each layer; empty where nothing is wrong."""
        return tuple(row.remark for row in self._rows)

    def show_look(self, _network: Network | None, look: Sequence[LayerLook] | None) -> None:
        """Show the layers of a network, the first hidden one first; None if there is none."""
        layers = () if look is None else tuple(look)
        while len(self._rows) > len(layers):
            row = self._rows.pop()
            self._column.removeWidget(row)
            row.deleteLater()
        while len(self._rows) < len(layers):
            row = _LayerRow()
            self._column.insertWidget(len(self._rows), row)
            self._rows.append(row)
        for number, (row, layer) in enumerate(zip(self._rows, layers, strict=True), 1):
            row.show_layer(number, layer)
        self._text.setText(_EXPLANATION if layers else _NOTHING)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 -- Qt's name
        """Tell that it is worth computing."""
        super().showEvent(event)
        self.shown.emit()


class _LayerRow(QWidget):
    """The histograms of one layer below its name."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = QLabel()
        font = self._heading.font()
        font.setBold(True)
        self._heading.setFont(font)
        self._remark = QLabel()
        self._remark.setWordWrap(True)
        self._remark.setTextFormat(Qt.TextFormat.PlainText)
        self._views = [HistogramView(name) for _, name, _ in _COLUMNS]
        self._titles = [QLabel() for _ in _COLUMNS]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACING)
        grid.setVerticalSpacing(SPACING // 3)
        grid.addWidget(self._heading, 0, 0, 1, 3)
        grid.addWidget(self._remark, 1, 0, 1, 3)
        for column, ((_, _, hint), title, view) in enumerate(
            zip(_COLUMNS, self._titles, self._views, strict=True)
        ):
            set_quiet(title, True)
            title.setToolTip(hint)
            grid.addWidget(title, 2, column)
            grid.addWidget(view, 3, column)
            grid.setColumnStretch(column, 1)

    @property
    def remark(self) -> str:
        return self._remark.text()

    def show_layer(self, number: int, layer: LayerLook) -> None:
        kind = _ACTIVATIONS.get(layer.activation, layer.activation)
        name = "Outputs" if layer.is_output else f"Hidden layer {number}"
        units = f"{layer.n_units:,} {kind} unit{'' if layer.n_units == 1 else 's'}"
        self._heading.setText(f"{name}: {units}")
        self._remark.setText(f"⚠ {layer.remark}" if layer.remark else "")
        self._remark.setVisible(bool(layer.remark))
        histograms = (layer.weights, layer.outputs, layer.gradients)
        for (title, _, _), label, view, histogram in zip(
            _COLUMNS, self._titles, self._views, histograms, strict=True
        ):
            has_sign = histogram.edges[0] < 0
            label.setText(f"{title} ±{short(histogram.spread)}" if has_sign else title)
            view.show_histogram(histogram)


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        import numpy as np  # noqa: PLC0415

        from ocr_app.engine.inspection.layers import look_at_layers  # noqa: PLC0415

        rng = np.random.default_rng(0)
        network = Network((64, 32, 16, 10))
        network.initialize(rng)
        network.biases[1][:5] = -100
        view = LayersView()
        X, y = rng.random((300, 64), np.float32), rng.integers(0, 10, 300)
        view.show_look(network, look_at_layers(network, X, y))
        view.resize(560, 420)
        return view

    run(_demo)

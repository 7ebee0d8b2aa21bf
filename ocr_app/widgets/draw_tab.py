"""The Draw tab: canvas to the left, what the network makes of it to the right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ocr_app.widgets.canvas_panel import CanvasPanel
from ocr_app.widgets.card import Card
from ocr_app.widgets.digit_canvas import THICKEST, THINNEST, DigitCanvas
from ocr_app.widgets.pixel_grid import PixelGrid
from ocr_app.widgets.prediction_view import PredictionView
from ocr_app.widgets.probability_bars import ProbabilityBars
from ocr_app.widgets.theme import SPACING
from ocr_app.widgets.wrapped_label import WrappedLabel

_PER_MILLE = 1000


class DrawTab(QWidget):
    """Joins the canvas with the views of its reading; knows no network."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawTab")
        self.canvas = DigitCanvas(self)
        self.prediction = PredictionView()
        self.bars = ProbabilityBars()
        self.grid = PixelGrid()
        self._tool_bar = QWidget()
        self._tools = QHBoxLayout(self._tool_bar)
        self._pen = QSlider(Qt.Orientation.Horizontal)
        self._build_tools()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        layout.setSpacing(SPACING)
        layout.addWidget(CanvasPanel(self.canvas, self._tool_bar), 3)
        layout.addLayout(self._reading_side(), 2)

    def add_tool(self, action: QAction, name: str) -> None:
        """Put a button for an action below the canvas.

        Parameters
        ----------
        action : QAction
        name : str
            The button's object name.
        """
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setObjectName(name)
        button.setAccessibleName(action.text().replace("&", ""))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._tools.insertWidget(self._tools.count() - 3, button)

    def show_nothing(self) -> None:
        """Say that nothing is drawn."""
        self.prediction.show_nothing()
        self.bars.show_probabilities(None)
        self.grid.show_pixels(None)

    def show_reading(
        self, digit: int, probabilities: NDArray[np.floating], pixels: NDArray[np.float32]
    ) -> None:
        """Show what the network reads, how sure it is, and what it saw."""
        self.prediction.show_prediction(digit, probabilities)
        self.bars.show_probabilities(probabilities)
        self.grid.show_pixels(pixels)

    @property
    def pen_width(self) -> float:
        """Width of the pen as a share of the canvas's side."""
        return self._pen.value() / _PER_MILLE

    def set_pen_width(self, width: float) -> None:
        """Set the pen, its slider included."""
        self._pen.setValue(round(width * _PER_MILLE))

    def _build_tools(self) -> None:
        self._pen.setObjectName("penWidth")
        self._pen.setAccessibleName("Pen width")
        self._pen.setRange(round(THINNEST * _PER_MILLE), round(THICKEST * _PER_MILLE))
        self._pen.setValue(round(self.canvas.pen_width * _PER_MILLE))
        self._pen.setMaximumWidth(160)
        self._pen.setToolTip("Pen width. The network sees every pen as the same even line.")
        self._pen.valueChanged.connect(lambda value: self.canvas.set_pen_width(value / _PER_MILLE))
        label = QLabel("&Pen")
        label.setBuddy(self._pen)
        self._tools.setContentsMargins(0, 0, 0, 0)
        self._tools.setSpacing(SPACING // 2)
        self._tools.addStretch(1)
        self._tools.addWidget(label)
        self._tools.addWidget(self._pen)

    def _reading_side(self) -> QVBoxLayout:
        reads = Card("It reads")
        reads.body.addWidget(self.prediction)
        sure = Card("How sure it is of each digit", "The ten probabilities add up to 100 %.")
        sure.body.addWidget(self.bars, 1)
        sees = Card(
            "What the network sees",
            "Point at a square for its number.",
        )
        row = QHBoxLayout()
        row.setSpacing(SPACING)
        row.addWidget(self.grid)
        explanation = WrappedLabel(
            "Your drawing, upright, stretched and with an even pen: 64 numbers.", lines=4
        )
        row.addWidget(explanation, 1)
        sees.body.addLayout(row)
        side = QVBoxLayout()
        side.setSpacing(SPACING)
        side.addWidget(reads)
        side.addWidget(sure, 1)
        side.addWidget(sees)
        return side


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(DrawTab)

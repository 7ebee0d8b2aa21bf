"""The Draw tab: the canvas, what the network makes of it, and how it comes to see it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ocr_app.engine.oddity import Oddity
from ocr_app.widgets.canvas_panel import CanvasPanel
from ocr_app.widgets.card import Card
from ocr_app.widgets.digit_canvas import THICKEST, THINNEST, DigitCanvas
from ocr_app.widgets.filmstrip import SMALLEST, Filmstrip
from ocr_app.widgets.neighbours_view import SMALLEST as SMALLEST_SQUARE
from ocr_app.widgets.neighbours_view import NeighboursView
from ocr_app.widgets.number.mode_switch import ModeSwitch
from ocr_app.widgets.number.number_view import NumberView
from ocr_app.widgets.prediction_view import PredictionView
from ocr_app.widgets.probability_bars import ProbabilityBars
from ocr_app.widgets.samples.teach_bar import TeachBar
from ocr_app.widgets.theme import SPACING

_PER_MILLE = 1000

_HOW_SURE = "How sure it is of each digit"
_HOW_SURE_IF = "How sure, if it is a digit"  # not wider: the canvas would be resized
_HOW_SURE_CHOSEN = "How sure of the chosen digit"

_WIDER = (3, 2)
"""Shares of the width for the canvas and the reading while a number is written."""

_LOW = 610
"""Height of the tab in the smallest window; its pictures are the smallest, too."""

_FILM_SHARE = 0.2
"""Share of the height beyond that which the pictures get."""

_TALLER = 50
"""Height beyond that for which the squares of the most similar digits get a pixel wider."""


class DrawTab(QWidget):
    """Joins the canvas with the views of its reading; knows no network.

    Signals
    -------
    pen_changed
        The pen has another width.
    network_requested
        Somebody wants to see the network at work.
    """

    pen_changed = Signal()
    network_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawTab")
        self.canvas = DigitCanvas(self)
        self.modes = ModeSwitch()
        self.prediction = PredictionView()
        self.number = NumberView()
        self._reads = QStackedWidget()  # one digit, or the whole number
        self._reads.addWidget(self.prediction)
        self._reads.addWidget(self.number)
        self.neighbours = NeighboursView()
        self.bars = ProbabilityBars()
        self._sure = Card(_HOW_SURE, "The ten probabilities add up to 100 %.")
        self.film = Filmstrip()
        self.teach_bar = TeachBar()
        self._tool_bar = QWidget()
        self._tools = QHBoxLayout(self._tool_bar)
        self._last_tool: QWidget = self.canvas  # for the Tab key, which goes from left to right
        self._pen = QSlider(Qt.Orientation.Horizontal)
        self._see_network = QToolButton()
        self._see_network.setText("Show the net&work")
        self._side = QStackedWidget()
        self._side.addWidget(self._reading_side())
        self._build_tools()
        above = self._above = QHBoxLayout()
        above.setSpacing(SPACING)
        above.addWidget(CanvasPanel(self.canvas, self.modes, self._tool_bar), 1)
        above.addWidget(self._side, 1)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.number.copy_requested)
        self.modes.number_wanted.connect(self.canvas.set_number_mode)
        self.canvas.number_mode_changed.connect(self._show_mode)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        layout.setSpacing(SPACING)
        layout.addLayout(above, 1)
        layout.addWidget(self.teach_bar)
        layout.addWidget(self.film)

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
        QWidget.setTabOrder(self._last_tool, button)
        self._last_tool = button

    def show_network(self, view: QWidget) -> None:
        """Show the network at work in place of the reading.

        It gets the room of the reading, and asks for none: the canvas must keep its size.
        """
        if self._side.indexOf(view) < 0:
            view.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
            self._side.addWidget(view)
        self._side.setCurrentWidget(view)

    def show_reading_side(self) -> None:
        """Show the reading again."""
        self._side.setCurrentIndex(0)
        self._see_network.setFocus()

    def show_nothing(self) -> None:
        """Say that nothing is drawn."""
        self.prediction.show_nothing()
        self._sure.set_title(self._how_sure)
        self.bars.show_probabilities(None)
        self.neighbours.set_refused(False)
        self.film.show_pixels(None)

    def show_reading(
        self,
        digit: int,
        probabilities: NDArray[np.floating],
        pixels: NDArray[np.float32],
        is_refused: bool = False,
        oddity: Oddity = Oddity.NONE,
    ) -> None:
        """Show what the network reads, how sure it is, and what it saw.

        If it is refused, say that it doesn't look like a digit, and show the rest all the same.
        """
        if is_refused:
            self.prediction.show_refusal(digit, oddity)
        else:
            self.prediction.show_prediction(digit, probabilities)
        self._sure.set_title(_HOW_SURE_IF if is_refused else self._how_sure)
        self.bars.show_probabilities(probabilities, is_muted=is_refused)
        self.neighbours.set_refused(is_refused)
        self.film.show_pixels(pixels)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 -- Qt's name
        """Share the height between the canvas and the pictures."""
        super().resizeEvent(event)
        more = self.height() - _LOW
        self.film.set_side(SMALLEST + round(_FILM_SHARE * more))
        self.neighbours.set_square(SMALLEST_SQUARE + more // _TALLER)

    @property
    def pen_width(self) -> float:
        """Width of the pen as a share of the canvas's side."""
        return self._pen.value() / _PER_MILLE

    def set_pen_width(self, width: float) -> None:
        """Set the pen, its slider included."""
        self._pen.setValue(round(width * _PER_MILLE))

    @property
    def _how_sure(self) -> str:
        return _HOW_SURE_CHOSEN if self.canvas.is_number else _HOW_SURE

    def _show_mode(self, is_number: bool) -> None:
        """Give a number wider paper, and its reading the place of the digit's."""
        self.modes.show_number_mode(is_number)
        self._reads.setCurrentWidget(self.number if is_number else self.prediction)
        for place, share in enumerate(_WIDER if is_number else (1, 1)):
            self._above.setStretch(place, share)

    def _build_tools(self) -> None:
        self._pen.setObjectName("penWidth")
        self._pen.setAccessibleName("Pen width")
        self._pen.setRange(round(THINNEST * _PER_MILLE), round(THICKEST * _PER_MILLE))
        self._pen.setValue(round(self.canvas.pen_width * _PER_MILLE))
        self._pen.setMaximumWidth(160)
        self._pen.setToolTip("Pen width. The network sees every pen as the same even line.")
        self._pen.valueChanged.connect(self._use_pen)
        label = QLabel("&Pen")
        label.setBuddy(self._pen)
        self._tools.setContentsMargins(0, 0, 0, 0)
        self._tools.setSpacing(SPACING // 2)
        self._tools.addStretch(1)
        self._tools.addWidget(label)
        self._tools.addWidget(self._pen)

    def _use_pen(self, per_mille: int) -> None:
        self.canvas.set_pen_width(per_mille / _PER_MILLE)
        self.pen_changed.emit()

    def _reading_side(self) -> QWidget:
        reads = Card("It reads")
        self._see_network.setObjectName("showNetwork")
        self._see_network.setAccessibleName("Show the network")
        self._see_network.setToolTip("See the units of the network at work on your drawing.")
        self._see_network.clicked.connect(self.network_requested)
        reads.put_beside_heading(self._see_network)
        reads.body.addWidget(self._reads)
        reads.body.addWidget(self.neighbours)
        self._sure.body.addWidget(self.bars, 1)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING)
        column.addWidget(reads)
        column.addWidget(self._sure, 1)
        return side


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(DrawTab)

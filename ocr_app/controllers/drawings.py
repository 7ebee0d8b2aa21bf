"""Drawings in files: save the one on the canvas, open one onto it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from datasets.errors import DataError
from ocr_app.dialogs import file_to_open, file_to_save, show_error
from ocr_app.widgets.digit_canvas import DigitCanvas
from ocr_app.widgets.given_digit import GivenDigit
from ocr_app.widgets.samples.sample import a_digit

if TYPE_CHECKING:
    from ocr_app.widgets.inside.digit_gallery import SeenDigit

MOST_POINTS = 50_000
"""A hundred times what a digit has; more would take the canvas seconds to draw."""

_FILTER = "Drawings (*.jsonl *.json);;All files (*)"


class DrawingsController(QObject):
    """Opens and saves what is on a canvas; a file that cannot be read changes nothing.

    Signals
    -------
    opened
        A digit that was not drawn is on the canvas.
    """

    opened = Signal()

    def __init__(self, canvas: DigitCanvas, window: QWidget) -> None:
        super().__init__(window)
        self._canvas = canvas
        self._window = window

    def open_digit(self, digit: SeenDigit) -> None:
        """Show a digit that the training is examined on, as the network gets it."""
        origin = f"Digit {digit.number:,} of scikit-learn's digits, {a_digit(digit.label)}."
        self._canvas.show_given(GivenDigit(digit.pixels, origin))
        self.opened.emit()

    def open(self) -> None:
        """Ask for a file and put its first drawing onto the canvas."""
        if file := file_to_open(self._window, "Open drawing", _FILTER):
            self.open_file(file)

    def open_file(self, file: Path) -> None:
        """Put the first drawing of a file onto the canvas, as one step to undo."""
        from datasets.files import read_labelled  # noqa: PLC0415 -- not needed to start

        try:
            sample = next(iter(read_labelled([file])), None)
            if sample is None or sample.drawing is None:
                raise DataError(f"{file.name} holds no drawing made of strokes.")
            if sample.drawing.n_points > MOST_POINTS:
                raise DataError(
                    f"{file.name} has {sample.drawing.n_points:,} points; the canvas takes up to "
                    f"{MOST_POINTS:,}. On the command line, ocr-app evaluate reads it."
                )
        except (DataError, OSError) as error:
            show_error(self._window, "The drawing could not be opened", error)
            return
        self._canvas.set_drawing(sample.drawing)

    def save(self) -> None:
        """Ask for a file and write the drawing to it."""
        if file := file_to_save(self._window, "Save drawing", "drawing.jsonl", _FILTER):
            self.save_file(file)

    def save_file(self, file: Path) -> None:
        """Write the drawing as one line of JSON, the format that Open reads."""
        line = json.dumps({"strokes": self._canvas.drawing.to_points()}, separators=(",", ":"))
        try:
            file.write_text(line + "\n", encoding="utf-8")
        except OSError as error:
            show_error(self._window, "The drawing could not be saved", error)

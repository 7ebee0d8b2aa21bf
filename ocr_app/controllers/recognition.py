"""From a changed drawing to the views of its reading."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from datasets.drawing import Drawing
from ocr_app.engine.model import Model
from ocr_app.engine.recognizer import Reading, Recognizer
from ocr_app.widgets.draw_tab import DrawTab

_FEW = 5_000
"""Points up to which a drawing is read with every movement; nobody's digit comes near."""

_PAUSE_MS = 150
"""Time between two readings of a drawing with more points."""


class RecognitionController(QObject):
    """Reads the canvas of a `DrawTab` with the model in use.

    A reading takes about a millisecond, so it is made at once with every movement. A scribble of
    very many points takes longer: then readings are made in the pen's pauses, a few a second.

    Signals
    -------
    reading_changed : Reading or None
    """

    reading_changed = Signal(object)

    def __init__(self, tab: DrawTab, model: Model, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tab = tab
        self._recognizer = Recognizer(model)
        self._reading: Reading | None = None
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self.read_now)
        tab.canvas.drawing_changed.connect(self._on_drawing_changed)
        self.read_now()

    @property
    def reading(self) -> Reading | None:
        """The reading that is shown; None for a blank canvas."""
        return self._reading

    @property
    def model(self) -> Model:
        """The model in use."""
        return self._recognizer.model

    def use_model(self, model: Model) -> None:
        """Read with another model from now on, the drawing on the canvas first."""
        self._recognizer = Recognizer(model)
        self.read_now()

    def read_now(self) -> None:
        """Read the canvas and show the reading."""
        self._later.stop()
        self._reading = self._recognizer.read(self._tab.canvas.drawing)
        self._show()
        self.reading_changed.emit(self._reading)

    def _on_drawing_changed(self, drawing: Drawing) -> None:
        if drawing.n_points <= _FEW:
            self.read_now()
        elif not self._later.isActive():
            self._later.start(_PAUSE_MS)

    def _show(self) -> None:
        reading = self._reading
        if reading is None:
            self._tab.show_nothing()
        else:
            self._tab.show_reading(reading.digit, reading.probabilities, reading.pixels)

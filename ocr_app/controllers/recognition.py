"""From a changed drawing to the views of its reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from datasets.drawing import Drawing
from ocr_app.controllers.refusal import RefusalController
from ocr_app.engine.model import Model
from ocr_app.widgets.draw_tab import DrawTab

if TYPE_CHECKING:
    from datasets.digit_picture import Written
    from datasets.normalization import Steps
    from ocr_app.engine.recognizer import Reading, Recognizer

_FEW = 5_000
"""Points up to which a drawing is read with every movement; nobody's digit comes near."""

_PAUSE_MS = 150
"""Time between two readings of a drawing with more points."""


class RecognitionController(QObject):
    """Reads the canvas of a `DrawTab` with the model in use; of a number, the chosen digit.

    A reading takes about a millisecond, so it is made at once with every movement. A scribble of
    very many points takes longer: then readings are made in the pen's pauses, a few a second.

    Signals
    -------
    reading_changed : Reading or None
    model_changed : Model
    """

    reading_changed = Signal(object)
    model_changed = Signal(object)

    def __init__(self, tab: DrawTab, model: Model, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tab = tab
        self._model = model
        self._recognizer: Recognizer | None = None
        self._reading: Reading | None = None
        self._steps: Steps | None = None  # all
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self.read_now)
        self._refusal = RefusalController(self)
        self._refusal.said.connect(self._show)
        tab.canvas.subject_changed.connect(self._on_subject_changed)
        tab.pen_changed.connect(self._on_pen_changed)
        self._say_whether_calibrated()
        self._show()

    @property
    def reading(self) -> Reading | None:
        """The reading that is shown; None for a blank canvas."""
        return self._reading

    @property
    def model(self) -> Model:
        """The model in use."""
        return self._model

    def use_model(self, model: Model) -> None:
        """Read with another model from now on, the drawing on the canvas first."""
        self._model = model
        self._recognizer = None
        self._say_whether_calibrated()
        self.read_now()
        self.model_changed.emit(model)

    def use_steps(self, steps: Steps | None) -> None:
        """Take these steps of the normalisation from now on; all of them if None."""
        self._steps = steps
        self._say_whether_calibrated()
        self.read_now()

    def warm_up(self) -> None:
        """Import the normaliser and read something unseen, so that the first stroke need not wait.

        To be called once the window is painted: it takes some 30 ms.
        """
        self._get_recognizer().read(Drawing.from_points([[[0.4, 0.2], [0.6, 0.8]]]))

    def read_now(self) -> None:
        """Read the canvas and show the reading."""
        self._later.stop()
        drawing, given = self._tab.canvas.subject, self._tab.canvas.given
        if given is not None:
            (self._reading,) = self._get_recognizer().read_pixels(given.pixels[np.newaxis].copy())
        else:
            self._reading = None if drawing.is_blank else self._read(drawing)
        self._refusal.judge(
            is_refused=self._reading is not None and not self._reading.is_digit,
            is_pen_down=self._tab.canvas.is_pen_down,
        )
        self._show()
        self.reading_changed.emit(self._reading)

    def read_digits(self, drawings: Sequence[Written]) -> list[int | None]:
        """Read some drawings with the model in use, unseen; None for what looks like no digit."""
        readings = self._get_recognizer().read_many(drawings)
        return [
            None if reading is None or not reading.is_digit else reading.digit
            for reading in readings
        ]

    def _on_subject_changed(self, drawing: Drawing) -> None:
        if drawing.n_points <= _FEW:
            self.read_now()
        elif not self._later.isActive():
            self._later.start(_PAUSE_MS)

    def _on_pen_changed(self) -> None:
        if self._steps is not None and not self._steps.even:
            self.read_now()

    def _read(self, drawing: Drawing) -> Reading | None:
        recognizer = self._get_recognizer()
        if self._steps is None:
            return recognizer.read(drawing)
        return recognizer.read(drawing, self._steps, self._tab.canvas.pen_width)

    def _say_whether_calibrated(self) -> None:
        # The network has never seen what comes of leaving out steps, and is far too sure of it.
        is_calibrated = self._model.is_calibrated and self._steps is None
        self._tab.prediction.set_calibrated(is_calibrated)

    def _get_recognizer(self) -> Recognizer:
        if self._recognizer is None:
            # The normaliser brings Pillow along, which the first paint must not wait for.
            from ocr_app.engine.recognizer import Recognizer  # noqa: PLC0415

            self._recognizer = Recognizer(self._model)
        return self._recognizer

    def _show(self) -> None:
        reading = self._reading
        if reading is None:
            self._tab.show_nothing()
        else:
            self._tab.show_reading(
                reading.digit,
                reading.probabilities,
                reading.pixels,
                self._refusal.is_said,
                reading.oddity,
            )

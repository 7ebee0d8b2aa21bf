"""From a reading to the training digits that are most like what the network saw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer

from ocr_app.controllers.recognition import RecognitionController
from ocr_app.widgets.neighbours_view import SHOWN, NeighboursView
from ocr_app.workers.examples_worker import ExamplesWorker
from ocr_app.workers.keeper import Keeper

if TYPE_CHECKING:
    from ocr_app.engine.neighbours import TrainingExamples
    from ocr_app.engine.recognizer import Reading

_PAUSE_MS: Final = 400
"""The training digits are loaded in the first pause of the pen that is so long."""

_BETWEEN_MS: Final = 100
"""Finding and painting them takes half a millisecond, but nobody looks more often."""

_keeper: Final = Keeper()


class NeighboursController(QObject):
    """Fills a `NeighboursView`, a little after each reading so that no reading is late.

    Parameters
    ----------
    view : NeighboursView
    recognition : RecognitionController
    window : QObject or None
        If it is closed, nothing more is heard of a loading.
    """

    def __init__(
        self,
        view: NeighboursView,
        recognition: RecognitionController,
        window: QObject | None = None,
    ) -> None:
        super().__init__(window)
        self._view, self._recognition = view, recognition
        self._examples: TrainingExamples | None = None
        self._worker: ExamplesWorker | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._load)
        self._soon = QTimer(self, singleShot=True, interval=_BETWEEN_MS)
        self._soon.timeout.connect(self._show)
        recognition.reading_changed.connect(self._on_reading)
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Want nothing more once the window closes; the thread ends by itself."""
        del watched
        if event.type() == QEvent.Type.Close:
            self._pause.stop()
            self._soon.stop()
            if self._worker is not None:
                self._worker.cancel()
        return False

    def _on_reading(self, reading: Reading | None) -> None:
        if reading is None:
            self._pause.stop()
            self._soon.stop()
            self._view.show_neighbours(())
        elif self._examples is not None:
            if not self._soon.isActive():
                self._soon.start()
        elif self._worker is None:
            self._pause.start()

    def _load(self) -> None:
        self._worker = ExamplesWorker()
        self._worker.loaded.connect(self._use)
        self._worker.errored.connect(self._view.show_error)
        _keeper.start(self._worker)

    def _use(self, examples: TrainingExamples) -> None:
        self._examples = examples
        self._show()

    def _show(self) -> None:
        reading = self._recognition.reading
        if reading is not None and self._examples is not None:
            self._view.show_neighbours(self._examples.nearest(reading.pixels, SHOWN))

"""Loads the training digits that drawings are compared with, off the GUI thread."""

from __future__ import annotations

from threading import Event

from PySide6.QtCore import QThread, Signal


class ExamplesWorker(QThread):
    """One loading. It can be told to be quiet, but not cut short."""

    loaded = Signal(object)
    """The `TrainingExamples`, unless it is cancelled."""
    errored = Signal(str)
    """One sentence for people, unless it is cancelled."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("examples")
        self._stop = Event()

    def cancel(self) -> None:
        """Want nothing more of it. From any thread."""
        self._stop.set()

    def run(self) -> None:
        """Load; runs in the thread."""
        from ocr_app.engine.neighbours import load_training_examples  # noqa: PLC0415 -- see EARLY

        try:
            examples = load_training_examples()
        except Exception as error:  # noqa: BLE001 -- the window must hear of it, whatever it is
            if not self._stop.is_set():
                self.errored.emit(f"The digits it learned from could not be loaded: {error}")
        else:
            if not self._stop.is_set():
                self.loaded.emit(examples)

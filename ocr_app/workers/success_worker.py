"""Trains many networks of the XOR lab, off the GUI thread."""

from __future__ import annotations

import time
from threading import Event
from typing import Final

from PySide6.QtCore import QThread, Signal

from ocr_app.engine.xor_lab.problems import Problem
from ocr_app.engine.xor_lab.settings import LabSettings
from ocr_app.engine.xor_lab.success import try_many

_TELL_SECONDS: Final = 0.1


class SuccessWorker(QThread):
    """Counts how many starts solve a problem.

    Parameters
    ----------
    problem : Problem
    settings : LabSettings

    Signals
    -------
    found : Success
        One for each size and learning rate.
    progressed : float
        From 0 to 1, at most ten times a second.
    errored : str
        One sentence for people.
    """

    found = Signal(object)
    progressed = Signal(float)
    errored = Signal(str)

    def __init__(self, problem: Problem, settings: LabSettings) -> None:
        super().__init__()
        self.setObjectName("success")
        self._problem, self._settings = problem, settings
        self._stop = Event()
        self._told = 0.0

    def cancel(self) -> None:
        """Ask it to end; it is heard within ten epochs. From any thread."""
        self._stop.set()

    def run(self) -> None:
        """Count; runs in the thread."""
        try:
            for result in try_many(self._problem, self._settings, self._stop.is_set, self._tell):
                self.found.emit(result)
        except Exception as error:  # noqa: BLE001 -- the window must hear of it, whatever it is
            self.errored.emit(f"It could not be counted: {error}")

    def _tell(self, share: float) -> None:
        # A short sleep lets the GUI thread have its turn: NumPy's small calls hardly ever let go.
        now = time.monotonic()
        if now - self._told >= _TELL_SECONDS:
            self._told = now
            self.progressed.emit(share)
        time.sleep(0.0005)

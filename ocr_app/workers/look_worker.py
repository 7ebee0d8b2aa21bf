"""Looks into a network off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import QThread, Signal


class LookWorker(QThread):
    """Computes one thing, from a few milliseconds to a second long.

    Parameters
    ----------
    look : callable () -> object
        Called in the thread.
    """

    looked = Signal(object)
    """What came of it, unless it is cancelled."""
    errored = Signal()
    """Nothing came of it."""

    def __init__(self, look: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("look")
        self._look = look
        self._stop = Event()

    def cancel(self) -> None:
        """Want nothing more of it. From any thread."""
        self._stop.set()

    def run(self) -> None:
        """Compute; runs in the thread."""
        try:
            found = self._look()
        except BaseException:
            self.errored.emit()  # or whoever waits for it would wait for ever
            raise
        if not self._stop.is_set():
            self.looked.emit(found)

"""The real window, opened for a benchmark."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from ocr_app.app import make_application, make_window
from ocr_app.main_window import MainWindow


class Opened(QObject):
    """An open window, how many of its readings have been painted, and when the last of them was."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window = window
        self._made = self._painted = 0
        self.painted_at = self.painted_at_work = 0.0
        window.recognition.reading_changed.connect(self._count)
        window.installEventFilter(self)

    def _count(self) -> None:
        self._made += 1

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() != QEvent.Type.UpdateRequest:
            return False
        made = self._made
        watched.event(event)  # paints whatever has changed in the window
        self._painted = made
        self.painted_at, self.painted_at_work = time.perf_counter(), time.thread_time()
        return True

    def readings_painted(self) -> int:
        """Return the number of the newest reading that is seen."""
        return self._painted


@contextmanager
def open_window() -> Iterator[Opened]:
    """Open the window as the application does, and close it again."""
    app = QApplication.instance() or make_application(["ocr-app"])
    assert isinstance(app, QApplication)
    window = make_window(app)
    window.show()
    app.processEvents()
    try:
        yield Opened(window)
    finally:
        window.close()
        window.deleteLater()
        app.processEvents()


def megabytes(process: int) -> float:
    """Return the memory that a process takes, on Linux; 0 elsewhere."""
    status = Path(f"/proc/{process}/statm")
    if not status.exists():
        return 0.0
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

"""Starts ocr-app as its command does, and tells when the window is painted and when it has read.

Two things differ from ``ocr-app`` itself: an offscreen platform counts as a display, and the
process ends after the first reading.
"""

from __future__ import annotations

import gc

# As ocr_app.__main__ does before it imports the window, which this file imports before that.
gc.disable()
import os
import sys
import time
from typing import TYPE_CHECKING

import ocr_app.__main__  # before NumPy: it limits the threads

# isort: split
from ocr_app.lean_imports import import_qt, put_off_numpys_help

put_off_numpys_help()
import_qt()
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

import ocr_app.app

if TYPE_CHECKING:
    from ocr_app.main_window import MainWindow

make_window = ocr_app.app.make_window


class Painted(QObject):
    """Waits for the first paint of the window, and lets it read a drawing then."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.tell)
        return False

    def tell(self) -> None:
        print("painted", time.process_time() * 1000, flush=True)
        # Imported only now: an ordinary start does without it.
        from ocr_app.demonstration import bundled_drawing

        self.window.draw_tab.canvas.set_drawing(bundled_drawing())
        QApplication.processEvents()
        reading = self.window.recognition.reading
        assert reading is not None
        print("read", time.process_time() * 1000, flush=True)
        os._exit(0)


def make_watched_window(app: QApplication) -> MainWindow:
    window = make_window(app)
    Painted(window)
    return window


if __name__ == "__main__":
    vars(ocr_app.app).update(make_window=make_watched_window, has_display=lambda: True)
    sys.argv = ["ocr-app"]
    ocr_app.__main__.main()

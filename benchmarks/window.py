"""The real window, opened for a benchmark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from ocr_app.app import make_application, make_window
from ocr_app.main_window import MainWindow


class Opened(QObject):
    """An open window, and how many of its readings have been painted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window = window
        self._made = self._painted = 0
        window.recognition.reading_changed.connect(self._count)
        window.draw_tab.bars.installEventFilter(self)

    def _count(self) -> None:
        self._made += 1

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        # Seen before the paint itself, which belongs to the same call of processEvents.
        if event.type() == QEvent.Type.Paint:
            self._painted = self._made
        return False

    def readings_painted(self) -> int:
        """Return the number of the newest reading that its bars show."""
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

"""How alive a window is: frames that it paints, and how soon it answers clicks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMainWindow, QWidget

FRAME_MS = 16
"""A frame is asked for as often as a screen shows one."""

CLICK_SECONDS = 0.25


LONGEST = 300.0
"""Seconds after which whatever is waited for has gone wrong."""


def gaps_while(condition: Callable[[], bool]) -> list[float]:
    """Let the window work while something holds; return the milliseconds between its events."""
    gaps = []
    last = began = time.perf_counter()
    while condition():
        if last - began > LONGEST:
            raise RuntimeError("What was waited for did not end within five minutes.")
        QCoreApplication.processEvents()
        now = time.perf_counter()
        gaps.append(1000 * (now - last))
        last = now
        time.sleep(0.001)
    return gaps


class Liveliness(QObject):
    """Lets a window paint a small animation, and clicks one of its buttons again and again.

    The clicks are asked for by a thread, as a desktop does, at times that do not depend on what the
    window does meanwhile; one is answered when the button has been painted anew.

    Parameters
    ----------
    window : QMainWindow
        Shown.
    button : QAbstractButton
        Seen; a check box for example, whose click changes what is plotted.
    """

    _due = Signal(float)

    def __init__(self, window: QMainWindow, button: QAbstractButton) -> None:
        super().__init__(window)
        self._button = button
        self._dot = _Dot(window)
        self._timer = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._dot.update)
        self._waiting: list[float] = []
        self._stop = threading.Event()
        self.answers: list[float] = []
        self._due.connect(self._press, Qt.ConnectionType.QueuedConnection)
        button.installEventFilter(self)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch the window as long as this lasts."""
        self._dot.painted.clear()
        self.answers.clear()
        self._stop.clear()
        self._timer.start()
        clicking = threading.Thread(target=self._click)
        clicking.start()
        try:
            yield
        finally:
            self._stop.set()
            clicking.join()
            self._timer.stop()
            QCoreApplication.processEvents()

    def fewest_frames(self) -> int:
        """Return how many frames were painted in the poorest second."""
        painted = np.array(self._dot.painted)
        starts = painted[painted <= painted[-1] - 1]
        if not len(starts):
            raise RuntimeError("The window was watched for less than a second.")
        return int((np.searchsorted(painted, starts + 1) - np.searchsorted(painted, starts)).min())

    def slow_answer(self) -> float:
        """Milliseconds from a click to the paint that answers it, 99th percentile."""
        return 1000 * float(np.percentile(self.answers, 99))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint and self._waiting:
            # Told in the next turn, when it has been painted and what hung on it was done.
            since, self._waiting = self._waiting, []
            QTimer.singleShot(0, self, lambda: self._note(since))
        return False

    def _note(self, since: list[float]) -> None:
        now = time.perf_counter()
        self.answers += [now - posted for posted in since]

    def _click(self) -> None:
        """Ask for a click now and then; runs in a thread."""
        while not self._stop.wait(CLICK_SECONDS):
            self._due.emit(time.perf_counter())

    def _press(self, since: float) -> None:
        """Click, when the window gets round to it."""
        self._waiting.append(since)
        at = QPoint(8, self._button.height() // 2)
        QTest.mouseClick(self._button, Qt.MouseButton.LeftButton, pos=at)


class _Dot(QWidget):
    """Is painted in another shade each time."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window.statusBar())
        self.setFixedSize(8, 8)
        self.show()
        self.painted: list[float] = []

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        shade = 40 * (len(self.painted) % 5)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(shade, shade, shade))
        self.painted.append(time.perf_counter())

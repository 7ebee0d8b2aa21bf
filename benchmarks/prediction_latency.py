"""From a movement of the mouse to the painted prediction, with real mouse events, offscreen.

The peer is the smallest widget that draws: Qt's own way of scribbling into a picture, which reads
nothing. It says what the events and the painting cost on this machine.
"""

from __future__ import annotations

import itertools
import math
import time
from typing import Protocol

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.results import Row
from benchmarks.window import open_window

POINTS = 300
DRAWINGS = 10
TARGET_MS = 8.0

Taken = list[tuple[float, float, float]]
"""For every movement three times in milliseconds: to the paint, the processor's share of that, and
to when the next movement can be taken, after the pictures of the filmstrip and whatever else."""


class Shown(Protocol):
    """Something that is drawn on and shows it."""

    painted_at: float
    painted_at_work: float

    def readings_painted(self) -> int:
        """Return how many changes have been painted."""


class Scribble(QWidget):
    """Draws with the mouse into a picture, and nothing else."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.resize(side, side)
        self._painted = 0
        self.painted_at = self.painted_at_work = 0.0
        self._last = QPoint()
        self._picture = QImage(side, side, QImage.Format.Format_RGB32)
        self._picture.fill(Qt.GlobalColor.white)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._last = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        point = event.position().toPoint()
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(Qt.GlobalColor.black, 20, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(self._last, point)
        painter.end()
        self.update(QRect(self._last, point).normalized().adjusted(-12, -12, 12, 12))
        self._last = point

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.drawImage(event.rect(), self._picture, event.rect())
        painter.end()
        self._painted += 1
        self.painted_at, self.painted_at_work = time.perf_counter(), time.thread_time()

    def readings_painted(self) -> int:
        return self._painted


def path(side: float) -> list[QPoint]:
    """Return an eight of ``POINTS`` different neighbours on a square canvas."""
    turns = [2 * math.pi * i / (POINTS - 1) for i in range(POINTS)]
    centre, width, height = side / 2, side * 0.22, side * 0.38
    points = [
        QPoint(
            round(centre + width * math.sin(2 * t)),
            round(centre - height * math.cos(t)),
        )
        for t in turns
    ]
    assert all(a != b for a, b in itertools.pairwise(points))
    return points


def draw(widget: QWidget, points: list[QPoint], shown: Shown) -> Taken:
    """Draw with the mouse; return the milliseconds from each movement to what it shows."""
    button = Qt.MouseButton.LeftButton
    taken: Taken = []
    QTest.mousePress(widget, button, pos=points[0])
    QApplication.processEvents()
    for point in points[1:]:
        before = shown.readings_painted()
        began, began_working = time.perf_counter(), time.thread_time()
        QTest.mouseMove(widget, point)
        while shown.readings_painted() == before:
            QApplication.processEvents()
            if time.perf_counter() - began > 60:
                raise RuntimeError(f"Movement to {point} showed nothing within a minute.")
        times = (
            shown.painted_at - began,
            shown.painted_at_work - began_working,
            time.perf_counter() - began,
        )
        taken.append((1000 * times[0], 1000 * times[1], 1000 * times[2]))
    QTest.mouseRelease(widget, button, pos=points[-1])
    QApplication.processEvents()
    return taken


def measure_app() -> tuple[Taken, int]:
    """Draw on the real canvas; return the latencies and the canvas's side in pixels."""
    with open_window() as opened:
        canvas = opened.window.draw_tab.canvas
        side = math.floor(canvas.square().width())
        points = path(side)
        taken: Taken = []
        for number in range(DRAWINGS + 1):
            one = draw(canvas, points, opened)
            if number:  # the first one fills caches
                taken += one
            canvas.clear()
            QApplication.processEvents()
        return taken, side


def measure_scribble(side: int) -> Taken:
    """Draw the same on the peer."""
    widget = Scribble(side)
    widget.show()
    QApplication.processEvents()
    points = path(side)
    draw(widget, points, widget)
    return [ms for _ in range(DRAWINGS) for ms in draw(widget, points, widget)]


def run() -> list[Row]:
    """Measure the median and the slowest hundredth of all movements."""
    taken, side = measure_app()
    peer = measure_scribble(side)
    name = f"mouse move to painted prediction, {POINTS} points"
    rows = []
    for percent, target in ((50, None), (99, TARGET_MS), (100, None)):
        waited, worked, until_next = np.percentile(taken, percent, axis=0).tolist()
        peer_waited = float(np.percentile(peer, percent, axis=0)[0])
        what = "slowest" if percent == 100 else f"p{percent}"
        met = None if target is None else waited < target
        aim = "" if target is None else f"< {target:.0f} ms"
        rows.append(Row(f"{name}, {what}", waited, "ms", "scribble", peer_waited, aim, met))
        # On a busy machine the rest is time that other programs had.
        rows.append(Row(f"the same, {what} of the processor's time", worked, "ms"))
        rows.append(Row(f"mouse move to when the next can be taken, {what}", until_next, "ms"))
    return rows

"""What else people wait for in the window: tabs, another network, a page; and the memory it takes.

Start-up and the latency of drawing have benchmarks of their own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from statistics import median

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from benchmarks.results import Row
from benchmarks.window import Opened, megabytes, open_window
from ocr_app.app import after_first_paint
from ocr_app.demonstration import bundled_drawing, replay
from ocr_app.paths import kept_model_file

OPENED = 15


def run() -> list[Row]:
    """Measure in a process of its own, whose memory holds no other benchmark."""
    for _ in range(2):  # the first one compiles the modules, as an installation does
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.application"], stdout=subprocess.PIPE, check=True
        )
    return [Row(**row) for row in json.loads(done.stdout)]


def measure() -> list[Row]:
    """Open the window, read, show every tab, open networks from a file."""
    with open_window() as opened:
        rows = [_memory("opening the window")]
        replay(bundled_drawing(), opened.window.draw_tab.canvas)
        QApplication.processEvents()
        rows += [_memory("a first reading"), *_models(opened), _memory("opening models")]
        rows += [_prepare(opened), _memory("preparing the other tabs")]
        for number in range(1, opened.window.tabs.count()):
            rows += _tab(opened, number)
        # What this brings along must not be there when the window opens, nor its tabs.
        from benchmarks import longer_work

        rows += [*longer_work.full_page(opened), _memory("reading a page of 2,000 digits")]
        rows += longer_work.retraining(opened)
    return rows


def _prepare(opened: Opened) -> Row:
    """Let the window prepare its other tabs, as it does after the first paint."""
    window = opened.window
    after_first_paint(window)
    longest, began = 0.0, time.perf_counter()
    while window.lab_views is None or not window.lab_views.is_made:
        before = time.thread_time()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        longest = max(longest, time.thread_time() - before)
        if time.perf_counter() - began > 60:
            raise RuntimeError("The tabs were not prepared within a minute.")
    return Row("longest work in one go while the other tabs are prepared", 1000 * longest, "ms")


def _tab(opened: Opened, number: int) -> list[Row]:
    """Show a tab for the first time, and again."""
    tabs = opened.window.tabs
    name = tabs.tabText(number)
    first, first_work = _show(opened, number)
    memory = _memory(f"showing the tab {name}")
    again = []
    for _ in range(OPENED):
        _show(opened, 0)
        again.append(_show(opened, number))
    shown, shown_work = (median(clock) for clock in zip(*again, strict=True))
    return [
        Row(f"tab {name}, shown for the first time", first, "ms"),
        Row("the same, processor's time", first_work, "ms"),
        Row(f"tab {name}, shown again, median", shown, "ms"),
        Row("the same, processor's time", shown_work, "ms"),
        memory,
    ]


def _show(opened: Opened, number: int) -> tuple[float, float]:
    """Show a tab; return how long that took, and how much of it this thread worked."""
    began, worked = time.perf_counter(), time.thread_time()
    opened.window.tabs.setCurrentIndex(number)
    QApplication.processEvents()
    return 1000 * (time.perf_counter() - began), 1000 * (time.thread_time() - worked)


def _models(opened: Opened) -> list[Row]:
    """Open a network from a file, until the drawing has been read with it."""
    models = opened.window.models
    file = Path(os.environ["OCR_APP_HOME"], "saved.npz")
    models.save_file(file)
    taken = []
    for _ in range(OPENED):
        before = opened.readings_painted()
        began = time.perf_counter()
        models.open_file(file)
        while opened.readings_painted() == before:
            QApplication.processEvents()
            if time.perf_counter() - began > 60:
                raise RuntimeError("A network was opened, and nothing read with it.")
        taken.append(1000 * (time.perf_counter() - began))
    kept_model_file().unlink(missing_ok=True)
    return [
        Row("a network opened from its file and its reading painted, median", median(taken), "ms")
    ]


def _memory(after: str) -> Row:
    """Memory of this process, on Linux; 0 elsewhere."""
    return Row(f"memory after {after}", megabytes(os.getpid()), "MB")


if __name__ == "__main__":
    print(json.dumps([asdict(row) for row in measure()]))

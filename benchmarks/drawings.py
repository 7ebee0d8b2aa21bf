"""Labelled drawings from a file: how many are read rightly, and the same from the real canvas.

The same drawings are read twice, by the engine and, replayed as mouse events, by the window. The
readings must agree, or what is measured about the engine says nothing about the window.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.results import Row
from benchmarks.window import Opened, open_window
from datasets.drawing import Drawing
from ocr_app.demonstration import replay
from ocr_app.engine.model import Model
from ocr_app.engine.recognizer import Recognizer

REPLAYED = 300

Labelled = tuple[int, Drawing]


def load(file: Path) -> list[Labelled]:
    """Read JSON lines with ``label`` and ``strokes``."""
    lines = file.read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines if line.strip()]
    return [(int(one["label"]), Drawing.from_points(one["strokes"])) for one in found]


def replay_on_whole_pixels(opened: Opened, drawing: Drawing) -> None:
    """Draw as an ordinary mouse does, which stands on whole pixels only."""
    canvas = opened.window.draw_tab.canvas
    square = canvas.square()
    for stroke in drawing.strokes:
        points = [
            QPoint(
                round(square.left() + x * square.width()),
                round(square.top() + y * square.height()),
            )
            for x, y in stroke.tolist()
        ]
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
        for point in points[1:]:
            QTest.mouseMove(canvas, point)
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=points[-1])


def read_in_window(opened: Opened, drawing: Drawing, *, whole_pixels: bool) -> int:
    """Draw with the mouse, let the window read it, and clear the canvas."""
    canvas, recognition = opened.window.draw_tab.canvas, opened.window.recognition
    if whole_pixels:
        replay_on_whole_pixels(opened, drawing)
    else:
        replay(drawing, canvas)
    recognition.read_now()
    reading = recognition.reading
    canvas.clear()
    canvas.undo_stack.clear()
    QApplication.processEvents()
    return -1 if reading is None else reading.digit


def measure(file: Path, replayed: int) -> list[Row]:
    """Read one file's drawings."""
    labelled = load(file)
    recognizer = Recognizer(Model.factory())
    drawings = [drawing for _, drawing in labelled]
    began = time.perf_counter()
    read = [-1 if one is None else one.digit for one in recognizer.read_many(drawings)]
    each = (time.perf_counter() - began) * 1000 / len(drawings)
    right = sum(digit == label for digit, (label, _) in zip(read, labelled, strict=True))
    rows = [
        Row(f"{file.stem}: read rightly, of {len(read):,}", 100 * right / len(read), "%"),
        Row(f"{file.stem}: reading one, many at once", each, "ms"),
    ]
    step = max(1, len(drawings) // replayed)
    chosen = range(0, len(drawings), step)
    with open_window() as opened:
        for whole_pixels in (False, True):
            differ = sum(
                read_in_window(opened, drawings[i], whole_pixels=whole_pixels) != read[i]
                for i in chosen
            )
            how = "on whole pixels" if whole_pixels else "exactly"
            rows.append(
                Row(
                    f"{file.stem}: {len(chosen)} drawn {how} with the mouse, read differently",
                    differ,
                    "",
                    target="" if whole_pixels else "0",
                    met=None if whole_pixels else differ == 0,
                )
            )
    return rows


def run(files: Sequence[Path], replayed: int = REPLAYED) -> list[Row]:
    """Read every file's drawings."""
    return [row for file in files for row in measure(file, replayed)]

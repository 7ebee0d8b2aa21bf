"""Make the pictures of the documentation: the real window, drawn on with mouse events.

Run with ``make screenshots``, or ``python docs/make_screenshots.py [FOLDER]``.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "2")
os.environ["OCR_APP_HOME"] = tempfile.mkdtemp(prefix="ocr-app-screenshots-")

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QDeadlineTimer, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QPushButton, QWidget

from datasets.synthetic import synthesize_digits
from ocr_app.app import make_application, make_window
from ocr_app.demonstration import bundled_drawing, replay
from ocr_app.main_window import MainWindow
from ocr_app.widgets.theme import apply_theme

FOLDER = Path(__file__).parent / "images"


def main(folder: Path) -> None:
    """Write one picture per tab and colour scheme into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    app = make_application(["ocr-app"])
    for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
        window = make_window(app)
        apply_theme(app, scheme)
        window.show()
        window.resize(1000, 700)
        suffix = f"{scheme.name.lower()}.png"
        save(app, show_read_digit(app, window), folder / f"draw-{suffix}")
        save(app, show_solved_xor(app, window), folder / f"xor-{suffix}")
        save(app, show_training(app, window), folder / f"train-{suffix}")
        save(app, show_page(app, window), folder / f"read-{suffix}")
        save(app, show_number(app, window), folder / f"number-{suffix}")
        window.close()


def show_read_digit(app: QApplication, window: MainWindow) -> QWidget:
    """Draw a digit and wait until the most similar ones are loaded."""
    replay(bundled_drawing(), window.draw_tab.canvas)
    wait(app, lambda: bool(window.draw_tab.neighbours.neighbours))
    return window


def show_solved_xor(app: QApplication, window: MainWindow) -> QWidget:
    """Press Train on the XOR tab and wait until it is solved."""
    window.tabs.setCurrentIndex(2)
    app.processEvents()
    QTest.mouseClick(window.findChild(QPushButton, "xorTrainButton"), Qt.MouseButton.LeftButton)
    status = window.findChild(QWidget, "xorStatus")
    wait(app, lambda: "Solved" in status.text())  # type: ignore[union-attr]
    return window


def show_training(app: QApplication, window: MainWindow) -> QWidget:
    """Train the article's network on the Train tab and wait for the comparison."""
    window.tabs.setCurrentIndex(1)
    app.processEvents()
    presets = window.findChild(QComboBox, "setupPreset")
    presets.setFocus()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(presets, key)
    QTest.mouseClick(window.findChild(QPushButton, "runStart"), Qt.MouseButton.LeftButton)
    verdict = window.findChild(QWidget, "verdictBar")
    wait(app, verdict.isVisible)
    return window


def show_page(app: QApplication, window: MainWindow) -> QWidget:
    """Look at the example of the Read tab, and choose one of its digits."""
    window.tabs.setCurrentIndex(3)
    status = window.findChild(QWidget, "readStatus")
    wait(app, lambda: " digits in " in status.text())  # type: ignore[union-attr]
    return window


def show_number(app: QApplication, window: MainWindow) -> QWidget:
    """Write a number on the Draw tab."""
    window.tabs.setCurrentIndex(0)
    app.processEvents()
    window.draw_tab.canvas.clear()
    switch = window.findChild(QAbstractButton, "numberMode")
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    app.processEvents()
    digits = synthesize_digits(np.array([4, 0, 7, 5]), np.random.default_rng(3))
    canvas = window.draw_tab.canvas
    for number, digit in enumerate(digits):
        points = np.concatenate(digit.strokes)
        low, size = points.min(axis=0), np.ptp(points, axis=0)
        scale = min(0.15 * canvas.width() / size[0], 0.5 * canvas.height() / size[1])
        corner = np.array([(0.08 + 0.23 * number) * canvas.width(), 0.25 * canvas.height()])
        for stroke in digit.strokes:
            drag(canvas, (stroke - low) * scale + corner)
    wait(app, lambda: bool(window.draw_tab.neighbours.neighbours))
    return window


def drag(canvas: QWidget, points: NDArray[np.floating]) -> None:
    """Draw a line through points (n, 2) in pixels."""
    places = [QPoint(round(x), round(y)) for x, y in points.tolist()]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(canvas, place)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=places[-1])


def wait(app: QApplication, done: Callable[[], bool], seconds: int = 120) -> None:
    """Let the application run until something is so."""
    deadline = QDeadlineTimer(seconds * 1000)
    while not done():
        app.processEvents()
        if deadline.hasExpired():
            sys.exit("ocr-app did not get there in time; no picture was made.")


def save(app: QApplication, widget: QWidget, file: Path) -> None:
    """Write what a widget looks like to a file."""
    QTest.qWait(200)  # plots are drawn a little later than their data come
    app.processEvents()
    widget.grab().save(str(file))
    print(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)

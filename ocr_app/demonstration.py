"""Without a display: replay the bundled drawing through the real window, offscreen, and say so."""

from __future__ import annotations

import json
import os
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from datasets.drawing import Drawing
from ocr_app.engine.wording import certainty
from ocr_app.widgets.digit_canvas import DigitCanvas
from resources import resource

_DRAWING_FILE = "demonstration-drawing.jsonl"
SCREENSHOT = Path("screenshots") / "demonstration.png"


def demonstrate(screenshot: Path = SCREENSHOT) -> int:
    """Draw with mouse events, print the reading, save a screenshot; return the exit code."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ocr_app.app import make_application, make_window  # noqa: PLC0415 -- it imports this

    app = make_application(["ocr-app"])
    window = make_window(app)
    window.show()
    app.processEvents()
    replay(bundled_drawing(), window.draw_tab.canvas)
    app.processEvents()
    reading = window.recognition.reading
    if reading is None:
        print("ocr-app: the bundled drawing left nothing on the canvas.")
        return 1
    print(
        "No display was found, so ocr-app drew a digit offscreen, with mouse events, "
        "in the real window."
    )
    print(f"It reads: {reading.digit}  (confidence {certainty(reading.confidence)})")
    try:
        screenshot.parent.mkdir(parents=True, exist_ok=True)
        saved = window.grab().save(str(screenshot))
    except OSError:
        saved = False
    if not saved:
        print(f"The screenshot could not be written to {screenshot}.")
        return 1
    print(f"Screenshot: {screenshot}")
    print("On a machine with a screen the same command opens the window.")
    window.close()
    return 0


def bundled_drawing() -> Drawing:
    """Return the drawing that comes with the application."""
    text = resource(_DRAWING_FILE).read_text(encoding="utf-8")
    return Drawing.from_points(json.loads(text)["strokes"])


def replay(drawing: Drawing, canvas: DigitCanvas) -> None:
    """Draw on a canvas as a mouse would: press, move, release for every stroke."""
    square = canvas.square()
    for stroke in drawing.strokes:
        points = [
            QPointF(square.left() + x * square.width(), square.top() + y * square.height())
            for x, y in stroke.tolist()
        ]
        _mouse(canvas, QEvent.Type.MouseButtonPress, points[0])
        for point in points[1:]:
            _mouse(canvas, QEvent.Type.MouseMove, point)
        _mouse(canvas, QEvent.Type.MouseButtonRelease, points[-1])


def _mouse(canvas: DigitCanvas, kind: QEvent.Type, position: QPointF) -> None:
    button = Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
    event = QMouseEvent(
        kind,
        position,
        QPointF(canvas.mapToGlobal(position)),
        Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button,
        held,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(canvas, event)

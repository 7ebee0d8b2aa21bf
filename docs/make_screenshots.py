"""Make the pictures of the documentation: the real window, drawn on with mouse events.

Run with ``make screenshots``, or ``python docs/make_screenshots.py [FOLDER]``.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "2")
os.environ["OCR_APP_HOME"] = tempfile.mkdtemp(prefix="ocr-app-screenshots-")

from PySide6.QtCore import Qt  # noqa: E402 -- after the environment

from ocr_app.app import make_application, make_window  # noqa: E402
from ocr_app.demonstration import bundled_drawing, replay  # noqa: E402
from ocr_app.widgets.theme import apply_theme  # noqa: E402

FOLDER = Path(__file__).parent / "images"


def main(folder: Path) -> None:
    """Write one picture per tab and colour scheme into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    app = make_application(["ocr-app"])
    for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
        apply_theme(app, scheme)
        window = make_window(app)
        apply_theme(app, scheme)
        window.show()
        app.processEvents()
        replay(bundled_drawing(), window.draw_tab.canvas)
        app.processEvents()
        file = folder / f"draw-{scheme.name.lower()}.png"
        window.grab().save(str(file))
        print(file)
        window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)

"""Composition root: settings, model and window are put together here."""

from __future__ import annotations

import sys
from importlib import resources

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from ocr_app.controllers.models import model_to_start_with
from ocr_app.display import has_display, missing_library_hint
from ocr_app.main_window import MainWindow
from ocr_app.messages import show_error
from ocr_app.settings import Settings
from ocr_app.widgets.theme import apply_theme


def make_application(argv: list[str]) -> QApplication:
    """Make the Qt application, dressed as the user chose."""
    app = QApplication(argv)
    app.setApplicationName("ocr-app")
    app.setApplicationDisplayName("ocr-app")
    app.setDesktopFileName("ocr-app")
    picture = QPixmap()
    picture.loadFromData((resources.files("resources") / "icon.png").read_bytes())
    app.setWindowIcon(QIcon(picture))
    return app


def make_window(app: QApplication) -> MainWindow:
    """Make the window with the model of the last start; bad news about it comes after the paint."""
    settings = Settings()
    apply_theme(app, settings.color_scheme)
    model, bad_news = model_to_start_with()
    window = MainWindow(model, settings)
    if bad_news:
        QTimer.singleShot(
            0,
            window,
            lambda: show_error(window, "Your model could not be read", ValueError(bad_news)),
        )
    return window


def run_window(argv: list[str]) -> int:
    """Open the window and return the exit code; without a display, demonstrate it offscreen.

    Parameters
    ----------
    argv : list of str
        Of the process, with its name; Qt takes its own options from it.
    """
    if not has_display():
        from ocr_app.demonstration import demonstrate  # noqa: PLC0415 -- only without a display

        return demonstrate()
    if hint := missing_library_hint():
        print(f"ocr-app: a library for windows is missing. Run: {hint}", file=sys.stderr)
        return 1
    app = make_application(argv)
    window = make_window(app)
    window.show()
    return app.exec()

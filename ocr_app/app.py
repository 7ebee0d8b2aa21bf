"""Composition root: settings, model and window are put together here."""

from __future__ import annotations

import gc
import sys
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from ocr_app.display import has_display, missing_library_hint
from ocr_app.lean_imports import NUMPYS_HELP, let_numpys_help_be_imported
from ocr_app.settings import Settings
from ocr_app.widgets.theme import IS_FUSION, STYLE, apply_theme
from resources import resource

if TYPE_CHECKING:
    from ocr_app.main_window import MainWindow

_PAINTED_MS = 100

_BETWEEN_MS = 30
"""Time that the window has for itself between two widgets that are made early."""

_RECOGNIZER = "ocr_app.engine.recognizer"
EARLY = (
    _RECOGNIZER,
    *NUMPYS_HELP,
    "ocr_app.engine.neighbours",
    "ocr_app.workers.training_client",
    "ocr_app.training_room",
    "ocr_app.widgets.plot_axes",
    "ocr_app.reading_room",
    "ocr_app.xor_room",
    "numpy.random",
)
"""Modules that the first stroke and the other tabs need, in the order of who needs them first."""


def make_application(argv: list[str]) -> QApplication:
    """Make the Qt application, dressed as the user chose."""
    app = QApplication([*argv, *STYLE])  # the last one counts
    app.setProperty(IS_FUSION, True)
    app.setApplicationName("ocr-app")
    app.setApplicationDisplayName("ocr-app")
    app.setDesktopFileName("ocr-app")
    return app


def make_window(app: QApplication) -> MainWindow:
    """Make the window with the model of the last start; bad news about it comes after the paint."""
    # Not before there is an application: see _find_fonts.
    from ocr_app.controllers.models import model_to_start_with  # noqa: PLC0415
    from ocr_app.main_window import MainWindow  # noqa: PLC0415

    settings = Settings()
    apply_theme(app, settings.color_scheme)
    model, bad_news = model_to_start_with()
    window = MainWindow(model, settings)
    if bad_news:
        from ocr_app.dialogs import show_error  # noqa: PLC0415 -- bad news are rare

        error = ValueError(bad_news)
        QTimer.singleShot(0, window, lambda: show_error(window, "Your model is damaged", error))
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
    _find_fonts()
    window = make_window(app)
    window.show()
    # Later than any first paint, sooner than any first stroke.
    QTimer.singleShot(_PAINTED_MS, window, lambda: after_first_paint(window))
    return app.exec()


def _find_fonts() -> None:
    """Let Qt look through the fonts of the system while the window's modules are imported.

    That takes a tenth of the start, which the first text would wait for. It holds no lock of
    Python's meanwhile, so that it costs nothing where another core has time.
    """
    if sys.platform.startswith("linux"):  # elsewhere nobody has measured it
        Thread(target=QFontDatabase.families, name="fonts", daemon=True).start()


def after_first_paint(window: MainWindow) -> None:
    """Do what the first paint need not wait for."""
    from PySide6.QtGui import QIcon  # noqa: PLC0415 -- takes 2 ms

    from ocr_app.workers.early_imports import EarlyImports  # noqa: PLC0415 -- not needed to start

    QApplication.setWindowIcon(QIcon(str(resource("icon.png"))))
    window.samples.warm_up()
    let_numpys_help_be_imported()
    early = EarlyImports(EARLY, window)
    early.imported.connect(lambda name: _warm_up(window, name))
    early.finished.connect(_collect_garbage)
    early.finished.connect(lambda: _make_tabs_early(window))
    app = QApplication.instance()
    assert app is not None  # noqa: S101 -- the window is its own
    app.aboutToQuit.connect(early.cancel)
    early.start()


def _warm_up(window: MainWindow, imported: str) -> None:
    if imported == _RECOGNIZER:
        window.recognition.warm_up()


def _make_tabs_early(window: MainWindow) -> None:
    """Make the widgets of the largest tabs between events and not under a pen."""
    from ocr_app.training_room import TrainingViews  # noqa: PLC0415 -- imported just now
    from ocr_app.xor_room import LabViews  # noqa: PLC0415

    training = window.training_views = TrainingViews()
    lab = window.lab_views = LabViews()
    between = QTimer(window, interval=_BETWEEN_MS)

    def make_next() -> None:
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        if not training.make_next() and not lab.make_next():
            between.stop()

    between.timeout.connect(make_next)
    between.start()


def _collect_garbage() -> None:
    gc.freeze()
    gc.enable()

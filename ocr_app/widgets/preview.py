"""Run one widget in a window of its own: ``python -m ocr_app.widgets.<name>``."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from ocr_app.widgets.theme import apply_theme


def run(make_widget: Callable[[], QWidget]) -> None:
    """Show a widget until it is closed, then end the program."""
    app = QApplication(sys.argv)
    apply_theme(app)
    widget = make_widget()
    widget.show()
    sys.exit(app.exec())

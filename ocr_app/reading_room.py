"""Puts the Read tab together: its widgets, and who reads the pictures."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ocr_app.controllers.models import ModelsController
from ocr_app.controllers.reading import ReadingController
from ocr_app.controllers.samples import SamplesController
from ocr_app.widgets.read.read_tab import ReadTab


def make_reading_room(
    window: QWidget, models: ModelsController, samples: SamplesController
) -> ReadTab:
    """Make the Read tab of a window with a menu to undo, with an example to begin with.

    Parameters
    ----------
    window : QWidget
        When it is closed, reading is stopped.
    models : ModelsController
        Whose network reads.
    samples : SamplesController
        Where corrected digits are kept.
    """
    tab = ReadTab(has_menu=True)
    reading = ReadingController(tab, window, models.model, samples.keep)
    models.model_changed.connect(reading.use_model)
    reading.show_example()
    return tab

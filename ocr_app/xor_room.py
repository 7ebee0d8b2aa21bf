"""Puts the XOR tab together: its widgets, the lab, and what is done in the background."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ocr_app.controllers.xor_changes import XorChangesController
from ocr_app.controllers.xor_files import XorFilesController
from ocr_app.controllers.xor_lab import XorLabController
from ocr_app.controllers.xor_memory import XorMemoryController
from ocr_app.controllers.xor_success import XorSuccessController
from ocr_app.controllers.xor_tour import TourMemory, XorTourController
from ocr_app.engine.xor_lab.presets import PRESETS
from ocr_app.paths import lab_file
from ocr_app.widgets.xor.lab_tab import LabTab


def make_xor_room(window: QWidget, memory: TourMemory) -> LabTab:
    """Make the XOR tab of a window; it goes on where it was left.

    Parameters
    ----------
    window : QWidget
        When it is closed, whatever runs is stopped, and the lab's state is kept.
    memory : TourMemory
        Where the place in the guided tour is remembered.
    """
    tab = LabTab(PRESETS)
    main = XorLabController(tab)
    XorChangesController(tab, main)
    XorFilesController(tab, main)
    XorSuccessController(tab, main, window)
    XorTourController(tab, main, memory)
    XorMemoryController(tab, main, window, lab_file())
    return tab

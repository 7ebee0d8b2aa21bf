"""Puts the XOR tab together: its widgets, the lab, and what is done in the background."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from ocr_app.controllers.xor_changes import XorChangesController
from ocr_app.controllers.xor_files import XorFilesController
from ocr_app.controllers.xor_lab import XorLabController
from ocr_app.controllers.xor_memory import XorMemoryController
from ocr_app.controllers.xor_success import XorSuccessController
from ocr_app.controllers.xor_tour import TourMemory, XorTourController
from ocr_app.engine.xor_lab.presets import PRESETS
from ocr_app.made_in_parts import MadeInParts
from ocr_app.paths import lab_file
from ocr_app.widgets.xor.lab_tab import LabTab


class LabViews(MadeInParts):
    """The widgets of the XOR tab, filled once: when the tab is shown only its numbers change.

    Nothing is read from a file, or listens to the window, before `make_xor_room` lets it.

    Attributes
    ----------
    main : XorLabController or None
        With its tab, once that is made.
    """

    def __init__(self) -> None:
        super().__init__()
        self.main: XorLabController | None = None

    def _make(self) -> Iterator[object]:
        tab = LabTab(PRESETS)
        yield tab
        self.main = XorLabController(tab)
        yield self.main
        self.main.refresh()
        yield self.main


def make_xor_room(window: QWidget, memory: TourMemory, views: LabViews | None = None) -> LabTab:
    """Make the XOR tab of a window; it goes on where it was left.

    Parameters
    ----------
    window : QWidget
        When it is closed, whatever runs is stopped, and the lab's state is kept.
    memory : TourMemory
        Where the place in the guided tour is remembered.
    views : LabViews, optional
        What has been made of the tab already.
    """
    views = views or LabViews()
    while views.main is None:
        views.make_next()
    main, tab = views.main, views.main.tab
    XorChangesController(tab, main)
    XorFilesController(tab, main)
    XorSuccessController(tab, main, window)
    XorTourController(tab, main, memory)
    XorMemoryController(tab, main, window, lab_file())
    return tab

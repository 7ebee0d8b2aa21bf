"""Leafing through the pages of the file that is looked at."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ocr_app.controllers.reading.opened_files import OpenedFiles
from ocr_app.widgets.read.read_tab import ReadTab


class PagesController(QObject):
    """Answers the bar with the pages.

    Parameters
    ----------
    tab : ReadTab
    files : OpenedFiles

    Signals
    -------
    turned
        Another page is looked at.
    all_wanted
        All pages of the file are to be read.
    """

    turned = Signal()
    all_wanted = Signal()

    def __init__(self, tab: ReadTab, files: OpenedFiles) -> None:
        super().__init__(tab)
        self._bar, self._files = tab.tools.pages, files
        self._bar.page_chosen.connect(self._go_to)
        self._bar.all_requested.connect(self._want_all)

    def show(self) -> None:
        """Show which page is seen; of nothing, and of one page, nothing is shown."""
        if (file := self._files.file) is None:
            self._bar.show_page(0, 1)
        else:
            self._bar.show_page(file.at, file.n_pages, file.n_unread > 0 and not file.wants_all)

    def _go_to(self, number: int) -> None:
        if (file := self._files.file) is not None and number != file.at:
            file.turn_to(number)
            self.turned.emit()

    def _want_all(self) -> None:
        if (file := self._files.file) is not None:
            file.wants_all = True
            self.show()
            self.all_wanted.emit()

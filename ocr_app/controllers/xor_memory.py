"""Lets the XOR lab go on where it was left, in the next session too."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QEvent, QObject

from ocr_app.controllers.xor_lab import XorLabController
from ocr_app.engine.xor_lab.errors import LabError
from ocr_app.engine.xor_lab.remembered import Place, keep, recall
from ocr_app.storage.damage import set_aside
from ocr_app.storage.errors import StorageError
from ocr_app.widgets.xor.lab_tab import LabTab


class XorMemoryController(QObject):
    """Recalls the lab's state when the tab is made; keeps it when it is left or the window closed.

    Parameters
    ----------
    tab : LabTab
    main : XorLabController
    window : QObject
    file : Path
        Where the state is kept. One that cannot be read is set aside and told about in the tab.
    """

    def __init__(self, tab: LabTab, main: XorLabController, window: QObject, file: Path) -> None:
        super().__init__(tab)
        self._tab, self._main, self._file = tab, main, file
        self._may_keep = True
        self._recall()
        tab.installEventFilter(self)
        if window is not tab:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Keep the state before anything can happen to it."""
        leaves = event.type() == QEvent.Type.Hide and watched is self._tab
        if leaves or event.type() == QEvent.Type.Close:
            self.keep()
        return False

    def keep(self) -> None:
        """Write down where the lab is."""
        if not self._may_keep:
            return
        lab, tab = self._main.lab, self._tab
        view, speed = tab.views.currentWidget().objectName(), tab.transport.speed.name
        # A full disk is no reason to hold anybody up who wants to leave.
        with suppress(LabError):
            keep(self._file, Place(lab.moment, self._main.preset_key, view, speed))

    def _recall(self) -> None:
        try:
            place = recall(self._file)
        except LabError as error:
            kept = self._set_aside()
            self._tab.status.show_notice(
                f"Where you left off could not be read, so the lab begins anew: {error}{kept}"
            )
            return
        if place is not None:
            self._main.resume(place.moment, place.preset_key)
            self._tab.transport.set_speed_called(place.speed)
            self._tab.show_view_called(place.view)

    def _set_aside(self) -> str:
        """Rename the file that cannot be read, and say how it is called now.

        If it cannot be renamed it stays as it is, and nothing is kept this time.
        """
        try:
            aside = set_aside(self._file)
        except (OSError, StorageError):
            self._may_keep = False
            return ""
        return f" The old file was kept as {aside.name}."

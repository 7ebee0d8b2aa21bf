"""What people take along from the Read tab: copies, files, and samples to learn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from datasets.digit_picture import DigitPicture, Written
from ocr_app.controllers.reading.opened_files import OpenedFiles
from ocr_app.dialogs import file_to_save, show_error
from ocr_app.engine.reader.result import FoundDigit
from ocr_app.engine.reader.save import save_readings
from ocr_app.widgets.read.read_tab import ReadTab

if TYPE_CHECKING:
    Keep = Callable[[Sequence[tuple[Written, int]], Callable[[int, int], None]], None]

_TEXTS: Final = "Text (*.txt);;CSV (*.csv);;JSON (*.json)"


class OutputController(QObject):
    """Copies and saves what was read, and keeps what people corrected.

    Parameters
    ----------
    tab : ReadTab
    window : QWidget
        Owns the dialogs.
    files : OpenedFiles
    keep : callable or None
        Saves digits as samples; see `SamplesController.keep`. None: there is nowhere to.
    """

    def __init__(
        self,
        tab: ReadTab,
        window: QWidget,
        files: OpenedFiles,
        keep: Keep | None,
    ) -> None:
        super().__init__(tab)
        self._tab, self._window, self._files, self._keep = tab, window, files, keep
        tab.copy_requested.connect(self._copy)
        tab.save_requested.connect(self._ask_to_save)
        tab.keep_requested.connect(self._keep_corrections)

    def show_corrections(self) -> None:
        """Offer to keep as samples what people corrected, in all pictures."""
        self._tab.show_corrections(0 if self._keep is None else len(self._corrections()))

    def save(self, file: Path) -> None:
        """Write what was read in all pictures, as the file's ending says."""
        readings, unread = self._files.readings(), self._files.count_unread()
        try:
            save_readings(file, readings)
        except OSError as error:
            show_error(self._window, "The text could not be saved", error)
        else:
            left = "1 page was" if unread == 1 else f"{unread:,} pages were"
            without = f" {left} not looked at and left out; Read all reads them." if unread else ""
            self._tab.show_status(f"Saved to {file.name}.{without}")

    def _copy(self) -> None:
        if not self._tab.text:
            return
        QGuiApplication.clipboard().setText(self._tab.text)
        self._tab.show_status("Copied.")

    def _ask_to_save(self) -> None:
        if self._tab.text and (
            file := file_to_save(self._window, "Save what was read", "numbers.txt", _TEXTS)
        ):
            self.save(file)

    def _keep_corrections(self) -> None:
        digits = [
            (DigitPicture.of_ink(found.ink), found.correction)
            for found in self._corrections()
            if found.correction is not None
        ]
        if digits and self._keep is not None:
            self._keep(digits, self._say_kept)

    def _say_kept(self, n_new: int, n_there: int) -> None:
        if not n_new:
            self._tab.show_status("These are among your samples already.")
            return
        digits = "1 digit is" if n_new == 1 else f"{n_new:,} digits are"
        there = f" {n_there:,} more were there already." if n_there else ""
        self._tab.show_status(
            f"{digits} among your samples now.{there} Samples ▸ Fine-tune lets the network learn "
            "from them."
        )

    def _corrections(self) -> list[FoundDigit]:
        return [
            found
            for picture in self._files.pictures
            for found in picture.digits
            if found.correction is not None and found.ink.size and (found.ink >= 0.5).any()
        ]

"""The browser of samples: what people do in it, and the files that they choose."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ocr_app.controllers.samples.desk import Desk, Stock
from ocr_app.controllers.samples.desk_thread import DeskThread
from ocr_app.controllers.samples.files import imported, read_pairs, write_samples
from ocr_app.dialogs import file_to_open, file_to_save
from ocr_app.widgets.samples.sample import a_digit, n_samples

if TYPE_CHECKING:
    from ocr_app.storage import StoredSample
    from ocr_app.widgets.samples.samples_browser import SamplesBrowser
    from ocr_app.widgets.samples.slow_reader import Read

_IMPORTED: Final = "Drawings (*.jsonl *.json *.ndjson *.unipen *.tes *.tra *.gz);;All files (*)"
_EXPORTED: Final = "Drawings (*.jsonl);;All files (*)"


class BrowsingController(QObject):
    """Makes the browser when it is first wanted, and answers it.

    Parameters
    ----------
    desk : DeskThread
    window : QWidget
        Owns the browser.

    Signals
    -------
    opened : StoredSample
        Its drawing is to be put onto the canvas.
    """

    opened = Signal(object)

    def __init__(self, desk: DeskThread, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._browser: SamplesBrowser | None = None
        self._read: Read | None = None
        self._shown: tuple[StoredSample, ...] | None = None

    @property
    def browser(self) -> SamplesBrowser | None:
        """The browser, if it has been opened."""
        return self._browser

    @property
    def front(self) -> QWidget:
        """The window that people look at."""
        browser = self._browser
        return browser if browser is not None and browser.isVisible() else self._window

    def set_reader(self, read: Read | None) -> None:
        """Mark what is misread by a function; see `SamplesBrowser.set_reader`."""
        self._read = read
        if self._browser is not None:
            self._browser.set_reader(read)

    def browse(self) -> None:
        """Show the browser beside the window."""
        browser = self._browser or self._make_browser()
        browser.show()
        browser.activateWindow()
        self._desk.do(Desk.look_at_all, lambda _: None, "Your samples could not be opened")

    def show_stock(self, stock: Stock) -> None:
        """Show what there is now."""
        if self._browser is not None and stock.samples is not None:
            self._browser.set_undo(stock.undo)
            if stock.samples is not self._shown:
                self._shown = stock.samples
                self._browser.show_samples(stock.samples)

    def tell(self, sentence: str) -> None:
        """Say something in the browser, if there is one."""
        if self._browser is not None:
            self._browser.show_message(sentence)

    def import_file(self, file: Path) -> None:
        """Add the labelled drawings of a file; if anything is wrong with it, none of them."""
        self.tell("Importing…")
        self._desk.do(
            lambda desk: desk.add_many(read_pairs(file)),
            lambda counts: self.tell(imported(*counts)),
            "Nothing was imported",
        )

    def export_file(self, file: Path, samples: Sequence[StoredSample]) -> None:
        """Write samples to a file of JSON lines."""
        self._desk.do(
            lambda _: write_samples(file, samples),
            lambda count: self.tell(f"{n_samples(count)} written to {file.name}."),
            "Nothing was exported",
        )

    def close(self) -> None:
        """Close the browser."""
        if self._browser is not None:
            self._browser.close()

    def _make_browser(self) -> SamplesBrowser:
        from ocr_app.widgets.samples.samples_browser import SamplesBrowser  # noqa: PLC0415

        browser = self._browser = SamplesBrowser(self._window)
        browser.set_reader(self._read)
        browser.relabel_requested.connect(self._relabel)
        browser.delete_requested.connect(self._delete)
        browser.undo_requested.connect(self._undo)
        browser.import_requested.connect(self._import)
        browser.export_requested.connect(self._export)
        browser.opened.connect(self.opened)
        browser.activated.connect(self._desk.look_again)
        return browser

    def _relabel(self, samples: Sequence[StoredSample], label: int) -> None:
        self._desk.do(
            lambda desk: desk.relabel(samples, label),
            lambda _: self.tell(f"{n_samples(len(samples))} relabelled: {a_digit(label)}."),
            "Nothing was relabelled",
        )

    def _delete(self, samples: Sequence[StoredSample]) -> None:
        self._desk.do(
            lambda desk: desk.delete(samples),
            lambda _: self.tell(f"{n_samples(len(samples))} deleted."),
            "Nothing was deleted",
        )

    def _undo(self) -> None:
        self._desk.do(
            Desk.undo,
            lambda what: self.tell(f"Taken back: {what}." if what else ""),
            "Nothing was taken back",
        )

    def _import(self) -> None:
        if file := file_to_open(self.front, "Import samples", _IMPORTED):
            self.import_file(file)

    def _export(self, samples: Sequence[StoredSample]) -> None:
        if file := file_to_save(self.front, "Export samples", "samples.jsonl", _EXPORTED):
            self.export_file(file, samples)

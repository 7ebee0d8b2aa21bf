"""Pictures that have come are read one after the other, off the GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from ocr_app.controllers.reading.arrivals import SAMPLES, Arrivals
from ocr_app.controllers.reading.edits import EditsController
from ocr_app.controllers.reading.images import image_of
from ocr_app.controllers.reading.opened_file import OpenedFile
from ocr_app.controllers.reading.opened_files import OpenedFiles
from ocr_app.controllers.reading.opened_picture import OpenedPicture, box_of, turned
from ocr_app.controllers.reading.output import OutputController
from ocr_app.controllers.reading.pages import PagesController
from ocr_app.controllers.reading.words import found_in, kept_of, who_read
from ocr_app.engine.model import Model
from ocr_app.engine.reader.carrying import Carried
from ocr_app.engine.reader.job import JobResult, ReadJob
from ocr_app.engine.reader.reader import PageReader
from ocr_app.widgets.read.read_tab import ReadTab
from ocr_app.workers.keeper import Keeper
from ocr_app.workers.reading_worker import ReadingWorker

if TYPE_CHECKING:
    from ocr_app.controllers.reading.output import Keep

_keeper: Final = Keeper()

_WELCOME: Final = "Open, drop or paste pictures of numbers, or try one of the examples."


class ReadingController(QObject):
    """Reads pictures one after the other, and shows what is read.

    Parameters
    ----------
    tab : ReadTab
    window : QWidget
        If it is closed, reading is stopped first.
    model : Model
        To read with at first.
    keep : callable, optional
        Saves corrected digits as samples; see `SamplesController.keep`.

    Attributes
    ----------
    output : OutputController
        Copies and saves.
    """

    def __init__(
        self, tab: ReadTab, window: QWidget, model: Model, keep: Keep | None = None
    ) -> None:
        super().__init__(tab)
        self._tab, self._window, self._model = tab, window, model
        self._files = OpenedFiles()
        self._is_example = False
        self._is_batch = False  # several have come, and not all have been tried
        self._worker: ReadingWorker | None = None
        self._reading: OpenedPicture | None = None
        self._arrivals = Arrivals(window, self)
        self._pages = PagesController(tab, self._files)
        self._edits = EditsController(
            tab, lambda: self._files.picture, lambda: PageReader(self._model)
        )
        self.output = OutputController(tab, window, self._files, keep)
        self._connect()
        window.installEventFilter(self)
        tab.tools.set_samples(tuple(SAMPLES))
        tab.show_status(_WELCOME)

    def _connect(self) -> None:
        tab, tools, page = self._tab, self._tab.tools, self._tab.page
        arrivals = self._arrivals
        arrivals.arrived.connect(self._open)
        arrivals.looking.connect(self._show_progress)
        arrivals.told.connect(tab.show_status)
        tools.open_requested.connect(arrivals.open)
        tools.paste_requested.connect(arrivals.paste)
        tools.sample_requested.connect(arrivals.take_sample)
        tools.turn_requested.connect(self._turn)
        tools.inverted.connect(lambda on: self._use_settings(inverted=on))
        tools.threshold_changed.connect(lambda value: self._use_settings(threshold=value))
        tab.files_dropped.connect(arrivals.take_files)
        tab.image_dropped.connect(lambda image: arrivals.take_image(image, "Dropped picture"))
        tab.picture_chosen.connect(self._show)
        tab.pictures_removed.connect(self._remove)
        tab.cancel_requested.connect(self.cancel)
        page.chosen.connect(lambda _: self._show_digit())
        page.region_drawn.connect(self._read_region)
        page.whole_requested.connect(self._read_whole)
        self._pages.turned.connect(self._show_turned)
        self._pages.all_wanted.connect(self._read_all_pages)
        self._edits.changed.connect(self._show_edited)
        self._edits.job_undone.connect(self._show_undone)

    @property
    def is_busy(self) -> bool:
        """Whether a picture is being read, or folders are looked through."""
        return self._worker is not None or self._arrivals.is_looking

    # -- pictures come -------------------------------------------------------------------------

    def open(self) -> None:
        """Ask for pictures and read them."""
        self._arrivals.open()

    def open_files(self, files: Sequence[Path]) -> None:
        """Read files; of folders, the pictures in them."""
        self._arrivals.take_files(files)

    def open_image(self, image: QImage, name: str) -> None:
        """Read a picture that is here already."""
        self._arrivals.take_image(image, name)

    def paste(self) -> None:
        """Read the picture, or the files, on the clipboard."""
        self._arrivals.paste()

    def show_example(self) -> None:
        """Read the first sample picture until there is another: nobody meets an empty tab."""
        if not self._files:
            self._arrivals.take_sample(next(iter(SAMPLES)))
            self._is_example = True

    def _open(self, jobs: list[ReadJob]) -> None:
        if self._is_example:
            self._drop_worker()
            self._files.clear()
            self._is_example = False
        self._files.add(jobs)
        self._is_batch = self._is_batch or len(jobs) > 1
        self._list_them()

    def _remove(self, numbers: list[int]) -> None:
        """Take pictures off the list; their files stay."""
        gone = self._files.remove(numbers)
        if any(self._reading in file.pictures for file in gone):
            self._drop_worker()
        if len(self._files):
            self._list_them()
            return
        self._tab.show_pictures([], -1)
        self._pages.show()
        self._edits.show_state()
        self._tab.page.show_picture(QImage())
        self._tab.show_text("")
        self._show_digit()
        self.output.show_corrections()
        self._tab.show_status(_WELCOME)
        self._go_on()

    def _list_them(self) -> None:
        self._tab.show_pictures([file.name for file in self._files], self._files.shown)
        self._show_troubles()
        self._show(self._files.shown)
        self._go_on()

    def _show_turned(self) -> None:
        """Show another page of the same file."""
        if self._reading is not None and not self._files.wants(self._reading):
            self._drop_worker()  # whoever looks for a page does not wait for those before it
        self._show(self._files.shown)
        self._go_on()

    def _read_all_pages(self) -> None:
        self._is_batch = True
        self._go_on()

    # -- reading -------------------------------------------------------------------------------

    def cancel(self) -> None:
        """Stop reading; what has not been read says so."""
        self._arrivals.stop_looking()
        self._drop_worker()
        self._files.stop()
        self._show_troubles()
        self._show_progress()
        self._show(self._files.shown)

    def use_model(self, model: Model) -> None:
        """Read again with another model; what people have changed stays as it is."""
        self._model = model
        self._drop_worker()
        for picture in self._files.pictures:
            if not picture.is_changed:
                picture.forget(picture.job)
        self._edits.show_state()
        self._go_on()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Never let the window go while something is read."""
        if watched is self._window and event.type() == QEvent.Type.Close:
            self._arrivals.close()
            self._drop_worker()
            _keeper.stop_all()
        return False

    def _go_on(self) -> None:
        """Read the next picture; the one that is seen comes first."""
        self._show_progress()
        if self._worker is not None:
            return
        self._reading = self._files.next_to_read()
        if self._reading is None:
            self._tell_failures()
            return
        self._worker = ReadingWorker(self._model, self._reading.job)
        self._worker.counted.connect(self._on_counted)
        self._worker.done.connect(self._on_done)
        self._worker.errored.connect(self._on_errored)
        _keeper.start(self._worker)

    def _tell_failures(self) -> None:
        """Say how many of several pictures could not be read, once all have been tried."""
        if self._is_batch and (failures := self._files.failures()):
            self._tab.show_status(f"{self._tab.status} {failures}")
        self._is_batch = False

    def _drop_worker(self) -> None:
        if self._worker is not None:
            self._worker.cancel()
        self._worker = self._reading = None

    def _on_counted(self, n_pages: int) -> None:
        if self.sender() is self._worker and self._reading is not None:
            file = self._files.file_of(self._reading)
            file.n_pages = max(n_pages, file.at + 1)  # the file may have changed since
            self._pages.show()

    def _on_done(self, result: JobResult) -> None:
        if self.sender() is self._worker and self._reading is not None:
            carried = self._reading.take(result)
            self._files.put_away(self._reading)
            self._ended(carried)

    def _on_errored(self, sentence: str) -> None:
        if self.sender() is self._worker and self._reading is not None:
            self._reading.error = sentence
            self._ended()

    def _ended(self, carried: Carried | None = None) -> None:
        read, self._worker, self._reading = self._reading, None, None
        if read is not None:
            self._show_trouble(self._files.file_of(read))
        self._pages.show()
        if read is self._files.picture:
            self._show(self._files.shown)
            if carried is not None and (kept := kept_of(carried)):
                self._tab.show_status(f"{self._tab.status} {kept}")
        self._go_on()

    def _show_progress(self) -> None:
        done, total = self._files.progress()
        if self._arrivals.is_looking and done == total:
            self._tab.show_progress(0, 1)  # something happens; nobody knows how much
        else:
            self._tab.show_progress(done, total)

    def _show_troubles(self) -> None:
        for file in self._files:
            self._show_trouble(file)

    def _show_trouble(self, file: OpenedFile) -> None:
        what = "a page not read" if file.n_pages > 1 else "not read"
        self._tab.show_trouble(self._files.number_of(file), file.trouble, what)

    # -- settings ------------------------------------------------------------------------------

    def _turn(self, quarter_turns: int) -> None:
        if (picture := self._files.picture) is not None:
            self._read_anew(picture, turned(picture.job, quarter_turns))

    def _use_settings(self, **changes: object) -> None:
        if (picture := self._files.picture) is not None:
            settings = replace(picture.job.settings, **changes)  # type: ignore[arg-type]
            self._read_anew(picture, replace(picture.job, settings=settings))

    def _read_region(self, rectangle: QRectF) -> None:
        if (picture := self._files.picture) is not None and picture.page is not None:
            box = box_of(rectangle, picture.page.reduction)
            self._read_anew(picture, replace(picture.job, region=box))

    def _read_whole(self) -> None:
        if (picture := self._files.picture) is not None:
            self._read_anew(picture, replace(picture.job, region=None))

    def _read_anew(self, picture: OpenedPicture, job: ReadJob) -> None:
        if picture is self._reading:
            self._drop_worker()
        picture.forget(job)
        self._edits.show_state()
        self._tab.show_status("Reading…")
        self._go_on()

    # -- what is seen --------------------------------------------------------------------------

    def _show(self, number: int) -> None:
        if not 0 <= number < len(self._files):
            return
        self._files.shown = number
        self._tab.choose_picture(number)
        self._pages.show()
        self._edits.show_state()
        picture = self._files.picture
        if picture is None:
            return
        settings = picture.job.settings
        self._tab.tools.show_settings(settings.threshold, settings.inverted)
        if picture.result is None:
            self._tab.page.show_picture(QImage(), picture.error or "Reading…")
            self._tab.show_text("" if picture.page is None else picture.page.text())
            self._tab.digit.show_nothing()
            self.output.show_corrections()
            self._tab.show_status(picture.error or "Reading…")
            if picture.is_put_away:
                self._go_on()
            return
        self._tab.page.show_picture(image_of(picture.result.grey))
        region = picture.job.region
        if region is not None:
            x, y, w, h = (
                side / picture.result.page.reduction
                for side in (region.x, region.y, region.width, region.height)
            )
            self._tab.page.show_region(QRectF(x, y, w, h))
        self._show_page(picture, -1)
        self._tab.show_status(found_in(picture))

    def _show_page(self, picture: OpenedPicture, chosen: int) -> None:
        self._tab.page.show_marks(picture.marks(), chosen)
        self._tab.show_text("" if picture.page is None else picture.page.text())
        self.output.show_corrections()
        self._show_digit()

    def _show_edited(self, chosen: int) -> None:
        if (picture := self._files.picture) is not None:
            self._show_page(picture, chosen)
            self._edits.show_state()

    def _show_undone(self) -> None:
        """Show a picture as it was read before it was read in another way."""
        if self._files.picture is self._reading:
            self._drop_worker()
        self._show(self._files.shown)
        self._go_on()

    def _show_digit(self) -> None:
        chosen = self._edits.chosen()
        if chosen is None:
            self._tab.digit.show_nothing()
            return
        picture, _, found = chosen
        reading = found.reading
        number = self._tab.page.chosen_mark
        self._tab.digit.show_digit(
            self._tab.page.marks[number],
            reading.digit,
            reading.probabilities,
            reading.pixels if reading.seen is None else reading.seen,
            has_next=number + 1 < len(picture.digits),
            who=who_read(reading),
        )

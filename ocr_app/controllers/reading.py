"""The Read tab: pictures are opened, read off the GUI thread, corrected, copied and saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QWidget

from ocr_app.controllers.opened_picture import OpenedPicture, box_of, turned
from ocr_app.dialogs import file_to_save, show_error
from ocr_app.engine.model import Model
from ocr_app.engine.reader import editing
from ocr_app.engine.reader.job import JobResult, ReadJob
from ocr_app.engine.reader.reader import PageReader
from ocr_app.engine.reader.result import FoundDigit, PageReading
from ocr_app.engine.reader.save import save_readings
from ocr_app.widgets.read.read_tab import ReadTab
from ocr_app.workers.keeper import Keeper
from ocr_app.workers.reading_worker import ReadingWorker
from resources import resource

_keeper: Final = Keeper()

_PICTURES: Final = (
    "Pictures (*.png *.jpg *.jpeg *.gif *.bmp *.tif *.tiff *.webp *.avif *.pgm *.ppm *.jp2);;"
    "All files (*)"
)
_TEXTS: Final = "Text (*.txt);;CSV (*.csv);;JSON (*.json)"
_NO_PICTURE: Final = (
    "There is no picture on the clipboard: take a screenshot or copy a picture first."
)
_WELCOME: Final = "Open, drop or paste pictures of numbers, or try one of the examples."

SAMPLES: Final = {
    "A form": "form.png",
    "Ruled paper, in the shade": "ruled.png",
    "Touching digits": "touching.png",
}
"""Names of the sample pictures, and their files in ``resources/pictures``."""


class ReadingController(QObject):
    """Reads pictures one after the other, and keeps what people change.

    Parameters
    ----------
    tab : ReadTab
    window : QWidget
        If it is closed, reading is stopped first.
    model : Model
        To read with at first.
    """

    def __init__(self, tab: ReadTab, window: QWidget, model: Model) -> None:
        super().__init__(tab)
        self._tab, self._window, self._model = tab, window, model
        self._pictures: list[OpenedPicture] = []
        self._shown = -1
        self._is_example = False
        self._worker: ReadingWorker | None = None
        self._reading: OpenedPicture | None = None
        self._connect()
        window.installEventFilter(self)
        tab.tools.set_samples(tuple(SAMPLES))
        tab.show_status(_WELCOME)

    def _connect(self) -> None:
        tab, tools, page = self._tab, self._tab.tools, self._tab.page
        tools.open_requested.connect(self.open)
        tools.paste_requested.connect(self.paste)
        tools.sample_requested.connect(self.open_sample)
        tools.turn_requested.connect(self._turn)
        tools.inverted.connect(lambda on: self._use_settings(inverted=on))
        tools.threshold_changed.connect(lambda value: self._use_settings(threshold=value))
        tab.files_dropped.connect(self.open_files)
        tab.image_dropped.connect(lambda image: self.open_image(image, "Dropped picture"))
        tab.picture_chosen.connect(self._show)
        tab.copy_requested.connect(self._copy)
        tab.save_requested.connect(self._ask_to_save)
        tab.cancel_requested.connect(self.cancel)
        tab.undo_requested.connect(self._undo)
        page.chosen.connect(lambda _: self._show_digit())
        page.digit_typed.connect(self._correct)
        page.box_drawn.connect(self._add)
        page.region_drawn.connect(self._read_region)
        for source in (page, tab.digit):
            source.join_requested.connect(self._join)
            source.divide_requested.connect(self._divide)
            source.delete_requested.connect(self._remove)

    @property
    def is_busy(self) -> bool:
        """Whether a picture is being read."""
        return self._worker is not None

    # -- pictures come -------------------------------------------------------------------------

    def open(self) -> None:
        """Ask for pictures and read them."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 -- see ocr_app.dialogs

        files, _ = QFileDialog.getOpenFileNames(self._window, "Open pictures", "", _PICTURES)
        self.open_files([Path(file) for file in files])

    def open_files(self, files: Sequence[Path]) -> None:
        """Read files; of folders, the pictures in them."""
        from ocr_app.engine.reader.paths import pictures  # noqa: PLC0415 -- seldom needed

        names = list(pictures(str(file) for file in files))
        if files and not names:
            self._tab.show_status("There are no pictures in this folder.")
        self._open([ReadJob(Path(name).name, Path(name)) for name in names])

    def open_sample(self, name: str) -> None:
        """Read one of the sample pictures."""
        self._open([ReadJob(name, resource(f"pictures/{SAMPLES[name]}"))])

    def show_example(self) -> None:
        """Read the first sample picture until there is another: nobody meets an empty tab."""
        if not self._pictures:
            self.open_sample(next(iter(SAMPLES)))
            self._is_example = True

    def open_image(self, image: QImage, name: str) -> None:
        """Read a picture that is here already."""
        self._open([ReadJob(name, grey_of(image))])

    def paste(self) -> None:
        """Read the picture, or the files, on the clipboard."""
        clipboard = QGuiApplication.clipboard()
        data = clipboard.mimeData()
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.open_files(files)
        elif data.hasImage() and not (image := clipboard.image()).isNull():
            self.open_image(image, "Pasted picture")
        else:
            self._tab.show_status(_NO_PICTURE)

    def _open(self, jobs: list[ReadJob]) -> None:
        if not jobs:
            return
        if self._is_example:
            self._drop_worker()
            self._pictures.clear()
            self._is_example = False
        first = len(self._pictures)
        self._pictures += [OpenedPicture(job) for job in jobs]
        self._shown = first
        self._tab.show_pictures([each.job.name for each in self._pictures], first)
        self._show(first)
        self._go_on()

    # -- reading -------------------------------------------------------------------------------

    def cancel(self) -> None:
        """Stop reading; what has not been read says so."""
        self._drop_worker()
        for picture in self._pictures:
            if picture.is_waiting:
                picture.error = "Not read: it was stopped."
        self._show_progress()
        self._show(self._shown)

    def use_model(self, model: Model) -> None:
        """Read again with another model; what people have changed stays as it is."""
        self._model = model
        self._drop_worker()
        for picture in self._pictures:
            if not picture.is_changed:
                picture.forget(picture.job)
        self._go_on()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Never let the window go while something is read."""
        if watched is self._window and event.type() == QEvent.Type.Close:
            self._drop_worker()
            _keeper.stop_all()
        return False

    def _go_on(self) -> None:
        """Read the next picture; the one that is seen comes first."""
        self._show_progress()
        if self._worker is not None:
            return
        seen = self._pictures[self._shown : self._shown + 1]
        waiting = [picture for picture in (*seen, *self._pictures) if picture.is_waiting]
        if not waiting:
            return
        self._reading = waiting[0]
        self._worker = ReadingWorker(self._model, self._reading.job)
        self._worker.done.connect(self._on_done)
        self._worker.errored.connect(self._on_errored)
        _keeper.start(self._worker)

    def _drop_worker(self) -> None:
        if self._worker is not None:
            self._worker.cancel()
        self._worker = self._reading = None

    def _on_done(self, result: JobResult) -> None:
        if self.sender() is self._worker and self._reading is not None:
            self._reading.take(result)
            self._ended()

    def _on_errored(self, sentence: str) -> None:
        if self.sender() is self._worker and self._reading is not None:
            self._reading.error = sentence
            self._ended()

    def _ended(self) -> None:
        read, self._worker, self._reading = self._reading, None, None
        if read is self._picture:
            self._show(self._shown)
        self._go_on()

    def _show_progress(self) -> None:
        waiting = sum(picture.is_waiting for picture in self._pictures)
        self._tab.show_progress(len(self._pictures) - waiting, len(self._pictures))

    # -- settings ------------------------------------------------------------------------------

    def _turn(self, quarter_turns: int) -> None:
        if (picture := self._picture) is not None:
            self._read_anew(picture, turned(picture.job, quarter_turns))

    def _use_settings(self, **changes: object) -> None:
        if (picture := self._picture) is not None:
            settings = replace(picture.job.settings, **changes)  # type: ignore[arg-type]
            self._read_anew(picture, replace(picture.job, settings=settings))

    def _read_region(self, rectangle: QRectF) -> None:
        if (picture := self._picture) is not None and picture.page is not None:
            box = box_of(rectangle, picture.page.reduction)
            self._read_anew(picture, replace(picture.job, region=box))

    def _read_anew(self, picture: OpenedPicture, job: ReadJob) -> None:
        if picture is self._reading:
            self._drop_worker()
        picture.forget(job)
        self._tab.show_status("Reading…")
        self._go_on()

    # -- what people change --------------------------------------------------------------------

    @property
    def _picture(self) -> OpenedPicture | None:
        return self._pictures[self._shown] if 0 <= self._shown < len(self._pictures) else None

    def _chosen(self) -> tuple[OpenedPicture, PageReading, FoundDigit] | None:
        picture, number = self._picture, self._tab.page.chosen_mark
        if picture is None or picture.page is None or not 0 <= number < len(picture.digits):
            return None
        return picture, picture.page, picture.digits[number]

    def _correct(self, digit: int) -> None:
        if (chosen := self._chosen()) is not None:
            picture, page, found = chosen
            same = found.correction is None and found.text() == str(digit)
            self._change(picture, editing.corrected(page, found, digit), step=1)
            self._tab.show_status("That is what it reads." if same else "Corrected. Ctrl+Z undoes.")

    def _remove(self) -> None:
        if (chosen := self._chosen()) is not None:
            picture, page, found = chosen
            self._change(picture, editing.removed(page, found))
            self._tab.show_status("Left out. Ctrl+Z brings it back.")

    def _divide(self) -> None:
        if (chosen := self._chosen()) is not None:
            picture, page, found = chosen
            divided = editing.divided(page, found, self._reader())
            if divided is None:
                self._tab.show_status("There is no place to divide this digit.")
            else:
                self._change(picture, divided)
                self._tab.show_status("Divided. Ctrl+Z undoes.")

    def _join(self) -> None:
        if (chosen := self._chosen()) is not None:
            picture, page, found = chosen
            number = picture.digits.index(found)
            if number + 1 >= len(picture.digits):
                self._tab.show_status("There is no digit after this one.")
                return
            joined = editing.joined(page, found, picture.digits[number + 1], self._reader())
            if joined is not None:
                self._change(picture, joined)
                self._tab.show_status("Joined. Ctrl+Z undoes.")

    def _add(self, rectangle: QRectF) -> None:
        picture = self._picture
        if picture is None or picture.page is None or picture.result is None:
            return
        box = box_of(rectangle, picture.page.reduction)
        page = editing.added(picture.page, box, picture.result.prepared, self._reader())
        if page is None:
            self._tab.show_status("There is no ink in this box.")
            return
        old = picture.digits
        self._change(picture, page)
        new = next(i for i, found in enumerate(picture.digits) if found not in old)
        self._tab.page.choose(new)
        self._tab.show_status("Added. Ctrl+Z undoes.")

    def _undo(self) -> None:
        if (picture := self._picture) is not None and picture.undo():
            self._show_page(picture, self._tab.page.chosen_mark)
            self._tab.show_status("Undone.")

    def _change(self, picture: OpenedPicture, page: PageReading, step: int = 0) -> None:
        picture.change(page)
        self._show_page(picture, self._tab.page.chosen_mark)
        if step and self._tab.page.chosen_mark + step < len(picture.digits):
            # Whoever corrects a number types on.
            self._tab.page.choose(self._tab.page.chosen_mark + step)

    def _reader(self) -> PageReader:
        return PageReader(self._model)

    # -- what is seen --------------------------------------------------------------------------

    def _show(self, number: int) -> None:
        if not 0 <= number < len(self._pictures):
            return
        self._shown = number
        self._tab.choose_picture(number)
        picture = self._pictures[number]
        settings = picture.job.settings
        self._tab.tools.show_settings(settings.threshold, settings.inverted)
        if picture.result is None:
            self._tab.page.show_picture(QImage())
            self._tab.show_text("")
            self._tab.digit.show_nothing()
            self._tab.show_status(picture.error or "Reading…")
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
        self._tab.show_status(_found(picture))

    def _show_page(self, picture: OpenedPicture, chosen: int) -> None:
        self._tab.page.show_marks(picture.marks(), chosen)
        self._tab.show_text("" if picture.page is None else picture.page.text())
        self._show_digit()

    def _show_digit(self) -> None:
        chosen = self._chosen()
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
            reading.pixels,
            has_next=number + 1 < len(picture.digits),
        )

    # -- what people take along ----------------------------------------------------------------

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._tab.text)
        self._tab.show_status("Copied.")

    def _ask_to_save(self) -> None:
        if self._tab.text and (
            file := file_to_save(self._window, "Save what was read", "numbers.txt", _TEXTS)
        ):
            self.save(file)

    def save(self, file: Path) -> None:
        """Write what was read in all pictures, as the file's ending says."""
        readings = [
            (self._name(picture), picture.page, picture.error or None)
            for picture in self._pictures
            if not picture.is_waiting
        ]
        try:
            save_readings(file, readings)
        except OSError as error:
            show_error(self._window, "The text could not be saved", error)
        else:
            self._tab.show_status(f"Saved to {file.name}.")

    def _name(self, picture: OpenedPicture) -> str:
        source = picture.job.source
        return str(source) if isinstance(source, Path) else picture.job.name


def _found(picture: OpenedPicture) -> str:
    """Say what was found."""
    marks = picture.marks()
    if not marks:
        return "No digits were found. Another threshold, or Invert, may help."
    lines = 0 if picture.page is None else len(picture.page.lines)
    digits = "1 digit" if len(marks) == 1 else f"{len(marks):,} digits"
    look = sum(mark.trust.name in ("UNSURE", "NO_DIGIT") for mark in marks)
    again = f"; look again at {look:,}" if look else ""
    return f"{digits} in {'1 line' if lines == 1 else f'{lines:,} lines'}{again}."


def grey_of(image: QImage) -> NDArray[np.uint8]:
    """Turn a picture into grey on white."""
    flat = QImage(image.size(), QImage.Format.Format_RGB32)
    flat.fill(Qt.GlobalColor.white)
    painter = QPainter(flat)
    painter.drawImage(0, 0, image)
    painter.end()
    grey = flat.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].copy()


def image_of(grey: NDArray[np.uint8]) -> QImage:
    """Turn grey (h, w) into a picture."""
    height, width = grey.shape
    # A copy, since the picture would only borrow the array's memory.
    return QImage(grey.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()

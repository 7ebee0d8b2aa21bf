"""Reads one picture off the GUI thread."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QThread, Signal

from ocr_app.engine.model import Model

if TYPE_CHECKING:
    from ocr_app.engine.reader.job import ReadJob


class ReadingWorker(QThread):
    """One reading.

    Parameters
    ----------
    model : Model
        Only read.
    job : ReadJob
    """

    done = Signal(object)
    """The `JobResult`, unless it is cancelled."""
    counted = Signal(int)
    """The pages of the file, before it is read, unless it is cancelled."""
    errored = Signal(str)
    """One sentence for people, unless it is cancelled."""

    def __init__(self, model: Model, job: ReadJob) -> None:
        super().__init__()
        self.setObjectName("reading")
        self._model, self._job = model, job
        self._stop = Event()

    def cancel(self) -> None:
        """Ask it to end; it is heard between two stages. From any thread."""
        self._stop.set()

    def run(self) -> None:
        """Read; runs in the thread."""
        # Brings SciPy along, which nobody should wait for before the first picture.
        from ocr_app.engine.reader import PageReader, ReadingCancelled  # noqa: PLC0415
        from ocr_app.engine.reader.job import n_pages_of, read_job  # noqa: PLC0415
        from ocr_app.errors import EXPECTED_ERRORS, sentence  # noqa: PLC0415

        try:
            n_pages = n_pages_of(self._job)
            if not self._stop.is_set():
                self.counted.emit(n_pages)
            result = read_job(PageReader(self._model), self._job, self._stop.is_set)
        except ReadingCancelled:
            return
        except EXPECTED_ERRORS as error:
            self._tell(sentence(error))
        except Exception as error:  # noqa: BLE001 -- the window must hear of it, whatever it is
            self._tell(f"{self._job.name} could not be read: {error}")
        else:
            if not self._stop.is_set():
                self.done.emit(result)

    def _tell(self, sentence: str) -> None:
        if not self._stop.is_set():
            self.errored.emit(sentence)

"""Reads samples a few at a time, so that the window stays quick however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from ocr_app.widgets.samples.sample import Sample

if TYPE_CHECKING:
    from datasets.digit_picture import Written

Read = Callable[["list[Written]"], Sequence[int | None]]
"""Returns the digit that is read in each drawing; None where it is no digit."""

_SLICE_SECONDS: Final = 0.005
_PAUSE_MS: Final = 12


class SlowReader(QObject):
    """Calls a function on one sample after the other, in slices of a few milliseconds.

    Signals
    -------
    were_read : list of tuple of Sample and int or None
        The digit that is read in each, or None for no digit; none of them if all was read already.
    """

    were_read = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read: Read | None = None
        self._waiting: list[Sample] = []  # the next one is the last
        self._done: set[int] = set()
        self._timer = QTimer(self, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._read_some)

    @property
    def is_busy(self) -> bool:
        """Whether there is something to read, and it is being read."""
        return self._timer.isActive()

    def set_reader(self, read: Read | None) -> None:
        """Read with another function from now on; everything that is asked for, anew."""
        self._read = read
        self._done.clear()

    def want(self, samples: Iterable[Sample]) -> None:
        """Read these in their order, before what was asked for earlier."""
        wanted = [sample for sample in samples if sample.id not in self._done]
        self._waiting.extend(reversed(wanted))
        if self._read is not None and self._waiting:
            self._timer.start()

    def stop(self) -> None:
        """Read nothing more of what was asked for."""
        self._timer.stop()
        self._waiting.clear()

    def _read_some(self) -> None:
        end = perf_counter() + _SLICE_SECONDS
        found: list[tuple[Sample, int | None]] = []
        while self._read is not None and self._waiting and perf_counter() < end:
            sample = self._waiting.pop()
            if sample.id not in self._done:
                self._done.add(sample.id)
                found.append((sample, self._read([sample.drawing])[0]))
        is_done = not self._waiting
        if is_done:
            self._timer.stop()
        if found or is_done:  # the last ones may all have been read before
            self.were_read.emit(found)

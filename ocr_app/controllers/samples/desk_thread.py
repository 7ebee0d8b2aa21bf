"""The thread in which the file of samples is read and written: a disk may take its time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from datasets.errors import DataError
from ocr_app.controllers.samples.desk import Desk, Stock
from ocr_app.workers.one_thread import OneThread

if TYPE_CHECKING:
    from concurrent.futures import Future

    from ocr_app.storage import SampleStore

T = TypeVar("T")


class DeskThread(QObject):
    """Does everything to the samples in one thread, in the order that it was asked for.

    Parameters
    ----------
    store_factory : callable () -> SampleStore
        Called in the thread, when samples are first needed.
    parent : QObject

    Signals
    -------
    stock_changed : Stock
        After everything that was done.
    failed : str, Exception
        What could not be done, and why.
    damage_noticed : str
        What was damaged, once.
    """

    stock_changed = Signal(object)
    failed = Signal(str, object)
    damage_noticed = Signal(str)

    def __init__(self, store_factory: Callable[[], SampleStore], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = Desk(store_factory)
        self._thread = OneThread("samples", self)
        self._notices: set[str] = set()

    def do(self, work: Callable[[Desk], T], then: Callable[[T], None], failure: str) -> None:
        """Do something after all that was asked for; then show it.

        Parameters
        ----------
        work : callable (Desk) -> value
            Called in the thread.
        then : callable (value) -> None
            Called in the window's thread, if it went well, after `stock_changed`.
        failure : str
            What could not be done, if it does not.
        """

        def job() -> tuple[T, Stock]:
            return work(self._desk), self._desk.stock()

        self._thread.do(job, lambda done: self._show(done, then, failure))

    def ask(self, work: Callable[[Desk], T]) -> T:
        """Do something after all that was asked for, and wait for it."""
        return self._thread.ask(lambda: work(self._desk))

    def look_again(self) -> None:
        """Notice what other windows did, if samples were needed at all."""
        if self._thread.is_running:
            self.do(Desk.look, lambda _: None, "Your samples could not be read")

    def close(self) -> None:
        """Wait until everything is saved, and close the file; may be called twice."""
        self._thread.close(self._desk.close)

    def _show(self, done: Future[tuple[T, Stock]], then: Callable[[T], None], failure: str) -> None:
        from ocr_app.storage import StorageError  # noqa: PLC0415 -- here already

        try:
            value, stock = done.result()
        except (StorageError, DataError, OSError, MemoryError) as error:
            self.failed.emit(failure, error)
            return
        self.stock_changed.emit(stock)
        then(value)
        if stock.notice and stock.notice not in self._notices:
            self._notices.add(stock.notice)
            self.damage_noticed.emit(stock.notice)

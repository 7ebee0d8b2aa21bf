"""One thread for what may take its time: files on a slow disk, a large network's digits."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")


class OneThread(QObject):
    """Does one job after the other, and hands each result to the thread that asked.

    The thread begins with the first job and ends with `close`.

    Parameters
    ----------
    name : str
        Of the thread, for those who look for what is running.
    parent : QObject, optional
    """

    _done = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._pool: ThreadPoolExecutor | None = None
        self._done.connect(self._run, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        """Whether anything was asked for since it was made or closed."""
        return self._pool is not None

    def do(self, work: Callable[[], T], then: Callable[[Future[T]], None]) -> None:
        """Do something after all that was asked for before.

        Parameters
        ----------
        work : callable () -> value
            Called in the thread.
        then : callable (Future) -> None
            Called in the thread that made this object, with a result or an error; not if this
            object has gone meanwhile.
        """

        def tell(done: Future[T]) -> None:
            with contextlib.suppress(RuntimeError):  # the window has gone meanwhile
                self._done.emit(lambda: then(done))

        self._executor().submit(work).add_done_callback(tell)

    def ask(self, work: Callable[[], T]) -> T:
        """Do something after all that was asked for before, wait for it and return its result."""
        return self._executor().submit(work).result()

    def close(self, last: Callable[[], object]) -> None:
        """Do a last thing and wait until all is done; nothing if nothing was ever asked for."""
        if self._pool is not None:
            self._pool.submit(last)
            self._pool.shutdown()
            self._pool = None

    def _executor(self) -> ThreadPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 -- not to start

            self._pool = ThreadPoolExecutor(1, self._name)
        return self._pool

    def _run(self, show: Callable[[], None]) -> None:
        show()

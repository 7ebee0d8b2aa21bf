"""Keeps threads alive until they have ended, whatever happens to the windows that started them."""

from __future__ import annotations

import atexit
from typing import Protocol


class Worker(Protocol):
    """A `QThread` that can be asked to end."""

    def start(self) -> None:
        """Start the thread."""

    def cancel(self) -> None:
        """Ask it to end."""

    def wait(self) -> bool:
        """Wait until it has ended."""

    def isFinished(self) -> bool:  # noqa: N802 -- Qt's name
        """Whether it has ended."""


class Keeper:
    """Starts workers and holds on to them."""

    def __init__(self) -> None:
        self._running: set[Worker] = set()
        # A thread that outlives the interpreter takes the whole process down.
        atexit.register(self.stop_all)

    def start(self, worker: Worker) -> None:
        """Start a worker and keep it."""
        # Not when `finished` is emitted: the thread is then still on its way out.
        self._running.difference_update({each for each in self._running if each.isFinished()})
        self._running.add(worker)
        worker.start()

    def stop_all(self) -> None:
        """Cancel every worker and wait until all threads have ended, usually less than 0.1 s."""
        for worker in self._running:
            worker.cancel()
        for worker in self._running:
            worker.wait()
        self._running.clear()

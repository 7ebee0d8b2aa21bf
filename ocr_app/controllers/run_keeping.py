"""Keeps every training in the file of runs, while it goes on and when it has ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import datetime
from typing import Any, Final

from nn import Network
from ocr_app.engine.model import Model
from ocr_app.engine.workbench.curves import Curves
from ocr_app.storage import RunStore, StorageError
from ocr_app.workers.one_thread import OneThread

_PAUSE_SECONDS: Final = 2.0
"""Time between two times that a running training is stored; a crash loses no more."""


class RunKeeper:
    """One run after the other, written by a thread: a disk may take its time, the window not.

    What goes wrong is told once; the training goes on without being kept.

    Parameters
    ----------
    thread : OneThread
        That writes the file.
    open_store : callable () -> RunStore
        Called in the thread when the first run begins.
    complain : callable (StorageError) -> None
    """

    def __init__(
        self,
        thread: OneThread,
        open_store: Callable[[], RunStore],
        complain: Callable[[StorageError], None],
    ) -> None:
        self._thread, self._complain = thread, complain
        self._file = _RunFile(open_store)
        self._name = ""
        self._is_open = False
        self._began = self._saved = 0.0

    @property
    def is_open(self) -> bool:
        """Whether a run is being kept that has not ended."""
        return self._is_open

    @property
    def name(self) -> str:
        """What the last run that was begun is called; nothing if it could not be kept."""
        return self._name

    @property
    def is_due(self) -> bool:
        """Whether it is time to store what a running training has come to."""
        return self._is_open and time.monotonic() - self._saved >= _PAUSE_SECONDS

    def begin(self, title: str, setup: Mapping[str, Any]) -> None:
        """Begin to keep a run, called by its title and the time of day."""
        self._name = name = f"{title}, {datetime.now():%H:%M:%S}"
        self._is_open = True
        self._began = self._saved = time.monotonic()
        self._do(lambda file: file.begin(name, setup))

    def save(self, curves: Curves, network: Network | None) -> None:
        """Store what a running training has come to."""
        if self._is_open:
            self._saved = time.monotonic()
            parts = (curves.as_arrays(), self._figures(curves, network), network)
            self._do(lambda file: file.save(*parts))

    def end(
        self,
        status: str,
        curves: Curves,
        network: Network | None,
        make_model: Callable[[], Model] | None = None,
    ) -> None:
        """Store what has come of it.

        Parameters
        ----------
        status : {"finished", "stopped", "diverged", "unfinished"}
        curves : Curves
        network : Network or None
        make_model : callable () -> Model, optional
            Called in the thread; what is known about the model is kept with the network.
        """
        if self._is_open:
            self._is_open = False
            parts = (curves.as_arrays(), self._figures(curves, network), network)
            self._do(
                lambda file: file.end(status, *parts, make_model().metadata if make_model else {})
            )

    def discard(self) -> None:
        """Delete the run."""
        if self._is_open:
            self._is_open = False
            self._name = ""
            self._do(_RunFile.discard)

    def close(self) -> None:
        """Wait until everything is written, and close the file."""
        self._is_open = False
        self._thread.close(self._file.close)

    def _figures(self, curves: Curves, network: Network | None) -> dict[str, float | None]:
        xs, _ = curves.xy("loss")
        return {
            **{
                name: curves.last(name)
                for name in ("loss", "validation_loss", "accuracy", "validation_accuracy")
            },
            "seconds": time.monotonic() - self._began,
            "epochs": float(xs[-1]) if len(xs) else 0.0,
            "n_parameters": None if network is None else float(network.parameters.size),
        }

    def _do(self, write: Callable[[_RunFile], None]) -> None:
        self._thread.do(lambda: write(self._file), self._on_written)

    def _on_written(self, done: Future[None]) -> None:
        try:
            done.result()
        except StorageError as error:
            self._is_open = False
            self._name = ""
            self._complain(error)


class _RunFile:
    """The file, and the run in it that is being kept; used by one thread."""

    def __init__(self, open_store: Callable[[], RunStore]) -> None:
        self._open_store = open_store
        self._store: RunStore | None = None
        self._run_id: int | None = None

    def begin(self, name: str, setup: Mapping[str, Any]) -> None:
        self._run_id = None
        self._store = self._store or self._open_store()
        self._run_id = self._store.begin(name, setup)

    def save(self, *parts: Any) -> None:
        self._with_run(lambda store, run_id: store.save_progress(run_id, *parts))

    def end(self, status: str, *parts: Any) -> None:
        self._with_run(lambda store, run_id: store.finish(run_id, status, *parts))
        self._run_id = None

    def discard(self) -> None:
        self._with_run(lambda store, run_id: store.delete([run_id]))
        self._run_id = None

    def close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    def _with_run(self, write: Callable[[RunStore, int], None]) -> None:
        """Write to the run, if it could be begun; after an error, no more."""
        if self._store is None or self._run_id is None:
            return
        try:
            write(self._store, self._run_id)
        except StorageError:
            self._run_id = None
            raise

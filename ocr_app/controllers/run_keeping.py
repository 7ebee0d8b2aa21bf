"""Keeps every training in the file of runs, while it goes on and when it has ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from nn import Network
from ocr_app.engine.workbench.curves import Curves
from ocr_app.engine.workbench.messages import RunStatus
from ocr_app.engine.workbench.setup import TrainingSetup
from ocr_app.storage import RunStore, StorageError

_PAUSE_SECONDS: Final = 2.0
"""Time between two times that a running training is stored; a crash loses no more."""

_STATUS: Final = {RunStatus.FINISHED: "finished", RunStatus.DIVERGED: "diverged"}


class RunKeeper:
    """One run after the other.

    What goes wrong is told once; the training goes on without being kept.

    Parameters
    ----------
    open_store : callable () -> RunStore
        Called when the first run begins.
    complain : callable (StorageError) -> None
    """

    def __init__(
        self, open_store: Callable[[], RunStore], complain: Callable[[StorageError], None]
    ) -> None:
        self._open_store, self._complain = open_store, complain
        self._store: RunStore | None = None
        self._run_id: int | None = None
        self._began = self._saved = 0.0

    @property
    def is_open(self) -> bool:
        """Whether a run is being kept that has not ended."""
        return self._run_id is not None

    def begin(self, name: str, setup: TrainingSetup) -> None:
        """Begin to keep a run; its name gets the time of day."""
        self._run_id = None
        self._began = self._saved = time.monotonic()
        try:
            self._store = self._store or self._open_store()
            named = f"{name}, {datetime.now():%H:%M:%S}"
            self._run_id = self._store.begin(named, setup.to_json())
        except StorageError as error:
            self._complain(error)

    @property
    def is_due(self) -> bool:
        """Whether it is time to store what a running training has come to."""
        return self.is_open and time.monotonic() - self._saved >= _PAUSE_SECONDS

    def save(self, curves: Curves, network: Network) -> None:
        """Store what a running training has come to."""
        if self._run_id is None or self._store is None:
            return
        self._saved = time.monotonic()
        run_id, store = self._run_id, self._store
        self._attempt(
            lambda: store.save_progress(
                run_id, curves.as_arrays(), self._figures(curves, network), network
            )
        )

    def end(self, status: RunStatus, curves: Curves, network: Network | None) -> None:
        """Store what has come of it; a discarded run is deleted."""
        if self._run_id is None or self._store is None:
            return
        run_id, store = self._run_id, self._store
        self._run_id = None
        if status in _STATUS:
            self._attempt(
                lambda: store.finish(
                    run_id,
                    _STATUS[status],
                    curves.as_arrays(),
                    self._figures(curves, network),
                    network,
                )
            )
        elif status is RunStatus.IDLE:
            self._attempt(lambda: store.delete([run_id]))

    def close(self) -> None:
        """Close the file."""
        if self._store is not None:
            self._store.close()
            self._store = None

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

    def _attempt(self, write: Callable[[], object]) -> None:
        try:
            write()
        except StorageError as error:
            self._run_id = None
            self._complain(error)

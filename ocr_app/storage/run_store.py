"""Runs: every training that was begun, with what it was set up by and what came of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from nn import Network
from ocr_app.paths import runs_file
from ocr_app.storage.errors import StorageError
from ocr_app.storage.opening import FileKind
from ocr_app.storage.run_parts import (
    Curves,
    Figures,
    curve_bytes,
    figures_text,
    network_bytes,
    read_curves,
    read_network,
    read_object,
)
from ocr_app.storage.store import Store

STATUSES: Final = ("finished", "stopped", "diverged", "unfinished")

_MIGRATIONS: Final = (
    """
    CREATE TABLE run (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        created TEXT NOT NULL,
        status TEXT NOT NULL,
        setup TEXT NOT NULL,
        figures TEXT NOT NULL,
        curves BLOB,
        network BLOB,
        deleted TEXT
    )
    """,
)
_KIND: Final = FileKind(
    0x0C2A0002,
    _MIGRATIONS,
    "your runs",
    "SELECT id, name, created, status, setup, figures, curves, network, deleted FROM run LIMIT 0",
)


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a table of runs shows.

    Attributes
    ----------
    id : int
        Never used again.
    name : str
    created : datetime
        When it began, in UTC.
    status : {"finished", "stopped", "diverged", "unfinished"}
        Unfinished: it goes on somewhere, or the program ended in the middle of it.
    setup : mapping
        See `ocr_app.engine.workbench.setup.TrainingSetup.to_json`.
    figures : mapping of str to float or None
        "loss", "validation_loss", "accuracy", "validation_accuracy", "seconds", "epochs",
        "n_parameters", as far as they are known.
    """

    id: int
    name: str
    created: datetime
    status: str
    setup: Mapping[str, Any]
    figures: Figures


@dataclass(frozen=True, slots=True, eq=False)
class RunRecord:
    """All of a run.

    Attributes
    ----------
    summary : RunSummary
    curves : mapping of str to ndarray of shape (n, 2), float64
        Epochs and values: "loss", "validation_loss", "accuracy", "validation_accuracy",
        "learning_rate".
    network : Network or None
        What it had come to when it was last stored.
    metadata : mapping
        What is known about it, see `ocr_app.engine.model.Model`; empty if it had not ended.
    """

    summary: RunSummary
    curves: Curves
    network: Network | None
    metadata: Mapping[str, Any]


class RunStore(Store):
    """The file of runs. What a method has returned from is on disk.

    Parameters
    ----------
    path : Path, optional
        The user's own file if None.

    Raises
    ------
    StorageError
        From every method, with one sentence, if the file cannot be read or written.
    """

    def __init__(self, path: Path | None = None) -> None:
        super().__init__(path or runs_file(), _KIND, "run")

    def begin(self, name: str, setup: Mapping[str, Any]) -> int:
        """Store that a run has begun and return its id; until it is finished it is "unfinished"."""
        with self._database.change() as connection:
            row = connection.execute(
                "INSERT INTO run (name, created, status, setup, figures) VALUES (?, ?, ?, ?, ?)",
                (name, datetime.now(UTC).isoformat(), "unfinished", json.dumps(dict(setup)), "{}"),
            )
        return row.lastrowid or 0

    def save_progress(
        self, run_id: int, curves: Curves, figures: Figures, network: Network | None
    ) -> None:
        """Store what a run has come to, so that a crash loses little.

        A run that has been finished stays as it was finished.

        Parameters
        ----------
        run_id : int
        curves, figures : mapping
            See `RunRecord` and `RunSummary`.
        network : Network or None
            None, or one whose parameters are not finite numbers, leaves the last one in place.
        """
        self._save(run_id, "unfinished", curves, figures, network, {})

    def finish(
        self,
        run_id: int,
        status: str,
        curves: Curves,
        figures: Figures,
        network: Network | None,
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        """Store what has come of a run.

        Parameters
        ----------
        run_id : int
        status : {"finished", "stopped", "diverged"}
        curves, figures : mapping
            See `RunRecord` and `RunSummary`.
        network : Network or None
            As in `save_progress`.
        metadata : mapping, optional
            What is known about the network; whatever JSON can hold.
        """
        if status not in STATUSES:
            raise ValueError(f"A run is one of {', '.join(STATUSES)}, not {status}.")
        self._save(run_id, status, curves, figures, network, metadata or {})

    def rename(self, run_id: int, name: str) -> None:
        """Give a run another name."""
        self._set("name", name, [run_id])

    def list(self) -> tuple[RunSummary, ...]:
        """Return all runs, the latest first."""
        rows = self._database.rows(
            "SELECT id, name, created, status, setup, figures FROM run "
            "WHERE deleted IS NULL ORDER BY id DESC"
        )
        found = []
        for row in rows:
            try:
                found.append(_summary(row))
            except (ValueError, TypeError, OverflowError):
                self._unreadable.add(row["id"])
        return tuple(found)

    def load(self, run_id: int) -> RunRecord:
        """Return all of a run.

        Raises
        ------
        KeyError
            If there is none of this id.
        StorageError
            If it is damaged.
        """
        rows = self._database.rows(
            "SELECT * FROM run WHERE id = ? AND deleted IS NULL", (int(run_id),)
        )
        if not rows:
            raise KeyError(run_id)
        row = rows[0]
        try:
            summary = _summary(row)
        except (ValueError, TypeError, OverflowError) as error:
            raise StorageError("This run is damaged and cannot be opened; delete it.") from error
        return RunRecord(summary, read_curves(row["curves"]), *read_network(row["network"]))

    def _save(
        self,
        run_id: int,
        status: str,
        curves: Curves,
        figures: Figures,
        network: Network | None,
        metadata: Mapping[str, Any],
    ) -> None:
        values = (
            status,
            figures_text(figures),
            curve_bytes(curves),
            None if network is None else network_bytes(network, metadata),
            int(run_id),
        )
        with self._database.change() as connection:
            found = connection.execute(
                "SELECT status FROM run WHERE id = ?", values[-1:]
            ).fetchone()
            if found is None:
                raise StorageError("This run is no longer among your runs, so it was not stored.")
            if status == "unfinished" != found["status"]:
                return  # told too late: it has ended
            connection.execute(
                "UPDATE run SET status = ?, figures = ?, curves = ?, "
                "network = coalesce(?, network) WHERE id = ?",
                values,
            )


def _summary(row: sqlite3.Row) -> RunSummary:
    status = row["status"]
    return RunSummary(
        row["id"],
        str(row["name"]),
        datetime.fromisoformat(row["created"]).astimezone(UTC),
        status if status in STATUSES else "unfinished",
        read_object(row["setup"]),
        read_object(row["figures"]),
    )

"""Runs: every training that was begun, with what it was set up by and what came of it."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nn import Network, NetworkFileError, dump_network, parse_network
from ocr_app.paths import runs_file
from ocr_app.storage.database import Database

_APPLICATION_ID: Final = 0x0C2A0002
_DELETED_DAYS: Final = 1
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

Curves = Mapping[str, NDArray[np.float64]]
Figures = Mapping[str, float | None]


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
    """

    summary: RunSummary
    curves: Curves
    network: Network | None


class RunStore:
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
        self._database = Database(path or runs_file(), _APPLICATION_ID, _MIGRATIONS, "your runs")
        long_ago = datetime.now(UTC) - timedelta(days=_DELETED_DAYS)
        with self._database.change() as connection:
            connection.execute("DELETE FROM run WHERE deleted < ?", (long_ago.isoformat(),))

    @property
    def notice(self) -> str:
        """Nothing, or a sentence: a damaged file was set aside, and where it is now."""
        return self._database.notice

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
        """Store what a run has come to, so that a crash loses little."""
        self._save(run_id, "unfinished", curves, figures, network)

    def finish(
        self, run_id: int, status: str, curves: Curves, figures: Figures, network: Network | None
    ) -> None:
        """Store what has come of a run.

        Parameters
        ----------
        run_id : int
        status : {"finished", "stopped", "diverged"}
        curves, figures : mapping
            See `RunRecord` and `RunSummary`.
        network : Network or None
        """
        if status not in STATUSES:
            raise ValueError(f"A run is one of {', '.join(STATUSES)}, not {status}.")
        self._save(run_id, status, curves, figures, network)

    def rename(self, run_id: int, name: str) -> None:
        """Give a run another name."""
        with self._database.change() as connection:
            connection.execute("UPDATE run SET name = ? WHERE id = ?", (name, run_id))

    def delete(self, ids: Sequence[int]) -> None:
        """Delete runs; `restore` brings them back, for a day at least."""
        now = datetime.now(UTC).isoformat()
        with self._database.change() as connection:
            connection.executemany(
                "UPDATE run SET deleted = ? WHERE id = ?", [(now, run_id) for run_id in ids]
            )

    def restore(self, ids: Sequence[int]) -> None:
        """Undo a `delete`."""
        with self._database.change() as connection:
            connection.executemany(
                "UPDATE run SET deleted = NULL WHERE id = ?", [(run_id,) for run_id in ids]
            )

    def list(self) -> tuple[RunSummary, ...]:
        """Return all runs, the latest first."""
        rows = self._database.rows(
            "SELECT id, name, created, status, setup, figures FROM run "
            "WHERE deleted IS NULL ORDER BY id DESC"
        )
        return tuple(map(_summary, rows))

    def load(self, run_id: int) -> RunRecord:
        """Return all of a run.

        Raises
        ------
        KeyError
            If there is none of this id.
        """
        rows = self._database.rows("SELECT * FROM run WHERE id = ? AND deleted IS NULL", (run_id,))
        if not rows:
            raise KeyError(run_id)
        row = rows[0]
        return RunRecord(_summary(row), _read_curves(row["curves"]), _read_network(row["network"]))

    def has_changed(self) -> bool:
        """Whether another window has changed the runs since the last time this was asked."""
        return self._database.has_changed()

    def close(self) -> None:
        """Close the file; may be called twice."""
        self._database.close()

    def _save(
        self, run_id: int, status: str, curves: Curves, figures: Figures, network: Network | None
    ) -> None:
        finite = {
            name: None if value is None or not math.isfinite(value) else value
            for name, value in figures.items()
        }
        values = (
            status,
            json.dumps(finite),
            _curve_bytes(curves),
            None if network is None else dump_network(network),
            run_id,
        )
        with self._database.change() as connection:
            connection.execute(
                "UPDATE run SET status = ?, figures = ?, curves = ?, network = ? WHERE id = ?",
                values,
            )


def _summary(row: Any) -> RunSummary:
    return RunSummary(
        row["id"],
        row["name"],
        datetime.fromisoformat(row["created"]),
        row["status"],
        _json_object(row["setup"]),
        _json_object(row["figures"]),
    )


def _json_object(text: str) -> Mapping[str, Any]:
    try:
        read = json.loads(text)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _curve_bytes(curves: Curves) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **{k: np.asarray(v) for k, v in curves.items()})
    return buffer.getvalue()


def _read_curves(data: bytes | None) -> Curves:
    """Curves that cannot be read are left out: the run's figures and network are still good."""
    if data is None:
        return {}
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            read = {name: np.asarray(archive[name], np.float64) for name in archive.files}
    except (OSError, ValueError, KeyError):
        return {}
    return {name: curve for name, curve in read.items() if curve.ndim == 2 and curve.shape[1] == 2}


def _read_network(data: bytes | None) -> Network | None:
    if data is None:
        return None
    try:
        return parse_network(data)[0]
    except NetworkFileError:
        return None

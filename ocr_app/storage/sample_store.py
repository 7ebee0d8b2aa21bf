"""My samples: drawings that people labelled themselves."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from datasets.drawing import Drawing
from datasets.errors import DrawingError
from ocr_app.paths import samples_file
from ocr_app.storage.database import Database
from ocr_app.storage.opening import FileKind

_DELETED_DAYS: Final = 1
"""How long what was deleted can still be brought back."""

_MIGRATIONS: Final = (
    """
    CREATE TABLE sample (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        label INTEGER NOT NULL CHECK (label BETWEEN 0 AND 9),
        strokes TEXT NOT NULL,
        created TEXT NOT NULL,
        deleted TEXT
    );
    CREATE INDEX sample_by_label ON sample (label) WHERE deleted IS NULL
    """,
)
_KIND: Final = FileKind(
    0x0C2A0001,
    _MIGRATIONS,
    "your samples",
    "SELECT id, label, strokes, created, deleted FROM sample LIMIT 0",
)


@dataclass(frozen=True, slots=True, eq=False)
class StoredSample:
    """A drawing and what it is.

    Attributes
    ----------
    id : int
        Never used again, not even after it was deleted.
    label : int
        0..9.
    drawing : Drawing
    created : datetime
        In UTC.
    """

    id: int
    label: int
    drawing: Drawing
    created: datetime


class SampleStore:
    """The file of my samples. What a method has returned from is on disk.

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
        self._database = Database(path or samples_file(), _KIND)
        self._unreadable: set[int] = set()
        try:
            self._purge()
        except BaseException:
            self.close()
            raise

    @property
    def notice(self) -> str:
        """Nothing, or what people should read: what was damaged, and where it is now."""
        sentences = [self._database.notice] if self._database.notice else []
        if n := len(self._unreadable):
            sentences.append(
                f"{n:,} of your samples could not be read and {'is' if n == 1 else 'are'} left out."
            )
        return " ".join(sentences)

    def add(self, drawing: Drawing, label: int) -> StoredSample:
        """Store a drawing."""
        return self.add_many([(drawing, label)])[0]

    def add_many(self, pairs: Iterable[tuple[Drawing, int]]) -> tuple[StoredSample, ...]:
        """Store drawings with their labels, all or none of them.

        Raises
        ------
        ValueError
            If one is blank or a label is none of 0..9.
        """
        created = datetime.now(UTC)
        checked = [(_checked_drawing(drawing), _checked_label(label)) for drawing, label in pairs]
        added = []
        with self._database.change() as connection:
            for drawing, label in checked:
                row = connection.execute(
                    "INSERT INTO sample (label, strokes, created) VALUES (?, ?, ?)",
                    (label, _strokes_text(drawing), created.isoformat()),
                )
                added.append(StoredSample(row.lastrowid or 0, label, drawing, created))
        return tuple(added)

    def relabel(self, ids: Sequence[int], label: int) -> None:
        """Say that some samples are another digit."""
        label = _checked_label(label)
        self._update("UPDATE sample SET label = ? WHERE id = ?", [(label, int(i)) for i in ids])

    def delete(self, ids: Sequence[int]) -> None:
        """Delete samples; `restore` brings them back, for a day at least."""
        now = datetime.now(UTC).isoformat()
        self._update("UPDATE sample SET deleted = ? WHERE id = ?", [(now, int(i)) for i in ids])

    def restore(self, ids: Sequence[int]) -> None:
        """Undo a `delete`."""
        self._update("UPDATE sample SET deleted = NULL WHERE id = ?", [(int(i),) for i in ids])

    def samples(self, label: int | None = None) -> tuple[StoredSample, ...]:
        """Return the samples, oldest first: all, or those of one digit."""
        where = "" if label is None else "AND label = ?"
        rows = self._database.rows(
            f"SELECT id, label, strokes, created FROM sample WHERE deleted IS NULL {where} "  # noqa: S608
            "ORDER BY id",
            () if label is None else (label,),
        )
        found = []
        for row in rows:
            try:
                found.append(_sample(row))
            except (DrawingError, ValueError, TypeError, OverflowError, RecursionError):
                self._unreadable.add(row["id"])
        return tuple(found)

    def counts(self) -> tuple[int, ...]:
        """Return how many samples there are of each digit: 10 numbers."""
        rows = self._database.rows(
            "SELECT label, count(*) AS n FROM sample WHERE deleted IS NULL GROUP BY label"
        )
        by_label = {row["label"]: row["n"] for row in rows}
        return tuple(by_label.get(label, 0) for label in range(10))

    def has_changed(self) -> bool:
        """Whether another window has changed the samples since the last time this was asked."""
        return self._database.has_changed()

    def close(self) -> None:
        """Close the file; may be called twice."""
        self._database.close()

    def _update(self, sql: str, values: Sequence[Sequence[object]]) -> None:
        with self._database.change() as connection:
            connection.executemany(sql, values)

    def _purge(self) -> None:
        long_ago = datetime.now(UTC) - timedelta(days=_DELETED_DAYS)
        self._update("DELETE FROM sample WHERE deleted < ?", [(long_ago.isoformat(),)])


def _sample(row: sqlite3.Row) -> StoredSample:
    """Read a row, trusting nothing in it."""
    drawing = _checked_drawing(Drawing.from_points(json.loads(row["strokes"])))
    created = datetime.fromisoformat(row["created"]).astimezone(UTC)
    return StoredSample(row["id"], _checked_label(row["label"]), drawing, created)


def _checked_drawing(drawing: Drawing) -> Drawing:
    if drawing.is_blank:
        raise ValueError("There is nothing to store: the drawing is blank.")
    return drawing


def _checked_label(label: int) -> int:
    if label not in range(10):
        raise ValueError(f"A sample is one of the digits 0 to 9, not {label}.")
    return int(label)  # NumPy's integers are none to SQLite


def _strokes_text(drawing: Drawing) -> str:
    return json.dumps(drawing.to_points(), separators=(",", ":"))

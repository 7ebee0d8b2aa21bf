"""My samples: drawings, and digits out of pictures, that people labelled themselves."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from datasets.digit_picture import DigitPicture, Written
from datasets.drawing import Drawing
from datasets.errors import DrawingError
from ocr_app.paths import samples_file
from ocr_app.storage.opening import FileKind
from ocr_app.storage.store import Store

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
    # A digit out of a picture: a PNG, and no strokes.
    "ALTER TABLE sample ADD COLUMN picture BLOB",
)
_KIND: Final = FileKind(
    0x0C2A0001,
    _MIGRATIONS,
    "your samples",
    "SELECT id, label, strokes, picture, created, deleted FROM sample LIMIT 0",
)


@dataclass(frozen=True, slots=True, eq=False)
class StoredSample:
    """A digit and what it is.

    Attributes
    ----------
    id : int
        Never used again, not even after it was deleted.
    label : int
        0..9.
    drawing : Drawing or DigitPicture
        Strokes, or what came out of a picture and has none.
    created : datetime
        In UTC.
    """

    id: int
    label: int
    drawing: Written
    created: datetime


class SampleStore(Store):
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
        super().__init__(path or samples_file(), _KIND, "sample")

    def add(self, drawing: Written, label: int) -> StoredSample:
        """Store a drawing."""
        return self.add_many([(drawing, label)])[0]

    def add_many(self, pairs: Iterable[tuple[Written, int]]) -> tuple[StoredSample, ...]:
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
                    "INSERT INTO sample (label, strokes, picture, created) VALUES (?, ?, ?, ?)",
                    (label, *_columns(drawing), created.isoformat()),
                )
                added.append(StoredSample(row.lastrowid or 0, label, drawing, created))
        return tuple(added)

    def relabel(self, ids: Sequence[int], label: int) -> None:
        """Say that some samples are another digit."""
        self._set("label", _checked_label(label), ids)

    def samples(self, label: int | None = None) -> tuple[StoredSample, ...]:
        """Return the samples, oldest first: all, or those of one digit."""
        where = "" if label is None else "AND label = ?"
        rows = self._database.rows(
            "SELECT id, label, strokes, picture, created FROM sample "  # noqa: S608
            f"WHERE deleted IS NULL {where} ORDER BY id",
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


def _sample(row: sqlite3.Row) -> StoredSample:
    """Read a row, trusting nothing in it."""
    if row["picture"] is None:
        drawing = _checked_drawing(Drawing.from_points(json.loads(row["strokes"])))
    else:
        drawing = _checked_drawing(DigitPicture.from_png(row["picture"]))
    created = datetime.fromisoformat(row["created"]).astimezone(UTC)
    return StoredSample(row["id"], _checked_label(row["label"]), drawing, created)


def _checked_drawing(drawing: Written) -> Written:
    if drawing.is_blank:
        raise ValueError("There is nothing to store: the drawing is blank.")
    return drawing


def _checked_label(label: int) -> int:
    if label not in range(10):
        raise ValueError(f"A sample is one of the digits 0 to 9, not {label}.")
    return int(label)  # NumPy's integers are none to SQLite


def _columns(drawing: Written) -> tuple[str, bytes | None]:
    """Return what is stored as strokes, and as a picture."""
    if isinstance(drawing, DigitPicture):
        return "[]", drawing.to_png()
    return json.dumps(drawing.to_points(), separators=(",", ":")), None

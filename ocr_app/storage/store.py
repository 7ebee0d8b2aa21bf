"""What the files of samples and of runs have in common: rows that are deleted, and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from ocr_app.storage.database import Database
from ocr_app.storage.opening import FileKind

_DELETED_DAYS: Final = 1
"""How long what was deleted can still be brought back."""


class Store:
    """A file with one table, whose rows have an ``id`` and a time when they were ``deleted``.

    Parameters
    ----------
    path : Path
    kind : FileKind
    table : str
        Its name; part of the program, never of what people type.

    Raises
    ------
    StorageError
        From every method, with one sentence, if the file cannot be read or written.
    """

    def __init__(self, path: Path, kind: FileKind, table: str) -> None:
        self._database = Database(path, kind)
        self._what, self._table = kind.what, table
        self._unreadable: set[int] = set()
        long_ago = datetime.now(UTC) - timedelta(days=_DELETED_DAYS)
        try:
            self._update(f"DELETE FROM {table} WHERE deleted < ?", [(long_ago.isoformat(),)])  # noqa: S608
        except BaseException:
            self.close()
            raise

    @property
    def notice(self) -> str:
        """Nothing, or what people should read: what was damaged, and where it is now."""
        sentences = [self._database.notice] if self._database.notice else []
        if n := len(self._unreadable):
            verb = "is" if n == 1 else "are"
            left_out = self._what.replace("your", f"{n:,} of your", 1)
            sentences.append(f"{left_out} could not be read and {verb} left out.")
        return " ".join(sentences)

    def delete(self, ids: Sequence[int]) -> None:
        """Delete rows; `restore` brings them back, for a day at least."""
        now = datetime.now(UTC).isoformat()
        self._set("deleted", now, ids)

    def restore(self, ids: Sequence[int]) -> None:
        """Undo a `delete`."""
        self._set("deleted", None, ids)

    def has_changed(self) -> bool:
        """Whether another window has changed the file since the last time this was asked."""
        return self._database.has_changed()

    def close(self) -> None:
        """Close the file; may be called twice."""
        self._database.close()

    def _set(self, column: str, value: object, ids: Sequence[int]) -> None:
        sql = f"UPDATE {self._table} SET {column} = ? WHERE id = ?"  # noqa: S608 -- own names
        self._update(sql, [(value, int(i)) for i in ids])

    def _update(self, sql: str, values: Sequence[Sequence[object]]) -> None:
        with self._database.change() as connection:
            connection.executemany(sql, values)

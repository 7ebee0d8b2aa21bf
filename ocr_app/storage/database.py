"""A SQLite file from which neither a crash nor a second window loses anything.

Write-ahead logging lets two windows read and write at once; every change is a transaction that is
on disk before it is acknowledged (``synchronous=FULL``). A file that is damaged or belongs to
something else is set aside under another name and never overwritten.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ocr_app.storage.damage import one_at_a_time, set_aside
from ocr_app.storage.errors import StorageError, storage_error
from ocr_app.storage.opening import DamagedError, FileKind, connect


class Database:
    """One file of one kind; may be used by several threads.

    Parameters
    ----------
    path : Path
        Made with its folder if it is not there.
    kind : FileKind

    Attributes
    ----------
    notice : str
        "" or a sentence: a damaged file was set aside, and where it is now.

    Raises
    ------
    StorageError
        If the file can be neither used nor set aside, or was written by a newer version.
    """

    def __init__(self, path: Path, kind: FileKind) -> None:
        self.path, self._kind = path, kind
        self.notice = ""
        # Another thread must neither see a half-done change nor begin one within it.
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = self._open()
            self._identity = _identity(path)
        except (DamagedError, sqlite3.Error, OSError) as error:
            raise self._error("opened", error) from error
        self._seen_version = self._data_version()

    def close(self) -> None:
        """Close the file; may be called twice."""
        with self._lock:
            self._connection.close()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Read rows.

        Raises
        ------
        StorageError
        """
        try:
            with self._lock:
                return self._connection.execute(sql, values).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise self._error("read", error) from error

    @contextlib.contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Change the file: all of it is on disk at the end, or nothing at an error.

        Raises
        ------
        StorageError
        """
        with self._lock:
            self._check_place()
            try:
                # At once, so that two windows wait for each other instead of failing at the end.
                self._connection.execute("BEGIN IMMEDIATE")
                yield self._connection
                self._connection.execute("COMMIT")
            except (sqlite3.Error, UnicodeDecodeError) as error:
                self._roll_back()
                raise self._error("written", error) from error
            except BaseException:
                self._roll_back()
                raise

    def has_changed(self) -> bool:
        """Whether another window has changed the file since the last time this was asked."""
        with self._lock:
            before, self._seen_version = self._seen_version, self._data_version()
            return self._seen_version != before

    def _open(self) -> sqlite3.Connection:
        with contextlib.suppress(DamagedError):
            return connect(self.path, self._kind)
        with one_at_a_time(self.path):
            # Another window may have set it aside meanwhile.
            with contextlib.suppress(DamagedError):
                return connect(self.path, self._kind)
            try:
                aside = set_aside(self.path)
            except OSError as error:
                raise self._error("set aside", error) from error
            connection = connect(self.path, self._kind)
        self.notice = (
            f"The file of {self._kind.what} was damaged; it is now {aside}, and a new one was "
            "begun."
        )
        return connection

    def _check_place(self) -> None:
        """Refuse to write to a file that was moved away: nobody would notice that it is lost."""
        if _identity(self.path) != self._identity:
            raise StorageError(
                f"The file of {self._kind.what} was moved, replaced or removed while ocr-app used "
                f"it, so nothing was written; start ocr-app again ({self.path})."
            )

    def _roll_back(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _data_version(self) -> int:
        return int(self.rows("PRAGMA data_version")[0][0])

    def _error(self, done: str, error: Exception) -> StorageError:
        return storage_error(done, self._kind.what, self.path, error)


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file it is, whatever its name."""
    try:
        status = os.stat(path)  # noqa: PTH116 -- twice as fast, and asked before every change
    except OSError:
        return None
    return status.st_dev, status.st_ino

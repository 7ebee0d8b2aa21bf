"""Opens SQLite files so that neither a crash nor a second window loses anything.

Write-ahead logging lets two windows read and write at once; every change is a transaction that is
on disk before it is acknowledged (``synchronous=FULL``). A file that is damaged or belongs to
something else is set aside under another name and never overwritten.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from ocr_app.storage.errors import StorageError

_WAIT_SECONDS: Final = 10.0
"""How long a change waits for another window's."""

_SIDE_FILES: Final = ("-wal", "-shm", "-journal")


class Database:
    """One file of one kind.

    Parameters
    ----------
    path : Path
        Made with its folder if it is not there.
    application_id : int
        Tells files of one kind from others; 32 bits.
    migrations : sequence of str
        SQL scripts: the first makes version 1, each later one the next version.
    what : str
        What is in it, for people: "your samples".

    Attributes
    ----------
    notice : str
        "" or a sentence: a damaged file was set aside, and where it is now.

    Raises
    ------
    StorageError
        If the file can be neither used nor set aside, or was written by a newer version.
    """

    def __init__(
        self, path: Path, application_id: int, migrations: Sequence[str], what: str
    ) -> None:
        self.path, self._what = path, what
        self._application_id, self._migrations = application_id, migrations
        self.notice = ""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = self._open()
        except _DamagedError:
            self._set_aside()
            try:
                self._connection = self._open()
            except (_DamagedError, sqlite3.Error, OSError) as error:
                raise self._error("opened", error) from error
        except (sqlite3.Error, OSError) as error:
            raise self._error("opened", error) from error
        self._seen_version = self._data_version()

    def close(self) -> None:
        """Close the file; may be called twice."""
        self._connection.close()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Read rows.

        Raises
        ------
        StorageError
        """
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._error("read", error) from error

    @contextlib.contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Change the file: all of it is on disk at the end, or nothing at an error.

        Raises
        ------
        StorageError
        """
        try:
            # At once, so that two windows wait for each other instead of failing at the end.
            self._connection.execute("BEGIN IMMEDIATE")
            yield self._connection
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise self._error("written", error) from error
        except BaseException:
            self._roll_back()
            raise

    def has_changed(self) -> bool:
        """Whether another window has changed the file since the last time this was asked."""
        before, self._seen_version = self._seen_version, self._data_version()
        return self._seen_version != before

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            connection.row_factory = sqlite3.Row
            self._check(connection)
            # Where the folder's file system cannot do it, SQLite stays with its older journal.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            self._migrate(connection)
        except sqlite3.DatabaseError as error:
            connection.close()
            if isinstance(error, sqlite3.OperationalError):
                raise
            raise _DamagedError from error
        except BaseException:
            connection.close()
            raise
        return connection

    def _check(self, connection: sqlite3.Connection) -> None:
        if self.path.stat().st_size == 0:
            return
        found = connection.execute("PRAGMA application_id").fetchone()[0]
        if found != self._application_id or (
            connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok"
        ):
            raise _DamagedError

    def _migrate(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > len(self._migrations):
                raise StorageError(
                    f"{self.path.name} was written by a newer ocr-app; update ocr-app to open "
                    f"{self._what}."
                )
            for number, script in enumerate(self._migrations[version:], version + 1):
                for statement in _statements(script):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")
            if version == 0:
                connection.execute(f"PRAGMA application_id = {self._application_id}")
            connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise

    def _set_aside(self) -> None:
        aside = _free_name(self.path)
        try:
            self.path.rename(aside)
            for ending in _SIDE_FILES:
                side = Path(f"{self.path}{ending}")
                if side.exists():
                    side.rename(f"{aside}{ending}")
        except OSError as error:
            raise self._error("set aside", error) from error
        self.notice = (
            f"The file of {self._what} was damaged; it is now {aside}, and a new one was begun."
        )

    def _roll_back(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _data_version(self) -> int:
        return int(self.rows("PRAGMA data_version")[0][0])

    def _error(self, done: str, error: Exception) -> StorageError:
        reason = str(error) or type(error).__name__
        return StorageError(
            f"The file of {self._what} could not be {done} ({reason}); "
            f"see whether {self.path} may be written to and the disk has room."
        )


class _DamagedError(Exception):
    """The file is no sound file of this kind."""


def _statements(script: str) -> Iterator[str]:
    """Split a script; `sqlite3.executescript` would commit the transaction it is in."""
    return (statement.strip() for statement in script.split(";") if statement.strip())


def _free_name(path: Path) -> Path:
    for number in range(1, 1000):
        ending = "" if number == 1 else f"-{number}"
        free = path.with_name(f"{path.stem}.damaged{ending}{path.suffix}")
        if not free.exists():
            return free
    raise StorageError(f"There are too many damaged files beside {path}; remove some of them.")

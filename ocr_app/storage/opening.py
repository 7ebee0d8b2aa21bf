"""Opens a SQLite file of one kind: checks it, and brings its schema up to date.

Several windows may do so at the same moment, and any of them may be killed in the middle of it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ocr_app.storage.errors import StorageError, primary_code

WAIT_SECONDS: Final = 10.0
"""How long one window waits for another's change."""

_NO_SUCH_JOURNAL: Final = (
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PROTOCOL,
)
_DAMAGED: Final = (
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_FORMAT,
    # While only looking: the schema cannot be parsed, or lacks what it should have.
    sqlite3.SQLITE_ERROR,
)


class DamagedError(Exception):
    """The file is no sound file of this kind."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is for.

    Attributes
    ----------
    application_id : int
        Tells files of one kind from others; 31 bits.
    migrations : tuple of str
        SQL scripts: the first makes version 1, each later one the next version.
    what : str
        What is in it, for people: "your samples".
    probe : str
        A query that only a file of the latest version can answer; "" if there is none.
    """

    application_id: int
    migrations: tuple[str, ...]
    what: str
    probe: str = ""


def connect(path: Path, kind: FileKind) -> sqlite3.Connection:
    """Open a file, or make it if it is not there.

    Raises
    ------
    DamagedError
        If it is damaged or something else's.
    StorageError
        If a newer ocr-app has written it; it is as it was.
    sqlite3.Error
    OSError
    """
    if _has_lost_its_body(path):
        raise DamagedError
    connection = sqlite3.connect(
        path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.row_factory = sqlite3.Row
        # One damaged letter must not make all rows unreadable.
        connection.text_factory = lambda data: data.decode(errors="replace")
        version = _check(connection, path, kind)
        _write_ahead(connection)
        # Each change is on the disk before it is acknowledged. On a Mac it takes more for that.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")
        if version < len(kind.migrations):
            _migrate(connection, kind)
        _try_probe(connection, kind)
    except BaseException:
        connection.close()
        raise
    return connection


def _has_lost_its_body(path: Path) -> bool:
    """Whether only the journal is left, which SQLite would delete."""
    wal = Path(f"{path}-wal")
    return _size(path) == 0 and _size(wal) > 0 and _size(path) == 0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _check(connection: sqlite3.Connection, path: Path, kind: FileKind) -> int:
    """Return the version of the schema, 0 of a file that nothing is in yet."""
    with _damage_recognised(path):
        # One transaction: another window may be making the schema at this very moment.
        connection.execute("BEGIN")
        found = _number(connection, "PRAGMA application_id")
        version = _number(connection, "PRAGMA user_version")
        is_new = not _number(connection, "SELECT count(*) FROM sqlite_master")
        sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        connection.execute("COMMIT")
    if is_new and found == version == 0 and sound:
        return 0
    if found != kind.application_id or version < 1 or not sound:
        raise DamagedError
    if version > len(kind.migrations):
        raise _newer(path, kind)
    with _damage_recognised(path):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("ROLLBACK")
    return version


def _try_probe(connection: sqlite3.Connection, kind: FileKind) -> None:
    try:
        connection.execute(kind.probe or "SELECT 1").fetchall()
    except sqlite3.OperationalError as error:
        if primary_code(error) == sqlite3.SQLITE_ERROR:
            raise DamagedError from error
        raise


@contextlib.contextmanager
def _damage_recognised(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if primary_code(error) in _DAMAGED or _is_wrongly_read_only(error, path):
            raise DamagedError from error
        raise


def _is_wrongly_read_only(error: sqlite3.DatabaseError, path: Path) -> bool:
    """Whether SQLite, told so by a damaged header, will not write to a file that can be."""
    return (
        error.sqlite_errorcode == sqlite3.SQLITE_READONLY
        and os.access(path, os.W_OK)
        and os.access(path.parent, os.W_OK)
    )


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Use the journal that lets windows read and write at once, where the file system can."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            code = primary_code(error)
            if code in _NO_SUCH_JOURNAL:
                connection.execute("PRAGMA journal_mode = TRUNCATE")
            elif code == sqlite3.SQLITE_BUSY and time.monotonic() < deadline:
                # SQLite does not wait here when two windows switch a new file at once.
                time.sleep(0.01)
                continue
            else:
                raise
        return


def _migrate(connection: sqlite3.Connection, kind: FileKind) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again: another window may have been faster, even one of a newer ocr-app.
        version = _number(connection, "PRAGMA user_version")
        for number, script in enumerate(kind.migrations[version:], version + 1):
            for statement in _statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        if version == 0:
            connection.execute(f"PRAGMA application_id = {kind.application_id}")
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> Iterator[str]:
    """Split a script; `sqlite3.executescript` would commit the transaction it is in."""
    statement = ""
    for part in script.split(";"):
        statement += part + ";"
        # Not within a text or a trigger.
        if sqlite3.complete_statement(statement):
            if statement.strip(" \n;"):
                yield statement
            statement = ""
    if statement.strip(" \n;"):
        yield statement


def _number(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])


def _newer(path: Path, kind: FileKind) -> StorageError:
    return StorageError(
        f"{path.name} was written by a newer ocr-app; update ocr-app to open {kind.what}."
    )

"""Opens a SQLite file of one kind: checks it, and brings its schema up to date.

Several windows may do so at the same moment, and any of them may be killed in the middle of it.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ocr_app.storage.errors import StorageError, primary_code
from ocr_app.storage.journal import WAIT_SECONDS, is_usable, set_journal, use_rollback_journal

_DAMAGED: Final = (
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_FORMAT,
    # While only looking: the schema cannot be parsed, or lacks what it should have.
    sqlite3.SQLITE_ERROR,
)


_WRITE_VERSION: Final = 18
"""Place of a byte in the file: 1 for a rollback journal, 2 for write-ahead logging."""


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
    connection = _open(path)
    try:
        if not is_usable(connection):
            connection = _open_without_log(connection, path)
        version = _check(connection, path, kind)
        if not set_journal(connection, is_new=version == 0):
            connection = _open_without_log(connection, path)
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


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    # One damaged letter must not make all rows unreadable.
    connection.text_factory = lambda data: data.decode(errors="replace")
    return connection


def _open_without_log(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """Open a file anew, with a journal that needs no shared memory, where that is possible."""
    connection.close()
    # If it is not, the next that is done with the file says why.
    with contextlib.suppress(sqlite3.Error):
        use_rollback_journal(path)
    return _open(path)


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
        sound = _is_sound(connection)
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


def _is_sound(connection: sqlite3.Connection) -> bool:
    found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    # A disk that fails for a moment is told of in the same words as damage, but for the number.
    code = re.search(r"error code=(\d+)", found)
    if code and int(code[1]) & 0xFF not in _DAMAGED:
        raise OSError(f"SQLite's error {code[1]} while reading")
    return found == "ok"


def _try_probe(connection: sqlite3.Connection, kind: FileKind) -> None:
    try:
        connection.execute(kind.probe or "SELECT 1").fetchall()
    except sqlite3.OperationalError as error:
        if primary_code(error) == sqlite3.SQLITE_ERROR:
            raise DamagedError from error
        raise
    except UnicodeDecodeError as error:
        raise DamagedError from error


@contextlib.contextmanager
def _damage_recognised(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if primary_code(error) in _DAMAGED or _is_wrongly_read_only(error, path):
            raise DamagedError from error
        raise
    except UnicodeDecodeError as error:
        # Of SQLite's message, which quotes the schema, or of a name in it.
        raise DamagedError from error


def _is_wrongly_read_only(error: sqlite3.DatabaseError, path: Path) -> bool:
    """Whether SQLite will not write because a damaged header seems to be of its own future."""
    if error.sqlite_errorcode != sqlite3.SQLITE_READONLY:
        return False
    with path.open("rb") as file:
        return file.read(_WRITE_VERSION + 1)[_WRITE_VERSION:] > b"\x02"


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

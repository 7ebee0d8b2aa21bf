"""The journal of a SQLite file: write-ahead logging, or what goes everywhere where that does not.

Write-ahead logging needs memory that several programs share, in a file beside the database
(``-shm``). Network drives and some memory sticks have none; there SQLite can use such a file only
while it locks out all others.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ocr_app.storage.errors import primary_code

WAIT_SECONDS: Final = 10.0
"""How long one window waits for another's change."""

_NO_SHARED_MEMORY: Final = (
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PROTOCOL,
    # The shared memory cannot be written to; a damaged header has the same code.
    sqlite3.SQLITE_READONLY,
)


def is_usable(connection: sqlite3.Connection) -> bool:
    """Whether a file can be read and written to here; False if that needs shared memory.

    A file that cannot be used for another reason counts as usable: whoever uses it will meet it.
    """
    try:
        _look(connection)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.DatabaseError as error:
        return primary_code(error) not in _NO_SHARED_MEMORY
    return True


def set_journal(connection: sqlite3.Connection, is_new: bool) -> bool:
    """Use the journal that lets windows read and write at once, where the file system can.

    Parameters
    ----------
    connection : sqlite3.Connection
    is_new : bool
        Whether nothing is in the file yet. Others stay as they are: one with a rollback journal was
        made so, since there was no shared memory for it.

    Returns
    -------
    bool
        False if there is no shared memory; the file is then to be opened again, after
        `use_rollback_journal`.

    Raises
    ------
    sqlite3.Error
        If the file can have neither journal.
    """
    try:
        if is_new:
            # SQLite does not wait where two windows switch the journal at once.
            _patiently(lambda: connection.execute("PRAGMA journal_mode = WAL"))
        elif _mode(connection) != "wal":
            connection.execute("PRAGMA journal_mode = TRUNCATE")
    except sqlite3.OperationalError as error:
        if primary_code(error) not in _NO_SHARED_MEMORY:
            raise
        return False
    # The journal is set before the shared memory is first used.
    return is_usable(connection)


def use_rollback_journal(path: Path) -> None:
    """Bring a write-ahead log into its file, which has a rollback journal from then on.

    Raises
    ------
    sqlite3.Error
        If that is not possible either.
    """
    # Of its own: one that has met the lack of shared memory does not get over it.
    connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    try:
        # The one way to use such a log without shared memory: alone.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        _patiently(lambda: _look(connection))
        _patiently(lambda: connection.execute("PRAGMA journal_mode = TRUNCATE"))
    finally:
        connection.close()


def _look(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA user_version").fetchone()


def _mode(connection: sqlite3.Connection) -> str:
    return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


def _patiently(action: Callable[[], object]) -> None:
    """Try for a while, as long as another window is busy."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            action()
        except sqlite3.OperationalError as error:
            if primary_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                raise
            time.sleep(0.01)
        else:
            return

"""What can go wrong with files of samples and runs."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path


class StorageError(Exception):
    """Something could not be read or written; the message is one sentence for people."""


def storage_error(done: str, what: str, path: Path, error: Exception) -> StorageError:
    """Say in one sentence what went wrong and what to do.

    Parameters
    ----------
    done : {"opened", "read", "written", "set aside"}
        What was not possible.
    what : str
        What the file holds, for people: "your samples".
    path : Path
    error : Exception
        Of SQLite, of the system, or of text that is none.
    """
    start = f"The file of {what} could not be {done}"
    code = primary_code(error)
    if code == sqlite3.SQLITE_FULL or getattr(error, "errno", None) == errno.ENOSPC:
        end = "because the disk is full; make room on it and try again."
    elif code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        end = "because another program is busy with it; try again in a moment."
    elif code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or isinstance(
        error,
        UnicodeDecodeError,  # of SQLite's own message, which quotes a damaged schema
    ):
        end = f"because it is damaged; start ocr-app again, which sets {path} aside."
    else:
        reason = str(error) or type(error).__name__
        end = f"({reason}); see whether {path} may be written to and the disk has room."
    return StorageError(f"{start} {end}")


def primary_code(error: Exception) -> int | None:
    """Return SQLite's result code without the details in its upper bits; None if there is none."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF

"""Sets a damaged file aside under a free name; nothing of it is ever overwritten."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ocr_app.storage.errors import StorageError
from ocr_app.storage.journal import WAIT_SECONDS

_SIDE_FILES: Final = ("-wal", "-shm", "-journal")


def set_aside(path: Path) -> Path:
    """Rename a file and the journals beside it, and return its new name.

    Raises
    ------
    OSError
    StorageError
        If there are too many of them already.
    """
    aside = _free_name(path)
    # The file itself last: were the program killed in between, SQLite would delete a journal that
    # is left without its file.
    for ending in (*_SIDE_FILES, ""):
        with contextlib.suppress(FileNotFoundError):
            Path(f"{path}{ending}").rename(f"{aside}{ending}")
    return aside


@contextlib.contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Let one window after the other set a file aside, so that none takes another's new file.

    An empty file stays behind: were it deleted, a window that waits for it would hold the lock of a
    file that is no more, and the next one that of another.

    Raises
    ------
    sqlite3.Error
        If the lock cannot be had.
    """
    lock = path.with_name(f".{path.name}.lock")
    # SQLite's locks work on every system and end with the program, even if it is killed.
    connection = sqlite3.connect(lock, timeout=WAIT_SECONDS, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        connection.close()


def _free_name(path: Path) -> Path:
    for number in range(1, 1000):
        ending = "" if number == 1 else f"-{number}"
        free = path.with_name(f"{path.stem}.damaged{ending}{path.suffix}")
        if not any(Path(f"{free}{side}").exists() for side in ("", *_SIDE_FILES)):
            return free
    raise StorageError(f"There are too many damaged files beside {path}; remove some of them.")

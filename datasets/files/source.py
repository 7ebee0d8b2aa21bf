"""Opening data files: compressed or not, with one sentence for whatever may be wrong with them."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from datasets.errors import DataFileError

_GZIP = b"\x1f\x8b"


@contextlib.contextmanager
def open_data(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Open a file for reading bytes, unpacking gzip on the way.

    Whatever goes wrong, also while the caller reads, becomes a `DataFileError`.
    """
    name = os.fspath(path)
    try:
        with _open(name) as file:
            yield file
    except DataFileError:
        raise
    except (gzip.BadGzipFile, zlib.error, EOFError):
        raise DataFileError(f"{name} is damaged or cut off: it cannot be unpacked.") from None
    except OSError as error:
        raise DataFileError(f"{name} cannot be read: {_reason(error)}.") from error


@contextlib.contextmanager
def _open(name: str) -> Iterator[BinaryIO]:
    if "\0" in name:
        raise DataFileError(f"{name!r} is not the name of a file.")
    path = Path(name)
    if path.is_dir():
        raise DataFileError(f"{name} is a folder: give the files in it.")
    with path.open("rb") as raw:
        file: BinaryIO = raw
        if not raw.seekable():  # a pipe: formats are told apart by looking ahead
            file = io.BytesIO(raw.read())
        compressed = file.read(len(_GZIP)) == _GZIP
        file.seek(0)
        if compressed:
            with gzip.open(file) as unpacked:
                yield cast(BinaryIO, unpacked)
        else:
            yield file


def _reason(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case PermissionError():
            return "you have no permission to read it"
        case _:
            return (error.strerror or type(error).__name__).lower()

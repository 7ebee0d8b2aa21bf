"""Which pictures are meant by files, folders and patterns."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

SUFFIXES: Final = frozenset(
    f".{suffix}"
    for suffix in (
        *("png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "dib", "tif", "tiff", "webp"),
        *("avif", "ppm", "pgm", "pbm", "pnm", "jp2", "j2k", "ico", "tga", "pcx"),
    )
)
"""What files in a folder are called that are worth opening; files that are named are all opened."""


def pictures(paths: Iterable[str]) -> Iterator[str]:
    """List the pictures that paths mean, in their order.

    Of a folder all pictures in it and below, by name; a pattern such as ``scans/*.png`` that the
    shell has left alone is filled in. What is not there is listed as it is: opening it says why.
    """
    for path in paths:
        # A name of a file may hold signs of a pattern, and surrogates that the system refuses; no
        # name at all, as of a variable that is not set, would mean the folder one is in.
        if not path or "\0" in path or Path(path).is_file():
            yield path
        elif Path(path).is_dir():
            yield from _in_folder(Path(path))
        elif glob.has_magic(path) and (matches := _matches(path)):
            for match in matches:
                yield from _in_folder(Path(match)) if Path(match).is_dir() else [match]
        else:
            yield path


def _in_folder(folder: Path) -> Iterator[str]:
    """List a folder's pictures, and those of the folders in it; hidden ones are left out."""
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: (entry.is_dir(), entry.name))
    except OSError:
        yield str(folder)  # opening it says why
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _in_folder(entry)
        elif entry.suffix.lower() in SUFFIXES:
            yield str(entry)


def _matches(pattern: str) -> list[str]:
    # Path.glob wants a folder and a relative pattern; people give both in one.
    return sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207

"""Labelled drawings and pictures from files, whatever format they are in.

=================  ==============================================================
``json_lines.py``  ``{"label": 7, "strokes": [[[x, y], ...], ...]}``, one a line
``unipen.py``      UNIPEN 1.0, such as UCI's ``pendigits-orig.tes``
``idx.py``         MNIST's ``t10k-images-idx3-ubyte``, its labels beside it
=================  ==============================================================

All may be compressed with gzip.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import BinaryIO

from datasets.errors import DataFileError
from datasets.files.idx import looks_like_idx, read_idx
from datasets.files.json_lines import read_json_lines
from datasets.files.sample import LabelledSample, parse_label, parse_writer
from datasets.files.source import open_data
from datasets.files.unipen import looks_like_unipen, read_unipen

__all__ = ["LabelledSample", "parse_label", "parse_writer", "read_labelled"]

_Reader = Callable[[BinaryIO, str], Iterator[LabelledSample]]

_LOOK_AHEAD = 65_536
_READERS_BY_SUFFIX: dict[str, _Reader] = {
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".json": read_json_lines,
    ".tes": read_unipen,
    ".tra": read_unipen,
    ".unipen": read_unipen,
    ".upn": read_unipen,
}


def read_labelled(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
) -> Iterator[LabelledSample]:
    """Read the drawings and pictures of files one after the other, in their order.

    Parameters
    ----------
    paths : path-like or iterable of path-like
        The format is told by the content, and where that is unclear by the name.

    Yields
    ------
    LabelledSample

    Raises
    ------
    DataFileError
        With one sentence, as soon as a file cannot be read any further.
    """
    if isinstance(paths, str | os.PathLike):
        paths = [paths]
    for path in paths:
        name = os.fspath(path)
        with open_data(name) as file:
            start = file.read(_LOOK_AHEAD)
            file.seek(0)
            found = 0
            for sample in _reader(start, name)(file, name):
                found += 1
                yield sample
        if not found:
            raise DataFileError(f"{name} holds no drawings.")


def _reader(start: bytes, name: str) -> _Reader:
    if not start:
        raise DataFileError(f"{name} is empty.")
    if looks_like_idx(start):
        return read_idx
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return read_json_lines
    if looks_like_unipen(start):
        return read_unipen
    stem = PurePath(name.removesuffix(".gz"))
    if "idx3" in stem.name or "idx1" in stem.name:
        return read_idx
    if reader := _READERS_BY_SUFFIX.get(stem.suffix.lower()):
        return reader
    raise DataFileError(
        f"{name} is in none of the formats that hold labelled digits: "
        "JSON lines, UNIPEN and IDX can be read."
    )

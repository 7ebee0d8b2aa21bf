"""Writes labelled drawings as the JSON lines that `datasets.files.json_lines` reads."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import get_ident
from typing import Any, BinaryIO

import numpy as np

from datasets.digit_picture import DigitPicture, written_to_json
from datasets.errors import DataFileError, DrawingError
from datasets.files.sample import LabelledSample


def write_json_lines(path: str | os.PathLike[str], samples: Iterable[LabelledSample]) -> int:
    """Write drawings, one a line: ``{"label": 7, "strokes": [[[x, y], ...], ...]}``.

    Of the ink of a picture, a small grey PNG is written: ``{"label": 7, "picture": "iVBOR..."}``.

    An existing file is replaced only once the new one is complete and on disk.

    Parameters
    ----------
    path : path-like
        Where to write. A link stays a link.
    samples : iterable of LabelledSample
        A label of None and a missing writer are left out.

    Returns
    -------
    int
        How many were written.

    Raises
    ------
    DataFileError
        With one sentence, if a picture has no pixels, or the file cannot be written; an existing
        file is then as it was.
    """
    name = os.fspath(path)
    if "\0" in name:
        raise DataFileError(f"{name!r} is not the name of a file; choose another.")
    try:
        with _replacing(Path(os.path.realpath(name))) as file:
            count = 0
            for sample in samples:
                file.write(_line(sample))
                count += 1
    except OSError as error:
        raise DataFileError(
            f"{name} cannot be written: {_reason(error)}; choose another place."
        ) from error
    return count


def _line(sample: LabelledSample) -> bytes:
    record: dict[str, Any] = {} if sample.label is None else {"label": sample.label}
    if sample.writer is not None:
        record["writer"] = sample.writer
    if sample.drawing is None:
        try:
            record["picture"] = written_to_json(DigitPicture.of_ink(np.asarray(sample.content)))
        except DrawingError as error:
            raise DataFileError(f"{sample.source}: {error}") from None
    else:
        record["strokes"] = sample.drawing.to_points()
    return json.dumps(record, separators=(",", ":")).encode() + b"\n"


@contextlib.contextmanager
def _replacing(target: Path) -> Iterator[BinaryIO]:
    # Two programs, or two threads of one, may write to the same file at once.
    temporary = target.with_name(f".{target.name}.{os.getpid()}-{get_ident()}.tmp")
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            shutil.copymode(target, temporary)
        os.replace(temporary, target)  # noqa: PTH105 - the atomic one, by name
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def _reason(error: OSError) -> str:
    match error:
        case PermissionError():
            return "you have no permission to write there"
        case FileNotFoundError():
            return "there is no such folder"
        case IsADirectoryError():
            return "it is a folder"
        case _:
            return (error.strerror or type(error).__name__).lower()

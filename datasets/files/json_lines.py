"""Drawings as JSON lines: ``{"label": 7, "strokes": [[[x, y], ...], ...]}``, one a line.

A digit without strokes has ``"picture"`` instead: its ink as a small grey PNG, white on black, in
base64.

Unit canvas, y down. A label that is not a digit, such as ``"a"``, marks something that is no digit;
a drawing without a label has ``None``. ``"writer"``, a number or text, says who wrote it; where it
is missing, a ``"source"`` that is text does. Other keys are passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from datasets.drawing import Drawing
from datasets.errors import DataFileError, DrawingError
from datasets.files.sample import LabelledSample, parse_label, parse_writer

#: A drawing of ten million points. Without a limit, an endless line would fill the memory.
_LONGEST_LINE = 400_000_000

_HINT = 'each line is an object such as {"label": 7, "strokes": [[[0.1, 0.2], [0.3, 0.4]]]}'


def read_json_lines(file: BinaryIO, name: str) -> Iterator[LabelledSample]:
    """Read one drawing after the other.

    Parameters
    ----------
    file : binary file
    name : str
        For messages.

    Raises
    ------
    DataFileError
        With file and line number, if a line is not such an object.
    """
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield _parse(line, f"{name}, line {number}")


def _parse(line: bytes, where: str) -> LabelledSample:
    try:
        record = json.loads(line.decode())
    except UnicodeDecodeError:
        raise DataFileError(f"{where}: this is not text in UTF-8; {_HINT}.") from None
    except json.JSONDecodeError as error:
        raise DataFileError(f"{where}: {error.msg} at column {error.colno}; {_HINT}.") from None
    except (ValueError, RecursionError):  # a number of thousands of digits; endless brackets
        raise DataFileError(f"{where}: this is not sound JSON; {_HINT}.") from None
    if not isinstance(record, dict) or not record.keys() & {"strokes", "picture"}:
        raise DataFileError(f"{where}: there are no strokes; {_HINT}.")
    label = parse_label(record.get("label"), where)
    writer = _writer(record, where)
    try:
        if "strokes" not in record:
            return LabelledSample(label, where, ink=_ink(record["picture"]), writer=writer)
        drawing = Drawing.from_points(record["strokes"])
    except DrawingError as error:
        raise DataFileError(f"{where}: {error}") from None
    return LabelledSample(label, where, drawing=drawing, writer=writer)


def _ink(picture: Any) -> NDArray[np.float32]:
    # Pillow, which drawings do without.
    from datasets.digit_picture import DigitPicture, written_from_json  # noqa: PLC0415

    written = written_from_json(picture)
    if not isinstance(written, DigitPicture):
        raise DrawingError("a picture is text in base64")
    return written.floats


def _writer(record: dict[str, Any], where: str) -> str | None:
    writer = parse_writer(record.get("writer"), where)
    if writer is not None:
        return writer
    # Collections name the writer or the place there; anything else says nothing about a person.
    source = record.get("source")
    return parse_writer(source, where) if isinstance(source, str) else None

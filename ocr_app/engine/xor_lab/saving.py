"""The lab's state as a file, and its numbers as a table."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, Final

from ocr_app.engine.xor_lab.curves import Curves
from ocr_app.engine.xor_lab.errors import LabError
from ocr_app.engine.xor_lab.landscape import parameter_names
from ocr_app.engine.xor_lab.moment import Moment
from ocr_app.engine.xor_lab.status import LabState

FORMAT: Final = "ocr-app XOR lab"
VERSION: Final = 1
LARGEST_FILE: Final = 10_000_000


def to_json(moment: Moment, **more: Any) -> str:
    """Write a moment as JSON; reading it gives the same numbers, bit for bit.

    Parameters
    ----------
    moment : Moment
    **more
        Whatever else should be in the file; `from_json` takes no notice of it.
    """
    whole = {"format": FORMAT, "version": VERSION, **moment.to_json(), **more}
    return json.dumps(whole, indent=1)


def from_json(text: str) -> Moment:
    """Read a moment.

    Raises
    ------
    LabError
        If it is something else, damaged, or of a later version.
    """
    return Moment.from_json(parsed(text))


def parsed(text: str) -> dict[str, Any]:
    """Read what a file holds, and make sure that it is a state of the lab.

    Raises
    ------
    LabError
        If it is not.
    """
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise LabError("This file is not a saved state of the XOR lab.") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise LabError("This file is not a saved state of the XOR lab.")
    if data.get("version") != VERSION:
        raise LabError("This file was saved by another version of the XOR lab.")
    return data


def save(path: Path, text: str) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    LabError
        If it cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise LabError(f"{path.name} could not be written: {error.strerror or error}.") from None


def load(path: Path) -> Moment:
    """Read a file that was saved.

    Raises
    ------
    LabError
        If it cannot be read, or is something else.
    """
    return from_json(read(path))


def read(path: Path) -> str:
    """Read the text of a file.

    Raises
    ------
    LabError
        If it cannot be read, is too large, or is no text.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise LabError(f"{path.name} is too large for a saved state of the XOR lab.")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise LabError(f"{path.name} could not be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise LabError(f"{path.name} is not a saved state of the XOR lab.") from None


def to_csv(state: LabState, curves: Curves) -> str:
    """Write the numbers as one table: the points, the weights, and the errors by epoch."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    moment = state.moment
    inputs = [f"x{number + 1}" for number in range(moment.problem.n_inputs)]
    write(["table", "row", *inputs, "target", "output", "error"])
    for number, row in enumerate(state.rows, 1):
        write(["points", number, *row.inputs, row.target, repr(row.output), repr(row.error)])
    write([])
    write(["table", "name", "value", "at the start"])
    for name, value, start in zip(
        parameter_names(moment), moment.parameters.tolist(), moment.start.tolist(), strict=True
    ):
        write(["weights", name, repr(value), repr(start)])
    write([])
    write(["table", "run", "epoch", "mean error"])
    for run, points in enumerate((*curves.earlier, tuple(curves.current)), 1):
        for epoch, error in points:
            write(["errors", run, f"{epoch:g}", repr(error)])
    return out.getvalue()

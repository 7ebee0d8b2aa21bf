"""What was read in some pictures, as a file: text, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from ocr_app.engine.reader.export import CSV_COLUMNS, as_json_value, csv_rows
from ocr_app.engine.reader.result import PageReading

NamedReading = tuple[str, PageReading | None, str | None]
"""A file, what was read in it, and else why not."""


def save_readings(file: Path, readings: Sequence[NamedReading]) -> None:
    """Write readings in the format that the file's ending names; text if it is another.

    Parameters
    ----------
    file : Path
        Replaced if it exists, once everything is written.
    readings : sequence of (str, PageReading or None, str or None)

    Raises
    ------
    OSError
        If it cannot be written; an existing file is then as it was.
    """
    form = {".csv": _as_csv, ".json": _as_json}.get(file.suffix.lower(), _as_text)
    aside = file.with_name(f".{file.name}.part")
    try:
        # CSV has its own line ends; surrogates come from names that are no text.
        aside.write_text(form(readings), encoding="utf-8", errors="replace", newline="")
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


def _as_text(readings: Sequence[NamedReading]) -> str:
    parts = []
    for name, page, error in readings:
        text = error or ("" if page is None else page.text())
        parts.append(text if len(readings) == 1 else f"{name}\n{text}")
    return "\n\n".join(parts) + "\n"


def _as_csv(readings: Sequence[NamedReading]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(CSV_COLUMNS)
    for name, page, error in readings:
        writer.writerows(csv_rows(as_json_value(name, page, error)))
    return out.getvalue()


def _as_json(readings: Sequence[NamedReading]) -> str:
    values = [as_json_value(*reading) for reading in readings]
    return json.dumps(values, allow_nan=False, indent=1) + "\n"

"""What was read in some pictures, as a file: text, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ocr_app.engine.reader.export import CSV_COLUMNS, Place, as_json_value, csv_rows
from ocr_app.engine.reader.result import PageReading
from ocr_app.engine.wording import page_of


class NamedReading(NamedTuple):
    """A file, what was read in it, and else why not; of several pages, which one."""

    name: str
    page: PageReading | None
    error: str | None = None
    place: Place | None = None

    @property
    def title(self) -> str:
        """What stands above its text."""
        return self.name if self.place is None else f"{self.name}, {page_of(*self.place)}"

    def as_json_value(self) -> dict[str, Any]:
        """Turn it into what ``--json`` prints."""
        return as_json_value(self.name, self.page, self.error, place=self.place)


def save_readings(file: Path, readings: Sequence[NamedReading]) -> None:
    """Write readings in the format that the file's ending names; text if it is another.

    Parameters
    ----------
    file : Path
        Replaced if it exists, once everything is written.
    readings : sequence of NamedReading

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
    for one in readings:
        text = one.error or ("" if one.page is None else one.page.text())
        parts.append(text if len(readings) == 1 else f"{one.title}\n{text}")
    return "\n\n".join(parts) + "\n"


def _as_csv(readings: Sequence[NamedReading]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(CSV_COLUMNS)
    for one in readings:
        writer.writerows(csv_rows(one.as_json_value()))
    return out.getvalue()


def _as_json(readings: Sequence[NamedReading]) -> str:
    values = [one.as_json_value() for one in readings]
    return json.dumps(values, allow_nan=False, indent=1) + "\n"

"""Readings as text, as JSON-able values and as rows of CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ocr_app.engine.reader.result import FoundDigit, PageReading

CSV_COLUMNS: Final = (
    *("file", "line", "word", "digit", "confidence", "is_digit"),
    *("x", "y", "width", "height", "error"),
)
"""One row for each digit; one with only ``file`` and ``error`` for a picture without any."""


def as_json_value(
    file: str, page: PageReading | None, error: str | None = None, min_confidence: float = 0.0
) -> dict[str, Any]:
    """Turn what was read in a file into what ``--json`` prints.

    Parameters
    ----------
    file : str
    page : PageReading or None
        None if it could not be read; `error` then says why.
    error : str or None
    min_confidence : float
        Digits that are read with less are ``?`` in the texts.
    """
    lines = () if page is None else page.lines
    return {
        "file": file,
        "text": "" if page is None else page.text(min_confidence),
        "lines": [
            {
                "text": line.text(min_confidence),
                "digits": [
                    _digit(digit, word)
                    for word, digits in enumerate(line.words)
                    for digit in digits
                ],
            }
            for line in lines
        ],
        "error": error,
    }


def _digit(found: FoundDigit, word: int) -> dict[str, Any]:
    reading, box = found.reading, found.box
    return {
        "digit": reading.digit if found.correction is None else found.correction,
        "confidence": reading.confidence,
        "is_digit": reading.is_digit or found.correction is not None,
        "nondigit_probability": reading.nondigit_probability,
        "word": word,
        "box": [box.x, box.y, box.width, box.height],
    }


def csv_rows(result: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    """Turn one result of `as_json_value` into rows of ``CSV_COLUMNS``.

    Lines and words are counted from 1.
    """
    empty = True
    for number, line in enumerate(result["lines"], start=1):
        for digit in line["digits"]:
            empty = False
            yield (
                *(result["file"], number, digit["word"] + 1, digit["digit"]),
                *(f"{digit['confidence']:.4f}", int(digit["is_digit"]), *digit["box"], ""),
            )
    if empty:
        yield (result["file"], *[""] * (len(CSV_COLUMNS) - 2), result["error"] or "")

"""Readings as text, as JSON-able values and as rows of CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from ocr_app.engine.reader.result import FoundDigit, PageReading

CSV_COLUMNS: Final = (
    *("file", "line", "word", "digit", "confidence", "is_digit"),
    *("x", "y", "width", "height", "error"),
)
"""One row for each digit; one with only ``file`` and ``error`` for a picture without any."""


class Place(NamedTuple):
    """Which page of a file, counted from 1, and how many it has."""

    page: int
    pages: int


def as_json_value(
    file: str,
    page: PageReading | None,
    error: str | None = None,
    min_confidence: float = 0.0,
    place: Place | None = None,
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
    place : Place or None
        Of a file of several pages, which one it is.
    """
    lines = () if page is None else page.lines
    return {
        "file": file,
        **({} if place is None else place._asdict()),
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
        **({"sign": found.sign} if found.is_sign else {}),
        "box": [box.x, box.y, box.width, box.height],
    }


def csv_rows(result: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    """Turn one result of `as_json_value` into rows of ``CSV_COLUMNS``.

    Lines and words are counted from 1. A sign stands where others have their digit. A page of
    several is named as a part of its file, so that files of one page have the same columns as ever.
    """
    file = f"{result['file']}#page={result['page']}" if "page" in result else result["file"]
    empty = True
    for number, line in enumerate(result["lines"], start=1):
        for digit in line["digits"]:
            empty = False
            yield (
                *(file, number, digit["word"] + 1, digit.get("sign", digit["digit"])),
                *(f"{digit['confidence']:.4f}", int(digit["is_digit"]), *digit["box"], ""),
            )
    if empty:
        yield (file, *[""] * (len(CSV_COLUMNS) - 2), result["error"] or "")

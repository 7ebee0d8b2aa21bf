"""The figures and weaknesses of the factory model, as its published card has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from ocr_app.engine.card.section import CardSection
from resources import resource

_FILE: Final = "MODEL_CARD.md"
_NOT_SHOWN: Final = "command"
_CALIBRATION: Final = (
    "Calibration error: how far its percentages are, on average, from how often it is right."
)
_INTERVAL: Final = "95 % interval"


def published_sections() -> list[CardSection]:
    """Return the tables of figures, and what is known to be read badly."""
    text = resource(_FILE).read_text(encoding="utf-8")
    tables = _tables(_part(text, "Figures"))
    rows = [_row(header, cells) for header, *lines in tables for cells in lines]
    weaknesses = _bullets(_part(text, "Known weaknesses"))
    return [
        CardSection("Measured on drawings by others", tuple(rows), (_CALIBRATION,)),
        CardSection("Known weaknesses", notes=tuple(weaknesses)),
    ]


def _part(text: str, heading: str) -> list[str]:
    """Return the lines below a heading, up to the next one."""
    _, _, rest = text.partition(f"## {heading}\n")
    return rest.split("\n## ")[0].splitlines()


def _tables(lines: Iterable[str]) -> list[list[list[str]]]:
    """Return tables as lists of rows, the header first, without the rule below it."""
    groups = groupby(lines, key=lambda line: line.startswith("|"))
    tables = [[_cells(line) for line in group] for is_table, group in groups if is_table]
    return [[header, *rows] for header, _rule, *rows in tables]


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("`", "") for cell in line.strip().strip("|").split("|")]


def _row(header: Sequence[str], cells: Sequence[str]) -> tuple[str, str]:
    """Say in one line what a row has: its value, or several with their names."""
    known = {name: cell for name, cell in zip(header[1:], cells[1:], strict=True) if cell}
    interval = known.pop(_INTERVAL, "")
    known.pop(_NOT_SHOWN, None)
    if len(header) > 3 and not interval:  # one column for each set of drawings
        return _capital(cells[0]), ", ".join(f"{name} {cell}" for name, cell in known.items())
    what = header[0].split(" (")[0]
    label = cells[0] if what == "what" else f"{cells[0]}, {what}"
    value = " ".join(known.values())
    return _capital(label), f"{value} ({interval})" if interval else value


def _bullets(lines: Iterable[str]) -> list[str]:
    """Return the items of a list, each in one line."""
    text = "\n".join(lines)
    return [re.sub(r"\s+", " ", item).strip() for item in re.split(r"^- ", text, flags=re.M)[1:]]


def _capital(text: str) -> str:
    return text if text.startswith("scikit") else text[:1].upper() + text[1:]

"""What a benchmark found, as Markdown for people and as JSON for comparing runs."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

LIBRARIES = ("numpy", "PySide6_Essentials", "pyqtgraph", "scikit-learn", "pillow")


@dataclass(frozen=True, slots=True)
class Row:
    """One measured number.

    Attributes
    ----------
    name : str
        What was measured.
    value : float
        In ``unit``.
    unit : str
    peer : str
        What it is compared with; empty if with nothing.
    peer_value : float or None
        The peer's number in the same run and unit.
    target : str
        What is aimed at, for people.
    met : bool or None
        Whether it was reached; None without a target.
    spread : tuple (low, high) or None
        Quartiles of the ratio, if it was measured several times.
    median_ratio : float or None
        Median of the ratios of the rounds, which may differ a little from the medians' ratio.
    note : str
        What else there is to say.
    """

    name: str
    value: float
    unit: str
    peer: str = ""
    peer_value: float | None = None
    target: str = ""
    met: bool | None = None
    spread: tuple[float, float] | None = None
    median_ratio: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """The number as a multiple of the peer's."""
        if self.median_ratio is not None:
            return self.median_ratio
        return self.value / self.peer_value if self.peer_value else None


def machine() -> dict[str, str]:
    """Describe the machine and the versions that the numbers belong to."""
    found = {name: version(name) for name in LIBRARIES}
    found["torch"] = version("torch") if find_spec("torch") else "not installed"
    load = f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "unknown"
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": processor(),
        "cores": str(os.cpu_count()),
        "load at the end": load,
        **found,
    }


def processor() -> str:
    """Name the processor as the system does."""
    info = Path("/proc/cpuinfo")
    if sys.platform.startswith("linux") and info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def markdown_rows(rows: Sequence[Row]) -> str:
    """Return a table with a line for each row."""
    lines = [
        "| measured | ocr-app | peer | ratio | target | met |",
        "|---|--:|--:|--:|---|---|",
    ]
    for row in rows:
        peer = row.peer
        if row.peer_value is not None:
            peer = f"{row.peer} {number(row.peer_value, row.unit)}"
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        if row.spread is not None:
            ratio = f"{ratio} [{row.spread[0]:.2f}, {row.spread[1]:.2f}]"
        met = {None: "", True: "yes", False: "NO"}[row.met]
        name = f"{row.name} ({row.note})" if row.note else row.name
        cells = [name, number(row.value, row.unit), peer, ratio, row.target, met]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def markdown(rows: Sequence[Row]) -> str:
    """Return a table, with the machine below it."""
    return f"{markdown_rows(rows)}\n\n{about(machine())}"


def about(on: Mapping[str, str]) -> str:
    """Say in one line what numbers were measured on."""
    return ", ".join(f"{name} {value}" for name, value in on.items())


def number(value: float, unit: str) -> str:
    """Write a number with its unit."""
    if unit == "ms" and value < 0.1:
        return f"{1000 * value:.3g} µs"
    if unit == "ms":
        return f"{value:.3g} ms" if value < 100 else f"{value:.0f} ms"
    if unit == "power":
        return f"{value:.2f}"
    if unit == "%":
        return f"{value:.2f} %"
    return f"{value:,.0f} {unit}".strip()


def write_json(found: Mapping[str, Sequence[Row]], file: Path) -> None:
    """Write the rows of each benchmark, and the machine, to a file."""
    on = machine()
    results = {
        name: {"machine": on, "rows": [{**asdict(row), "ratio": row.ratio} for row in rows]}
        for name, rows in found.items()
    }
    text = json.dumps(results, indent=1, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")


def read_json(file: Path) -> dict[str, tuple[dict[str, str], list[Row]]]:
    """Read what `write_json` wrote: of each benchmark the machine and the rows."""
    found = {}
    for name, one in json.loads(file.read_text(encoding="utf-8")).items():
        rows = [{key: row[key] for key in row if key != "ratio"} for row in one["rows"]]
        found[name] = (one["machine"], [Row(**row) for row in rows])
    return found

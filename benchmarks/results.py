"""What a benchmark found, as Markdown for people and as JSON for comparing runs."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
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
    """

    name: str
    value: float
    unit: str
    peer: str = ""
    peer_value: float | None = None
    target: str = ""
    met: bool | None = None

    @property
    def ratio(self) -> float | None:
        """The number as a multiple of the peer's."""
        return self.value / self.peer_value if self.peer_value else None


def machine() -> dict[str, str]:
    """Describe the machine and the versions that the numbers belong to."""
    found = {name: version(name) for name in LIBRARIES}
    load = f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "unknown"
    return {
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


def markdown(rows: Sequence[Row]) -> str:
    """Return a table, with the machine below it."""
    lines = [
        "| measured | ocr-app | peer | ratio | target | met |",
        "|---|--:|--:|--:|---|---|",
    ]
    for row in rows:
        peer = "" if row.peer_value is None else f"{row.peer} {number(row.peer_value, row.unit)}"
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        met = {None: "", True: "yes", False: "NO"}[row.met]
        cells = [row.name, number(row.value, row.unit), peer, ratio, row.target, met]
        lines.append(f"| {' | '.join(cells)} |")
    about = ", ".join(f"{name} {value}" for name, value in machine().items())
    return "\n".join([*lines, "", about])


def number(value: float, unit: str) -> str:
    """Write a number with its unit."""
    if unit == "ms":
        return f"{value:.3g} ms" if value < 100 else f"{value:.0f} ms"
    if unit == "%":
        return f"{value:.2f} %"
    return f"{value:,.0f} {unit}".strip()


def write_json(rows: Sequence[Row], file: Path) -> None:
    """Write all rows and the machine to a file."""
    found = [{**asdict(row), "ratio": row.ratio} for row in rows]
    text = json.dumps({"machine": machine(), "results": found}, indent=2, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")

"""From starting the process to the first paint, against an empty window in the same run."""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

from benchmarks.results import Row

STARTS = 15
TARGET = 1.5
APP = "benchmarks.launchers.app_window"
EMPTY = "benchmarks.launchers.empty_window"


def start(module: str) -> dict[str, float]:
    """Start a program; return when it told what, in milliseconds from the start."""
    began = time.perf_counter()
    told = {}
    with subprocess.Popen(
        [sys.executable, "-m", module], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            told[line.split()[0]] = (time.perf_counter() - began) * 1000
    if process.returncode != 0:
        raise RuntimeError(f"{module} ended with {process.returncode}.")
    return told


def run(starts: int = STARTS) -> list[Row]:
    """Start both in turns: what else the machine does then slows both alike."""
    for module in (APP, EMPTY):
        start(module)  # fills the caches of files and of compiled modules
    app, empty = [], []
    for _ in range(starts):
        empty.append(start(EMPTY)["painted"])
        app.append(start(APP))
    peer = median(empty)
    painted = median(told["painted"] for told in app)
    read = median(told["read"] for told in app)
    return [
        Row(
            "start to first paint, median",
            painted,
            "ms",
            "empty window",
            peer,
            f"≤ {TARGET} × the peer",
            painted <= TARGET * peer,
        ),
        Row("start to first reading painted, median", read, "ms", "empty window", peer),
    ]

"""From starting the process to the first paint, against emptier windows in the same run."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np

from benchmarks.results import Row

STARTS = 15
TARGET = 1.3
APP = "benchmarks.launchers.app_window"
EMPTY = "benchmarks.launchers.empty_window"
WORD = "benchmarks.launchers.word_window"

Told = dict[str, tuple[float, float]]
"""When a program told what: milliseconds from its start, and its processor's milliseconds."""


def start(module: str) -> Told:
    """Start a program; return when it told what."""
    began = time.perf_counter()
    told: Told = {}
    with subprocess.Popen(
        [sys.executable, "-m", module], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            what, worked = line.split()
            told[what] = (time.perf_counter() - began) * 1000, float(worked)
    if process.returncode != 0:
        raise RuntimeError(f"{module} ended with {process.returncode}.")
    return told


def run(starts: int = STARTS) -> list[Row]:
    """Start all in turns: what else the machine does then slows all alike."""
    programs = (EMPTY, WORD, APP)
    for module in programs:
        start(module)  # fills the caches of files and of compiled modules
    rounds = [{module: start(module) for module in programs} for _ in range(starts)]

    def row(name: str, event: str, clock: int, peer: str, aim: float | None = None) -> Row:
        ours = np.array([told[APP][event][clock] for told in rounds])
        theirs = np.array([told[peer]["painted"][clock] for told in rounds])
        low, ratio, high = np.percentile(ours / theirs, (25, 50, 75)).tolist()
        return Row(
            f"{name}, median",
            float(np.median(ours)),
            "ms",
            "empty window" if peer == EMPTY else "window with a word",
            float(np.median(theirs)),
            "" if aim is None else f"≤ {aim} × the peer",
            None if aim is None else ratio <= aim,
            spread=(low, high),
            median_ratio=ratio,
        )

    worked = "processor's time to the first paint"
    return [
        row("start to first paint", "painted", 0, EMPTY, TARGET),
        row("start to first paint", "painted", 0, WORD),
        row("start to first reading painted", "read", 0, EMPTY),
        row(worked, "painted", 1, EMPTY),
        row(worked, "painted", 1, WORD),
    ]

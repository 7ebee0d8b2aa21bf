"""Kill −9: is everything there that was acknowledged before the program was killed?"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.results import Row

KILLS = 100
LONGEST_SECONDS = 0.2

WRITER = """
import sys
from pathlib import Path
from datasets.drawing import Drawing
from ocr_app.storage import SampleStore
store = SampleStore(Path(sys.argv[1]))
number = 0
while True:
    store.add(Drawing.from_points([[[0.1, 0.1], [0.9, number % 10 / 10]]]), number % 10)
    print(number, flush=True)
    number += 1
"""


def run() -> list[Row]:
    """Kill a program that saves samples, again and again, and count after each time."""
    if sys.platform == "win32":
        return []  # nothing there kills so suddenly
    moments = np.random.default_rng(0)
    lost = damaged = saved = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "samples.sqlite")
        for _ in range(KILLS):
            saved += _save_until_killed(path, moments.uniform(0, LONGEST_SECONDS))
            there, notice = _look(path)
            damaged += bool(notice)
            lost += max(0, saved - there)
            saved = there  # the one in hand may have been saved and not acknowledged
    return [
        Row(f"Durability: samples lost in {KILLS} kills", lost, "", target="0", met=lost == 0),
        Row("Durability: files damaged", damaged, "", target="0", met=damaged == 0),
        Row("Durability: samples saved", saved, ""),
    ]


def _save_until_killed(path: Path, seconds: float) -> int:
    """Return how many samples were acknowledged."""
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(seconds)
        writer.send_signal(signal.SIGKILL)
        return 1 + writer.stdout.read().count("\n")


def _look(path: Path) -> tuple[int, str]:
    from ocr_app.storage import SampleStore

    store = SampleStore(path)
    there = len(store.samples())
    store.close()
    return there, store.notice

"""Kill −9: is everything there that was acknowledged before the program was killed?

Programs are killed while they make a new file, while two of them save samples into one file, and
while one saves what a training has come to: ``python -m benchmarks.durability --times 100``.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.results import Row, markdown

KILLS = 100
LONGEST_SECONDS = 0.2
OPENING_SECONDS = 0.02
"""Making a new file takes about half of it."""

SAMPLES = """
import sys
from pathlib import Path
from datasets.drawing import Drawing
from ocr_app.storage import SampleStore
print("ready", flush=True)
store = SampleStore(Path(sys.argv[1]))
assert not store.notice
while True:
    added = store.add(Drawing.from_points([[[0.1, 0.1], [0.9, 0.5]]]), 7)
    print(added.id, flush=True)
"""

RUNS = """
import sys
from pathlib import Path
import numpy as np
from nn import Network
from ocr_app.storage import RunStore
network = Network((64, 32, 10))
print("ready", flush=True)
store = RunStore(Path(sys.argv[1]))
assert not store.notice
run = store.begin("Killed", {})
epoch = 0
while True:
    epoch += 1
    network.parameters[:] = epoch
    curve = np.column_stack([np.arange(epoch), np.zeros(epoch)])
    store.save_progress(run, {"loss": curve}, {"epochs": epoch}, network)
    print(run, epoch, flush=True)
"""


def run(kills: int = KILLS) -> list[Row]:
    """Kill programs that save, again and again, and look at what is there after each time."""
    if sys.platform == "win32":
        return []  # nothing there kills so suddenly
    moments = np.random.default_rng(0)
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(kills):
            late = moments.uniform(0, LONGEST_SECONDS)
            early = moments.uniform(0, OPENING_SECONDS)
            match number % 3:
                case 0:
                    found += _samples(Path(folder, f"{number}", "samples.sqlite"), 1, early)
                case 1:
                    found += _samples(Path(folder, "samples.sqlite"), 2, late)
                case _:
                    found += _runs(Path(folder, "runs.sqlite"), late)
    return [
        Row(
            f"Durability: what was acknowledged and lost in {kills} kills",
            found["lost"],
            "",
            target="0",
            met=found["lost"] == 0,
        ),
        Row(
            "Durability: files damaged",
            found["damaged"],
            "",
            target="0",
            met=found["damaged"] == 0,
        ),
        Row("Durability: kills before anything was acknowledged", found["early"], ""),
        Row("Durability: what was acknowledged and is there", found["kept"], ""),
    ]


def _samples(path: Path, writers: int, seconds: float) -> Counter[str]:
    """Kill programs that save samples; an acknowledged id must be there."""
    from ocr_app.storage import SampleStore

    lines = _killed(SAMPLES, path, writers, seconds)
    store = SampleStore(path)
    there = {sample.id for sample in store.samples()}
    store.close()
    kept = sum(int(line) in there for line in lines)
    return Counter(lost=len(lines) - kept, kept=kept, damaged=bool(store.notice), early=not lines)


def _runs(path: Path, seconds: float) -> Counter[str]:
    """Kill a program that saves a training; its last acknowledged epoch must be there, whole."""
    from ocr_app.storage import RunStore

    lines = _killed(RUNS, path, 1, seconds)
    store = RunStore(path)
    lost = 0
    if lines:
        run_id, epoch = map(int, lines[-1].split())
        record = store.load(run_id)
        stored = record.summary.figures["epochs"]
        whole = (
            record.network is not None
            and bool((record.network.parameters == stored).all())
            and len(record.curves["loss"]) == stored
        )
        lost = not whole or stored is None or stored < epoch
    store.close()
    return Counter(lost=lost, kept=len(lines) - lost, damaged=bool(store.notice), early=not lines)


def _killed(script: str, path: Path, writers: int, seconds: float) -> Sequence[str]:
    """Return what was acknowledged by programs that were killed so long after they were ready."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(writers)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    time.sleep(seconds)
    for process in processes:
        process.send_signal(signal.SIGKILL)
    lines: list[str] = []
    for process in processes:
        assert process.stdout is not None
        with process.stdout as acknowledged:
            # A line that was cut off by the kill was not acknowledged.
            lines += [line for line in acknowledged if line.endswith("\n")]
        if process.wait() != -signal.SIGKILL:
            raise RuntimeError("A program that saved ended before it was killed.")
    return lines


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.durability", description=__doc__)
    parser.add_argument("--times", type=int, default=KILLS, help="how often to kill")
    rows = run(parser.parse_args().times)
    print(markdown(rows))
    return 0 if all(row.met is not False for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

"""How time and memory grow with what is given: rows, hidden units, points of a stroke, page digits.

For each a power law is fitted: an exponent of 1 means that twice as much takes twice as long.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from statistics import median

import numpy as np

from benchmarks.results import Row
from datasets.drawing import Drawing
from datasets.normalization import normalize_drawing
from nn import Network, Trainer, TrainingSettings

RUNS = 7
ROWS = (1_400, 14_000, 140_000)
UNITS = (64, 256, 1_024)
POINTS = (10, 100, 1_000, 10_000, 100_000)
DIGITS = (10, 100, 1_000, 10_000)
LONG = 3.0
"""Seconds from which on warming up makes no difference."""

SUPERLINEAR = 1.1
"""An exponent above this one is more than noise."""

Made = Callable[[int], Callable[[], object]]


def run() -> list[Row]:
    """Measure rows, hidden units and points."""
    return [
        *_grow("an epoch of 64-64-10, batch 128", "rows", ROWS, _epoch_of_rows),
        *_grow(
            "an epoch of 64-N-10, 1,400 rows, batch 128", "hidden units", UNITS, _epoch_of_units
        ),
        *_grow("normalising one drawing", "points", POINTS, _drawing),
    ]


def run_page() -> list[Row]:
    """Measure pages of more and more digits."""
    return _grow("reading a page", "digits", DIGITS, _page)


def _grow(what: str, of: str, sizes: Sequence[int], make: Made) -> list[Row]:
    """Time each size and fit ``time ~ size ** exponent`` to the larger half, where it shows."""
    rows, taken = [], []
    for size in sizes:
        print(f"  {what}: {size:,} {of}", file=sys.stderr, flush=True)
        work = make(size)
        seconds = _seconds(work)
        taken.append(seconds)
        rows.append(
            Row(f"{what}, {size:,} {of}", 1000 * seconds, "ms", note=f"peak {_peak(work):.1f} MB")
        )
    half = max(2, len(sizes) - len(sizes) // 2)
    exponent = float(np.polyfit(np.log(sizes[-half:]), np.log(taken[-half:]), 1)[0])
    met = exponent <= SUPERLINEAR
    rows.append(Row(f"{what}: exponent of {of}", exponent, "power", target="≤ 1", met=met))
    return rows


def _seconds(work: Callable[[], object]) -> float:
    """Median of the processor's time; what takes long is measured less often."""
    warm_up = _time(work)
    if warm_up > LONG:
        return warm_up
    taken: list[float] = []
    while len(taken) < RUNS and sum(taken) < 2 * LONG:
        taken.append(_time(work))
    return median(taken)


def _time(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _peak(work: Callable[[], object]) -> float:
    """Megabytes that are taken at most while it works."""
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


def _epoch(rows: int, units: int) -> Callable[[], object]:
    rng = np.random.default_rng(0)
    X, labels = rng.random((rows, 64), np.float32), rng.integers(0, 10, rows)
    network = Network((64, units, 10))
    network.initialize(rng)
    settings = TrainingSettings(batch_size=128, max_iter=1, random_state=0)
    return lambda: list(Trainer(network, X, labels, settings).epochs())


def _epoch_of_rows(rows: int) -> Callable[[], object]:
    return _epoch(rows, 64)


def _epoch_of_units(units: int) -> Callable[[], object]:
    return _epoch(1_400, units)


def _drawing(n_points: int) -> Callable[[], object]:
    """An eight in one stroke."""
    turn = np.linspace(0, 2 * np.pi, n_points)
    stroke = np.column_stack([0.5 + 0.2 * np.sin(2 * turn), 0.5 - 0.35 * np.cos(turn)])
    drawing = Drawing.from_points([stroke.tolist()])
    return lambda: normalize_drawing(drawing)


def _page(n_digits: int) -> Callable[[], object]:
    """Rows and columns of digits, 28 pixels high, black on white."""
    from datasets.synthetic import synthesize_digits
    from datasets.synthetic.rows import draw_ink
    from ocr_app.engine.model import Model
    from ocr_app.engine.reader import PageReader

    drawings = synthesize_digits(np.arange(100) % 10, np.random.default_rng(0))
    inks = [draw_ink(one, 28, 3.0) for one in drawings]
    cell = 20 + max(max(ink.shape) for ink in inks)
    per_row = round(n_digits**0.5)
    page = np.zeros((cell * (-(-n_digits // per_row) + 1), cell * (per_row + 1)), np.float32)
    for number in range(n_digits):
        ink = inks[number % len(inks)]
        y, x = (cell * at + cell // 2 for at in divmod(number, per_row))
        page[y : y + ink.shape[0], x : x + ink.shape[1]] = ink
    grey = np.round(255 * (1 - page)).astype(np.uint8)
    reader = PageReader(Model.factory())
    return lambda: reader.read(grey)

"""Curves of runs as a table that spreadsheets and pandas read."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def write_curves_csv(
    path: Path, runs: Iterable[tuple[str, Mapping[str, NDArray[np.float64]]]]
) -> int:
    """Write one line for every point of every curve.

    Parameters
    ----------
    path : Path
    runs : iterable of (str, mapping of str to ndarray of shape (n, 2))
        Names of runs, and their curves: epochs and values.

    Returns
    -------
    int
        How many points were written.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    n_points = 0
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("run", "curve", "epoch", "value"))
        for name, curves in runs:
            for curve, points in curves.items():
                for epoch, value in points.tolist():
                    writer.writerow((name, curve, epoch, value))
                    n_points += 1
    return n_points

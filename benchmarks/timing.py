"""Times several kinds of work in turns, so that whatever the machine does else slows all alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median

import numpy as np

from benchmarks.contenders import Work

ROUNDS = 9
RUNS = 7


def in_turns(
    works: Mapping[str, Work | None], times: Mapping[str, int] | int = 1, rounds: int = ROUNDS
) -> dict[str, list[float] | None]:
    """Do all works in every round, each time beginning with another one.

    Parameters
    ----------
    works : mapping of str to callable or None
        None is passed through.
    times : mapping of str to int, or int
        How often a work is repeated in a round.
    rounds : int
        After one that warms up.

    Returns
    -------
    dict
        Seconds of processor time for one repetition, one number a round. All processor time of the
        process counts, so that threads gain nothing and a busy neighbour costs nothing.
    """
    taken: dict[str, list[float] | None] = {
        name: None if work is None else [] for name, work in works.items()
    }
    names = [name for name, work in works.items() if work is not None]
    for number in range(-1, rounds):
        gc.collect()  # once a round: with PyTorch there is so much that it takes longer than a work
        first = number % len(names)
        for name in names[first:] + names[:first]:
            n = times if isinstance(times, int) else times[name]
            seconds = _time(works[name], n)
            kept = taken[name]
            if number >= 0 and kept is not None:
                kept.append(seconds / n)
    return taken


def _time(work: Work | None, n: int) -> float:
    assert work is not None
    gc.disable()
    began = time.process_time()
    for _ in range(n):
        work()
    seconds = time.process_time() - began
    gc.enable()
    return seconds


def quartiles(numbers: Sequence[float]) -> tuple[float, float, float]:
    """Return the median, and the quartiles around it."""
    low, median, high = np.percentile(numbers, (25, 50, 75)).tolist()
    return median, low, high


def per_second(n: int, work: Callable[[], object]) -> float:
    """Return the median rate per second of processor time: others share the processor."""
    taken = []
    for _ in range(RUNS):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return n / median(taken)

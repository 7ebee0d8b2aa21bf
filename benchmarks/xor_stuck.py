"""Whether the XOR lab calls those runs of 2-2-1 stuck that are: several ways of learning.

What the lab says in the first epochs is compared with what has become of each run after very many.
``python -m benchmarks.xor_stuck --first 40000 --seeds 300`` measures other seeds.
"""

from __future__ import annotations

import argparse
import multiprocessing
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.results import Row

if TYPE_CHECKING:
    from ocr_app.engine.xor_lab.settings import LabSettings

TRUTH_EPOCHS: Final = 20_000
"""A run that has not solved XOR by then counts as stuck."""

LAB_EPOCHS: Final = 4_000
"""So long the lab may watch a run before it has to say that it is stuck."""

LOOK_EVERY: Final = 200
"""Epochs after which it is asked."""

PROCESSES: Final = 2
_PART: Final = 50
"""Seeds that a process takes at a time."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way of learning, and seeds that no threshold was chosen by, but for the first way."""

    name: str
    changes: dict[str, Any]
    seeds: range


_FRESH: Final = range(10_000, 10_100)

WAYS: Final = (
    Way("usual settings", {}, range(500)),
    Way(
        "sigmoid, α = 2, fresh seeds",
        {"activation": "sigmoid", "learning_rate": 2.0},
        range(10_000, 10_200),
    ),
    Way("full batch, α = 2, fresh seeds", {"full_batch": True, "learning_rate": 2.0}, _FRESH),
    Way("ReLU, fresh seeds", {"activation": "relu"}, _FRESH[:50]),
)


def run(ways: Iterable[Way] = WAYS) -> list[Row]:
    """Measure some ways of learning, with two processes."""
    ways = list(ways)
    watched = [
        (number, way.seeds[start : start + _PART])
        for number, way in enumerate(ways)
        for start in range(0, len(way.seeds), _PART)
    ]
    # What takes longest first: then both processes end at about the same time.
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
        ends = [pool.submit(_never_solved, way.changes, way.seeds) for way in ways]
        calls = [pool.submit(_called_stuck, ways[n].changes, seeds) for n, seeds in watched]
        are_stuck = [end.result() for end in ends]
        called: list[list[bool]] = [[] for _ in ways]
        for (number, _), call in zip(watched, calls, strict=True):
            called[number] += call.result()
    return [
        row
        for way, stuck, said in zip(ways, are_stuck, called, strict=True)
        for row in _rows(way, stuck, np.array(said))
    ]


def _rows(way: Way, is_stuck: NDArray[np.bool_], is_called: NDArray[np.bool_]) -> list[Row]:
    stuck, found = int(is_stuck.sum()), int((is_called & is_stuck).sum())
    fine, alarms = int((~is_stuck).sum()), int((is_called & ~is_stuck).sum())
    wrong = [way.seeds[int(at)] for at in np.flatnonzero(is_called != is_stuck)]
    return [
        Row(
            f"Stuck runs of 2-2-1 that are recognised, {way.name} ({found} of {stuck})",
            100 * found / max(stuck, 1),
            "%",
            target="≥ 95 %",
            met=found >= 0.95 * stuck,
        ),
        Row(
            f"False alarms, {way.name} ({alarms} of {fine})",
            100 * alarms / max(fine, 1),
            "%",
            target="≤ 1 %",
            met=alarms <= 0.01 * fine,
            note=f"wrong about seeds {', '.join(map(str, wrong))}" if wrong else "",
        ),
    ]


def _settings(changes: dict[str, Any]) -> LabSettings:
    from ocr_app.engine.xor_lab.settings import LabSettings

    return replace(LabSettings(hidden_layer_sizes=(2,)), **changes)


def _called_stuck(changes: dict[str, Any], seeds: range) -> list[bool]:
    """Let the lab watch some runs."""
    return [_is_called_stuck(replace(_settings(changes), seed=seed)) for seed in seeds]


def _is_called_stuck(settings: LabSettings) -> bool:
    """Whether the lab says so before the run is solved."""
    from ocr_app.engine.xor_lab.lab import Lab
    from ocr_app.engine.xor_lab.status import Status

    lab = Lab()
    lab.configure(settings)
    while lab.moment.epoch < LAB_EPOCHS and not lab.is_solved:
        lab.learn(LOOK_EVERY * lab.moment.steps_per_epoch, until_solved=True)
        if lab.state().status in {Status.STUCK, Status.SATURATED}:
            return True
    return False


def _never_solved(changes: dict[str, Any], seeds: range) -> NDArray[np.bool_]:
    """Find the seeds that have not solved XOR after very many epochs, all side by side."""
    from ocr_app.engine.xor_lab.problems import XOR
    from ocr_app.engine.xor_lab.stack import Stack, are_solved, first_parameters

    settings = _settings(changes)
    stack = Stack(XOR, settings, first_parameters(XOR, settings, seeds))
    left = np.arange(len(seeds))
    for epoch in range(1, TRUTH_EPOCHS + 1):
        stack.epoch()
        if epoch % 10 == 0 and (solved := are_solved(XOR, stack.outputs())).any():
            left = left[~solved]
            stack.keep(~solved)
    never = np.zeros(len(seeds), dtype=bool)
    never[left] = True
    return never


def main() -> None:
    """Measure all ways on seeds that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=40_000)
    parser.add_argument("--seeds", type=int, default=300)
    chosen = parser.parse_args()
    seeds = range(chosen.first, chosen.first + chosen.seeds)
    for row in run(replace(way, seeds=seeds) for way in WAYS):
        print(f"{row.name}: {row.value:.1f} % {row.note}")


if __name__ == "__main__":
    main()

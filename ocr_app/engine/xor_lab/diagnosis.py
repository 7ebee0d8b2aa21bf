"""Why a run gets no further, read off its hidden units."""

from __future__ import annotations

from typing import Final

import numpy as np

from ocr_app.engine.xor_lab.arrays import Array
from ocr_app.engine.xor_lab.moment import Moment
from ocr_app.engine.xor_lab.problems import Problem

SATURATED_BELOW: Final = 0.001
"""Slopes below this pass hardly anything back."""

_ALIKE: Final = 0.99
_SAME_PLACE: Final = 0.08
_CONSTANT: Final = 0.02


_ONE_BORDER: Final = (
    "one neuron draws one straight border, and no straight line separates these points.",
    "a single hidden unit draws one straight border, and this needs more than one.",
)


def is_saturated(moment: Moment, are_right: list[bool]) -> bool:
    """Whether something is wrong and yet no slope on the way back is worth mentioning.

    It is so if the output sits where its curve is flat for every wrong point, or if all units of a
    hidden layer do so for every point.
    """
    wrong = [row for row, is_right in enumerate(are_right) if not is_right]
    if not wrong:
        return False
    network = moment.network()
    outputs = network.forward(moment.problem.X).outputs
    if (outputs[-1][wrong] * (1.0 - outputs[-1][wrong]) < SATURATED_BELOW).all():
        return True
    if network.activation == "relu":
        return False
    bends = outputs[:-1] if network.activation == "tanh" else [2.0 * o - 1.0 for o in outputs[:-1]]
    # The slope of tanh; a sigmoid's is a quarter of it, which makes no difference here.
    return any(bool((1.0 - bend * bend < SATURATED_BELOW).all()) for bend in bends)


def explain_stuck(moment: Moment) -> str:
    """Say in a sentence or two why a run is stuck, with what can be seen in the pictures."""
    sizes = moment.settings.hidden_layer_sizes
    if not sizes or sizes[0] == 1:
        return _ONE_BORDER[len(sizes) > 0]
    hidden = moment.network().forward(moment.problem.X).outputs[: len(sizes)]
    first = hidden[0]
    if moment.settings.activation == "relu" and (dead := _dead_units(first)):
        return (
            f"hidden {_units(dead)} off for every point. A ReLU that is off has slope 0, and "
            "learns nothing any more."
        )
    if (pair := _pair_alike(first)) is not None:
        who = "both hidden units" if sizes[0] == 2 else f"hidden units {pair[0]} and {pair[1]}"
        return f"{who} draw the same line: together they do no more than one of them."
    return _explain_places(moment.problem, first, hidden[-1])


def _explain_places(problem: Problem, first: Array, last: Array) -> str:
    if constant := _constant_units(first):
        return (
            f"hidden {_units(constant)} the same for every point, which separates nothing; what is "
            "left is too little."
        )
    if (rows := _same_place(problem, last)) is not None:
        one, other = (_point(problem, row) for row in rows)
        return (
            f"{one} and {other} land on the same place behind the hidden layer, yet should give "
            "different outputs."
        )
    return (
        "the error hardly changes any more: the hidden units have settled on borders that do not "
        "fit together."
    )


def _units(units: list[int]) -> str:
    if len(units) == 1:
        return f"unit {units[0]} is"
    return f"units {', '.join(map(str, units[:-1]))} and {units[-1]} are"


def _dead_units(outputs: Array) -> list[int]:
    return [unit + 1 for unit in range(outputs.shape[1]) if not outputs[:, unit].any()]


def _constant_units(outputs: Array) -> list[int]:
    spread = outputs.max(axis=0) - outputs.min(axis=0)
    return [unit + 1 for unit in range(outputs.shape[1]) if spread[unit] < _CONSTANT]


def _pair_alike(outputs: Array) -> tuple[int, int] | None:
    """Find two units that say the same of every point, or just the opposite."""
    centred = outputs - outputs.mean(axis=0)
    lengths = np.sqrt((centred**2).sum(axis=0))
    for one in range(outputs.shape[1]):
        for other in range(one + 1, outputs.shape[1]):
            scale = lengths[one] * lengths[other]
            if scale > _CONSTANT**2 and abs(centred[:, one] @ centred[:, other]) > _ALIKE * scale:
                return one + 1, other + 1
    return None


def _same_place(problem: Problem, outputs: Array) -> tuple[int, int] | None:
    """Find the two points of different classes that the last hidden layer puts closest."""
    extent = max(float((outputs.max(axis=0) - outputs.min(axis=0)).max()), 1e-9)
    best, pair = _SAME_PLACE * extent, None
    for one in range(problem.n_rows):
        for other in range(one + 1, problem.n_rows):
            if problem.targets[one] != problem.targets[other]:
                distance = float(np.abs(outputs[one] - outputs[other]).max())
                if distance < best:
                    best, pair = distance, (one, other)
    return pair


def _point(problem: Problem, row: int) -> str:
    return "(" + ", ".join(f"{value:g}" for value in problem.inputs[row]) + ")"

"""How a run stands: each point, the whole, and in a sentence what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from nn import Network
from ocr_app.engine.xor_lab.diagnosis import explain_stuck, is_saturated
from ocr_app.engine.xor_lab.moment import Moment
from ocr_app.engine.xor_lab.problems import Problem
from ocr_app.engine.xor_lab.stack import SOLVED_WITHIN


class Status(Enum):
    """How a run stands."""

    READY = "ready"
    LEARNING = "learning"
    RIGHT = "right"
    SOLVED = "solved"
    STUCK = "stuck"
    SATURATED = "saturated"
    DIVERGED = "diverged"


class Remedy(Enum):
    """What may help, one click away."""

    NEW_START = "new start"
    MORE_UNITS = "more hidden units"
    SMALLER_RATE = "smaller learning rate"
    BIASES = "with biases"


@dataclass(frozen=True, slots=True)
class Row:
    """One point and what the network makes of it.

    Attributes
    ----------
    inputs : tuple of float
    target, output : float
    error : float
        ½(target − output)².
    is_right : bool
        Whether the output is on the target's side of ½.
    """

    inputs: tuple[float, ...]
    target: float
    output: float
    error: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class LabState:
    """A moment as people see it.

    Attributes
    ----------
    moment : Moment
    rows : tuple of Row
    error : float
        Mean error of the rows.
    status : Status
    sentence : str
        The same in words, and why.
    remedies : tuple of Remedy
    """

    moment: Moment
    rows: tuple[Row, ...]
    error: float
    status: Status
    sentence: str
    remedies: tuple[Remedy, ...]


def rows_of(problem: Problem, network: Network) -> tuple[Row, ...]:
    """Return each point of a problem and what a network makes of it."""
    outputs = network.predict_proba(problem.X)[:, 0]
    return tuple(
        Row(inputs, target, output, 0.5 * (target - output) ** 2, (output > 0.5) == (target > 0.5))
        for inputs, target, output in zip(
            problem.inputs, problem.targets, outputs.tolist(), strict=True
        )
    )


def look_at(moment: Moment, *, is_stuck: bool, has_diverged: bool) -> LabState:
    """Describe a moment.

    Parameters
    ----------
    moment : Moment
    is_stuck : bool
        What `StuckWatch` says.
    has_diverged : bool
        Whether the last step has led to numbers beyond all bounds.
    """
    rows = rows_of(moment.problem, moment.network())
    status = _status(moment, rows, is_stuck, has_diverged)
    sentence, remedies = _describe(moment, rows, status)
    return LabState(
        moment, rows, sum(row.error for row in rows) / len(rows), status, sentence, remedies
    )


def _status(moment: Moment, rows: tuple[Row, ...], is_stuck: bool, has_diverged: bool) -> Status:
    if has_diverged:
        return Status.DIVERGED
    if all(abs(row.target - row.output) <= SOLVED_WITHIN for row in rows):
        return Status.SOLVED
    if is_saturated(moment, [row.is_right for row in rows]):
        return Status.SATURATED
    if is_stuck:
        return Status.STUCK
    if moment.n_steps == 0:
        return Status.READY
    return Status.RIGHT if all(row.is_right for row in rows) else Status.LEARNING


_SENTENCES: Final = {
    Status.SOLVED: f"Solved: every output is within {SOLVED_WITHIN:g} of its target.",
    Status.RIGHT: "All right; the outputs still move closer to their targets.",
    Status.DIVERGED: ("Diverged: the steps were so large that the weights grew beyond all bounds."),
    Status.SATURATED: (
        "Saturated: units sit on the flat ends of their curves, where hardly anything is learned."
    ),
}


def _describe(
    moment: Moment, rows: tuple[Row, ...], status: Status
) -> tuple[str, tuple[Remedy, ...]]:
    right = sum(row.is_right for row in rows)
    if status is Status.READY:
        return f"Not trained yet: {right} of {len(rows)} right, by chance. Press Play.", ()
    if status is Status.LEARNING:
        return f"Learning: {right} of {len(rows)} right.", ()
    if status is Status.STUCK:
        more = moment.settings.hidden_layer_sizes != (8, 8, 8)
        remedies = [Remedy.NEW_START] if moment.settings.hidden_layer_sizes else []
        remedies += [Remedy.MORE_UNITS] if more else []
        remedies += [] if moment.settings.bias else [Remedy.BIASES]
        return f"Stuck: {explain_stuck(moment)}", tuple(remedies)
    if status in {Status.DIVERGED, Status.SATURATED}:
        return _SENTENCES[status], (Remedy.NEW_START, Remedy.SMALLER_RATE)
    return _SENTENCES[status], ()

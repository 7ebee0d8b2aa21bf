"""What a step would do to the reading, and what one has done, in a sentence."""

from __future__ import annotations

import math

import numpy as np

from ocr_app.engine.lesson.history import TakenStep
from ocr_app.engine.lesson.passes import Vector
from ocr_app.engine.lesson.state import LessonState


def describe_step(state: LessonState) -> str:
    """Say what the step would do to the output of the true digit and to the error."""
    after, error = state.outputs_after(), state.error_after()
    if not math.isfinite(error):
        return "This step would be far too large: the numbers would grow beyond all bounds."
    return "If you take this step: " + _change(
        state.target, state.outputs[-1], after, state.error, error
    )


def describe_taken(step: TakenStep, state: LessonState, number: int) -> str:
    """Say what the last step has done, the `number`-th of this lesson."""
    return f"Step {number} is taken: " + _change(
        step.target, step.outputs_before, state.outputs[-1], step.error_before, step.error_after
    )


def _change(target: int, before: Vector, after: Vector, old: float, new: float) -> str:
    was, is_now = (int(np.argmax(outputs[:10])) for outputs in (before, after))
    reads = f"still reads {was}" if was == is_now else f"reads {is_now} instead of {was}"
    worse = " That is worse: the step was too large." if new > old else ""
    output = _from_to(_written(before[target]), _written(after[target]))
    error = _from_to(_written(old, 0.0), _written(new, 0.0))
    return f"output {target} {output}, the error E {error}; the network {reads}.{worse}"


def _from_to(old: str, new: str) -> str:
    return f"stays {old}" if old == new else f"goes from {old} to {new}"


def _written(value: float, whole: float = 1.0) -> str:
    """Write a number with three decimals, and in words what they cannot tell from 0 or 1."""
    if 0 < value < 0.0005:
        return "less than 0.001"
    if whole - 0.0005 <= value < whole:
        return "more than 0.999"
    return f"{value:.3f}"

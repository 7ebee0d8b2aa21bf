"""The steps that were taken in a lesson, and the way back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from nn import Network
from ocr_app.engine.lesson.passes import Vector
from ocr_app.engine.lesson.state import LessonState, begin_lesson

KEPT_BYTES: Final = 128 * 2**20
"""Memory for networks to go back to; older ones are computed again."""


@dataclass(frozen=True, slots=True, eq=False)
class TakenStep:
    """All that is needed to take a step again, and what it has changed.

    Attributes
    ----------
    pixels : ndarray of shape (64,)
    target : int
    learning_rate : float
    error_before, error_after : float
        E of this drawing.
    outputs_before : ndarray of shape (n_outputs,)
    network_before : Network or None
        None: given up to save memory.
    """

    pixels: Vector
    target: int
    learning_rate: float
    error_before: float
    error_after: float
    outputs_before: Vector
    network_before: Network | None


@dataclass(frozen=True, slots=True, eq=False)
class LessonHistory:
    """A network as it was at first, and the steps that were taken since. Immutable.

    Attributes
    ----------
    start : Network
    steps : tuple of TakenStep
        The first one first.
    """

    start: Network
    steps: tuple[TakenStep, ...] = ()

    def after(self, before: LessonState, after: LessonState) -> LessonHistory:
        """Return the history with one more step, that led from one state to the other."""
        step = TakenStep(
            before.pixels,
            before.target,
            before.learning_rate,
            before.error,
            after.error,
            before.outputs[-1],
            before.network,
        )
        return LessonHistory(self.start, self._lightened((*self.steps, step)))

    def undone(self) -> tuple[Network, LessonHistory]:
        """Take the last step back.

        Returns
        -------
        network : Network
            As it was before that step, bit for bit.
        history : LessonHistory
            Without it.

        Raises
        ------
        IndexError
            If no step was taken.
        """
        *rest, last = self.steps
        history = LessonHistory(self.start, tuple(rest))
        if last.network_before is not None:
            return last.network_before, history
        return history._replayed(), history

    def _replayed(self) -> Network:
        network = self.start
        for step in self.steps:
            state = begin_lesson(network, step.pixels, step.target, step.learning_rate)
            network = state.stepped().network
        return network

    def _lightened(self, steps: tuple[TakenStep, ...]) -> tuple[TakenStep, ...]:
        kept = max(1, KEPT_BYTES // self.start.parameters.nbytes)
        if len(steps) <= kept or steps[-kept - 1].network_before is None:
            return steps
        index = len(steps) - kept - 1
        light = replace(steps[index], network_before=None)
        return (*steps[:index], light, *steps[index + 1 :])


def is_same_network(one: Network, other: Network) -> bool:
    """Whether two networks have the same architecture and the same parameters."""
    return one is other or (
        one.layer_sizes == other.layer_sizes
        and one.activation == other.activation
        and one.output_activation == other.output_activation
        and one.bias == other.bias
        and one.dtype == other.dtype
        and np.array_equal(one.parameters, other.parameters)
    )

"""A moment of the lab: everything that decides what comes next. Immutable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from nn import Network
from ocr_app.engine.xor_lab.arrays import Array
from ocr_app.engine.xor_lab.errors import LabError
from ocr_app.engine.xor_lab.problems import Problem
from ocr_app.engine.xor_lab.settings import LabSettings

LARGEST_WEIGHT = 1e6
"""For weights that are typed."""

BEYOND_ALL_BOUNDS = 1e9
"""A run whose weights get larger has diverged."""


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """A problem, a network that learns it, and how far it is.

    Attributes
    ----------
    problem : Problem
    settings : LabSettings
    parameters : ndarray of shape (n_parameters,)
        Read-only, like the two others.
    velocity : ndarray of shape (n_parameters,)
        The last change, for momentum.
    start : ndarray of shape (n_parameters,)
        The weights that the run began with.
    n_steps : int
        Steps since then.
    row : int
        The point that is looked at, and learned from next.
    """

    problem: Problem
    settings: LabSettings
    parameters: Array
    velocity: Array
    start: Array
    n_steps: int = 0
    row: int = 0

    @classmethod
    def begin(
        cls, problem: Problem, settings: LabSettings, weights: Array | None = None, row: int = 0
    ) -> Self:
        """Begin a run with given weights, or with those of the seed."""
        if weights is None:
            weights = settings.new_network(problem.n_inputs).parameters
        start = _frozen(weights)
        return cls(problem, settings, start, _frozen(np.zeros_like(start)), start, row=row)

    def network(self) -> Network:
        """Make the network of this moment."""
        network = self.settings.empty_network(self.problem.n_inputs)
        network.parameters[:] = self.parameters
        return network

    @property
    def steps_per_epoch(self) -> int:
        """Steps in which every point is learned from once."""
        return 1 if self.settings.full_batch else self.problem.n_rows

    @property
    def epoch(self) -> float:
        """How often every point has been learned from."""
        return self.n_steps / self.steps_per_epoch

    def moved(self, parameters: Array, velocity: Array, n_steps: int, row: int) -> Self:
        """Return a later (or earlier) moment of the same run."""
        return replace(
            self,
            parameters=_frozen(parameters),
            velocity=_frozen(velocity),
            n_steps=n_steps,
            row=row,
        )

    def begun_again(self) -> Self:
        """Return where the run began."""
        return self.begin(self.problem, self.settings, self.start, self.row)

    def with_parameter(self, layer: int, unit: int, source: int, value: float) -> Self:
        """Return a moment with one other weight; see `StepNumbers.at`.

        A run that has not begun yet then begins with it.

        Raises
        ------
        LabError
            If the value is not a number of reasonable size.
        """
        if not abs(value) <= LARGEST_WEIGHT:
            raise LabError(
                f"A weight is a number from −{LARGEST_WEIGHT:,.0f} to {LARGEST_WEIGHT:,.0f}."
            )
        network = self.network()
        network.matrices[layer][unit, source] = value
        parameters = _frozen(network.parameters)
        start = parameters if self.n_steps == 0 else self.start
        return replace(self, parameters=parameters, start=start)

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` takes; numbers are kept exactly."""
        return {
            "problem": self.problem.to_json(),
            "settings": self.settings.to_json(),
            "parameters": self.parameters.tolist(),
            "velocity": self.velocity.tolist(),
            "start": self.start.tolist(),
            "n_steps": self.n_steps,
            "row": self.row,
        }

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Read a moment.

        Raises
        ------
        LabError
            If something is missing or not right.
        """
        if not isinstance(data, Mapping):
            raise LabError("This is not a state of the XOR lab.")
        problem = Problem.from_json(data.get("problem"))
        settings = LabSettings.from_json(data.get("settings"))
        n = len(settings.empty_network(problem.n_inputs).parameters)
        parameters, velocity, start = (
            _array(data.get(name), n) for name in ("parameters", "velocity", "start")
        )
        n_steps, row = data.get("n_steps"), data.get("row")
        if type(n_steps) is not int or n_steps < 0:
            raise LabError("The number of steps in this file is not right.")
        if type(row) is not int or not 0 <= row < problem.n_rows:
            raise LabError("The point that is looked at is not in this file.")
        return cls(problem, settings, parameters, velocity, start, n_steps, row)


def _array(numbers: Any, n: int) -> Array:
    try:
        array = np.array(numbers, dtype=np.float64)
    except (TypeError, ValueError):
        array = np.empty(0)
    if array.shape != (n,) or not (np.abs(array) <= BEYOND_ALL_BOUNDS).all():
        raise LabError("The weights in this file do not fit its network.")
    return _frozen(array)


def _frozen(array: Array) -> Array:
    copy = np.array(array, dtype=np.float64)
    copy.flags.writeable = False
    return copy

"""The problems of the lab: a few points, each with the output that it should get."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any, Final, Self

import numpy as np

from datasets.xor import XOR_INPUTS, XOR_TARGETS
from ocr_app.engine.xor_lab.arrays import Array
from ocr_app.engine.xor_lab.errors import LabError

MAX_POINTS: Final = 40
"""Own points; more would make the smallest picture of them unreadable."""

POINT_RANGE: Final = (-0.25, 1.25)
"""Where own points can lie in both directions; also what a decision surface covers."""

OWN_POINTS: Final = "points"


@dataclass(frozen=True, slots=True)
class Problem:
    """Some points and their targets.

    Attributes
    ----------
    key : str
        Names it in files.
    name : str
        For people.
    inputs : tuple of tuple of float
        The points; all have the same number of coordinates.
    targets : tuple of float
        What the output should be for each, 0 or 1.
    """

    key: str
    name: str
    inputs: tuple[tuple[float, ...], ...]
    targets: tuple[float, ...]

    @property
    def n_rows(self) -> int:
        """How many points there are."""
        return len(self.inputs)

    @property
    def n_inputs(self) -> int:
        """Coordinates of a point; an empty drawing is flat."""
        return len(self.inputs[0]) if self.inputs else 2

    @property
    def X(self) -> Array:  # noqa: N802 -- the usual name of inputs
        """The points, of shape (n_rows, n_inputs)."""
        return np.array(self.inputs, dtype=np.float64).reshape(self.n_rows, self.n_inputs)

    @property
    def T(self) -> Array:  # noqa: N802 -- likewise of targets
        """The targets, of shape (n_rows, 1)."""
        return np.array(self.targets, dtype=np.float64).reshape(self.n_rows, 1)

    @property
    def is_own(self) -> bool:
        """Whether its points were placed by hand."""
        return self.key == OWN_POINTS

    def with_point(self, x: float, y: float, target: float) -> Self:
        """Return the problem with one more point of one's own.

        Raises
        ------
        LabError
            If there are too many points, or if it lies outside.
        """
        return type(self)(
            OWN_POINTS, "Your points", (*self.inputs, (x, y)), (*self.targets, target)
        )._checked()

    def with_target(self, row: int, target: float) -> Self:
        """Return the problem with another target of one point."""
        targets = [*self.targets]
        targets[row] = target
        return type(self)(self.key, self.name, self.inputs, tuple(targets))

    def without(self, row: int) -> Self:
        """Return the problem without a point.

        Raises
        ------
        LabError
            If it is the last one.
        """
        return type(self)(
            self.key,
            self.name,
            self.inputs[:row] + self.inputs[row + 1 :],
            self.targets[:row] + self.targets[row + 1 :],
        )._checked()

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` takes: the key alone, unless the points are one's own."""
        if not self.is_own:
            return {"key": self.key}
        return {
            "key": self.key,
            "inputs": [list(point) for point in self.inputs],
            "targets": list(self.targets),
        }

    @classmethod
    def from_json(cls, data: Any) -> Problem:
        """Return the problem that a file names.

        Raises
        ------
        LabError
            If it is not there or not right.
        """
        try:
            key = data["key"]
            if key != OWN_POINTS:
                return PROBLEMS[key]
            inputs = tuple((float(x), float(y)) for x, y in data["inputs"])
            targets = tuple(float(target) for target in data["targets"])
        except (TypeError, KeyError, ValueError):
            raise LabError("The points in this file cannot be read.") from None
        return cls(OWN_POINTS, "Your points", inputs, targets)._checked()

    def _checked(self) -> Self:
        low, high = POINT_RANGE
        if not 1 <= len(self.inputs) <= MAX_POINTS:
            raise LabError(f"There can be 1 to {MAX_POINTS} points.")
        if len(self.targets) != len(self.inputs) or not set(self.targets) <= {0.0, 1.0}:
            raise LabError("Each point belongs to class 0 or 1.")
        if not all(low <= value <= high for point in self.inputs for value in point):
            raise LabError(f"Points lie between {low:g} and {high:g}.")
        return self


def _table(key: str, name: str, n_inputs: int, ones: set[tuple[int, ...]]) -> Problem:
    rows = tuple(product((0, 1), repeat=n_inputs))
    return Problem(
        key,
        name,
        tuple(tuple(map(float, row)) for row in rows),
        tuple(float(row in ones) for row in rows),
    )


_ODD: Final = {row for row in product((0, 1), repeat=3) if sum(row) % 2}

PROBLEMS: Final = {
    problem.key: problem
    for problem in (
        Problem(
            "xor",
            "XOR",
            tuple(map(tuple, XOR_INPUTS.tolist())),
            tuple(XOR_TARGETS[:, 0].tolist()),
        ),
        _table("and", "AND", 2, {(1, 1)}),
        _table("or", "OR", 2, {(0, 1), (1, 0), (1, 1)}),
        _table("nand", "NAND", 2, {(0, 0), (0, 1), (1, 0)}),
        _table("xnor", "XNOR", 2, {(0, 0), (1, 1)}),
        _table("parity", "3-bit parity", 3, _ODD),
        Problem("article", "The article's example", ((1.0, 1.0),), (0.0,)),
    )
}
"""All problems but those that people draw themselves, by their keys."""

XOR: Final = PROBLEMS["xor"]

FIRST_POINTS: Final = Problem(
    OWN_POINTS,
    "Your points",
    (
        *((0.5, 0.5), (0.42, 0.6), (0.6, 0.44)),
        *((0.1, 0.2), (0.5, 0.0), (0.9, 0.2), (1.0, 0.6), (0.8, 1.0), (0.3, 1.0), (0.0, 0.65)),
    ),
    (1.0,) * 3 + (0.0,) * 7,
)
"""What drawing begins with: an island, to be changed, deleted or surrounded."""

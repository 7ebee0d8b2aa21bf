"""What can be drawn of a network with two inputs: its surface, its borders, its hidden space."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from nn import Network
from ocr_app.engine.xor_lab.arrays import Array
from ocr_app.engine.xor_lab.moment import Moment
from ocr_app.engine.xor_lab.problems import POINT_RANGE


@dataclass(frozen=True, slots=True)
class Border:
    """The line where a unit's net input is 0: it is above on the one side, below on the other.

    Attributes
    ----------
    unit : int
        From 0, in the first hidden layer.
    a, b, c : float
        Of a·x₁ + b·x₂ + c = 0.
    """

    unit: int
    a: float
    b: float
    c: float

    def within(self, low: float, high: float) -> tuple[tuple[float, float], ...] | None:
        """Return where it enters and leaves a square, or None if it does not cross it."""
        ends = []
        for value in (low, high):
            if abs(self.b) > 1e-12:
                ends.append((value, -(self.a * value + self.c) / self.b))
            if abs(self.a) > 1e-12:
                ends.append((-(self.b * value + self.c) / self.a, value))
        room = 1e-9 * (high - low)
        inside = [
            (x, y)
            for x, y in ends
            if low - room <= x <= high + room and low - room <= y <= high + room
        ]
        if len(inside) < 2:
            return None
        first, last = min(inside), max(inside)
        return (first, last) if first != last else None


@dataclass(frozen=True, slots=True, eq=False)
class HiddenSpace:
    """Where points land behind a hidden layer of two or more units, seen from two of them.

    Attributes
    ----------
    points : ndarray of shape (n_rows, 2)
        The outputs of two hidden units for each point.
    low, high : float
        What these outputs can be; for ReLU, as far as is needed.
    border : Border or None
        Where the output is ½, if there are exactly two units.
    is_separable, is_separable_here : bool
        Whether a straight border between the two classes exists: in all units' outputs, and in
        those of the two that are seen.
    n_units : int
        How many units the layer has.
    """

    points: Array
    low: float
    high: float
    border: Border | None
    is_separable: bool
    is_separable_here: bool
    n_units: int


def surface(network: Network, resolution: int = 48, third: float | None = None) -> Array:
    """Compute the output all over the square that points lie in.

    Parameters
    ----------
    network : Network
        With two inputs, or three.
    resolution : int
    third : float, optional
        The value of the third input, if there is one.

    Returns
    -------
    ndarray of shape (resolution, resolution)
        From 0 to 1; columns are x₁ from left to right, rows are x₂ from the top, its largest,
        down, as in a picture. Every value is that of the centre of its pixel.
    """
    points = _grid(resolution)
    if third is not None:
        points = np.column_stack((points, np.full(len(points), third)))
    return np.asarray(network.predict_proba(points).reshape(resolution, resolution))


def borders(network: Network, third: float | None = None) -> tuple[Border, ...]:
    """Return the lines that the units of the first layer draw; see `surface`."""
    shift = 0.0 if third is None else third * network.weights[0][:, 2]
    lines = np.column_stack((network.weights[0][:, :2], network.biases[0] + shift))
    return tuple(Border(unit, a, b, c) for unit, (a, b, c) in enumerate(lines.tolist()))


def hidden_space(moment: Moment, network: Network, units: tuple[int, int]) -> HiddenSpace | None:
    """Look at the last hidden layer; None if it has fewer than two units."""
    if len(network.layer_sizes) < 3 or network.layer_sizes[-2] < 2:
        return None
    outputs = network.forward(moment.problem.X).outputs[-2]
    points = outputs[:, list(units)]
    low, high = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0)}.get(network.activation, (0.0, 1.0))
    if network.activation == "relu":
        high = max(1.0, float(points.max()))
    border = None
    if network.layer_sizes[-2] == 2:
        (a, b), c = network.weights[-1][0].tolist(), float(network.biases[-1][0])
        a, b = (a, b) if units == (0, 1) else (b, a)
        border = Border(0, a, b, c)
    targets = np.array(moment.problem.targets) > 0.5
    n_units, is_separable = outputs.shape[1], is_linearly_separable(outputs, targets)
    here = is_separable if n_units == 2 else _are_parted_in_plane(points, targets)
    return HiddenSpace(points, low, high, border, is_separable, here, n_units)


def clearest_units(moment: Moment, network: Network, now: tuple[int, int]) -> tuple[int, int]:
    """Choose two units of the last hidden layer between which a straight line parts the classes.

    Parameters
    ----------
    moment : Moment
    network : Network
        With at least two units there.
    now : tuple of int
        The ones that are looked at; they stay if they do, or if no two others would.
    """
    outputs = network.forward(moment.problem.X).outputs[-2]
    targets = np.array(moment.problem.targets) > 0.5
    pairs = [now, *combinations(range(outputs.shape[1]), 2)]
    return next(
        (pair for pair in pairs if _are_parted_in_plane(outputs[:, list(pair)], targets)), now
    )


def is_linearly_separable(points: Array, classes: NDArray[np.bool_]) -> bool:
    """Whether a hyperplane with a noticeable margin separates two classes.

    Parameters
    ----------
    points : ndarray of shape (n, n_coordinates)
    classes : ndarray of bool of shape (n,)

    Notes
    -----
    Two sets can be separated just if their convex hulls do not meet. The nearest two points of
    the hulls are sought by the algorithm of Gilbert (1966), which also finds the direction
    across; it ends as soon as that direction separates.
    """
    if classes.all() or not classes.any():
        return True
    differences = (points[classes][:, np.newaxis] - points[~classes]).reshape(-1, points.shape[1])
    scale = float(np.abs(differences).max())
    if scale == 0.0:
        return False
    differences = differences / scale
    nearest = differences[0]
    for _ in range(_GILBERT_STEPS):
        heights = differences @ nearest
        if heights.min() > _MARGIN * float(np.sqrt(nearest @ nearest)):
            return True
        towards = differences[int(heights.argmin())] - nearest
        length = float(towards @ towards)
        share = 0.0 if length == 0.0 else min(1.0, max(0.0, -float(nearest @ towards) / length))
        if share == 0.0:
            return False
        nearest = nearest + share * towards
        if float(nearest @ nearest) < _MARGIN * _MARGIN:
            return False
    return False


def _are_parted_in_plane(points: Array, classes: NDArray[np.bool_]) -> bool:
    """Do the same for two coordinates, in a hundredth of the time.

    A line separates two sets just if all differences between the one and the other point to one
    side of it: if they leave more than half of all directions free.
    """
    if classes.all() or not classes.any():
        return True
    differences = (points[classes][:, np.newaxis] - points[~classes]).reshape(-1, 2)
    lengths = np.hypot(differences[:, 0], differences[:, 1])
    if lengths.min() <= _MARGIN * lengths.max():
        return False
    angles = np.sort(np.arctan2(differences[:, 1], differences[:, 0]))
    free = np.diff(angles, append=angles[0] + 2.0 * np.pi)
    return bool(free.max() > np.pi + _MARGIN)


_GILBERT_STEPS = 500
_MARGIN = 1e-3


def _grid(resolution: int) -> Array:
    low, high = POINT_RANGE
    centres = low + (np.arange(resolution) + 0.5) * (high - low) / resolution
    x1, x2 = np.meshgrid(centres, centres[::-1])
    return np.column_stack((x1.ravel(), x2.ravel()))

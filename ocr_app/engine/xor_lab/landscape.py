"""The error as a landscape over two of the weights, with the way that was walked across it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ocr_app.engine.xor_lab.arrays import Array
from ocr_app.engine.xor_lab.moment import Moment
from ocr_app.engine.xor_lab.stack import Stack

RESOLUTION: Final = 48
SMALLEST_EXTENT: Final = 4.0
"""The map is at least so wide, in units of a weight."""

_ROOM: Final = 0.35
"""Around the way, as a share of its extent."""


@dataclass(frozen=True, slots=True, eq=False)
class Landscape:
    """Mean errors for all values of two weights; all others stay as they are.

    Attributes
    ----------
    across, up : int
        Which weights, as places in `Network.parameters`.
    x_range, y_range : tuple of (float, float)
        The values of the two weights at the edges.
    errors : ndarray of shape (n, n)
        Rows are values of the second weight from the top, its largest, down, as in a picture;
        each for the middle of its pixel.
    """

    across: int
    up: int
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    errors: Array

    def error_at(self, parameters: Array) -> float:
        """Return the error on the map where some weights are."""
        n = len(self.errors)
        places = []
        for at, (low, high) in ((self.across, self.x_range), (self.up, self.y_range)):
            places.append(min(n - 1, max(0, int(n * (parameters[at] - low) / (high - low)))))
        return float(self.errors[n - 1 - places[1], places[0]])


def survey(
    moment: Moment, across: int, up: int, path: Array, resolution: int = RESOLUTION
) -> Landscape:
    """Compute a map that shows a whole way, with some room around.

    Parameters
    ----------
    moment : Moment
        Where the other weights come from.
    across, up : int
        Two different places in `Network.parameters`.
    path : ndarray of shape (n, n_parameters)
    resolution : int
    """
    x_range, y_range = _range(path[:, across]), _range(path[:, up])
    xs, ys = _centres(x_range, resolution), _centres(y_range, resolution)[::-1]
    grid = np.repeat(moment.parameters[:, np.newaxis], resolution * resolution, axis=1)
    grid[across] = np.tile(xs, resolution)
    grid[up] = np.repeat(ys, resolution)
    misses = Stack(moment.problem, moment.settings, grid).outputs() - moment.problem.T
    errors = 0.5 * (misses * misses).mean(axis=0)
    return Landscape(across, up, x_range, y_range, errors.reshape(resolution, resolution))


def parameter_names(moment: Moment) -> list[str]:
    """Name all weights and biases, in the order of `Network.parameters`.

    Inputs are x₁, x₂, …; hidden units h₁, h₂, … and, in further layers, h₂₁, …; the output is y.
    """
    network = moment.network()
    names = []
    for layer, (rows, columns) in enumerate(network.shapes):
        for unit in range(rows):
            to = unit_name(network.layer_sizes, layer + 1, unit)
            for source in range(columns):
                is_bias = source == network.layer_sizes[layer]
                origin = "1" if is_bias else unit_name(network.layer_sizes, layer, source)
                names.append(f"bias of {to}" if is_bias else f"{origin} → {to}")
    return names


def unit_name(layer_sizes: tuple[int, ...], column: int, unit: int) -> str:
    """Name an input (column 0), a hidden unit or the output."""
    if column == 0:
        return f"x{_subscript(unit + 1)}"
    if column == len(layer_sizes) - 1:
        return "y" if layer_sizes[-1] == 1 else f"y{_subscript(unit + 1)}"
    if len(layer_sizes) == 3:
        return f"h{_subscript(unit + 1)}"
    return f"h{_subscript(column)}{_subscript(unit + 1)}"


def _subscript(number: int) -> str:
    return "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(number))


def _range(values: Array) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    half = max(SMALLEST_EXTENT / 2, (0.5 + _ROOM) * (high - low))
    middle = (low + high) / 2
    return middle - half, middle + half


def _centres(ends: tuple[float, float], n: int) -> Array:
    low, high = ends
    return np.asarray(low + (np.arange(n) + 0.5) * (high - low) / n)

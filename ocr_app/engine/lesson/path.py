"""A way through the network: which pixel, which hidden units and which output are looked at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ocr_app.engine.lesson.state import LessonState


@dataclass(frozen=True, slots=True)
class LessonPath:
    """One pixel and one unit of every layer, whose weights form a path.

    Attributes
    ----------
    pixel : int
        0 to 63, row by row.
    units : tuple of int
        One of every layer, the output last.
    """

    pixel: int
    units: tuple[int, ...]

    def source(self, layer: int) -> int:
        """Return the unit (or pixel) that the path comes from on its way to a layer."""
        return self.pixel if layer == 0 else self.units[layer - 1]

    def at(self, column: int) -> int:
        """Return the pixel (column 0) or the unit of a layer (columns from 1)."""
        return self.pixel if column == 0 else self.units[column - 1]

    def through(self, column: int, unit: int) -> LessonPath:
        """Return the path that leads through another pixel (column 0) or unit (from 1)."""
        if column == 0:
            return LessonPath(unit, self.units)
        units = list(self.units)
        units[column - 1] = unit
        return LessonPath(self.pixel, tuple(units))

    def fits(self, state: LessonState) -> bool:
        """Whether a lesson's network has all of these units."""
        sizes = state.network.layer_sizes[1:]
        return len(sizes) == len(self.units) and all(
            unit < size for unit, size in zip(self.units, sizes, strict=True)
        )


def strongest_path(state: LessonState, output: int | None = None) -> LessonPath:
    """Find the path to an output along which most is passed on.

    From the output down it takes, layer by layer, the unit (or pixel) with the largest
    |weight · output · f′(net)|: what does not answer to its net input learns nothing either.

    Parameters
    ----------
    state : LessonState
    output : int, optional
        The target if left out.
    """
    unit = state.target if output is None else output
    units = [unit]
    for layer in range(state.n_layers - 1, 0, -1):
        passed = state.weights_to(layer, unit) * state.inputs(layer) * state.slopes[layer - 1]
        unit = int(np.abs(passed).argmax())
        units.append(unit)
    pixel = int(np.abs(state.weights_to(0, unit) * state.pixels).argmax())
    return LessonPath(pixel, tuple(units[::-1]))

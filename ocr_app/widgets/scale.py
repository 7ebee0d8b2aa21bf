"""How the values of a plot become heights and texts."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr_app.widgets.curve_data import CurveData
from ocr_app.widgets.ticks import linear_ticks, log_ticks


@dataclass(frozen=True, slots=True)
class Scale:
    """How values become heights and texts."""

    is_log: bool
    fixed: tuple[float | None, float | None]
    text: Callable[[float], str]

    def visible(self, data: CurveData) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Points (n,) and (n,) that can be drawn: on a logarithmic axis those above 0."""
        x, y = data.x, data.y
        return (x[y > 0], y[y > 0]) if self.is_log else (x, y)

    def place(self, value: float) -> float:
        """Find how high on the axis a value lies."""
        return math.log10(value) if self.is_log else value

    def ticks(self, low: float, high: float, at_most: int) -> list[float]:
        """Choose ticks between two values."""
        return (log_ticks if self.is_log else linear_ticks)(low, high, at_most)

    def ends(self, low: float, high: float) -> tuple[float, float]:
        """Find the ends of the axis, never so near each other that noise fills the plot."""
        if self.is_log:
            return (low / 1.1, high * 1.1) if high / low > 1.5 else (low / 1.5, high * 1.5)
        low = low if self.fixed[0] is None else self.fixed[0]
        high = high if self.fixed[1] is None else self.fixed[1]
        return (low, high) if high > low else (low, low + (abs(low) or 1.0))

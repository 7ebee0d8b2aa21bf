"""The core of ink: what is left of a line when most of its pen is taken off again.

A picture is stretched after the pen has drawn it, a drawing before. Stretching a thick line makes
it thicker one way than the other, and the even stroke cannot undo that: it adds or takes the same
all round. So the pen is taken off before the stretch, and put on again, round, after it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.normalization.distance import Distances, distance_to
from datasets.normalization.pen import SKEW, area_over_edge

PART: Final = 0.5
"""Share of the pen that is taken off. It presses harder here and softer there: some must stay."""

DOT_AREA: Final = 0.7
"""Share of its box from which on a dot is full; a disc fills 0.785."""

DOT_SIDES: Final = 0.95
"""Shorter over longer side of that box: a fat 0 that has run full is a little longer than wide."""


def half_pen_of(mask: NDArray[np.bool_]) -> float:
    """Half the width of the pen, in pixels: the area of the ink over the length of its edge.

    A dot has no length; half its size is the pen's.
    """
    area = np.count_nonzero(mask)
    short, long = sorted(int(np.ptp(where)) + 1 for where in np.nonzero(mask))
    if short >= DOT_SIDES * long and area >= DOT_AREA * short * long:
        return long / 2
    return SKEW * float(area_over_edge(mask))


def core_of(mask: NDArray[np.bool_], half_pen: float) -> Distances:
    """Depth within the core of the ink, in pixels: positive inside, negative outside.

    Where loops have run full, the core is as wide as the loop was; where a line is thinner than
    the rest, it stays as it is.

    Parameters
    ----------
    mask : ndarray of bool, shape (h, w)
    half_pen : float
        In pixels.

    Returns
    -------
    ndarray of float32, shape (h, w)
        Outside, distances beyond a few pixels are not exact.
    """
    # Pixel centres lie half a pixel farther from the nearest centre beyond the edge than from it.
    depth = distance_to(~np.pad(mask, 1))[1:-1, 1:-1] - np.float32(0.5)
    depth -= np.where(mask, np.float32(0), distance_to(mask, within=2))
    level = np.float32(PART * half_pen)
    core = depth >= level
    # The core of an even line is half its pen away from all of it; only a corner is farther.
    reach = 2 * level + 1
    thinner = mask & (distance_to(core, within=float(reach)) > reach)
    depth -= level
    np.add(depth, level, out=depth, where=thinner)
    return depth

"""How the error bends around some weights: whether there is a way out that is not noticed yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ocr_app.engine.xor_lab.arrays import Array
from ocr_app.engine.xor_lab.moment import Moment
from ocr_app.engine.xor_lab.tape import Descent

_APART: Final = 1e-4
"""How far a weight is moved to either side, or this share of a large one."""

_FLAT: Final = 1e-12


@dataclass(frozen=True, slots=True)
class WayOut:
    """The direction in which the error bends downwards most, or upwards least.

    Attributes
    ----------
    curvature : float
        The second derivative of the mean error along it. Below 0 there is a direction in which the
        error falls ever faster: along it, a step of gradient descent multiplies the distance from
        the saddle by 1 − α times this number.
    distance : float
        That distance: how far the weights have already come, in their own unit. It is slope by
        curvature, so it means nothing if the curvature is nearly 0.
    """

    curvature: float
    distance: float


def way_out(moment: Moment) -> WayOut:
    """Find the best way out of where the slope is nearly 0: of a saddle, or of a valley's floor.

    Returns
    -------
    WayOut
        Lowest eigenvalue and its direction of the matrix of second derivatives, which comes from
        central differences of the gradient. Both are 0 if numbers are beyond all bounds.
    """
    network = moment.network()
    descent = Descent(network, moment.problem.X, moment.problem.T, full_batch=True)
    w, slope = network.parameters, descent.gradient()
    bends: Array = np.empty((w.size, w.size))
    for at, value in enumerate(w.tolist()):
        apart = _APART * max(1.0, abs(value))
        w[at] = value + apart
        bends[at] = descent.gradient()
        w[at] = value - apart
        bends[at] -= descent.gradient()
        bends[at] /= 2.0 * apart
        w[at] = value
    if not np.isfinite(bends).all():
        return WayOut(0.0, 0.0)
    curvatures, directions = np.linalg.eigh(0.5 * (bends + bends.T))
    lowest = float(curvatures[0])
    return WayOut(lowest, abs(float(slope @ directions[:, 0])) / max(abs(lowest), _FLAT))

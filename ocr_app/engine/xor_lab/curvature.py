"""How the error bends around some weights: whether there is a way out that is not noticed yet."""

from __future__ import annotations

from typing import Final

import numpy as np

from ocr_app.engine.xor_lab.arrays import Array
from ocr_app.engine.xor_lab.moment import Moment
from ocr_app.engine.xor_lab.tape import Descent

_APART: Final = 1e-4
"""How far a weight is moved to either side, or this share of a large one."""


def lowest_curvature(moment: Moment) -> float:
    """Compute the smallest second derivative of the mean error, over all directions.

    Where the slope is nearly 0, this tells a valley's floor from a saddle: above 0 the error rises
    whichever way the weights go; below 0 there is a direction in which it falls ever faster. Along
    that direction a step of gradient descent multiplies the distance by 1 − α times this number.

    Returns
    -------
    float
        The lowest eigenvalue of the matrix of second derivatives, which comes from central
        differences of the gradient. 0 if it is beyond all bounds.
    """
    network = moment.network()
    descent = Descent(network, moment.problem.X, moment.problem.T, full_batch=True)
    w = network.parameters
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
        return 0.0
    return float(np.linalg.eigvalsh(0.5 * (bends + bends.T))[0])

"""How sure a network may be: the one number that its confidence is corrected by."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

LOWEST, HIGHEST = 0.25, 4.0
"""Bounds: a network that reads everything right would be made infinitely sure of itself."""

_DECIMALS: Final = 3


def fit_temperature(logits: NDArray[np.floating], labels: NDArray[np.integer]) -> float:
    """Find the divisor of the logits that makes a network as sure as it is right.

    The one with the least cross-entropy. It changes no reading, for it keeps the logits' order.

    Parameters
    ----------
    logits : ndarray of shape (n, 10)
        Net inputs of the digits' outputs, for digits that the network was not trained on.
    labels : ndarray of shape (n,), int
        0 to 9.

    Returns
    -------
    float
        ``LOWEST`` to ``HIGHEST``; above 1 for a network that is too sure, below for one that is not
        sure enough.

    References
    ----------
    .. [1] C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On Calibration of Modern Neural Networks",
       ICML 2017, section 4.2.
    """
    # SciPy takes long to import, and only a training needs it.
    from scipy.optimize import minimize_scalar  # noqa: PLC0415
    from scipy.special import logsumexp  # noqa: PLC0415

    exact = logits.astype(np.float64)
    each = np.arange(len(labels))

    def cross_entropy(log_temperature: float) -> float:
        scaled = exact / np.exp(log_temperature)
        return float(np.mean(logsumexp(scaled, axis=1) - scaled[each, labels]))

    best = minimize_scalar(cross_entropy, bounds=np.log([LOWEST, HIGHEST]), method="bounded")
    return round(float(np.exp(best.x)), _DECIMALS)

"""How sure a network may be: the one number that its confidence is corrected by."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

LOWEST, HIGHEST = 0.25, 4.0
"""Bounds: a network that reads everything right would be made infinitely sure of itself."""

_DECIMALS: Final = 3

_GOLDEN: Final = (math.sqrt(5) - 1) / 2
_WIDTH: Final = 1e-6
"""Of the last interval, in log T; a valley's floor is flat, and rounding hides it below 1e-8."""


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
    exact = logits.astype(np.float64)
    # Shifting a row changes no probability, and nothing overflows.
    exact -= exact.max(axis=1, keepdims=True)
    right = exact[np.arange(len(labels)), labels]

    def cross_entropy(log_temperature: float) -> float:
        sharpness = np.exp(-log_temperature)
        totals = np.exp(sharpness * exact).sum(axis=1)
        return float(np.mean(np.log(totals) - sharpness * right))

    # Convex in 1/T, so with a single valley in log T as well.
    return round(float(np.exp(_lowest(cross_entropy, *np.log([LOWEST, HIGHEST])))), _DECIMALS)


def _lowest(function: Callable[[float], float], low: float, high: float) -> float:
    """Find where a function with a single valley is lowest, by golden-section search.

    References
    ----------
    .. [1] J. Kiefer, "Sequential minimax search for a maximum", Proc. AMS 4 (1953), 502-506.
    """
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = function(left), function(right)
    while high - low > _WIDTH:
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = function(right)
    return (low + high) / 2

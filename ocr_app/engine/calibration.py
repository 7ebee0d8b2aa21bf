"""Whether a model is right as often as it says: of what it reads with 90 % confidence, 90 %."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Bins of equal width. The usual 15 gain nothing here, and tenths are easier to read.
N_BINS = 10


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """How often a model is right where its confidence is about the same.

    Attributes
    ----------
    low, high : float
        The confidences that belong to it: above `low`, up to and including `high`.
    n : int
        How many samples were read with such a confidence.
    confidence : float
        Their mean confidence, 0..1; NaN without samples.
    accuracy : float
        Share of them that were read right, 0..1; NaN without samples.
    """

    low: float
    high: float
    n: int
    confidence: float
    accuracy: float


def reliability_table(
    confidences: Sequence[float] | NDArray[np.floating], right: Sequence[bool] | NDArray[np.bool_]
) -> tuple[ReliabilityBin, ...]:
    """Sort readings by confidence into `N_BINS` bins of equal width.

    Parameters
    ----------
    confidences : sequence of float
        0..1; a confidence of 0 belongs to the first bin.
    right : sequence of bool
        Whether each reading was right.

    Returns
    -------
    tuple of ReliabilityBin
        From the lowest confidence to the highest, empty ones too.
    """
    confidence, is_right = np.asarray(confidences, np.float64), np.asarray(right, np.bool_)
    edges = np.arange(N_BINS + 1) / N_BINS
    place = np.digitize(confidence, edges[1:-1], right=True)
    return tuple(
        _bin(float(edges[i]), float(edges[i + 1]), confidence[place == i], is_right[place == i])
        for i in range(N_BINS)
    )


def calibration_error(table: Sequence[ReliabilityBin]) -> float:
    """Return the expected calibration error (ECE) of a reliability table.

    The mean of |accuracy − mean confidence| over the bins, each weighted by its samples.

    Parameters
    ----------
    table : sequence of ReliabilityBin

    Returns
    -------
    float
        0 if the model is right as often as it says, at most 1; NaN without samples.

    References
    ----------
    .. [1] C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On Calibration of Modern Neural Networks",
       ICML 2017, equation 3. (They use 15 bins.)
    """
    n = sum(one.n for one in table)
    if n == 0:
        return math.nan
    return sum(one.n * abs(one.accuracy - one.confidence) for one in table if one.n) / n


def _bin(
    low: float, high: float, confidence: NDArray[np.float64], right: NDArray[np.bool_]
) -> ReliabilityBin:
    n = len(confidence)
    if n == 0:
        return ReliabilityBin(low, high, 0, math.nan, math.nan)
    return ReliabilityBin(low, high, n, float(confidence.mean()), float(right.mean()))

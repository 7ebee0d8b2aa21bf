"""Shares of a whole, and how sure they are."""

from __future__ import annotations

import math

#: Half-width of the middle 95 % of a normal distribution, in standard deviations.
_Z_95 = 1.959963984540054


def share(part: int, whole: int) -> float:
    """Divide; NaN if there is nothing to divide by."""
    return part / whole if whole else math.nan


def wilson_interval(successes: int, n: int) -> tuple[float, float]:
    """Bound a share by Wilson's score interval at 95 %.

    Parameters
    ----------
    successes, n : int
        How many of how many.

    Returns
    -------
    low, high : float
        Within 0..1; NaN if `n` is 0.

    References
    ----------
    .. [1] E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
       Journal of the American Statistical Association, 1927.
    """
    if n == 0:
        return math.nan, math.nan
    found = successes / n
    z2 = _Z_95**2
    middle = (found + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z_95 / (1 + z2 / n) * math.sqrt(found * (1 - found) / n + z2 / (4 * n * n))
    # The ends are exact at 0 and at n; rounding must not move them.
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    high = 1.0 if successes == n else min(1.0, middle + half)
    return low, high

"""Where the ticks of an axis go: few, round, and inside its range."""

from __future__ import annotations

import math

_STEPS = (1.0, 2.0, 5.0, 10.0)


def linear_ticks(low: float, high: float, at_most: int = 5) -> list[float]:
    """Choose ticks at multiples of 1, 2 or 5 times a power of ten.

    Parameters
    ----------
    low, high : float
        The axis' range, low < high.
    at_most : int
        At least 2.

    Returns
    -------
    list of float
        Ascending; both ends included where they are multiples.
    """
    power = 10.0 ** math.floor(math.log10((high - low) / at_most))
    slack = 1e-9 * (high - low)
    for step in (power * factor for factor in (*_STEPS, 20.0)):
        first, last = math.ceil((low - slack) / step), math.floor((high + slack) / step)
        if last - first < at_most:
            break
    return [round(index * step, 12) for index in range(first, last + 1)]


def log_ticks(low: float, high: float, at_most: int = 5) -> list[float]:
    """Choose ticks for a logarithmic axis: 1, 2, 5, 10, ... or, on a long one, powers of ten.

    Parameters
    ----------
    low, high : float
        The axis' range, 0 < low < high.
    at_most : int
        At least 2.

    Returns
    -------
    list of float
        Ascending.
    """
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for factors in ((1.0, 2.0, 5.0), (1.0, 3.0), (1.0,)):
        ticks = [factor * 10.0**decade for decade in decades for factor in factors]
        inside = [tick for tick in ticks if low * 0.999 <= tick <= high * 1.001]
        if len(inside) <= at_most:
            return inside if len(inside) > 1 else linear_ticks(low, high, at_most)
    return inside[:: -(-len(inside) // at_most)]


def plain(value: float) -> str:
    """Write a number as people do: 1,000 and 0.05, and 1e-06 only where zeros would blur."""
    if value == 0 or 1e-4 <= abs(value) < 1e6:
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    return f"{value:.0e}"


def percent(value: float) -> str:
    """Write a share from 0 to 1 as a percentage."""
    return f"{100 * value:.4g} %"

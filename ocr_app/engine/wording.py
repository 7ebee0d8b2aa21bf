"""How numbers are written for people, in the window and on the command line."""

from __future__ import annotations

import math


def percent(share: float) -> str:
    """Write a share in 0..1 with one decimal, "97.2 %"; nothing for NaN, an unknown share."""
    return "" if math.isnan(share) else f"{100 * share:.1f} %"


def certainty(probability: float) -> str:
    """Write a probability in 0..1, "98 %"; never a 100 % or 0 % that is not one."""
    if 0.995 <= probability < 1:
        return "> 99 %"
    if 0 < probability < 0.005:
        return "< 1 %"
    return f"{100 * probability:.0f} %"


def page_of(number: int, n_pages: int) -> str:
    """Say which page of a file it is, counted from 1."""
    return f"page {number:,} of {n_pages:,}"

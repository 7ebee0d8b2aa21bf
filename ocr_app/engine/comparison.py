"""An old and a new model, compared in plain words."""

from __future__ import annotations

from typing import Final

CHANCE: Final = 0.01
"""A smaller difference on a few hundred digits says nothing: a handful of digits decide it."""


def is_worse(before: float, after: float) -> bool:
    """Whether a new model reads so many fewer digits that it is hardly chance."""
    return before - after >= CHANCE


def compare(before: float, after: float) -> str:
    """Say which of two models reads more of the held-out digits.

    Parameters
    ----------
    before, after : float
        Shares that are read right, 0..1.

    Returns
    -------
    str
        One sentence.
    """
    gap = f"{abs(after - before) * 100:.1f} more of 100 digits are read"
    if is_worse(before, after):
        return f"The new network is worse: {gap} wrong."
    if after - before >= CHANCE:
        return f"The new network is better: {gap} right."
    return "Both are about equally good: so small a difference may be chance."

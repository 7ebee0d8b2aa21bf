"""An old and a new model, compared in plain words."""

from __future__ import annotations

from typing import Final

CHANCE: Final = 0.01
"""A smaller difference on a few hundred digits says nothing: a handful of digits decide it."""


def is_worse(before: float, after: float) -> bool:
    """Whether a new model reads so many fewer digits that it is hardly chance."""
    return before - after >= CHANCE

"""What the widgets show of a sample, and how digits and numbers of them are called."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datasets.digit_picture import Written


class Sample(Protocol):
    """A drawing and the digit that somebody said it is."""

    @property
    def id(self) -> int:
        """A number of its own."""

    @property
    def label(self) -> int:
        """The digit, 0..9."""

    @property
    def drawing(self) -> Written:
        """The strokes, or a picture without any."""

    @property
    def created(self) -> datetime:
        """When it was saved, in UTC."""


def a_digit(digit: int) -> str:
    """Name one digit: "a 7", "an 8"."""
    return f"{'an' if digit == 8 else 'a'}\u00a0{digit}"


def n_samples(number: int) -> str:
    """Name a number of samples: "1 sample", "1,234 samples"."""
    return f"{number:,} sample{'' if number == 1 else 's'}"

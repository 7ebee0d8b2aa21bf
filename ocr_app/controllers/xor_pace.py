"""How the XOR lab shares one thread between steps and pictures."""

from __future__ import annotations

from typing import Final

FRAME_SECONDS: Final = 1 / 40
"""From one picture to the next: less than a thirtieth of a second, since some come late."""

SHORTEST_SLICE: Final = 0.003
LONGEST_SLICE: Final = 0.02
"""Seconds of steps between two pictures; the longest also is what a click may have to wait for."""

FIRST_SLICE: Final = 0.006

_CORRECTED: Final = 0.3
"""Share of what a picture was too late or too early that changes the next slice."""


class Pace:
    """Finds how long steps may be taken between two pictures, from how long pictures take.

    The time for a picture is not asked for, since it is painted later, by the event loop, together
    with all else that is going on: what counts is when the next slice could begin.

    Attributes
    ----------
    slice_seconds : float
        How long steps should be taken before the next picture.
    """

    def __init__(self) -> None:
        self.slice_seconds = FIRST_SLICE
        self._last = 0.0

    def begin(self, now: float) -> None:
        """Begin to play at some time, in seconds."""
        self._last = now
        self.slice_seconds = FIRST_SLICE

    def note(self, now: float) -> None:
        """Begin a slice, the picture after the one before being done."""
        early = FRAME_SECONDS - (now - self._last)
        self._last = now
        wanted = self.slice_seconds + _CORRECTED * early
        self.slice_seconds = min(LONGEST_SLICE, max(SHORTEST_SLICE, wanted))

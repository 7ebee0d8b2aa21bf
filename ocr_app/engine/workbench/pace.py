"""How fast a training goes, and how often it may stop to be examined."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Final

_POINT_SECONDS: Final = 0.1
"""Time between two points within an epoch; there may be one at the end of each epoch as well."""

_MOST_WATCHING: Final = 0.08
"""Share of the time that goes into examining the network and keeping moments, at most."""

_FREE_SECONDS: Final = 0.05
"""Watching that costs nothing: short trainings are seen epoch by epoch."""

_ASKED_EVERY: Final = 8
"""Mini-batches between two looks at the clock: the smallest ones take no longer than a look."""

_WINDOW_SECONDS: Final = 2.0


class Pace:
    """Counts samples and watches the clock. What it decides never changes what is learnt.

    Parameters
    ----------
    clock : callable () -> float
        Seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._since = self._last_point = clock()
        self._n_samples = self._unasked = 0
        self._running = self._watching = 0.0
        self._speed = 0.0

    @property
    def samples_per_second(self) -> float:
        """Learnt in the last seconds; 0 if unknown."""
        return self._speed

    def start(self) -> None:
        """Begin, or go on after a pause, which does not count."""
        self._since = self._clock()
        self._n_samples = 0

    def add(self, n_samples: int) -> None:
        """Note that so many samples were learnt from."""
        self._n_samples += n_samples

    def may_examine(self, is_epoch_end: bool, n_batches: int = 1) -> bool:
        """Whether there is time for another point now, so many mini-batches after the last call."""
        self._unasked += n_batches
        if not is_epoch_end and self._unasked < _ASKED_EVERY:
            return False
        self._unasked = 0
        now = self._clock()
        elapsed = now - self._since
        if elapsed > 0:
            self._speed = self._n_samples / elapsed
        if elapsed > _WINDOW_SECONDS:  # old samples say little about the speed of today
            self._since += elapsed / 2
            self._n_samples //= 2
            self._running += elapsed / 2
        if not is_epoch_end and now - self._last_point < _POINT_SECONDS:
            return False
        return self.has_time_to_watch()

    def has_time_to_watch(self) -> bool:
        """Whether watching has taken little enough of the time until now."""
        spent = self._running + self._clock() - self._since
        return self._watching <= _FREE_SECONDS + _MOST_WATCHING * spent

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Count the time within as watching."""
        start = self._clock()
        yield
        self._watching += self._clock() - start

    def note_point(self) -> None:
        """Note that a point was made."""
        self._last_point = self._clock()

"""Recognises runs that will not get any further."""

from __future__ import annotations

import math
from typing import Final

from ocr_app.engine.xor_lab.curvature import WayOut, way_out
from ocr_app.engine.xor_lab.moment import Moment

PATIENCE_EPOCHS: Final = 1000
PATIENCE_WAY: Final = 2000.0
"""Epochs, and learning rate times steps, that a run gets to make its error 1 % less."""

HARDLY: Final = 0.01

WAITED_FOR: Final = 10.0
"""A run on a saddle is not stuck: on its way down it gets away from it.

It counts as one if, as fast as its distance from the saddle grows now, it will have come as far as
1, which is what weights are like, within ten times the patience. Runs that stand still longer than
that may still solve their problem after tens of thousands of epochs; nobody waits for that. See
``benchmarks/xor_stuck.py`` for how often this is right.
"""

SLOWEST: Final = 1.0 / WAITED_FOR
"""And if in that time the distance grows by a factor of e at least: if it does not, what there is
of curvature may be gone before it matters."""


class StuckWatch:
    """Compares the error with what it was a while ago, and looks for a way out.

    A small learning rate makes a run slow, which is not the same as stuck: how long a while is
    depends on it.
    """

    def __init__(self) -> None:
        self._epochs: list[float] = []
        self._errors: list[float] = []
        self._patience, self._way_of_an_epoch = float(PATIENCE_EPOCHS), 1.0
        self._oldest = 0
        self._looked_at, self._has_way_out = -math.inf, False

    def restart(self, moment: Moment) -> None:
        """Begin to watch a run, or one whose learning has just been changed."""
        settings = moment.settings
        way = settings.learning_rate * moment.steps_per_epoch / (1.0 - settings.momentum)
        self._patience = max(float(PATIENCE_EPOCHS), math.ceil(PATIENCE_WAY / way))
        self._way_of_an_epoch = way
        self._epochs, self._errors, self._oldest = [], [], 0
        self._looked_at = -math.inf

    def note(self, epoch: float, error: float) -> None:
        """Take the mean error of all points after some epochs."""
        while self._epochs and self._epochs[-1] >= epoch:  # stepped back
            self._epochs.pop()
            self._errors.pop()
            self._oldest = min(self._oldest, len(self._epochs))
        self._epochs.append(epoch)
        self._errors.append(error)
        # The youngest that is old enough, if there is one yet.
        while len(self._epochs) > self._oldest + 1 and (
            self._epochs[self._oldest + 1] <= epoch - self._patience
        ):
            self._oldest += 1
        if self._oldest > len(self._epochs) // 2:  # what is older is never asked for again
            del self._epochs[: self._oldest]
            del self._errors[: self._oldest]
            self._oldest = 0

    def is_stuck(self, moment: Moment) -> bool:
        """Whether the error has hardly changed for a long while, and is not about to.

        Parameters
        ----------
        moment : Moment
            Where the run is now.
        """
        if not self._is_flat:
            return False
        if moment.settings.activation == "relu":
            # It comes to rest on kinks, where curvature says nothing, and does not linger before.
            return True
        # Looking for a way out takes some milliseconds.
        if abs(moment.epoch - self._looked_at) >= self._patience / 4:
            self._looked_at, self._has_way_out = moment.epoch, self._gets_away(way_out(moment))
        return not self._has_way_out

    def _gets_away(self, out: WayOut) -> bool:
        """Whether the distance from the saddle will be large soon."""
        grows = -out.curvature * self._way_of_an_epoch * self._patience
        if grows < SLOWEST or out.distance == 0.0:
            return False
        return -math.log(out.distance) <= WAITED_FOR * grows

    @property
    def _is_flat(self) -> bool:
        if not self._epochs or self._epochs[-1] - self._epochs[self._oldest] < self._patience:
            return False
        return self._errors[-1] > (1.0 - HARDLY) * self._errors[self._oldest]

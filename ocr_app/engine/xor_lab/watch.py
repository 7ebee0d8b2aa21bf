"""Recognises runs that will not get any further."""

from __future__ import annotations

import math
from typing import Final

from ocr_app.engine.xor_lab.moment import Moment

PATIENCE_EPOCHS: Final = 1000
PATIENCE_WAY: Final = 2000.0
"""Epochs, and learning rate times steps, that a run gets to make its error 1 % less.

Of 500 starts of 2-2-1 with tanh units this recognises all that are not solved after 30,000 epochs,
and takes 1 of the others for stuck; see ``benchmarks/xor.py``.
"""

HARDLY: Final = 0.01


class StuckWatch:
    """Compares the error with what it was a while ago.

    A small learning rate makes a run slow, which is not the same as stuck: how long a while is
    depends on it.
    """

    def __init__(self) -> None:
        self._epochs: list[float] = []
        self._errors: list[float] = []
        self._patience = float(PATIENCE_EPOCHS)
        self._oldest = 0

    def restart(self, moment: Moment) -> None:
        """Begin to watch a run, or one whose learning has just been changed."""
        settings = moment.settings
        way_of_an_epoch = (
            settings.learning_rate * moment.steps_per_epoch / (1.0 - settings.momentum)
        )
        self._patience = max(float(PATIENCE_EPOCHS), math.ceil(PATIENCE_WAY / way_of_an_epoch))
        self._epochs, self._errors, self._oldest = [], [], 0

    def note(self, epoch: float, error: float) -> None:
        """Take the mean error of all points after some epochs."""
        while self._epochs and self._epochs[-1] >= epoch:  # stepped back
            self._epochs.pop()
            self._errors.pop()
            self._oldest = min(self._oldest, len(self._epochs))
        self._epochs.append(epoch)
        self._errors.append(error)
        while self._epochs[self._oldest] < epoch - self._patience:
            self._oldest += 1
        if self._oldest > len(self._epochs) // 2:  # what is older is never asked for again
            del self._epochs[: self._oldest]
            del self._errors[: self._oldest]
            self._oldest = 0

    @property
    def is_stuck(self) -> bool:
        """Whether the error has hardly changed for a long while."""
        if (
            not self._epochs
            or self._epochs[-1] - self._epochs[self._oldest] < 0.95 * self._patience
        ):
            return False
        return self._errors[-1] > (1.0 - HARDLY) * self._errors[self._oldest]

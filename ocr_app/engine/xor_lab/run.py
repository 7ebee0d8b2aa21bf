"""One run: a network in training, and what is remembered about the way it has come."""

from __future__ import annotations

from typing import Final

import numpy as np

from nn import Network
from ocr_app.engine.xor_lab.arrays import Array
from ocr_app.engine.xor_lab.curves import Curves
from ocr_app.engine.xor_lab.moment import BEYOND_ALL_BOUNDS, Moment
from ocr_app.engine.xor_lab.stack import SOLVED_WITHIN
from ocr_app.engine.xor_lab.trail import Trail, descent_from
from ocr_app.engine.xor_lab.watch import StuckWatch

CHECK_EPOCHS: Final = 10
CHECK_STEPS: Final = 50
"""While it trains fast, the outputs are looked at after at least so many epochs and steps."""

LONG_RUN: Final = 4000
CHECKS_APART_THEN: Final = 4
"""After so many steps the looks are so many times as far apart, as a curve needs no more then."""

NOTE_EVERY: Final = 0.005
"""While it trains fast, the path is noted when it has got longer by this share."""


class Run:
    """Takes steps, and goes back to earlier ones.

    Parameters
    ----------
    moment : Moment
        Where it begins, or goes on.
    curves : Curves
        Where the error goes.

    Attributes
    ----------
    network : Network
        As it is now; not to be changed by others.
    n_steps : int
    row : int
        The point that is looked at, and learned from next.
    is_solved : bool
        Whether all outputs are close to their targets.
    has_diverged : bool
        Whether the next step would lead beyond all bounds.
    """

    network: Network
    n_steps: int
    row: int
    _moment: Moment | None
    _next_note: float

    def __init__(self, moment: Moment, curves: Curves) -> None:
        self._curves = curves
        self._watch = StuckWatch()
        self._resume(moment)
        self._begin_trail(moment)
        self._watch.restart(moment)
        curves.begin()
        self._record()

    @property
    def moment(self) -> Moment:
        """Where it is."""
        if self._moment is None:
            self._moment = self._base.moved(
                self.network.parameters, self._descent.velocity, self.n_steps, self.row
            )
        return self._moment

    @property
    def is_stuck(self) -> bool:
        """Whether the error has hardly changed for a long while, and is not about to."""
        return self._watch.is_stuck(self.moment)

    @property
    def can_return(self) -> bool:
        """Whether an earlier step is known."""
        return self.n_steps > self._trail.first_step

    @property
    def steps_between_checks(self) -> int:
        """Steps after which the outputs are looked at while it trains fast."""
        per_epoch = self._base.steps_per_epoch
        epochs = max(CHECK_EPOCHS, -(-CHECK_STEPS // per_epoch))
        return epochs * per_epoch * (CHECKS_APART_THEN if self.n_steps >= LONG_RUN else 1)

    def parameters_so_far(self) -> Array:
        """Return the weights along the way, of shape (n, n_parameters)."""
        return self._trail.parameters()

    def take(self, n_steps: int, *, move_on: bool = True) -> bool:
        """Take some steps, or none at all if the numbers would grow beyond all bounds.

        Parameters
        ----------
        n_steps : int
        move_on : bool
            Look at the next point then.

        Returns
        -------
        bool
            Whether they have been taken.
        """
        weights = self.network.parameters
        np.copyto(self._before, weights)
        self._descent.run(n_steps, self.row)
        # Of all questions about size, that for the length takes the least time.
        if not weights.dot(weights) <= BEYOND_ALL_BOUNDS**2:
            at_rest = np.zeros_like(self._before)
            self._resume(self._base.moved(self._before, at_rest, self.n_steps, self.row))
            self.has_diverged = True
            return False
        self._moment = None
        self.n_steps += n_steps
        if move_on:
            self.look_further(n_steps)
        self._record()
        if self.n_steps >= self._next_note:
            self.note()
        return True

    def look_at(self, row: int) -> None:
        """Look at another point, and learn from it next."""
        self.row, self._moment = row, None
        self.note()

    def look_further(self, n_steps: int = 1) -> None:
        """Look at the point that comes after some steps."""
        if not self._base.settings.full_batch:
            self.row = (self.row + n_steps) % self._base.problem.n_rows
            self._moment = None

    def return_to(self, n_steps: int) -> None:
        """Go back to an earlier step, and forget what came later."""
        self.note()
        self._resume(self._trail.at(n_steps))
        self._trail.cut(n_steps)
        self.note()
        self._curves.cut(self.moment.epoch)

    def change(self, moment: Moment) -> None:
        """Go on with other weights or another way of learning."""
        self.note()
        is_other_count = moment.n_steps != self.n_steps
        self._resume(moment)
        if is_other_count:
            self._begin_trail(moment)
        self._watch.restart(moment)
        self.note()
        self._record()

    def note(self) -> None:
        """Remember this moment, to go back to."""
        self._trail.note(self.moment)
        self._next_note = self.n_steps * (1.0 + NOTE_EVERY)

    def _begin_trail(self, moment: Moment) -> None:
        self._trail = Trail(moment)
        self._next_note = 0.0

    def _resume(self, moment: Moment) -> None:
        self._base = moment
        self._moment = moment
        self.network = moment.network()
        self._before = self.network.parameters.copy()
        self._descent = descent_from(moment, self.network)
        self.n_steps, self.row = moment.n_steps, moment.row
        self.has_diverged = False

    def _record(self) -> None:
        """Look at the outputs: for the curve, and for what is to be recognised."""
        misses = self._descent.misses()
        error = 0.5 * sum([miss * miss for miss in misses]) / len(misses)
        self.is_solved = max(misses) <= SOLVED_WITHIN and min(misses) >= -SOLVED_WITHIN
        epoch = self.n_steps / self._base.steps_per_epoch
        self._curves.note(epoch, error)
        if self.n_steps % self.steps_between_checks == 0:
            self._watch.note(epoch, error)

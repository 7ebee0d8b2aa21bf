"""A run that is looked at: stepped through part by part, there and back, or trained."""

from __future__ import annotations

import math
import time

import numpy as np

from nn import Network
from ocr_app.engine.arithmetic import UPDATE, Phase, phases_of
from ocr_app.engine.xor_lab.arrays import Array
from ocr_app.engine.xor_lab.curves import Curves
from ocr_app.engine.xor_lab.errors import LabError
from ocr_app.engine.xor_lab.moment import Moment
from ocr_app.engine.xor_lab.problems import Problem
from ocr_app.engine.xor_lab.run import LONG_RUN, Run
from ocr_app.engine.xor_lab.settings import LabSettings
from ocr_app.engine.xor_lab.status import LabState, Row, look_at, rows_of
from ocr_app.engine.xor_lab.step_numbers import StepNumbers, compute_step

LARGEST_INPUT = 100.0

FEW_EPOCHS = 100

LOOKS_APART_UNSEEN = 4
"""Without a limit of time nobody waits for pictures: looks may be so many times as far apart."""


class Stepping:
    """A problem, a network, and which part of a step is looked at.

    The network is stepped through part by part (`advance`, `go_back`), or trained (`learn`).

    Parameters
    ----------
    moment : Moment
        Where it begins.

    Attributes
    ----------
    curves : Curves
        The error of this run and of earlier ones.
    """

    _numbers: StepNumbers | None
    _numbers_of: Moment | None
    _own_input: tuple[float, ...] | None

    def __init__(self, moment: Moment) -> None:
        self.curves = Curves()
        self._begin(moment)

    # What there is

    @property
    def moment(self) -> Moment:
        """Where the lab is."""
        return self._run.moment

    @property
    def problem(self) -> Problem:
        """What is to be learned."""
        return self.moment.problem

    @property
    def settings(self) -> LabSettings:
        """How the network looks and learns."""
        return self.moment.settings

    @property
    def network(self) -> Network:
        """The network as it is now; not to be changed."""
        return self._run.network

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The parts of a step of this network."""
        return phases_of(len(self.network.matrices))

    @property
    def phase(self) -> Phase:
        """The part that is looked at."""
        return self.phases[self._phase]

    @property
    def own_input(self) -> tuple[float, ...] | None:
        """The input that was typed, if it is looked at instead of a point of the problem."""
        return self._own_input

    @property
    def numbers(self) -> StepNumbers:
        """Every number of the step that is looked at.

        In its last part, after the weights have been changed, these are still those of the step
        that has changed them.
        """
        if self._numbers is None or not (
            self.phase == UPDATE or self._numbers_of is self._run.moment
        ):
            self._numbers_of = self._run.moment
            self._numbers = compute_step(self._numbers_of, self._run.row, self._own_input)
        return self._numbers

    @property
    def is_solved(self) -> bool:
        """Whether all outputs are close to their targets."""
        return self._run.is_solved

    @property
    def has_diverged(self) -> bool:
        """Whether the next step would lead beyond all bounds."""
        return self._run.has_diverged

    def state(self) -> LabState:
        """Describe how the run stands."""
        run = self._run
        return look_at(run.moment, is_stuck=run.is_stuck, has_diverged=run.has_diverged)

    def rows(self) -> tuple[Row, ...]:
        """Return each point and what the network makes of it now."""
        return rows_of(self.problem, self.network)

    def path(self) -> Array:
        """Return the weights along the way of this run and now, of shape (n, n_parameters)."""
        return np.vstack([self._run.parameters_so_far(), self.moment.parameters])

    # Stepping through

    def advance(self) -> None:
        """Go to the next part of the step; the last one changes the weights."""
        if self.phase == UPDATE:
            self._settle()
            self._phase = 1
        elif self._own_input is not None and self._phase == len(self.network.matrices):
            self._phase = 0  # there is nothing to learn from an input without a target
        elif self.phases[self._phase + 1] != UPDATE:
            self._phase += 1
        else:
            numbers = self.numbers
            if self._run.take(1, move_on=False):
                self._phase, self._numbers = self._phase + 1, numbers

    @property
    def can_go_back(self) -> bool:
        """Whether there is an earlier part or step."""
        return self._phase > 0 or self._run.can_return

    def go_back(self) -> None:
        """Go to the part before; from the first one to the end of the step before."""
        last = len(self.phases) - 1
        if self.phase == UPDATE:
            self._run.return_to(self._run.n_steps - 1)
            self._phase = last - 1
        elif self._phase > 1 or not self._run.can_return or self._own_input is not None:
            self._phase = max(0, self._phase - 1)
        else:
            self._run.return_to(self._run.n_steps - 1)
            self._phase = last - 1
            self.advance()

    def finish_step(self) -> None:
        """Learn from the point that is looked at, and look at the next one."""
        if self.phase != UPDATE:
            self._own_input = None
            self._run.take(1, move_on=False)
            self._phase = len(self.phases) - 1
        self._settle()

    def finish_epoch(self) -> None:
        """Go on until every point has been learned from once more."""
        self._settle()
        per_epoch = self.moment.steps_per_epoch
        self.learn(per_epoch - self._run.n_steps % per_epoch)

    def show_overview(self) -> None:
        """Leave the parts of a step: look at all numbers at once."""
        self._settle()

    def use_row(self, row: int) -> None:
        """Look at another point, and learn from it next."""
        self._settle()
        self._own_input = self._numbers = None
        self._run.look_at(row)

    def use_own_input(self, values: tuple[float, ...]) -> None:
        """Look at any input.

        Raises
        ------
        LabError
            If there are not as many numbers as the network has inputs, or if they are too large.
        """
        fits = len(values) == self.problem.n_inputs
        if not fits or not all(abs(value) <= LARGEST_INPUT for value in values):
            raise LabError(f"An input is a number from −{LARGEST_INPUT:g} to {LARGEST_INPUT:g}.")
        self._settle()
        self._own_input, self._numbers = values, None

    # Training

    def learn(self, n_steps: int, seconds: float = math.inf, *, until_solved: bool = False) -> int:
        """Train for some steps, or for about as long as the time allows.

        Parameters
        ----------
        n_steps : int
        seconds : float
        until_solved : bool
            End when the problem is solved. This is looked at after every epoch, or, if there are
            more than 100 of them to go, after `Run.steps_between_checks`, and in a long run
            without a limit of time after four times as many.

        Returns
        -------
        int
            Steps taken; fewer than asked for if time is up, the problem is solved or the numbers
            grow beyond all bounds.
        """
        self._settle()
        self._own_input = self._numbers = None
        run, end, done = self._run, time.perf_counter() + seconds, 0
        per_epoch = self.moment.steps_per_epoch
        between = run.steps_between_checks if n_steps > FEW_EPOCHS * per_epoch else per_epoch
        if math.isinf(seconds) and run.n_steps >= LONG_RUN:
            between *= LOOKS_APART_UNSEEN
        while done < n_steps:
            chunk = min(n_steps - done, between - run.n_steps % between)
            if not run.take(chunk):
                break
            done += chunk
            if (until_solved and run.is_solved) or time.perf_counter() >= end:
                break
        return done

    def _begin(self, moment: Moment) -> None:
        self._run = Run(moment, self.curves)
        self._phase = 0
        self._numbers = self._numbers_of = self._own_input = None

    def _settle(self) -> None:
        """Leave the parts of a step; a step that has changed the weights is over."""
        if self.phase == UPDATE:
            self._run.look_further()
            self._run.note()
        self._phase = 0

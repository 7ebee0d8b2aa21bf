"""The lab itself: a network that people look at, change, step through and train."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nn import Network
from ocr_app.engine.xor_lab.curves import Curves
from ocr_app.engine.xor_lab.edits import Edits
from ocr_app.engine.xor_lab.errors import LabError
from ocr_app.engine.xor_lab.moment import Moment
from ocr_app.engine.xor_lab.phases import Phase, PhaseKind, phases_of
from ocr_app.engine.xor_lab.presets import FIRST_PRESET, Preset
from ocr_app.engine.xor_lab.problems import Problem
from ocr_app.engine.xor_lab.settings import LabSettings
from ocr_app.engine.xor_lab.stack import SOLVED_WITHIN
from ocr_app.engine.xor_lab.status import LabState, look_at
from ocr_app.engine.xor_lab.step_numbers import StepNumbers, compute_step
from ocr_app.engine.xor_lab.tape import Descent
from ocr_app.engine.xor_lab.trail import Trail, descent_from
from ocr_app.engine.xor_lab.watch import StuckWatch

CHECK_EPOCHS: Final = 10
"""While it trains fast, the outputs are looked at after so many epochs."""


class Lab:
    """A problem, a network and its training. Not for several threads at once.

    The network is stepped through part by part (`advance`, `go_back`), or trained (`learn`).

    Attributes
    ----------
    curves : Curves
        The error of this run and of earlier ones.
    edits : Edits
        What can be undone.
    """

    def __init__(self, preset: Preset = FIRST_PRESET) -> None:
        self.edits = Edits()
        self.curves = Curves()
        self._watch = StuckWatch()
        self._own_input: tuple[float, ...] | None = None
        self._begin(preset.moment())

    # What there is

    @property
    def moment(self) -> Moment:
        """Where the lab is."""
        if self._moment is None:
            descent, base = self._descent, self._base
            self._moment = base.moved(
                self._network.parameters, descent.velocity, self._n_steps, self._row
            )
        return self._moment

    @property
    def problem(self) -> Problem:
        """What is to be learned."""
        return self._base.problem

    @property
    def settings(self) -> LabSettings:
        """How the network looks and learns."""
        return self._base.settings

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The parts of a step of this network."""
        return phases_of(len(self._network.matrices))

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
        if self._numbers is None:
            self._numbers = compute_step(self.moment, self._row, self._own_input)
        return self._numbers

    def state(self) -> LabState:
        """Describe how the run stands."""
        return look_at(
            self.moment, is_stuck=self._watch.is_stuck, has_diverged=self._has_diverged
        )

    @property
    def network(self) -> Network:
        """The network as it is now; not to be changed."""
        return self._network

    def path(self) -> NDArray[np.float64]:
        """Return the weights along the way of this run, of shape (n, n_parameters)."""
        self._note()
        return self._trail.parameters()

    # Stepping through

    def advance(self) -> None:
        """Go to the next part of the step; the last one changes the weights."""
        if self.phase.kind is PhaseKind.UPDATE:
            self._leave_update()
            self._phase = 1
            return
        if self._own_input is not None and self._phase == len(self._network.matrices):
            self._phase = 0  # there is nothing to learn from an input without a target
            return
        self._phase += 1
        if self.phase.kind is PhaseKind.UPDATE:
            numbers = self.numbers
            self._run(1, move_on=False)
            self._numbers = numbers

    @property
    def can_go_back(self) -> bool:
        """Whether there is an earlier part or step."""
        return self._phase > 0 or self._n_steps > self._trail.first_step

    def go_back(self) -> None:
        """Go to the part before; from the first one to the end of the step before."""
        if not self.can_go_back:
            return
        if self.phase.kind is PhaseKind.UPDATE:
            self._return_to(self._n_steps - 1)
            self._phase = len(self.phases) - 2
        elif self._phase > 1 or self._n_steps <= self._trail.first_step or self._own_input:
            self._phase = max(0, self._phase - 1)
        else:
            self._return_to(self._n_steps - 1)
            self._phase = len(self.phases) - 2
            self.advance()

    def finish_step(self) -> None:
        """Learn from the point that is looked at, and look at the next one."""
        if self.phase.kind is not PhaseKind.UPDATE:
            self.use_row(self._row)
            self._run(1, move_on=False)
        self._leave_update()

    def finish_epoch(self) -> None:
        """Go on until every point has been learned from once more."""
        self._settle()
        per_epoch = self.moment.steps_per_epoch
        self.learn(per_epoch - self._n_steps % per_epoch)

    def show_overview(self) -> None:
        """Leave the parts of a step: look at all numbers at once."""
        self._settle()

    def use_row(self, row: int) -> None:
        """Look at another point, and learn from it next."""
        self._settle()
        self._own_input, self._numbers = None, None
        self._row, self._moment = row, None
        self._note()

    def use_own_input(self, values: tuple[float, ...]) -> None:
        """Look at any input.

        Raises
        ------
        LabError
            If there are not as many numbers as the network has inputs, or if they are too large.
        """
        if len(values) != self.problem.n_inputs or not all(abs(value) <= 100 for value in values):
            raise LabError("An input is a number from −100 to 100.")
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
            End when the problem is solved. While it trains fast this is looked at after every
            10 epochs.

        Returns
        -------
        int
            Steps taken; fewer than asked for if time is up, the problem is solved or the numbers
            grow beyond all bounds.
        """
        self._settle()
        self._own_input = None
        end = time.perf_counter() + seconds
        between = CHECK_EPOCHS * self.moment.steps_per_epoch
        done = 0
        while done < n_steps:
            chunk = min(n_steps - done, between - self._n_steps % between)
            if not self._run(chunk):
                break
            done += chunk
            if until_solved and self._is_solved:
                break
            if time.perf_counter() >= end:
                break
        self._note()
        return done

    @property
    def has_diverged(self) -> bool:
        """Whether the last step would have led beyond all bounds."""
        return self._has_diverged

    # Changing it

    def configure(self, settings: LabSettings) -> None:
        """Change the settings: another network, or other weights, begin a new run."""
        old = self.settings
        if settings == old:
            return
        self._settle()
        if not settings.has_same_network(old) or settings.seed != old.seed:
            self._edit("new network", Moment.begin(self.problem, settings, row=self._row))
            return
        self._note()
        moment = replace(self.moment, settings=settings)
        if settings.full_batch != old.full_batch:
            # An epoch now has another number of steps; it goes on from the same epoch.
            moment = replace(moment, n_steps=int(self.moment.epoch) * moment.steps_per_epoch)
            self._trail = Trail(moment)
        self._resume(moment)
        self._watch.restart(moment)
        self._note()

    def use_preset(self, preset: Preset) -> None:
        """Begin with one of the presets."""
        self._settle()
        self._edit(preset.name, preset.moment())

    def use_problem(self, problem: Problem) -> None:
        """Learn something else; the weights stay if they fit."""
        self._settle()
        moment, row = self.moment, min(self._row, problem.n_rows - 1)
        if problem.n_inputs == self.problem.n_inputs:
            self._edit(
                "other points",
                Moment.begin(problem, self.settings, moment.parameters, row),
                keep_start=moment.start,
            )
        else:
            self._edit("other points", Moment.begin(problem, self.settings, row=row))

    def set_parameter(self, layer: int, unit: int, source: int, value: float) -> None:
        """Set a weight, or a bias (`source` is the number of units below).

        Raises
        ------
        LabError
            If it is not a number of reasonable size.
        """
        self._settle()
        changed = self.moment.with_parameter(layer, unit, source, value)
        self.edits.note("weight", self.moment)
        self._note()
        self._resume(changed)
        self._watch.restart(changed)
        self._note()
        self._record()

    def reset(self) -> None:
        """Begin again from the same weights."""
        self._settle()
        self._edit("reset", self.moment.begun_again())

    def renew(self) -> None:
        """Begin again from other random weights: those of the next seed."""
        self._settle()
        settings = replace(self.settings, seed=self.settings.seed + 1)
        self._edit("new weights", Moment.begin(self.problem, settings, row=self._row))

    def undo(self) -> None:
        """Take the last change back, and what was trained since."""
        self._settle()
        self._begin(self.edits.undo(self.moment))

    def redo(self) -> None:
        """Make the change that was taken back again."""
        self._settle()
        self._begin(self.edits.redo(self.moment))

    def restore(self, moment: Moment) -> None:
        """Go on from a moment that was saved."""
        self._settle()
        self._edit("opened", moment)

    # How it is done

    def _edit(
        self, text: str, moment: Moment, *, keep_start: NDArray[np.float64] | None = None
    ) -> None:
        self.edits.note(text, self.moment)
        if keep_start is not None:
            moment = replace(moment, start=keep_start)
        self._begin(moment)

    def _begin(self, moment: Moment) -> None:
        """Begin a run, or go on with one from somewhere else."""
        self._own_input = None
        self._resume(moment)
        self._trail = Trail(moment)
        self._watch.restart(moment)
        self.curves.begin()
        self._record()

    def _resume(self, moment: Moment) -> None:
        """Take over a moment, without forgetting what was before."""
        self._base: Moment = moment
        self._moment: Moment | None = moment
        self._network: Network = moment.network()
        self._descent: Descent = descent_from(moment, self._network)
        self._X, self._T = moment.problem.X, moment.problem.T
        self._n_steps, self._row = moment.n_steps, moment.row
        self._numbers: StepNumbers | None = None
        self._phase = 0
        self._has_diverged = False

    def _return_to(self, n_steps: int) -> None:
        self._note()
        self._resume(self._trail.at(n_steps))
        self._trail.cut(n_steps)
        self._note()
        self.curves.cut(self.moment.epoch)

    def _leave_update(self) -> None:
        self._phase, self._numbers, self._moment = 0, None, None
        if not self.settings.full_batch:
            self._row = (self._row + 1) % self.problem.n_rows
        self._note()

    def _settle(self) -> None:
        """Leave the parts of a step; a step that has changed the weights is over."""
        if self.phase.kind is PhaseKind.UPDATE:
            self._leave_update()
        self._phase = 0

    def _run(self, n_steps: int, *, move_on: bool = True) -> bool:
        """Take steps; return whether the numbers are still finite, and else take none."""
        before = self.moment
        self._descent.run(n_steps, self._row)
        self._moment, self._numbers = None, None
        if not np.isfinite(self._network.parameters).all():
            self._resume(before)
            self._has_diverged = True
            return False
        self._n_steps += n_steps
        if move_on and not self.settings.full_batch:
            self._row = (self._row + n_steps) % self.problem.n_rows
        self._record()
        return True

    def _record(self) -> None:
        """Look at the outputs: for the curve, and for what is to be recognised."""
        with np.errstate(all="ignore"):
            misses = self._network.predict_proba(self._X) - self._T
        error = 0.5 * float((misses * misses).mean())
        self._is_solved = bool((np.abs(misses) <= SOLVED_WITHIN).all())
        epoch = self._n_steps / self._base.steps_per_epoch
        self.curves.note(epoch, error)
        if self._n_steps % (CHECK_EPOCHS * self._base.steps_per_epoch) == 0:
            self._watch.note(epoch, error)

    def _note(self) -> None:
        self._trail.note(self.moment)

"""The lab itself: a network that people look at and train, and all that they change about it."""

from __future__ import annotations

from dataclasses import replace

from ocr_app.engine.xor_lab.edits import Edits
from ocr_app.engine.xor_lab.moment import Moment
from ocr_app.engine.xor_lab.presets import FIRST_PRESET, Preset
from ocr_app.engine.xor_lab.problems import Problem
from ocr_app.engine.xor_lab.settings import LabSettings
from ocr_app.engine.xor_lab.stepping import Stepping


class Lab(Stepping):
    """A problem, a network and its training, with changes that can be taken back.

    Not for several threads at once.

    Parameters
    ----------
    preset : Preset
        What it begins with.

    Attributes
    ----------
    curves : Curves
        The error of this run and of earlier ones.
    edits : Edits
        What can be undone.
    """

    def __init__(self, preset: Preset = FIRST_PRESET) -> None:
        super().__init__(preset.moment())
        self.edits = Edits()

    def configure(self, settings: LabSettings) -> None:
        """Change the settings: another network, or other weights, begin a new run."""
        old = self.settings
        if settings == old:
            return
        self._settle()
        if not settings.has_same_network(old) or settings.seed != old.seed:
            self._edit("new network", Moment.begin(self.problem, settings, row=self._run.row))
            return
        epoch, moment = self.moment.epoch, replace(self.moment, settings=settings)
        if settings.full_batch != old.full_batch:
            # An epoch now has another number of steps; it goes on from the same epoch.
            moment = replace(moment, n_steps=int(epoch) * moment.steps_per_epoch)
        self._run.change(moment)
        self._numbers = None

    def use_preset(self, preset: Preset) -> None:
        """Begin with one of the presets."""
        self._settle()
        self._edit(f"preset {preset.name}", preset.moment())

    def use_problem(self, problem: Problem) -> None:
        """Learn something else; the weights stay if they fit."""
        self._settle()
        moment, row = self.moment, min(self._run.row, problem.n_rows - 1)
        if problem.n_inputs != self.problem.n_inputs:
            begun = Moment.begin(problem, self.settings, row=row)
        else:
            begun = Moment.begin(problem, self.settings, moment.parameters, row)
            begun = replace(begun, start=moment.start)
        self._edit("points", begun)

    def set_parameter(self, layer: int, unit: int, source: int, value: float) -> None:
        """Set a weight, or a bias (`source` is `BIAS`, the last column).

        Raises
        ------
        LabError
            If it is not a number of reasonable size.
        """
        self._settle()
        changed = self.moment.with_parameter(layer, unit, source, value)
        self.edits.note("weight", self.moment)
        self._run.change(changed)
        self._numbers = None

    def reset(self) -> None:
        """Begin again from the same weights."""
        self._settle()
        self._edit("reset", self.moment.begun_again())

    def renew(self) -> None:
        """Begin again from other random weights: those of the next seed."""
        self._settle()
        settings = replace(self.settings, seed=self.settings.seed + 1)
        self._edit("new weights", Moment.begin(self.problem, settings, row=self._run.row))

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
        self._edit("opened file", moment)

    def resume(self, moment: Moment) -> None:
        """Go on where somebody left it; there is nothing before that to go back to."""
        self._settle()
        self._begin(moment)

    def _edit(self, text: str, moment: Moment) -> None:
        self.edits.note(text, self.moment)
        self._begin(moment)

"""Where a run has been: enough moments to go back to any step, and to draw the path it walked."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

import numpy as np

from nn import Network
from ocr_app.engine.xor_lab.arrays import Array
from ocr_app.engine.xor_lab.moment import Moment
from ocr_app.engine.xor_lab.shallow import make_descent
from ocr_app.engine.xor_lab.tape import Descent

KEPT: Final = 2048
"""Moments; when there are more, every second of the older half is given up."""


class Trail:
    """Some moments of one run, the first always among them.

    Steps in between are computed again, which gives the same numbers up to rounding: a moment is
    noted whenever something else than a step changes the run.
    """

    def __init__(self, first: Moment) -> None:
        self._moments = [first]

    def note(self, moment: Moment) -> None:
        """Add a moment, instead of one that has the same number of steps."""
        self.cut(moment.n_steps - 1)
        self._moments.append(moment)
        if len(self._moments) > KEPT:
            old = self._moments[: KEPT // 2]
            self._moments = old[::2] + self._moments[KEPT // 2 :]

    def cut(self, n_steps: int) -> None:
        """Forget what came after some number of steps."""
        if self._moments and self._moments[-1].n_steps > n_steps:
            self._moments = self._moments[: self._after(n_steps)]

    def at(self, n_steps: int) -> Moment:
        """Return the moment after some number of steps.

        Raises
        ------
        IndexError
            If the trail begins later.
        """
        index = self._after(n_steps) - 1
        if index < 0:
            raise IndexError(n_steps)
        moment = self._moments[index]
        return replayed(moment, n_steps - moment.n_steps)

    @property
    def first_step(self) -> int:
        """The number of steps at which the trail begins."""
        return self._moments[0].n_steps

    def parameters(self) -> Array:
        """Return the weights along the path, of shape (n_moments, n_parameters)."""
        return np.stack([moment.parameters for moment in self._moments])

    def _after(self, n_steps: int) -> int:
        return bisect_right(self._moments, n_steps, key=lambda moment: moment.n_steps)


def replayed(moment: Moment, n_steps: int) -> Moment:
    """Take some steps from a moment."""
    if n_steps == 0:
        return moment
    network = moment.network()
    descent = descent_from(moment, network)
    descent.run(n_steps, moment.row)
    row = (moment.row + n_steps) % moment.problem.n_rows
    return moment.moved(
        network.parameters,
        descent.velocity,
        moment.n_steps + n_steps,
        moment.row if moment.settings.full_batch else row,
    )


def descent_from(moment: Moment, network: Network) -> Descent:
    """Make what trains a network from a moment on."""
    settings, problem = moment.settings, moment.problem
    descent = make_descent(network, problem.X, problem.T, full_batch=settings.full_batch)
    descent.configure(settings.learning_rate, settings.momentum)
    descent.velocity[:] = moment.velocity
    return descent

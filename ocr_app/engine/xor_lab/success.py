"""How often does it work? Many starts of networks of several sizes, with several learning rates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ocr_app.engine.xor_lab.arrays import Array
from ocr_app.engine.xor_lab.problems import Problem
from ocr_app.engine.xor_lab.settings import LabSettings
from ocr_app.engine.xor_lab.stack import Stack, are_solved, first_parameters

N_SEEDS: Final = 200
MAX_EPOCHS: Final = 2000
UNITS: Final = (1, 2, 3, 4, 6, 8)
RATES: Final = (0.1, 0.3, 1.0, 3.0)
BATCH_RATES: Final = (0.3, 1.0, 3.0, 10.0)
"""A step along the mean of all gradients has to be longer."""

_CHECK_EPOCHS: Final = 10


@dataclass(frozen=True, slots=True)
class Success:
    """How many starts have solved a problem.

    Attributes
    ----------
    units : int
        Of the first hidden layer.
    learning_rate : float
    n_solved, n_seeds : int
    median_epochs : float
        Of those that solved it; NaN if there are none.
    """

    units: int
    learning_rate: float
    n_solved: int
    n_seeds: int
    median_epochs: float

    @property
    def share(self) -> float:
        """Solved ones, from 0 to 1."""
        return self.n_solved / self.n_seeds


def rates_for(settings: LabSettings) -> tuple[float, ...]:
    """Return the learning rates that are tried."""
    return BATCH_RATES if settings.full_batch else RATES


def try_many(
    problem: Problem,
    settings: LabSettings,
    should_stop: Callable[[], bool] = lambda: False,
    on_progress: Callable[[float], None] = lambda _: None,
    *,
    n_seeds: int = N_SEEDS,
    max_epochs: int = MAX_EPOCHS,
) -> Iterator[Success]:
    """Train networks of several sizes with several learning rates, from many starts each.

    Parameters
    ----------
    problem : Problem
    settings : LabSettings
        Everything but units, learning rate and seed; the second and third hidden layer stay.
    should_stop : callable () -> bool
        Looked at every 10 epochs; nothing more comes then.
    on_progress : callable (float)
        Is told how much of all is done, from 0 to 1.
    n_seeds : int
    max_epochs : int
        How long each may try.

    Yields
    ------
    Success
        Size by size, rate by rate.
    """
    for done, units in enumerate(UNITS):
        sizes = (units, *settings.hidden_layer_sizes[1:])
        epochs = _solved_after(
            problem,
            replace(settings, hidden_layer_sizes=sizes),
            should_stop,
            lambda share, done=done: on_progress((done + share) / len(UNITS)),  # type: ignore[misc]
            n_seeds,
            max_epochs,
        )
        if epochs is None:
            return
        for rate, each in zip(rates_for(settings), epochs, strict=True):
            solved = each[each > 0]
            median = float(np.median(solved)) if len(solved) else float("nan")
            yield Success(units, rate, len(solved), n_seeds, median)


def _solved_after(
    problem: Problem,
    settings: LabSettings,
    should_stop: Callable[[], bool],
    on_progress: Callable[[float], None],
    n_seeds: int,
    max_epochs: int,
) -> Array | None:
    """Return the epochs that each start has taken with each rate, 0 for those that failed."""
    rates = np.repeat(rates_for(settings), n_seeds)
    # Single precision takes a third of the time and makes no difference to how many succeed.
    starts = first_parameters(problem, settings, range(n_seeds)).astype(np.float32)
    stack = Stack(problem, settings, np.tile(starts, len(rates) // n_seeds), rates)
    epochs, left = np.zeros(len(rates)), np.arange(len(rates))
    for epoch in range(1, max_epochs + 1):
        stack.epoch()
        if epoch % _CHECK_EPOCHS:
            continue
        if should_stop():
            return None
        on_progress(epoch / max_epochs)
        solved = are_solved(problem, stack.outputs())
        if solved.any():
            epochs[left[solved]] = epoch
            left = left[~solved]
            stack.keep(~solved)
        if not len(left):
            break
    return epochs.reshape(-1, n_seeds)

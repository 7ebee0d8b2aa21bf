"""A small network that learns XOR: what the XOR tab shows and the command line could print."""

from __future__ import annotations

import math
import time
from collections import deque
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.xor import XOR_INPUTS, XOR_TARGETS
from nn import Network, Trainer, TrainingSettings

MAX_HIDDEN_UNITS: Final = 16
LEARNING_RATES: Final = (0.001, 10.0)
"""The smallest and the largest learning rate."""

SURFACE_RANGE: Final = (-0.25, 1.25)
"""The inputs that the decision surface covers: the four rows are well inside."""

TOLERANCE: Final = 0.1
"""XOR is solved when every output is this close to its target."""

_PATIENCE: Final = 2000
_HARDLY: Final = 0.01


class XorStatus(Enum):
    """How a training stands."""

    READY = "ready"
    LEARNING = "learning"
    RIGHT = "right"
    SOLVED = "solved"
    STUCK = "stuck"
    DIVERGED = "diverged"


@dataclass(frozen=True, slots=True)
class XorSettings:
    """What decides how a training on XOR goes.

    With the defaults 199 of the starts 0 to 199 solve XOR within 600 epochs.

    Attributes
    ----------
    hidden_units : int
        1 to 16. One is too few for XOR, and worth trying for that.
    learning_rate : float
        0.001 to 10.
    start : int
        Seed ≥ 0 of the random weights; the same start learns the same way, bit for bit.

    Raises
    ------
    ValueError
        With one sentence, if a value is outside its range.
    """

    hidden_units: int = 4
    learning_rate: float = 0.5
    start: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.hidden_units <= MAX_HIDDEN_UNITS:
            raise ValueError(f"The hidden layer has 1 to {MAX_HIDDEN_UNITS} units.")
        low, high = LEARNING_RATES
        if not low <= self.learning_rate <= high:
            raise ValueError(f"The learning rate is from {low:g} to {high:g}.")
        if self.start < 0:
            raise ValueError("The start is a whole number from 0.")


@dataclass(frozen=True, slots=True)
class XorRow:
    """One row of the truth table and what the network makes of it.

    Attributes
    ----------
    inputs : tuple of (int, int)
    target : int
    output : float
        From 0 to 1.
    error : float
        ½·(target − output)².
    is_right : bool
        Whether the output is on the target's side of ½.
    """

    inputs: tuple[int, int]
    target: int
    output: float
    error: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class XorState:
    """A moment of a training.

    Attributes
    ----------
    settings : XorSettings
    epoch : int
        Finished epochs; each is one step for every row, in random order.
    rows : tuple of XorRow
        In the order 00, 01, 10, 11.
    error : float
        Mean error of the rows.
    status : XorStatus
    """

    settings: XorSettings
    epoch: int
    rows: tuple[XorRow, ...]
    error: float
    status: XorStatus

    @property
    def n_right(self) -> int:
        """How many rows are right, 0 to 4."""
        return sum(row.is_right for row in self.rows)


class XorTraining:
    """Trains a 2-h-1 network on XOR: tanh hidden units, a sigmoid output, E = ½(target − output)².

    Parameters
    ----------
    settings : XorSettings, optional
    """

    def __init__(self, settings: XorSettings | None = None) -> None:
        self._settings = settings or XorSettings()
        self.reset()

    @property
    def settings(self) -> XorSettings:
        """The current settings."""
        return self._settings

    def reset(self) -> None:
        """Go back to the weights of this start, before the first epoch."""
        settings = self._settings
        network = Network((2, settings.hidden_units, 1), "tanh", "sigmoid")
        network.initialize(np.random.default_rng(settings.start))
        self._trainer = Trainer(
            network, XOR_INPUTS, XOR_TARGETS, _trainer_settings(settings), loss="squared_error"
        )
        self._epochs = self._trainer.epochs()
        self._curve: list[tuple[int, float]] = []
        self._recent: deque[float] = deque([self.error], maxlen=_PATIENCE)

    def configure(self, settings: XorSettings) -> None:
        """Change settings: another learning rate takes effect at once, the rest starts anew."""
        old, self._settings = self._settings, settings
        if replace(old, learning_rate=settings.learning_rate) != settings:
            self.reset()
        elif old != settings:
            self._trainer.settings = _trainer_settings(settings)
            self._epochs = self._trainer.epochs()
            self._recent = deque([self.error], maxlen=_PATIENCE)

    def new_start(self) -> None:
        """Draw other random weights: those of the next start."""
        self.configure(replace(self._settings, start=self._settings.start + 1))

    def run(self, max_epochs: int, seconds: float = math.inf, *, until_solved: bool = True) -> int:
        """Train for some epochs, or for about as long as the time allows.

        Parameters
        ----------
        max_epochs : int
        seconds : float
            At least one epoch is done, however short the time.
        until_solved : bool
            End with the epoch that solves XOR.

        Returns
        -------
        int
            Epochs done; fewer than asked for if time is up, XOR is solved or training diverged.
        """
        end = time.perf_counter() + seconds
        for done in range(1, max_epochs + 1):
            if next(self._epochs, None) is None:
                return done - 1
            outputs = self._outputs()
            self._note(_mean_error(outputs))
            if until_solved and _is_solved(outputs):
                return done
            if time.perf_counter() >= end:
                return done
        return max_epochs

    @property
    def epoch(self) -> int:
        """Finished epochs."""
        return self._trainer.progress.epoch

    @property
    def error(self) -> float:
        """Mean error of the four rows."""
        return _mean_error(self._outputs())

    def take_curve(self) -> list[tuple[int, float]]:
        """Hand over the (epoch, mean error) pairs since the last call."""
        curve, self._curve = self._curve, []
        return curve

    def state(self) -> XorState:
        """Describe this moment."""
        outputs = self._outputs()
        rows = tuple(
            XorRow(
                inputs=(int(first), int(second)),
                target=int(target),
                output=float(output),
                error=0.5 * float(target - output) ** 2,
                is_right=(output > 0.5) == (target > 0.5),
            )
            for (first, second), target, output in zip(
                XOR_INPUTS.tolist(), XOR_TARGETS[:, 0].tolist(), outputs.tolist(), strict=True
            )
        )
        return XorState(
            self._settings, self.epoch, rows, _mean_error(outputs), self._status(rows, outputs)
        )

    def surface(self, resolution: int = 48) -> NDArray[np.float32]:
        """Compute the output all over `SURFACE_RANGE`.

        Returns
        -------
        ndarray of shape (resolution, resolution)
            From 0 to 1; columns are x₁ from left to right, rows are x₂ from the top, its largest,
            down, as in a picture. Every value is that of the centre of its pixel.
        """
        low, high = SURFACE_RANGE
        centres = low + (np.arange(resolution, dtype=np.float32) + 0.5) * (high - low) / resolution
        x1, x2 = np.meshgrid(centres, centres[::-1])
        points = np.column_stack((x1.ravel(), x2.ravel()))
        outputs = self._trainer.network.predict_proba(points)
        return outputs.reshape(resolution, resolution).astype(np.float32, copy=False)

    def _outputs(self) -> NDArray[np.float64]:
        return self._trainer.network.predict_proba(XOR_INPUTS)[:, 0].astype(np.float64)

    def _note(self, error: float) -> None:
        self._curve.append((self.epoch, error))
        self._recent.append(error)

    def _status(self, rows: tuple[XorRow, ...], outputs: NDArray[np.float64]) -> XorStatus:
        if self._trainer.stop_reason == "diverged":
            return XorStatus.DIVERGED
        if self.epoch == 0:
            return XorStatus.READY
        if _is_solved(outputs):
            return XorStatus.SOLVED
        if all(row.is_right for row in rows):
            return XorStatus.RIGHT
        waited = len(self._recent) == _PATIENCE
        if waited and min(self._recent) > (1 - _HARDLY) * self._best_of_first_half():
            return XorStatus.STUCK
        return XorStatus.LEARNING

    def _best_of_first_half(self) -> float:
        return min(list(self._recent)[: _PATIENCE // 2])


def describe(state: XorState) -> str:
    """Say in one or two plain sentences how a training stands."""
    if state.status is XorStatus.READY:
        return "Press Train: the network starts from random weights and knows nothing yet."
    return f"Epoch {state.epoch:,} — {_verdict(state)}"


def _verdict(state: XorState) -> str:
    if state.status is XorStatus.STUCK and state.settings.hidden_units == 1:
        return (
            "stuck: a single hidden unit can draw only one straight border, and XOR needs two. "
            "Try more hidden units."
        )
    return {
        XorStatus.SOLVED: f"solved: every output is within {TOLERANCE:g} of its target.",
        XorStatus.RIGHT: "all four rows are right; the outputs still move closer.",
        XorStatus.STUCK: (
            "stuck: the error has hardly changed for a long time. "
            "Try a new start or more hidden units."
        ),
        XorStatus.DIVERGED: "the numbers grew without bound. Try a smaller learning rate.",
    }.get(state.status, f"{state.n_right} of 4 rows are right.")


def _trainer_settings(settings: XorSettings) -> TrainingSettings:
    return TrainingSettings(
        solver="sgd",
        learning_rate_init=settings.learning_rate,
        momentum=0.0,
        alpha=0.0,
        batch_size=1,
        max_iter=10**9,  # people decide when it is enough
        n_iter_no_change=math.inf,
        random_state=settings.start,
    )


def _mean_error(outputs: NDArray[np.float64]) -> float:
    return float(0.5 * np.mean((XOR_TARGETS[:, 0] - outputs) ** 2))


def _is_solved(outputs: NDArray[np.float64]) -> bool:
    return bool(np.all(np.abs(XOR_TARGETS[:, 0] - outputs) <= TOLERANCE))

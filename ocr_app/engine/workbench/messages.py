"""What a training tells those who watch it: immutable values that cross a process border."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray


class RunStatus(Enum):
    """How a training stands."""

    IDLE = "idle"
    PREPARING = "preparing"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    DIVERGED = "diverged"
    FAILED = "failed"

    @property
    def is_active(self) -> bool:
        """Whether there is a training that goes on, or can go on."""
        return self in {RunStatus.PREPARING, RunStatus.RUNNING, RunStatus.PAUSED}


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A point of the curves.

    Attributes
    ----------
    epoch : float
        Epochs done, with the part of the running one.
    loss : float
        Mean loss of the mini-batches since the last point, each before its update.
    validation_loss : float or None
        Mean loss of the held-out digits.
    accuracy, validation_accuracy : float or None
        Share of digits that are read right, 0..1: of some of the learnt ones, of the held-out ones.
    learning_rate : float
        Step size of the last update.
    """

    epoch: float
    loss: float
    validation_loss: float | None
    accuracy: float | None
    validation_accuracy: float | None
    learning_rate: float


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """A moment of a training that one can look at, and go back to.

    Attributes
    ----------
    index : int
        Its number in the training; later moments have larger ones, and none is used twice.
    epoch : float
        Epochs done.
    parameters : ndarray of shape (n_parameters,), float32, read-only
        All weights and biases, as `nn.Network.parameters` has them.
    """

    index: int
    epoch: float
    parameters: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class RateMark:
    """Learning rate or momentum were changed while training.

    Attributes
    ----------
    epoch : float
        When.
    learning_rate_init, momentum : float
        The new values.
    """

    epoch: float
    learning_rate_init: float
    momentum: float


@dataclass(frozen=True, slots=True)
class StatusReport:
    """How a training stands.

    Attributes
    ----------
    status : RunStatus
    epoch : int
        Finished epochs.
    batch, n_batches : int
        Mini-batches done in the running epoch, of how many.
    max_iter : int
        Epochs in all.
    fraction : float
        Share of the work that is done, 0..1; while preparing, of the preparation.
    samples_per_second : float
        Learnt in the last seconds; 0 if unknown.
    seconds_left : float or None
        Until the end at this speed.
    sentence : str
        What people should know: why it ended or failed, and what to do. May be empty.
    can_go_on : bool
        It has ended, but only because somebody stopped it: it may be rewound to its last moment.
    """

    status: RunStatus
    epoch: int = 0
    batch: int = 0
    n_batches: int = 0
    max_iter: int = 0
    fraction: float = 0.0
    samples_per_second: float = 0.0
    seconds_left: float | None = None
    sentence: str = ""
    can_go_on: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """The samples are ready.

    Attributes
    ----------
    n_training : int
        Samples that are learnt in an epoch.
    layer_sizes : tuple of int
    X_validation : ndarray of shape (n, 64), float32
        The held-out digits.
    y_validation : ndarray of shape (n,), int64
    numbers_validation : ndarray of shape (n,), int64
        Where they are in scikit-learn's file, from 0.
    X_learnt : ndarray of shape (m, 64), float32
        Some of the learnt digits.
    y_learnt : ndarray of shape (m,), int64
    """

    n_training: int
    layer_sizes: tuple[int, ...]
    X_validation: NDArray[np.float32]
    y_validation: NDArray[np.int64]
    numbers_validation: NDArray[np.int64]
    X_learnt: NDArray[np.float32]
    y_learnt: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Thinned:
    """Some moments were forgotten to save memory.

    Attributes
    ----------
    kept : tuple of int
        Indices of the moments that one can still go back to.
    """

    kept: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rewound:
    """The training stands at an earlier moment.

    Attributes
    ----------
    index : int
        Of that moment; later ones are forgotten when it goes on.
    """

    index: int


Message = CurvePoint | Moment | RateMark | StatusReport | Prepared | Thinned | Rewound

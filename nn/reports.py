"""What training tells those who watch it, and what it keeps of a moment to go back to."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from nn._types import FloatArray, IntArray
from nn.settings import TrainingSettings

StopReason: TypeAlias = Literal["max_iter", "converged", "early_stopping", "stopped", "diverged"]


@dataclass(frozen=True, slots=True)
class EpochReport:
    """What an epoch has brought.

    Attributes
    ----------
    epoch : int
        From 1.
    loss : float
        The mean loss of the mini-batches, each before its update, with the penalty.
    validation_loss : float or None
        The mean loss of the validation samples after the epoch, without the penalty.
    validation_score : float or None
        Their score: by default the share that is classified correctly, from 0 to 1.
    learning_rate : float
        That of the epoch's last update.
    """

    epoch: int
    loss: float
    validation_loss: float | None
    validation_score: float | None
    learning_rate: float


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What a mini-batch has brought.

    Attributes
    ----------
    epoch : int
        The epoch it belongs to, from 1.
    batch : int
        Its number in the epoch, from 1.
    n_batches : int
        Mini-batches in an epoch.
    indices : ndarray of int of shape (n_samples,)
        Which samples it was made of.
    loss : float
        Its loss before the update.
    learning_rate : float
        That of the update.
    finished_epoch : EpochReport or None
        The report of the epoch if this was its last mini-batch.
    """

    epoch: int
    batch: int
    n_batches: int
    indices: IntArray
    loss: float
    learning_rate: float
    finished_epoch: EpochReport | None


@dataclass(slots=True)
class Progress:
    """The counters of a training.

    Attributes
    ----------
    epoch : int
        Finished epochs.
    samples_seen : int
        In finished epochs; the time that "invscaling" goes by.
    best_loss, best_score : float
        The least training loss and the largest validation score of an epoch.
    no_improvement : int
        Epochs in a row without an improvement of more than `tol`.
    """

    epoch: int = 0
    samples_seen: int = 0
    best_loss: float = np.inf
    best_score: float = -np.inf
    no_improvement: int = 0


@dataclass(frozen=True, slots=True)
class TrainerSnapshot:
    """A moment of a training, to go back to with `Trainer.restore`."""

    settings: TrainingSettings
    parameters: FloatArray
    sound: FloatArray
    best_parameters: FloatArray
    optimizer: dict[str, Any]
    rng: Any
    order: IntArray
    position: int
    loss_sum: float
    progress: Progress
    stop_reason: StopReason | None

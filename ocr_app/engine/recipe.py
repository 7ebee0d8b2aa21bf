"""How a digit model is made: the settings, and the training that the menu and the command line share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nn import Network, Trainer, TrainingSettings
from ocr_app.engine.model import Model


class TrainingCancelled(Exception):  # noqa: N818 -- not an error: somebody pressed Cancel
    """The training was stopped before it had a result; nothing was changed."""


class TrainingDiverged(Exception):  # noqa: N818
    """The error grew without bound; the message says what to change."""


@dataclass(frozen=True, slots=True)
class TrainingRecipe:
    """Everything that decides what a training gives.

    Attributes
    ----------
    hidden_layer_sizes : tuple of int
        Units of each hidden layer, each 1 to 1024; at most 5 layers.
    learning_rate_init : float
        Step size α, above 0, at most 10.
    max_iter : int
        Epochs, 1 to 10,000.
    batch_size : int
        Digits per step, 1 to 10,000.
    alpha : float
        Strength of the L2 penalty on the weights.
    copies : int
        Varied copies of every training digit beside it, 0 to 100. More copies, more kinds of hands.
    random_state : int
        Seed; the same seed gives the same network, bit for bit.

    Raises
    ------
    ValueError
        With one sentence, if a value is outside its range.
    """

    hidden_layer_sizes: tuple[int, ...] = (64,)
    learning_rate_init: float = 2e-3
    max_iter: int = 20
    batch_size: int = 64
    alpha: float = 1e-3
    copies: int = 20
    random_state: int = 1


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """Where a training stands.

    Attributes
    ----------
    stage : {"preparing", "training"}
    epoch, max_iter : int
        Epochs done, of how many. 0 while preparing.
    fraction : float
        Share of all the work that is done, 0..1.
    loss : float
        Mean training loss of the last epoch; NaN before the first.
    accuracy : float
        Share of the held-out digits that are read right, 0..1; NaN before the first epoch.
    """

    stage: Literal["preparing", "training"]
    epoch: int
    max_iter: int
    fraction: float
    loss: float
    accuracy: float


def train_model(
    recipe: TrainingRecipe,
    on_progress: Callable[[TrainingProgress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Model:
    raise NotImplementedError


def held_out_accuracy(model: Model) -> float:
    """Share of the held-out digits (other writers') that a model reads right, 0..1."""
    raise NotImplementedError

"""A network, its data and how it is trained: the same for all that are compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Case:
    """One training to time.

    Attributes
    ----------
    layer_sizes : tuple of int
    X : ndarray of shape (n_samples, n_inputs), float32, from 0 to 1
    labels : ndarray of shape (n_samples,)
        Classes; with a single output unit 0 or 1.
    batch_size : int
    epochs : int
        In one timed run.
    solver : {"adam", "sgd"}
        The second with Nesterov's momentum of 0.9.
    activation : {"relu", "tanh"}
        Of the hidden layers.
    alpha : float
        L2 penalty.
    """

    layer_sizes: tuple[int, ...]
    X: NDArray[np.float32] = field(repr=False)
    labels: NDArray[np.int64] = field(repr=False)
    batch_size: int
    epochs: int
    solver: Literal["adam", "sgd"]
    activation: Literal["relu", "tanh"] = "relu"
    alpha: float = 1e-4

    @property
    def steps(self) -> int:
        """Mini-batches in one timed run."""
        return self.epochs * -(-len(self.X) // self.batch_size)

    @property
    def learning_rate(self) -> float:
        return 1e-3 if self.solver == "adam" else 1e-2

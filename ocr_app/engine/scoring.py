"""How many digits a network reads right, and how sure it may be: one rule for all trainings."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from nn import Network
from nn.samples import accuracy
from ocr_app.engine.model import N_DIGITS
from ocr_app.engine.temperature import fit_temperature


def digits_right(
    outputs: NDArray[np.floating],
    targets: NDArray[np.floating],
    sample_weight: NDArray[np.floating] | None = None,
) -> float:
    """Share of digits (n, 10 or 11) whose own output is the largest of the ten, 0..1."""
    return accuracy(outputs[:, :N_DIGITS], targets, sample_weight)


def accuracy_of(network: Network, X: NDArray[np.floating], y: NDArray[np.integer]) -> float:
    """Share of digits (n, 64) with labels (n,) that a network reads right, 0..1."""
    return digits_right(network.predict_proba(X), np.eye(N_DIGITS)[y])


def temperature_of(network: Network, X: NDArray[np.floating], y: NDArray[np.integer]) -> float:
    """Fit the temperature of a network with softmax outputs to digits it was not trained on.

    See `ocr_app.engine.temperature.fit_temperature`.
    """
    return fit_temperature(network.forward(X).net_inputs[-1][:, :N_DIGITS], y)


def share_of_rate(done: float) -> float:
    """Share of the learning rate that is left when `done`, 0..1, of the epochs are over.

    Large steps find the valley, small ones its floor: half a cosine [1]_ stays large for longer
    than a straight line and small for longer, so that it takes half the epochs. Never quite 0:
    a training that goes on beyond its last epoch still learns.

    References
    ----------
    .. [1] I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts",
       ICLR 2017.
    """
    return max(0.001, (1 + math.cos(math.pi * done)) / 2)

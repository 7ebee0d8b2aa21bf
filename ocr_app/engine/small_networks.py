"""How the readers' own small networks are trained: those that judge what may be a digit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nn import Network, Trainer, TrainingSettings

Floats = NDArray[np.float32]

_BATCH: Final = 128


def train_small(
    hidden: Sequence[int],
    X: Floats,
    Y: Floats,
    rng: np.random.Generator,
    *,
    epochs: int,
    rates: tuple[float, float],
    lowered_after: float,
    alpha: float = 1e-4,
) -> tuple[Network, dict[str, float]]:
    """Train a network on all but the first tenth of some samples.

    Parameters
    ----------
    hidden : sequence of int
        Units of each hidden layer.
    X : ndarray of shape (n, n_features), float32
    Y : ndarray of shape (n, n_outputs), float32
        One output answers yes or no; of several, one is right.
    rng : numpy.random.Generator
    epochs : int
    rates : tuple of float
        Learning rate at first, and at the end.
    lowered_after : float
        Share of the epochs after which it is lowered.
    alpha : float
        L2 penalty, see `TrainingSettings`.

    Returns
    -------
    network : Network
    held_out : dict
        How many samples were held out, ``"n"``, and the share of them that is judged rightly,
        ``"accuracy"``.
    """
    held_out = len(X) // 10
    is_yes_or_no = Y.shape[1] == 1
    network = Network(
        (X.shape[1], *hidden, Y.shape[1]),
        activation="relu",
        output_activation="sigmoid" if is_yes_or_no else "softmax",
    )
    network.initialize(rng)
    settings = TrainingSettings(
        max_iter=epochs,
        batch_size=_BATCH,
        learning_rate_init=rates[0],
        random_state=rng,
        alpha=alpha,
        n_iter_no_change=np.inf,
    )
    loss = "binary_cross_entropy" if is_yes_or_no else "cross_entropy"
    trainer = Trainer(network, X[held_out:], Y[held_out:], settings, loss=loss)
    for report in trainer.epochs():
        if report.epoch == round(lowered_after * epochs):
            trainer.settings = replace(settings, learning_rate_init=rates[1])
    right = _answers(trainer.network.predict_proba(X[:held_out])) == _answers(Y[:held_out])
    return trainer.network, {"n": held_out, "accuracy": float(right.mean())}


def _answers(outputs: NDArray[np.floating]) -> NDArray[np.intp]:
    """Return what outputs (n, n_outputs) say: 0 or 1, or which of several."""
    if outputs.shape[1] == 1:
        return (outputs[:, 0] >= 0.5).astype(np.intp)
    return np.asarray(outputs.argmax(axis=1), np.intp)

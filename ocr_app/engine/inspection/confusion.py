"""Which digits are read as which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nn import Network
from ocr_app.engine.model import N_DIGITS, Model
from ocr_app.engine.recognizer import Recognizer


@dataclass(frozen=True, slots=True, eq=False)
class Confusion:
    """How a network reads some digits.

    Attributes
    ----------
    counts : ndarray of shape (10, 10), int64
        Rows: what they are; columns: what they are read as.
    labels, predictions : ndarray of shape (n,), int64
    probabilities : ndarray of shape (n, 10)
        Outputs of the ten digits, scaled to add up to 1.
    """

    counts: NDArray[np.int64]
    labels: NDArray[np.int64]
    predictions: NDArray[np.int64]
    probabilities: NDArray[np.floating]

    @property
    def accuracy(self) -> float:
        """Share that is read right, 0..1; NaN without digits."""
        n = int(self.counts.sum())
        return float(np.trace(self.counts) / n) if n else float("nan")

    def shares(self) -> NDArray[np.float64]:
        """Return the counts (10, 10) as shares of their row, 0..1; 0 in an empty row."""
        totals = self.counts.sum(axis=1, keepdims=True)
        shares: NDArray[np.float64] = self.counts / np.maximum(totals, 1)
        return shares

    def cell(self, label: int, read_as: int) -> NDArray[np.int64]:
        """Return which digits are in a cell, the surest first."""
        inside = np.flatnonzero((self.labels == label) & (self.predictions == read_as))
        return inside[np.argsort(-self.probabilities[inside, read_as], kind="stable")]


def confuse(network: Network, X: NDArray[np.float32], y: NDArray[np.int64]) -> Confusion:
    """Let a network read digits whose labels are known.

    Parameters
    ----------
    network : Network
        With 10 outputs, or 11 with one for no digit, which is left out of the comparison.
    X : ndarray of shape (n, 64), float32
    y : ndarray of shape (n,), int64
        0..9.
    """
    probabilities = Recognizer(Model(network)).probabilities(X)
    predictions = probabilities.argmax(axis=1)
    counts = np.zeros((N_DIGITS, N_DIGITS), np.int64)
    np.add.at(counts, (y, predictions), 1)
    return Confusion(counts, y, predictions, probabilities)

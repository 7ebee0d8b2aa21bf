"""Samples to train on or to score with: inputs, targets and weights in the form training wants."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from nn._types import FloatArray, IntArray
from nn.losses import Loss
from nn.network import Network

#: Bytes from which on samples are not copied: the memory for it costs more than it saves.
_LARGE = 2**24


class Samples:
    """Inputs and targets for a network, checked and in its dtype.

    Parameters
    ----------
    network : Network
    X : array-like or SciPy sparse matrix of shape (n_samples, n_inputs)
        Copied, except if sparse, or if an array of 16 MB or more in the network's dtype and in C
        order: then only the rows of a mini-batch ever are, and X must stay as it is.
    targets : array-like of shape (n_samples, n_outputs) or (n_samples,)
        What the outputs should be. One whole number per sample, for several outputs, means the
        output that should be 1 while the others are 0.
    sample_weight : array-like of shape (n_samples,), optional
        Numbers ≥ 0.

    Raises
    ------
    ValueError
        If shapes do not fit, numbers are not finite or there are no samples.
    """

    def __init__(
        self,
        network: Network,
        X: Any,
        targets: npt.ArrayLike,
        sample_weight: npt.ArrayLike | None = None,
    ) -> None:
        dtype, n_inputs = network.dtype, network.layer_sizes[0]
        is_sparse = hasattr(X, "tocsr")
        rows: Any = X.tocsr() if is_sparse else np.asarray(X)
        if rows.ndim != 2 or rows.shape[1] != n_inputs or not rows.shape[0]:
            raise ValueError(
                f"X must have the shape (n, {n_inputs}) with n at least 1, not {rows.shape}."
            )
        self.n_samples = int(rows.shape[0])
        self.n_inputs = n_inputs
        self._rows: Any = rows
        self._with_ones = not is_sparse and not _is_large(rows, dtype)
        if self._with_ones:  # whole rows are taken faster than parts of a mini-batch's are filled
            self._rows = np.empty((self.n_samples, n_inputs + network.bias), dtype)
            self._rows[:, :n_inputs] = rows
            self._rows[:, n_inputs:] = 1.0  # the input whose weights are the biases
        _require_finite(rows.data if is_sparse else self._rows, "X")
        # In training, samples are columns: targets that lie as outputs do are subtracted faster.
        self._targets = np.ascontiguousarray(encode_targets(targets, self.n_samples, network).T)
        self.sample_weight: FloatArray | None = None
        if sample_weight is not None:
            self.sample_weight = np.array(sample_weight, dtype)
            if self.sample_weight.shape != (self.n_samples,) or not np.all(self.sample_weight >= 0):
                raise ValueError("sample_weight must be one number from 0 for each sample.")
            _require_finite(self.sample_weight, "sample_weight")

    @property
    def targets(self) -> FloatArray:
        """What the outputs should be, of shape (n_samples, n_outputs)."""
        return self._targets.T

    def take(self, indices: IntArray, inputs: FloatArray, targets: FloatArray) -> None:
        """Copy some samples into buffers, without allocating anything (unless sparse).

        Parameters
        ----------
        indices : ndarray of int of shape (n,)
        inputs : ndarray of shape (n, n_inputs), or with a column more that stays 1
            Samples are its rows.
        targets : ndarray of shape (n_outputs, n)
            Samples are its columns.
        """
        if not self._with_ones:
            inputs = inputs[:, : self.n_inputs]
        if isinstance(self._rows, np.ndarray):
            self._rows.take(indices, axis=0, out=inputs, mode="clip")
        else:
            inputs[:] = self._rows[indices].toarray()
        self._targets.take(indices, axis=1, out=targets, mode="clip")

    def outputs(self, network: Network) -> FloatArray:
        """Compute the network's outputs for all samples, of shape (n_samples, n_outputs)."""
        return predict_in_chunks(network, self._rows[:, : self.n_inputs])

    def mean_loss(self, outputs: FloatArray, loss: Loss) -> float:
        """Average the loss over the samples, by their weights."""
        terms = np.empty_like(outputs)
        loss.terms(outputs, self.targets, terms, np.empty_like(outputs))
        return float(np.average(terms.sum(axis=1), weights=self.sample_weight))


def predict_in_chunks(network: Network, X: Any, chunk: int = 4096) -> FloatArray:
    """Compute a network's outputs some samples at a time, to save memory.

    Parameters
    ----------
    network : Network
    X : ndarray or SciPy CSR matrix of shape (n_samples, n_inputs)
    chunk : int ≥ 1

    Returns
    -------
    ndarray of shape (n_samples, n_outputs)
    """
    parts = []
    for start in range(0, X.shape[0], chunk):
        rows = X[start : start + chunk]
        parts.append(network.predict_proba(rows.toarray() if hasattr(rows, "toarray") else rows))
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def encode_targets(targets: npt.ArrayLike, n_samples: int, network: Network) -> FloatArray:
    """Bring targets into the shape of the network's outputs.

    Parameters
    ----------
    targets : array-like of shape (n_samples, n_outputs) or (n_samples,)
    n_samples : int
    network : Network

    Returns
    -------
    ndarray of shape (n_samples, n_outputs)
        A copy, in the network's dtype.

    Raises
    ------
    ValueError
        If the shape or the numbers do not fit.
    """
    n_outputs = network.layer_sizes[-1]
    given = np.asarray(targets)
    if given.ndim == 1 and n_outputs > 1:
        is_class = np.issubdtype(given.dtype, np.integer) and bool(
            np.all((given >= 0) & (given < n_outputs))
        )
        if not is_class or len(given) != n_samples:
            raise ValueError(
                f"One target for each of {n_samples} samples must be a whole number from 0 to "
                f"{n_outputs - 1}, the output that it means."
            )
        encoded = np.zeros((n_samples, n_outputs), network.dtype)
        encoded[np.arange(n_samples), given] = 1.0
        return encoded
    if given.ndim == 1:
        given = given[:, np.newaxis]
    if given.shape != (n_samples, n_outputs):
        raise ValueError(
            f"Targets must have the shape ({n_samples}, {n_outputs}), one number for every sample "
            f"and output, not {given.shape}."
        )
    encoded = np.array(given, network.dtype, order="C")
    _require_finite(encoded, "targets")
    return encoded


def require_probabilities(targets: FloatArray, loss: Loss) -> None:
    """Check that targets are ones that a cross-entropy is defined for.

    Parameters
    ----------
    targets : ndarray of shape (n_samples, n_outputs)
    loss : Loss

    Raises
    ------
    ValueError
        If they are not from 0 to 1, or, for the cross-entropy of a distribution, if those of a
        sample do not add up to 1.
    """
    if loss.name == "squared_error":
        return
    if targets.min() < 0 or targets.max() > 1:
        raise ValueError(f"The loss {loss.name} needs targets from 0 to 1.")
    if loss.name == "cross_entropy" and np.abs(targets.sum(axis=1) - 1).max() > 1e-3:
        raise ValueError("The loss cross_entropy needs the targets of each sample to add up to 1.")


def accuracy(
    outputs: FloatArray, targets: FloatArray, sample_weight: FloatArray | None = None
) -> float:
    """Count how often the largest output is the one that should be largest.

    Parameters
    ----------
    outputs, targets : ndarray of shape (n_samples, n_outputs)
        A single output is right on the same side of 0.5 as its target.
    sample_weight : ndarray of shape (n_samples,), optional

    Returns
    -------
    float
        From 0 to 1.
    """
    if outputs.shape[1] == 1:
        right = (outputs[:, 0] > 0.5) == (targets[:, 0] > 0.5)
    else:
        right = outputs.argmax(axis=1) == targets.argmax(axis=1)
    return float(np.average(right, weights=sample_weight))


def all_finite(array: FloatArray) -> bool:
    """Say whether an array of numbers has neither NaN nor infinity.

    Parameters
    ----------
    array : ndarray of numbers

    Returns
    -------
    bool
    """
    # One number that is not finite makes the sum of squares so; finite ones may do, by overflowing.
    flat = array.ravel()
    return math.isfinite(flat.dot(flat)) or bool(np.isfinite(array).all())


def _require_finite(array: FloatArray, name: str) -> None:
    with np.errstate(over="ignore", invalid="ignore"):
        if not all_finite(array):
            raise ValueError(f"{name} must be finite numbers; it contains NaN or infinity.")


def _is_large(rows: FloatArray, dtype: np.dtype[Any]) -> bool:
    return rows.nbytes >= _LARGE and rows.dtype == dtype and rows.flags.c_contiguous

"""One backward pass to look at: the loss of some samples, and every gradient on the way to it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nn._types import FloatArray
from nn.backpropagation import Backpropagation
from nn.network import Network
from nn.samples import Samples, require_probabilities


@dataclass(frozen=True, slots=True)
class BackwardPass:
    """The arithmetic of one backward pass; all arrays are read-only.

    Attributes
    ----------
    loss : float
        E, the mean loss of the samples and the penalty.
    deltas : tuple of ndarray of shape (n_samples, n_units)
        ∂E/∂net_input, the first hidden layer first.
    weights : tuple of ndarray of shape (n_out, n_in)
        ∂E/∂weight.
    biases : tuple of ndarray of shape (n_out,)
        ∂E/∂bias; zeros in a network without biases.
    """

    loss: float
    deltas: tuple[FloatArray, ...]
    weights: tuple[FloatArray, ...]
    biases: tuple[FloatArray, ...]


def backpropagate(
    network: Network,
    X: npt.ArrayLike,
    targets: npt.ArrayLike,
    *,
    loss: str = "cross_entropy",
    alpha: float = 0.0,
    sample_weight: npt.ArrayLike | None = None,
) -> BackwardPass:
    """Compute the loss of some samples and its gradient, for looking at them.

    Parameters
    ----------
    network : Network
        Not changed.
    X, targets, sample_weight
        See `nn.samples.Samples`.
    loss : str
        See `nn.losses.get_loss`.
    alpha : float ≥ 0
        L2 penalty.

    Returns
    -------
    BackwardPass

    Raises
    ------
    ValueError
        If samples, loss and network do not fit each other.
    """
    passes = passes_over(network, X, targets, loss, alpha, sample_weight)
    passes.forward()
    value = passes.backward()
    twin = network.copy()
    twin.parameters[:] = passes.gradient
    deltas = tuple(np.ascontiguousarray(delta.T) for delta in passes.deltas)
    for array in (*deltas, *twin.weights, *twin.biases):
        array.flags.writeable = False
    return BackwardPass(value, deltas, twin.weights, twin.biases)


def passes_over(
    network: Network,
    X: npt.ArrayLike,
    targets: npt.ArrayLike,
    loss: str,
    alpha: float,
    sample_weight: npt.ArrayLike | None,
) -> Backpropagation:
    """Prepare passes that have all samples as their one mini-batch; see `backpropagate`.

    Raises
    ------
    ValueError
        If samples, loss and network do not fit each other.
    """
    samples = Samples(network, X, targets, sample_weight)
    passes = Backpropagation(network, samples.n_samples, loss, alpha)
    require_probabilities(samples.targets, passes.loss)
    passes.load(samples, np.arange(samples.n_samples))
    return passes

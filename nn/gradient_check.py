"""Is backpropagation right? Compare its gradient with central differences of the loss.

(E(w + h) − E(w − h)) / 2h needs nothing but forward passes and is off by O(h²): slow, but hard to
get wrong.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nn._types import FloatArray
from nn.backward_pass import passes_over
from nn.network import Network


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """Two gradients that should be equal, in the order of `Network.parameters`.

    Attributes
    ----------
    backpropagated : ndarray of shape (n_parameters,)
    numerical : ndarray of shape (n_parameters,)
    relative_error : float
        The largest difference, divided by the largest component of either (or by 1e-8 if both
        vanish). Below 1e-7 is right; a unit that sits on the kink of ReLU may spoil it.
    """

    backpropagated: FloatArray
    numerical: FloatArray
    relative_error: float


def check_gradient(
    network: Network,
    X: npt.ArrayLike,
    targets: npt.ArrayLike,
    *,
    loss: str = "cross_entropy",
    alpha: float = 0.0,
    sample_weight: npt.ArrayLike | None = None,
    step: float = 1e-5,
) -> GradientCheck:
    """Compare backpropagation with central differences, in double precision.

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
    step : float > 0
        h, how far every parameter is moved to either side.

    Returns
    -------
    GradientCheck

    Raises
    ------
    ValueError
        If samples, loss and network do not fit each other.
    """
    moved = network.astype(np.float64)
    passes = passes_over(moved, X, targets, loss, alpha, sample_weight)

    def loss_here() -> float:
        passes.forward()
        return passes.backward()

    loss_here()
    backpropagated = passes.gradient.copy()
    numerical = np.empty_like(backpropagated)
    for i, value in enumerate(moved.parameters.copy()):
        moved.parameters[i] = value + step
        above = loss_here()
        moved.parameters[i] = value - step
        below = loss_here()
        moved.parameters[i] = value
        numerical[i] = (above - below) / (2.0 * step)
    scale = max(np.abs(backpropagated).max(), np.abs(numerical).max(), 1e-8)
    error = float(np.abs(backpropagated - numerical).max() / scale)
    return GradientCheck(backpropagated, numerical, error)

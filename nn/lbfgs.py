"""Training on all samples at once with SciPy's L-BFGS: for small data sets, the fastest way."""

from dataclasses import dataclass

import numpy as np
import scipy.optimize

from nn._types import FloatArray
from nn.backpropagation import Backpropagation
from nn.network import Network
from nn.samples import Samples

_CHUNK = 4096


@dataclass(frozen=True, slots=True)
class LBFGSResult:
    """How a minimisation ended.

    Attributes
    ----------
    loss : float
        The last loss, with the penalty.
    n_iter : int
    converged : bool
        Whether it found a minimum before it reached a limit.
    message : str
        Why it ended, in SciPy's words.
    """

    loss: float
    n_iter: int
    converged: bool
    message: str


def minimize(
    network: Network,
    samples: Samples,
    *,
    loss: str,
    alpha: float,
    tol: float,
    max_iter: int,
    max_fun: int,
) -> LBFGSResult:
    """Train a network in place by limited-memory BFGS.

    Liu and Nocedal, "On the limited memory BFGS method for large scale optimization", Mathematical
    Programming 45 (1989).

    Parameters
    ----------
    network : Network
        Of dtype float64: the line search needs the precision.
    samples : Samples
        Not all of weight zero.
    loss : str
        See `nn.losses.get_loss`.
    alpha : float ≥ 0
        L2 penalty.
    tol : float ≥ 0
        Largest component of the gradient that counts as zero.
    max_iter, max_fun : int ≥ 1
        Largest numbers of iterations and of evaluations of the loss.

    Returns
    -------
    LBFGSResult
    """
    indices = np.arange(samples.n_samples)
    if samples.sample_weight is not None:
        indices = indices[samples.sample_weight > 0]
    chunks = np.array_split(indices, max(1, -(-len(indices) // _CHUNK)))
    # Every chunk adds its share of the penalty.
    passes = Backpropagation(network, len(chunks[0]), loss, alpha / len(chunks))
    gradient = np.empty_like(network.parameters)

    def loss_and_gradient(parameters: FloatArray) -> tuple[float, FloatArray]:
        network.parameters[:] = parameters
        value = total_weight = 0.0
        gradient.fill(0.0)
        for chunk in chunks:
            passes.load(samples, chunk)
            passes.forward()
            value += passes.backward() * passes.total_weight
            np.add(gradient, passes.gradient * passes.total_weight, out=gradient)
            total_weight += passes.total_weight
        return value / total_weight, gradient / total_weight

    with np.errstate(all="ignore"):
        result = scipy.optimize.minimize(
            loss_and_gradient,
            network.parameters.copy(),
            method="L-BFGS-B",
            jac=True,
            options={"maxfun": max_fun, "maxiter": max_iter, "gtol": tol},
        )
    network.parameters[:] = result.x
    # SciPy may go one iteration beyond the limit that it was given.
    return LBFGSResult(
        float(result.fun), min(int(result.nit), max_iter), bool(result.success), str(result.message)
    )

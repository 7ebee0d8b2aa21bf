"""Losses: how far the outputs p are from the targets a, for each sample.

Like the activations, they take arrays with the units along the first axis and the samples along the
second, and write where the caller says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from nn._constants import constant
from nn._types import FloatArray

#: Keeps outputs away from zero, where the logarithm ends.
_EPSILON = {np.dtype(kind): np.array(np.finfo(kind).eps) for kind in (np.float32, np.float64)}
_HALF, _ONE = constant(0.5), constant(1.0)

Terms: TypeAlias = Callable[[FloatArray, FloatArray, FloatArray, FloatArray], None]
Total: TypeAlias = Callable[[FloatArray, FloatArray, FloatArray, FloatArray], float]
Derivative: TypeAlias = Callable[[FloatArray, FloatArray, FloatArray, FloatArray], None]


@dataclass(frozen=True, slots=True)
class Loss:
    """One loss function and its derivative.

    Attributes
    ----------
    name : str
        The name it goes by in settings.
    terms : callable (outputs, targets, out, scratch)
        Write each output's share; a sample's loss is the sum over its outputs.
    total : callable (outputs, targets, scratch, more_scratch) -> float
        Add up all shares of all samples: as `terms` has them, but each sum is one dot product.
    derivative : callable (outputs, targets, out, scratch)
        Write ∂E/∂output.
    simple_with : str
        The output activation with which ∂E/∂net_input is simply output − target, because the
        activation's derivative cancels out ("" if there is none).
    """

    name: str
    terms: Terms
    total: Total
    derivative: Derivative
    simple_with: str


def _squared_error(p: FloatArray, a: FloatArray, out: FloatArray, scratch: FloatArray) -> None:  # noqa: ARG001
    """E = ½ Σ (a − p)²."""
    np.subtract(a, p, out=out)
    np.multiply(out, out, out=out)
    out *= _HALF[out.dtype]


def _squared_error_total(
    p: FloatArray,
    a: FloatArray,
    out: FloatArray,
    scratch: FloatArray,  # noqa: ARG001
) -> float:
    np.subtract(a, p, out=out)
    return 0.5 * _dot(out, out)


def _squared_error_derivative(
    p: FloatArray,
    a: FloatArray,
    out: FloatArray,
    scratch: FloatArray,  # noqa: ARG001
) -> None:
    np.subtract(p, a, out=out)


def _cross_entropy(p: FloatArray, a: FloatArray, out: FloatArray, scratch: FloatArray) -> None:  # noqa: ARG001
    """E = −Σ a·ln p, with p kept away from zero, where the logarithm ends."""
    np.maximum(p, _EPSILON[p.dtype], out=out)
    np.log(out, out=out)
    out *= a
    np.negative(out, out=out)


def _cross_entropy_total(
    p: FloatArray,
    a: FloatArray,
    out: FloatArray,
    scratch: FloatArray,  # noqa: ARG001
) -> float:
    np.maximum(p, _EPSILON[p.dtype], out=out)
    np.log(out, out=out)
    return -_dot(a, out)


def _cross_entropy_derivative(
    p: FloatArray,
    a: FloatArray,
    out: FloatArray,
    scratch: FloatArray,  # noqa: ARG001
) -> None:
    np.maximum(p, _EPSILON[p.dtype], out=out)
    np.divide(a, out, out=out)
    np.negative(out, out=out)


def _binary_cross_entropy(
    p: FloatArray, a: FloatArray, out: FloatArray, scratch: FloatArray
) -> None:
    """E = −Σ a·ln p + (1 − a)·ln(1 − p): every output is a yes or no of its own."""
    eps = _EPSILON[p.dtype]
    np.subtract(_ONE[p.dtype], p, out=out)
    np.maximum(out, eps, out=out)
    np.log(out, out=out)
    np.subtract(_ONE[p.dtype], a, out=scratch)
    out *= scratch
    np.maximum(p, eps, out=scratch)
    np.log(scratch, out=scratch)
    scratch *= a
    out += scratch
    np.negative(out, out=out)


def _binary_cross_entropy_total(
    p: FloatArray, a: FloatArray, out: FloatArray, scratch: FloatArray
) -> float:
    one, eps = _ONE[p.dtype], _EPSILON[p.dtype]
    np.maximum(p, eps, out=out)
    np.log(out, out=out)
    yes = _dot(a, out)
    np.subtract(one, p, out=out)
    np.maximum(out, eps, out=out)
    np.log(out, out=out)
    np.subtract(one, a, out=scratch)
    return -yes - _dot(scratch, out)


def _binary_cross_entropy_derivative(
    p: FloatArray, a: FloatArray, out: FloatArray, scratch: FloatArray
) -> None:
    np.subtract(_ONE[p.dtype], p, out=scratch)
    scratch *= p
    np.maximum(scratch, _EPSILON[p.dtype], out=scratch)
    np.subtract(p, a, out=out)
    out /= scratch


def _dot(a: FloatArray, b: FloatArray) -> float:
    # In half the time of `numpy.vdot`, which asks first whose arrays they are.
    return float(a.ravel().dot(b.ravel()))


LOSSES: dict[str, Loss] = {
    loss.name: loss
    for loss in (
        Loss(
            "squared_error",
            _squared_error,
            _squared_error_total,
            _squared_error_derivative,
            "identity",
        ),
        Loss(
            "cross_entropy",
            _cross_entropy,
            _cross_entropy_total,
            _cross_entropy_derivative,
            "softmax",
        ),
        Loss(
            "binary_cross_entropy",
            _binary_cross_entropy,
            _binary_cross_entropy_total,
            _binary_cross_entropy_derivative,
            "sigmoid",
        ),
    )
}

#: Both cross-entropies take logarithms of the outputs, which must therefore be probabilities.
PROBABILITY_ACTIVATIONS: tuple[str, ...] = ("sigmoid", "softmax")


def get_loss(name: str, output_activation: str) -> Loss:
    """Look up the loss that a name means for a network's outputs.

    Parameters
    ----------
    name : {"squared_error", "cross_entropy", "binary_cross_entropy"}
        With sigmoid outputs "cross_entropy" means "binary_cross_entropy", as in scikit-learn: the
        sum over a sample's targets alone would be least for outputs that are all 1.
    output_activation : str
        The activation of the output layer.

    Returns
    -------
    Loss

    Raises
    ------
    ValueError
        If there is no such loss, or if it needs probabilities and the outputs are none.
    """
    if name not in LOSSES:
        raise ValueError(f"There is no loss {name!r}; use one of {', '.join(LOSSES)}.")
    if name != "squared_error" and output_activation not in PROBABILITY_ACTIVATIONS:
        raise ValueError(
            f"The loss {name} needs outputs between 0 and 1, but the output activation is "
            f"{output_activation}; use sigmoid or softmax outputs, or the loss squared_error."
        )
    if name == "cross_entropy" and output_activation == "sigmoid":
        name = "binary_cross_entropy"
    return LOSSES[name]

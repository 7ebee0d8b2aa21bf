"""Activation functions: a unit's output as a function of its net input.

Every function works on arrays whose first axis is the units, in place if asked to, and writes its
intermediate results into an array of the caller's: training allocates next to nothing. The
derivatives are written in terms of the *output*, which the forward pass has computed anyway.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import numpy as np

from nn._constants import constant
from nn._types import FloatArray

Forward: TypeAlias = Callable[[FloatArray, FloatArray, FloatArray], None]
Backward: TypeAlias = Callable[[FloatArray, FloatArray, FloatArray], None]

_ZERO, _HALF, _ONE = constant(0.0), constant(0.5), constant(1.0)

#: float32 holds e to the power of net inputs of at most this size, and their sum over any units.
_SAFE = 60.0

#: So many units are still added up by a product with a matrix, not with a row.
_FEW_UNITS = 16

#: From so many outputs on, comparing them takes less time than their signs.
_MANY_OUTPUTS = 4096


@dataclass(frozen=True, slots=True)
class Activation:
    """One activation function and its derivative.

    Attributes
    ----------
    name : str
        The name it goes by in settings and files.
    forward : callable (net_input, out, scratch)
        Write the outputs into ``out``, which may be ``net_input`` itself. All three arrays have the
        same shape, units along axis 0.
    backward : callable (output, delta, scratch)
        Turn ``delta`` from ∂E/∂output into ∂E/∂net_input in place: multiply it by the transposed
        Jacobian ∂output/∂net_input.
    """

    name: str
    forward: Forward
    backward: Backward


def _identity(net_input: FloatArray, out: FloatArray, scratch: FloatArray) -> None:  # noqa: ARG001
    if out is not net_input:
        np.copyto(out, net_input)


def _identity_backward(output: FloatArray, delta: FloatArray, scratch: FloatArray) -> None:
    """∂output/∂net_input = 1."""


def _sigmoid(net_input: FloatArray, out: FloatArray, scratch: FloatArray) -> None:  # noqa: ARG001
    """1 / (1 + e^-z), as ½·tanh(z/2) + ½: never overflows and takes half the time."""
    half = _HALF[out.dtype]
    np.multiply(net_input, half, out=out)
    np.tanh(out, out=out)
    out *= half
    out += half


def _sigmoid_backward(output: FloatArray, delta: FloatArray, scratch: FloatArray) -> None:
    """∂output/∂net_input = output · (1 − output)."""
    np.subtract(_ONE[output.dtype], output, out=scratch)
    scratch *= output
    delta *= scratch


def _tanh(net_input: FloatArray, out: FloatArray, scratch: FloatArray) -> None:  # noqa: ARG001
    np.tanh(net_input, out=out)


def _tanh_backward(output: FloatArray, delta: FloatArray, scratch: FloatArray) -> None:
    """∂output/∂net_input = 1 − output²."""
    np.multiply(output, output, out=scratch)
    np.subtract(_ONE[output.dtype], scratch, out=scratch)
    delta *= scratch


def _relu(net_input: FloatArray, out: FloatArray, scratch: FloatArray) -> None:
    # Comparing with an array of zeros takes half the time of comparing with the number zero.
    scratch.fill(0.0)
    np.maximum(net_input, scratch, out=out)


def _relu_backward(output: FloatArray, delta: FloatArray, scratch: FloatArray) -> None:
    """∂output/∂net_input = 1 where the unit is on, else 0."""
    if output.size < _MANY_OUTPUTS:
        np.sign(output, out=scratch)  # no output is below zero
    else:
        np.greater(output, _ZERO[output.dtype], out=scratch)
    delta *= scratch


def _softmax(net_input: FloatArray, out: FloatArray, scratch: FloatArray) -> None:  # noqa: ARG001
    """e^z / Σ e^z over the units; subtracting the largest z changes nothing but overflow."""
    if _may_overflow(net_input):
        np.subtract(net_input, np.maximum.reduce(net_input, axis=0), out=out)
        np.exp(out, out=out)
    else:
        np.exp(net_input, out=out)
    out /= _adding_up(len(out), out.dtype).dot(out)


def _may_overflow(net_input: FloatArray) -> bool:
    """Say whether e^z of any is too large or too small; rarely, and so it pays to look."""
    if not net_input.size:
        return False
    largest, smallest = net_input.item(net_input.argmax()), net_input.item(net_input.argmin())
    return not (largest < _SAFE and smallest > -_SAFE)  # also if one is not a number


@cache
def _adding_up(n_units: int, dtype: np.dtype[Any]) -> FloatArray:
    """Make the matrix of ones whose product with outputs has each sample's sum in every row.

    Adding along the units and dividing every row by one of sums takes three times as long. Of many
    units the product would: then there is one row only.
    """
    ones = np.ones((n_units if n_units <= _FEW_UNITS else 1, n_units), dtype)
    ones.flags.writeable = False
    return ones


def _softmax_backward(output: FloatArray, delta: FloatArray, scratch: FloatArray) -> None:
    """Every output p depends on every net input: delta_j ← p_j · (delta_j − Σ_k delta_k·p_k)."""
    np.multiply(delta, output, out=scratch)
    delta -= np.add.reduce(scratch, axis=0, keepdims=True)
    delta *= output


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Activation("identity", _identity, _identity_backward),
        Activation("sigmoid", _sigmoid, _sigmoid_backward),
        Activation("tanh", _tanh, _tanh_backward),
        Activation("relu", _relu, _relu_backward),
        Activation("softmax", _softmax, _softmax_backward),
    )
}

#: Other names that people know the same functions by.
ALIASES: dict[str, str] = {"logistic": "sigmoid"}

#: Softmax couples the units of its layer, so it only makes sense for the outputs.
HIDDEN_ACTIVATIONS: tuple[str, ...] = ("identity", "sigmoid", "tanh", "relu")


def get_activation(name: str) -> Activation:
    """Look up an activation function by its name.

    Parameters
    ----------
    name : str
        A key of `ACTIVATIONS`, or "logistic", scikit-learn's name for "sigmoid".

    Returns
    -------
    Activation

    Raises
    ------
    ValueError
        If there is no such function.
    """
    try:
        return ACTIVATIONS[ALIASES.get(name, name)]
    except (KeyError, TypeError):
        known = ", ".join([*ACTIVATIONS, *ALIASES])
        raise ValueError(f"There is no activation {name!r}; use one of {known}.") from None

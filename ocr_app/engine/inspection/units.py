"""The hidden units of the first layer: what each looks for, how much it matters, its sum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nn import Network


@dataclass(frozen=True, slots=True, eq=False)
class UnitSum:
    """How a unit's output comes about: output = activation(Σ weight · input + bias).

    Attributes
    ----------
    weights, inputs : ndarray of shape (n_inputs,)
    bias, net_input, output : float
    activation : str
        "relu", "sigmoid", "tanh" or "softmax".
    layer : int
        0 if the inputs are the pixels.
    """

    weights: NDArray[np.floating]
    inputs: NDArray[np.floating]
    bias: float
    net_input: float
    output: float
    activation: str
    layer: int = 0

    @property
    def terms(self) -> NDArray[np.floating]:
        """The summands: weight · input for every input, (n_inputs,)."""
        return self.weights * self.inputs


def unit_sum(network: Network, x: NDArray[np.float32], layer: int, unit: int) -> UnitSum:
    """Write out how one unit's output comes about.

    Parameters
    ----------
    network : Network
    x : ndarray of shape (64,)
        What the network gets.
    layer : int
        0 for the first hidden layer, or the outputs if there is none.
    unit : int
    """
    passed = network.forward(x.reshape(1, -1))
    inputs = x if layer == 0 else passed.outputs[layer - 1][0]
    return UnitSum(
        network.weights[layer][unit].copy(),
        inputs.reshape(-1).copy(),
        float(network.biases[layer][unit]),
        float(passed.net_inputs[layer][0, unit]),
        float(passed.outputs[layer][0, unit]),
        network.activations[layer].name,
        layer,
    )


def use_of_units(network: Network, X: NDArray[np.float32]) -> NDArray[np.float64]:
    """Measure how much each unit of the first layer moves what comes after it.

    Standard deviation of its output over the samples, times the length of its outgoing weights: a
    unit that never changes, or that nobody listens to, is of no use.

    Parameters
    ----------
    network : Network
    X : ndarray of shape (n, 64)

    Returns
    -------
    ndarray of shape (n_units,), float64
        At least 0.
    """
    outputs = network.forward(X).outputs[0]
    spread: NDArray[np.float64] = outputs.std(axis=0, dtype=np.float64)
    if len(network.weights) == 1:
        return spread
    heard = np.sqrt((network.weights[1].astype(np.float64) ** 2).sum(axis=0))
    return np.asarray(spread * heard)


def remark_on_units(network: Network, X: NDArray[np.float32]) -> str:
    """Say what is wrong with the units of the first hidden layer, or nothing.

    Parameters
    ----------
    network : Network
    X : ndarray of shape (n, 64)
    """
    if len(network.weights) == 1:
        return "There is no hidden layer: these are the ten outputs themselves."
    outputs = network.forward(X).outputs[0]
    n_units = outputs.shape[1]
    if network.activation == "relu":
        dead = int((outputs <= 0).all(axis=0).sum())
        if dead:
            return f"{dead:,} of {n_units:,} units never answer: they are dead, and cannot learn."
    elif network.activation in {"sigmoid", "tanh"}:
        low = 0.0 if network.activation == "sigmoid" else -1.0
        near = 0.02 * (1 - low)
        stuck = int((((outputs < low + near) | (outputs > 1 - near)).mean(axis=0) > 0.95).sum())
        if stuck:
            return (
                f"{stuck:,} of {n_units:,} units are saturated: nearly always at an end of their "
                "curve, where they hardly learn."
            )
    return ""

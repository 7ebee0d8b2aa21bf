"""The hidden units of the first layer: what each looks for, how much it matters, its sum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nn import Network
from ocr_app.engine.inspection.remarks import remark_on_outputs


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


@dataclass(frozen=True, slots=True, eq=False)
class UnitsLook:
    """What the units of the first layer are like.

    Attributes
    ----------
    use : ndarray of shape (n_units,), float64
        How much each moves what comes after it, at least 0.
    remark : str
        What is wrong with them, or nothing.
    """

    use: NDArray[np.float64]
    remark: str


def look_at_units(network: Network, X: NDArray[np.float32]) -> UnitsLook:
    """Measure of what use the units of the first layer are, and remark on them.

    The use is the standard deviation of a unit's output over the samples, times the length of its
    outgoing weights: a unit that never changes, or that nobody listens to, is of no use.

    Parameters
    ----------
    network : Network
    X : ndarray of shape (n, 64), float32
    """
    with np.errstate(all="ignore"):  # a diverging network is looked at as well
        outputs = _first_outputs(network, X)
        use: NDArray[np.float64] = outputs.std(axis=0, dtype=np.float64)
        if len(network.weights) == 1:
            return UnitsLook(use, "There is no hidden layer: these are the ten outputs themselves.")
        heard = np.sqrt((network.weights[1].astype(np.float64) ** 2).sum(axis=0))
        return UnitsLook(use * heard, remark_on_outputs(outputs, network.activation))


def _first_outputs(network: Network, X: NDArray[np.float32]) -> NDArray[np.floating]:
    """Compute the outputs (n, n_units) of the first layer only."""
    outputs: NDArray[np.floating] = X @ network.weights[0].T + network.biases[0]
    units_first = outputs.T
    network.activations[0].forward(units_first, units_first, np.empty_like(units_first))
    return outputs

"""Every number of one learning step, as `nn` computes it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nn import Network
from nn.backward_pass import backpropagate
from ocr_app.engine.xor_lab.arrays import Array
from ocr_app.engine.xor_lab.moment import Moment

LOSS = "squared_error"


@dataclass(frozen=True, slots=True, eq=False)
class StepNumbers:
    """What the network computes for one point, and what a step would change. Arrays are read-only.

    Layers of weights are counted from 0, which leads from the inputs.

    Attributes
    ----------
    network : Network
        Before the step; not to be changed by anybody.
    inputs : ndarray of shape (n_inputs,)
    target : float or None
        None for an input that was typed: nothing can be learned from it.
    learning_rate, momentum : float
    n_rows : int
        How many points the step learns from: 1, or all of them.
    net_inputs, outputs : tuple of ndarray of shape (n_units,)
        Of every layer.
    slopes : tuple of ndarray of shape (n_units,)
        ∂output/∂net of every layer.
    error : float
        E = ½(actual − predicted)², NaN without a target.
    deltas : tuple of ndarray of shape (n_units,)
        ∂E/∂net of every layer, NaN without a target.
    point_gradient : ndarray of shape (n_parameters,)
        ∂E/∂w of this point, in the order of `Network.parameters`; NaN without a target.
    gradient : ndarray of shape (n_parameters,)
        What the step goes by: the same, or the mean over all points.
    change : ndarray of shape (n_parameters,)
        What the step adds to each weight: −α · ∂E/∂w, and a share of the last change.
    """

    network: Network
    inputs: Array
    target: float | None
    learning_rate: float
    momentum: float
    n_rows: int
    net_inputs: tuple[Array, ...]
    outputs: tuple[Array, ...]
    slopes: tuple[Array, ...]
    error: float
    deltas: tuple[Array, ...]
    point_gradient: Array
    gradient: Array
    change: Array

    @property
    def after(self) -> Array:
        """All weights after the step."""
        return np.asarray(self.network.parameters + self.change)

    @property
    def n_layers(self) -> int:
        """Layers of weights."""
        return len(self.outputs)

    def at(self, vector: Array, layer: int, unit: int, source: int) -> float:
        """Return one weight's entry of a vector that is laid out like the parameters.

        Parameters
        ----------
        vector : ndarray of shape (n_parameters,)
        layer, unit : int
        source : int
            The unit (or input) below, or `BIAS`.
        """
        return float(self.network.split(vector)[layer][unit, source])

    def values_into(self, layer: int) -> Array:
        """Return what a layer gets: the inputs, or the outputs of the layer below."""
        return self.inputs if layer == 0 else self.outputs[layer - 1]


def compute_step(moment: Moment, row: int, own_input: tuple[float, ...] | None) -> StepNumbers:
    """Compute a step from some moment.

    Parameters
    ----------
    moment : Moment
    row : int
        The point that is looked at.
    own_input : tuple of float, optional
        Look at this instead, which has no target.
    """
    problem, settings = moment.problem, moment.settings
    network = moment.network()
    x = problem.X[row] if own_input is None else np.array(own_input, dtype=np.float64)
    forward = network.forward(x[np.newaxis])
    outputs = tuple(layer[0] for layer in forward.outputs)
    slopes = tuple(
        _slope(activation.name, output)
        for activation, output in zip(network.activations, outputs, strict=True)
    )
    n_layers, nothing = len(outputs), np.full_like(network.parameters, np.nan)
    target, error, deltas = None, np.nan, tuple(np.full_like(each, np.nan) for each in outputs)
    point_gradient = gradient = change = nothing
    if own_input is None:
        target = problem.targets[row]
        back = backpropagate(network, x[np.newaxis], problem.T[row : row + 1], loss=LOSS)
        error, deltas = back.loss, tuple(back.deltas[layer][0] for layer in range(n_layers))
        point_gradient = gradient = _flat(network, back.weights, back.biases)
        if settings.full_batch:
            whole = backpropagate(network, problem.X, problem.T, loss=LOSS)
            gradient = _flat(network, whole.weights, whole.biases)
        change = settings.momentum * moment.velocity - settings.learning_rate * gradient
    return StepNumbers(
        network=network,
        inputs=x,
        target=target,
        learning_rate=settings.learning_rate,
        momentum=settings.momentum,
        n_rows=problem.n_rows if settings.full_batch else 1,
        net_inputs=tuple(layer[0] for layer in forward.net_inputs),
        outputs=outputs,
        slopes=slopes,
        error=float(error),
        deltas=deltas,
        point_gradient=point_gradient,
        gradient=gradient,
        change=change,
    )


def _slope(activation: str, output: Array) -> Array:
    if activation == "sigmoid":
        return np.asarray(output * (1.0 - output))
    if activation == "tanh":
        return np.asarray(1.0 - output * output)
    return np.sign(output)


def _flat(network: Network, weights: tuple[Array, ...], biases: tuple[Array, ...]) -> Array:
    twin = network.copy()
    for to, weight, to_bias, bias in zip(twin.weights, weights, twin.biases, biases, strict=True):
        to[:] = weight
        if network.bias:
            to_bias[:] = bias
    return np.asarray(twin.parameters, dtype=np.float64)

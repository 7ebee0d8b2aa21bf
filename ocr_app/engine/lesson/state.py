"""What a network computes for one drawing, and what that drawing would change in it.

No matrix is made until a step is taken, so that a lesson may follow a running training.

The formulas are those of Rumelhart, Hinton and Williams, "Learning representations by
back-propagating errors", Nature 323 (1986).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nn import Network
from ocr_app.engine.lesson.passes import (
    LessonError,
    Vector,
    activate,
    backward,
    double,
    forward,
    frozen,
    loss_gradient,
    loss_terms,
    net_inputs_of,
    times_slope,
)

_LOSSES: Final = {"softmax": "cross_entropy", "sigmoid": "squared_error"}
"""The error that each output activation is trained with here."""

LARGEST_RATE: Final = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class LessonState:
    """One drawing, its true digit, and all numbers of one learning step.

    Layers are counted from 0, the first hidden layer, or the output layer if there is none. All
    arrays are read-only and in double precision.

    Attributes
    ----------
    network : Network
        Not to be changed by anybody.
    pixels : ndarray of shape (64,)
        The inputs, 0 paper to 1 ink.
    target : int
        The output that should be 1; all others should be 0.
    learning_rate : float
        α, above 0 and at most 100.
    loss : str
        "cross_entropy", E = −ln out of the target, for softmax outputs; "squared_error",
        E = ½ Σ (actual − out)², for sigmoid outputs.
    net_inputs, outputs : tuple of ndarray of shape (n_units,)
        Of every layer.
    deltas : tuple of ndarray of shape (n_units,)
        ∂E/∂net of every layer.
    slopes : tuple of ndarray of shape (n_units,)
        f′(net), how fast the output of each unit grows with its own net input.
    """

    network: Network
    pixels: Vector
    target: int
    learning_rate: float
    loss: str
    net_inputs: tuple[Vector, ...]
    outputs: tuple[Vector, ...]
    deltas: tuple[Vector, ...]
    slopes: tuple[Vector, ...]

    @property
    def n_layers(self) -> int:
        """Layers with weights: the hidden ones and the outputs."""
        return len(self.outputs)

    @property
    def n_outputs(self) -> int:
        """10, or 11 with one for what is no digit."""
        return len(self.outputs[-1])

    @property
    def predicted(self) -> int:
        """The digit, 0 to 9, with the largest output."""
        return int(self.outputs[-1][:10].argmax())

    @property
    def actual(self) -> Vector:
        """What the outputs should be: 1 for the target, else 0; of shape (n_outputs,)."""
        wanted = np.zeros(self.n_outputs)
        wanted[self.target] = 1.0
        return frozen(wanted)

    @property
    def errors(self) -> Vector:
        """Each output's share of E, of shape (n_outputs,)."""
        return loss_terms(self.loss, self.outputs[-1], self.actual)

    @property
    def error(self) -> float:
        """E, the sum of `errors`."""
        return float(self.errors.sum())

    @property
    def error_by_output(self) -> Vector:
        """∂E/∂out of every output, of shape (n_outputs,)."""
        return loss_gradient(self.loss, self.outputs[-1], self.actual)

    def output_by_net(self, unit: int) -> Vector:
        """∂out_k/∂net of one output unit, for every output k; of shape (n_outputs,).

        With sigmoid only the unit's own is not 0; softmax couples all outputs.
        """
        outputs, activation = self.outputs[-1], self.network.activations[-1]
        # The Jacobian of either is symmetric: its rows are its columns.
        delta = np.zeros(self.n_outputs)
        delta[unit] = 1.0
        return times_slope(activation, outputs, delta)

    def inputs(self, layer: int) -> Vector:
        """Return what a layer gets: the pixels, or the outputs of the layer below."""
        return self.pixels if layer == 0 else self.outputs[layer - 1]

    def weight(self, layer: int, unit: int, source: int) -> float:
        """Return the weight that leads from a unit (or pixel) below to a unit of a layer."""
        return float(self.network.weights[layer][unit, source])

    def weights_to(self, layer: int, unit: int) -> Vector:
        """Return the weights to a unit, of shape (n_sources,)."""
        return double(self.network.weights[layer][unit])

    def weights_from(self, layer: int, source: int) -> Vector:
        """Return the weights of a layer that come from a unit (or pixel) below it."""
        return double(self.network.weights[layer][:, source])

    def bias(self, layer: int, unit: int) -> float:
        """Return the bias of a unit."""
        return float(self.network.biases[layer][unit])

    def gradient(self, layer: int, unit: int, source: int) -> float:
        """∂E/∂w = ∂E/∂net · ∂net/∂w: the delta of the unit, times the value that w carries."""
        return float(self.deltas[layer][unit] * self.inputs(layer)[source])

    def bias_gradient(self, layer: int, unit: int) -> float:
        """∂E/∂b, the delta of the unit; 0 in a network without biases."""
        return float(self.deltas[layer][unit]) if self.network.bias else 0.0

    def returned(self, layer: int, unit: int) -> float:
        """∂E/∂out of a hidden unit: Σ weight · delta over the units that it leads to."""
        return float(self.weights_from(layer + 1, unit) @ self.deltas[layer + 1])

    def with_learning_rate(self, learning_rate: float) -> LessonState:
        """Return the same lesson with another α.

        Raises
        ------
        LessonError
            If it is not above 0 and at most 100.
        """
        return replace(self, learning_rate=_checked_rate(learning_rate))

    @property
    def steepness(self) -> float:
        """Σ (∂E/∂w)² over all weights and biases: a small step makes E less by α times this."""
        bias = float(self.network.bias)
        return sum(
            float(delta @ delta) * (float(self.inputs(layer) @ self.inputs(layer)) + bias)
            for layer, delta in enumerate(self.deltas)
        )

    def outputs_after(self) -> Vector:
        """Compute the outputs that a step would lead to, of shape (n_outputs,).

        The step changes a layer's weights by −α · delta · inputsᵀ. What that does to new inputs
        takes only a scalar product, and no new weights.
        """
        values = self.pixels
        bias = float(self.network.bias)
        with np.errstate(all="ignore"):
            for layer, activation in enumerate(self.network.activations):
                net = net_inputs_of(self.network, layer, values)
                shared = float(self.inputs(layer) @ values) + bias
                net = net - self.learning_rate * shared * self.deltas[layer]
                values = activate(activation, net)
        return values

    def error_after(self) -> float:
        """Compute E after a step."""
        return float(loss_terms(self.loss, self.outputs_after(), self.actual).sum())

    def stepped(self) -> LessonState:
        """Take the step: w_new = w_old − α · ∂E/∂w for every weight and bias.

        Raises
        ------
        LessonError
            If the numbers would grow beyond all bounds.
        """
        old = self.network
        network = Network(
            old.layer_sizes, old.activation, old.output_activation, bias=old.bias, dtype=old.dtype
        )
        with np.errstate(all="ignore"):
            for layer, (new, before) in enumerate(zip(network.matrices, old.matrices, strict=True)):
                inputs = self.inputs(layer)
                with_one = np.append(inputs, 1.0) if old.bias else inputs
                delta = (self.learning_rate * self.deltas[layer]).astype(old.dtype)
                # In the new weights' own memory: a large layer's gradient takes as much again.
                np.multiply(delta[:, np.newaxis], with_one.astype(old.dtype), out=new)
                np.subtract(before, new, out=new)
        return begin_lesson(network, self.pixels, self.target, self.learning_rate)


def begin_lesson(
    network: Network, pixels: NDArray[np.floating], target: int | None, learning_rate: float
) -> LessonState:
    """Compute everything about one learning step.

    Parameters
    ----------
    network : Network
        With 64 inputs, 10 or 11 outputs, softmax or sigmoid. Not to be changed afterwards.
    pixels : ndarray of shape (8, 8) or (64,)
        0 paper to 1 ink.
    target : int or None
        The digit that was meant, 0 to 9; None: the one that is read.
    learning_rate : float
        α, above 0 and at most 100.

    Returns
    -------
    LessonState

    Raises
    ------
    LessonError
        With one sentence, if there is no lesson for these.
    """
    loss = _loss_of(network)
    values = double(np.asarray(pixels).reshape(-1))
    if values.shape != (64,) or not np.isfinite(values).all():
        raise LessonError("A lesson needs a drawing of 8 by 8 numbers.")
    rate = _checked_rate(learning_rate)
    net_inputs, outputs = forward(network, values)
    wanted = int(outputs[-1][:10].argmax()) if target is None else target
    if not 0 <= wanted < 10:
        raise LessonError("The true digit is one from 0 to 9.")
    deltas, slopes = backward(network, loss, outputs, wanted)
    return LessonState(
        network, frozen(values), wanted, rate, loss, net_inputs, outputs, deltas, slopes
    )


def _loss_of(network: Network) -> str:
    n_inputs, n_outputs = network.layer_sizes[0], network.layer_sizes[-1]
    if n_inputs != 64 or n_outputs not in (10, 11):
        raise LessonError(
            f"This network has {n_inputs} inputs and {n_outputs} outputs; the lesson is about "
            "networks that read digits, with 64 inputs and 10 or 11 outputs."
        )
    if network.output_activation not in _LOSSES:
        raise LessonError(
            f"The outputs of this network are no probabilities ({network.output_activation}); the "
            "lesson is about networks with softmax or sigmoid outputs."
        )
    return _LOSSES[network.output_activation]


def _checked_rate(learning_rate: float) -> float:
    if not 0 < learning_rate <= LARGEST_RATE:
        raise LessonError(f"The learning rate is above 0 and at most {LARGEST_RATE:g}.")
    return float(learning_rate)

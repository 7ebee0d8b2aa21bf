"""Backpropagation: how a network learns from a mini-batch. Forward, backward, update.

Samples are the columns of every array here. The last row of a layer's outputs is always 1: the
input that the biases are the weights of. Each layer thus costs one matrix product forward, and
backward one for the gradient and one for the layer below. All arrays are allocated once.

The formulas are those of Rumelhart, Hinton and Williams, "Learning representations by
back-propagating errors", Nature 323 (1986), in matrix form.
"""

import numpy as np

from nn._types import FloatArray, IntArray
from nn.losses import get_loss
from nn.network import Network
from nn.optimizers import Optimizer
from nn.products import gradient_product
from nn.samples import Samples


class Backpropagation:
    """Forward and backward passes of one network over mini-batches of up to a fixed size.

    Not for several threads at once; a network of its own for each.

    Parameters
    ----------
    network : Network
        Read by the passes, changed in place by `step`.
    batch_size : int ≥ 1
        The largest mini-batch.
    loss : str
        See `nn.losses.get_loss`.
    alpha : float ≥ 0
        L2 penalty: alpha/2 · Σ weights² / n is added to the mean loss of n samples.

    Attributes
    ----------
    gradient : ndarray of shape (n_parameters,)
        ∂E/∂parameters after `backward`, in the order of `Network.parameters`.
    total_weight : float
        What the loss of the mini-batch is the mean over: the number of its samples, or the sum of
        their weights.
    """

    def __init__(
        self, network: Network, batch_size: int, loss: str = "cross_entropy", alpha: float = 0.0
    ) -> None:
        self.network = network
        self.loss = get_loss(loss, network.output_activation)
        self.alpha = alpha
        self.gradient = np.zeros_like(network.parameters)
        self.total_weight = float(batch_size)
        self._share = np.zeros((), network.dtype)
        self._simple = self.loss.simple_with == network.output_activation
        self._memory = _Memory(network, self.gradient, batch_size)
        self._batch = _Batch(self._memory, batch_size)
        self._batches = {batch_size: self._batch}
        self._sample_weight: FloatArray | None = None
        self._penalised = np.ones_like(network.parameters)
        if network.bias:
            for matrix in network.split(self._penalised):
                matrix[:, -1] = 0.0
        self._decay = np.zeros_like(network.parameters)
        self._decay_rate = 0.0
        self._penalty = np.zeros_like(network.parameters)

    def load(self, samples: Samples, indices: IntArray) -> None:
        """Make some samples the mini-batch that the passes are about.

        Parameters
        ----------
        samples : Samples
        indices : ndarray of int of shape (n,)
            Which ones; n is at most the batch size.
        """
        n = len(indices)
        if n != self._batch.n_samples:
            if n not in self._batches:
                self._batches[n] = _Batch(self._memory, n)
            self._batch = self._batches[n]
            self._batch.reset_ones()
        samples.take(indices, self._batch.rows, self._batch.targets)
        self._sample_weight = None
        self.total_weight = float(n)
        if samples.sample_weight is not None:
            self._sample_weight = samples.sample_weight[indices]
            self.total_weight = float(self._sample_weight.sum())

    def forward(self) -> FloatArray:
        """Compute every layer's outputs.

        Returns
        -------
        ndarray of shape (n_outputs, n_samples)
            The network's outputs, in a buffer that the next pass overwrites.
        """
        for layer in self._batch.layers:
            outputs = layer.outputs
            layer.matrix.dot(layer.inputs, outputs)  # net input = Σ weight · input
            layer.activate(outputs, outputs, layer.scratch)
        return outputs

    def backward(self) -> float:
        """Compute the loss and its gradient for the outputs of the last `forward`.

        Returns
        -------
        float
            The mean loss of the samples and the penalty.
        """
        loss = self._output_delta()
        for layer in self._batch.layers_from_last:
            delta, below = layer.delta, layer.below  # delta: ∂E/∂net_input
            layer.multiply(delta, layer.inputs, layer.gradient)  # ∂E/∂weight = Σ delta · input
            if below is not None:  # each unit below answers for what it has passed on
                layer.weights_transposed.dot(delta, below.delta)
                below.differentiate(below.outputs, below.delta, below.scratch)
        return loss + self._add_penalty() if self.alpha else loss

    def step(self, optimizer: Optimizer) -> float:
        """Learn from the mini-batch: forward, backward, update.

        Returns
        -------
        float
            The loss before the update.
        """
        self.forward()
        loss = self.backward()
        optimizer.update(self.network.parameters, self.gradient)
        return loss

    @property
    def deltas(self) -> tuple[FloatArray, ...]:
        """∂E/∂net_input of every layer after `backward`, each of shape (n_units, n_samples)."""
        return tuple(layer.delta for layer in self._batch.layers)

    def _output_delta(self) -> float:
        """Compute the mean loss and, for the output layer, ∂E/∂net_input."""
        layer, targets = self._batch.layers[-1], self._batch.targets
        outputs, delta, scratch = layer.outputs, layer.delta, layer.scratch
        sample_weight = self._sample_weight
        if sample_weight is None:
            loss = self.loss.total(outputs, targets, delta, scratch)
        else:
            self.loss.terms(outputs, targets, delta, scratch)
            loss = float(np.dot(np.add.reduce(delta, axis=0), sample_weight))
        if self._simple:
            np.subtract(outputs, targets, out=delta)
        else:
            self.loss.derivative(outputs, targets, delta, scratch)
            layer.differentiate(outputs, delta, scratch)
        share = 1.0 / self.total_weight if self.total_weight > 0 else 0.0
        self._share.fill(share)
        delta *= self._share
        if sample_weight is not None:
            delta *= sample_weight
        return loss * share

    def _add_penalty(self) -> float:
        """Add the L2 penalty's gradient, alpha · w / n, and return the penalty."""
        parameters, penalty = self.network.parameters, self._penalty
        rate = self.alpha / self.total_weight if self.total_weight > 0 else 0.0
        if rate != self._decay_rate:  # it only changes with the size of the mini-batch
            np.multiply(self._penalised, rate, out=self._decay)
            self._decay_rate = rate
        np.multiply(parameters, self._decay, out=penalty)
        self.gradient += penalty
        return 0.5 * float(parameters.dot(penalty))


class _Memory:
    """All that the largest mini-batch needs; smaller ones use the beginning of it."""

    def __init__(self, network: Network, gradient: FloatArray, batch_size: int) -> None:
        n_inputs, *units = network.layer_sizes
        dtype = network.dtype
        self.network = network
        self.gradients = network.split(gradient)
        self.rows = np.ones((batch_size, n_inputs + network.bias), dtype)
        self.targets = np.zeros(units[-1] * batch_size, dtype)
        self.outputs = [np.zeros((n + network.bias) * batch_size, dtype) for n in units]
        self.deltas = [np.zeros(n * batch_size, dtype) for n in units]
        self.scratch = [np.zeros(n * batch_size, dtype) for n in units]


class _Batch:
    """Views of the memory for mini-batches of one size."""

    def __init__(self, memory: _Memory, n_samples: int) -> None:
        self.n_samples = n_samples
        self.rows = memory.rows[:n_samples]
        self.targets = _columns(memory.targets, memory.network.layer_sizes[-1], n_samples)
        self.layers: list[_Layer] = []
        inputs, below = self.rows.T, None
        for index in range(len(memory.gradients)):
            below = _Layer(memory, index, n_samples, inputs, below)
            inputs = below.with_ones
            self.layers.append(below)
        self.layers_from_last = self.layers[::-1]
        self.reset_ones()

    def reset_ones(self) -> None:
        """Write the ones again, where a mini-batch of another size has had its outputs."""
        for layer in self.layers:
            layer.with_ones[len(layer.outputs) :] = 1.0


class _Layer:
    """A layer's parameters and its part of a mini-batch's arrays; samples are columns."""

    __slots__ = (
        "activate",
        "below",
        "delta",
        "differentiate",
        "gradient",
        "inputs",
        "matrix",
        "multiply",
        "outputs",
        "scratch",
        "weights_transposed",
        "with_ones",
    )

    def __init__(
        self,
        memory: _Memory,
        index: int,
        n_samples: int,
        inputs: FloatArray,
        below: "_Layer | None",
    ) -> None:
        network = memory.network
        activation = network.activations[index]
        n_units = network.layer_sizes[index + 1]
        self.activate, self.differentiate = activation.forward, activation.backward
        self.matrix = network.matrices[index]
        self.weights_transposed = network.weights[index].T
        self.gradient = memory.gradients[index]
        self.multiply = gradient_product(n_units, inputs)
        self.inputs, self.below = inputs, below
        self.with_ones = _columns(memory.outputs[index], n_units + network.bias, n_samples)
        self.outputs = self.with_ones[:n_units]
        self.delta = _columns(memory.deltas[index], n_units, n_samples)
        self.scratch = _columns(memory.scratch[index], n_units, n_samples)


def _columns(memory: FloatArray, n_units: int, n_samples: int) -> FloatArray:
    return memory[: n_units * n_samples].reshape(n_units, n_samples)

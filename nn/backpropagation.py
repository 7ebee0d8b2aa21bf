"""Backpropagation: how a network learns from a mini-batch. Forward, backward, update.

Samples are the columns of every array here. The last row of a layer's outputs is always 1: the
input that the biases are the weights of. Each layer thus costs one matrix product forward, and
backward one for the gradient and one for the layer below. All arrays are allocated once.

The formulas are those of Rumelhart, Hinton and Williams, "Learning representations by
back-propagating errors", Nature 323 (1986), in matrix form.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nn._types import FloatArray, IntArray
from nn.activations import get_activation
from nn.losses import get_loss
from nn.network import Network
from nn.optimizers import Optimizer
from nn.samples import Samples, require_probabilities


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
        self.gradient = np.zeros_like(network.parameters)
        self._gradients = network.split(self.gradient)
        self._hidden = get_activation(network.activation)
        self._output = get_activation(network.output_activation)
        self._simple = self.loss.simple_with == network.output_activation
        self._buffers = {batch_size: _Buffers(network, batch_size)}
        self._largest = self._batch = self._buffers[batch_size]
        self._sample_weight: FloatArray | None = None
        self.total_weight = 1.0
        self._penalty = np.zeros_like(network.parameters)
        self._penalised = np.ones_like(network.parameters)
        if network.bias:
            for matrix in network.split(self._penalised):
                matrix[:, -1] = 0.0
        self.alpha = alpha

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
            if n not in self._buffers:
                self._buffers[n] = self._largest.first(n, self.network.bias)
            self._batch = self._buffers[n]
            self._batch.reset_ones()
        samples.take(indices, self._batch.rows, self._batch.target_rows)
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
        batch, inputs = self._batch, self._batch.inputs
        for layer, matrix in enumerate(self.network.matrices):
            outputs = batch.outputs[layer]
            np.dot(matrix, inputs, out=outputs)  # net input = Σ weight · input
            is_last = layer == len(batch.outputs) - 1
            activation = self._output if is_last else self._hidden
            activation.forward(outputs, outputs, batch.scratch[layer])
            inputs = batch.with_ones[layer]
        return batch.outputs[-1]

    def backward(self) -> float:
        """Compute the loss and its gradient for the outputs of the last `forward`.

        Returns
        -------
        float
            The mean loss of the samples and the penalty.
        """
        batch, matrices = self._batch, self.network.matrices
        loss = self._output_delta()
        for layer in range(len(matrices) - 1, -1, -1):
            delta = batch.deltas[layer]  # ∂E/∂net_input of this layer
            inputs = batch.with_ones[layer - 1] if layer else batch.inputs
            if batch.n_samples == 1:  # for a single sample an outer product is faster
                np.multiply(delta, inputs.T, out=self._gradients[layer])
            else:
                np.dot(delta, inputs.T, out=self._gradients[layer])
            if layer:  # hand every unit below its share of the blame
                np.dot(self.network.weights[layer].T, delta, out=batch.deltas[layer - 1])
                self._hidden.backward(
                    batch.outputs[layer - 1], batch.deltas[layer - 1], batch.scratch[layer - 1]
                )
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
        return self._batch.deltas

    def _output_delta(self) -> float:
        """Compute the mean loss and, for the output layer, ∂E/∂net_input."""
        batch = self._batch
        outputs, targets = batch.outputs[-1], batch.targets
        delta, scratch = batch.deltas[-1], batch.scratch[-1]
        share = 1.0 / self.total_weight if self.total_weight > 0 else 0.0
        self.loss.terms(outputs, targets, delta, scratch)
        if self._sample_weight is None:
            loss = float(np.add.reduce(delta, axis=None))
        else:
            loss = float(np.dot(np.add.reduce(delta, axis=0), self._sample_weight))
        if self._simple:
            np.subtract(outputs, targets, out=delta)
        else:
            self.loss.derivative(outputs, targets, delta, scratch)
            self._output.backward(outputs, delta, scratch)
        delta *= share
        if self._sample_weight is not None:
            delta *= self._sample_weight
        return loss * share

    def _add_penalty(self) -> float:
        """Add the L2 penalty's gradient, alpha · w / n, and return the penalty."""
        parameters, penalty = self.network.parameters, self._penalty
        np.multiply(parameters, self._penalised, out=penalty)
        penalty *= self.alpha / self.total_weight if self.total_weight > 0 else 0.0
        self.gradient += penalty
        return 0.5 * float(np.dot(parameters, penalty))


class _Buffers:
    """The arrays of a mini-batch of one size."""

    __slots__ = (
        "_memory",
        "_ones",
        "deltas",
        "inputs",
        "n_samples",
        "outputs",
        "rows",
        "scratch",
        "target_rows",
        "targets",
        "with_ones",
    )

    def __init__(self, network: Network, batch_size: int) -> None:
        n_inputs, *units = network.layer_sizes
        dtype, bias = network.dtype, network.bias
        self.rows = np.ones((batch_size, n_inputs + bias), dtype)
        self.target_rows = np.zeros((batch_size, units[-1]), dtype)
        outputs = [np.zeros((n + bias, batch_size), dtype) for n in units]
        deltas = [np.zeros((n, batch_size), dtype) for n in units]
        scratch = [np.zeros((n, batch_size), dtype) for n in units]
        self._view(outputs, deltas, scratch, bias)

    def _view(
        self,
        outputs: list[FloatArray],
        deltas: list[FloatArray],
        scratch: list[FloatArray],
        bias: bool,
    ) -> None:
        self._memory = (outputs, deltas, scratch)
        self.n_samples = len(self.rows)
        self.inputs, self.targets = self.rows.T, self.target_rows.T
        self.with_ones = tuple(outputs)
        self.outputs = tuple(array[:-1] if bias else array for array in outputs)
        self._ones = tuple(array[-1:] for array in outputs) if bias else ()
        self.deltas, self.scratch = tuple(deltas), tuple(scratch)
        self.reset_ones()

    def first(self, n_samples: int, bias: bool) -> "_Buffers":
        """View the beginning of the same memory as the buffers of a smaller mini-batch."""
        smaller = object.__new__(_Buffers)
        smaller.rows, smaller.target_rows = self.rows[:n_samples], self.target_rows[:n_samples]
        views: list[list[FloatArray]] = [
            [
                array.reshape(-1)[: len(array) * n_samples].reshape(len(array), n_samples)
                for array in arrays
            ]
            for arrays in self._memory
        ]
        smaller._view(views[0], views[1], views[2], bias)
        return smaller

    def reset_ones(self) -> None:
        """Write the ones again, where a batch of another size has had its outputs."""
        for row in self._ones:
            row.fill(1.0)


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
    samples = Samples(network, X, targets, sample_weight)
    passes = Backpropagation(network, samples.n_samples, loss, alpha)
    require_probabilities(samples.targets, passes.loss)
    passes.load(samples, np.arange(samples.n_samples))
    passes.forward()
    value = passes.backward()
    twin = network.copy()
    twin.parameters[:] = passes.gradient
    deltas = tuple(np.ascontiguousarray(delta.T) for delta in passes.deltas)
    for array in (*deltas, *twin.weights, *twin.biases):
        array.flags.writeable = False
    return BackwardPass(value, deltas, twin.weights, twin.biases)

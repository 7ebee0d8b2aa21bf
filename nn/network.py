"""A fully connected feed-forward network: its parameters and the way from inputs to outputs.

Layer l computes ``net_input = W_l · inputs + b_l`` and ``output = activation(net_input)``. The bias
is kept as one more column of the weight matrix, for an input that is always 1, and all matrices lie
one after the other in a single vector: training then needs one matrix product per layer and one
update for all parameters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from numbers import Integral
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from nn._types import FloatArray, RandomSource
from nn.activations import HIDDEN_ACTIVATIONS, get_activation
from nn.initializers import get_initializer

#: Samples that are computed together: what the layers make of them stays in the processor's cache.
_CHUNK = 512


@dataclass(frozen=True, slots=True)
class ForwardPass:
    """What every layer computed for some samples; all arrays are read-only.

    Attributes
    ----------
    net_inputs : tuple of ndarray of shape (n_samples, n_units)
        The weighted sums that reach each layer, the first hidden layer first.
    outputs : tuple of ndarray of shape (n_samples, n_units)
        The activation functions of them; ``outputs[-1]`` is what the network says.
    """

    net_inputs: tuple[FloatArray, ...]
    outputs: tuple[FloatArray, ...]


class Network:
    """A fully connected network; all parameters are zero until `initialize`.

    Reading (`forward`, `predict_proba`, `copy`) allocates what it needs and may be done by several
    threads at once, as long as none of them writes to the parameters.

    Parameters
    ----------
    layer_sizes : sequence of int ≥ 1
        Inputs, hidden layers (any number of them, also none), outputs.
    activation : {"relu", "sigmoid", "tanh", "identity"}
        Of the hidden layers. "logistic" is another name of "sigmoid".
    output_activation : {"softmax", "sigmoid", "tanh", "relu", "identity"}
        Of the outputs.
    bias : bool
        Whether the units have biases.
    dtype : {float32, float64}
        Of parameters and results.

    Attributes
    ----------
    layer_sizes : tuple of int
    activation, output_activation : str
    bias : bool
    activations : tuple of Activation
        The function of each layer, the first hidden layer first.
    dtype : numpy.dtype
    parameters : ndarray of shape (n_parameters,)
        All weights and biases; write into it (``parameters[:] = ...``) to change them.
    matrices : tuple of ndarray of shape (n_out, n_in + 1), or (n_out, n_in) without biases
        Views of `parameters`, one per layer: the weights, and the biases in the last column.
    weights : tuple of ndarray of shape (n_out, n_in)
        Views of `parameters`.
    biases : tuple of ndarray of shape (n_out,)
        Views of `parameters`; read-only zeros in a network without biases.

    Raises
    ------
    ValueError
        If a size or a name is not one of the above.

    Examples
    --------
    >>> network = Network((2, 2, 1), activation="sigmoid", output_activation="sigmoid")
    >>> network.initialize(np.random.default_rng(0))
    >>> network.predict_proba([[0.0, 1.0], [1.0, 1.0]]).shape
    (2, 1)
    """

    __slots__ = (
        "_layers",
        "activation",
        "activations",
        "bias",
        "biases",
        "dtype",
        "layer_sizes",
        "matrices",
        "output_activation",
        "parameters",
        "weights",
    )

    def __init__(
        self,
        layer_sizes: Sequence[int],
        activation: str = "relu",
        output_activation: str = "softmax",
        *,
        bias: bool = True,
        dtype: npt.DTypeLike = np.float32,
    ) -> None:
        self.layer_sizes = _checked_sizes(layer_sizes)
        self.activation = get_activation(activation).name
        self.output_activation = get_activation(output_activation).name
        if self.activation not in HIDDEN_ACTIVATIONS:
            raise ValueError(
                f"Hidden layers cannot be {self.activation}; "
                f"use one of {', '.join(HIDDEN_ACTIVATIONS)}."
            )
        self.bias = bool(bias)
        self.dtype: np.dtype[Any] = np.dtype(dtype)
        if self.dtype not in (np.float32, np.float64):
            raise ValueError(f"A network's dtype is float32 or float64, not {self.dtype}.")
        hidden, output = get_activation(self.activation), get_activation(self.output_activation)
        self.activations = (*(hidden for _ in self.layer_sizes[1:-1]), output)
        n_parameters = sum(rows * columns for rows, columns in self.shapes)
        self._set_parameters(np.zeros(n_parameters, self.dtype))

    @property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """The shapes of `matrices`."""
        return tuple((n_out, n_in + self.bias) for n_in, n_out in pairwise(self.layer_sizes))

    def split(self, vector: FloatArray) -> tuple[FloatArray, ...]:
        """View a vector laid out like `parameters` as one matrix per layer.

        Parameters
        ----------
        vector : ndarray of shape (n_parameters,)

        Returns
        -------
        tuple of ndarray, shaped like `matrices`
        """
        views, start = [], 0
        for rows, columns in self.shapes:
            views.append(vector[start : start + rows * columns].reshape(rows, columns))
            start += rows * columns
        return tuple(views)

    def _set_parameters(self, parameters: FloatArray) -> None:
        self.parameters = parameters
        self.matrices = self.split(parameters)
        if self.bias:
            self.weights = tuple(matrix[:, :-1] for matrix in self.matrices)
            self.biases = tuple(matrix[:, -1] for matrix in self.matrices)
        else:
            self.weights = self.matrices
            zeros = np.zeros(max(self.layer_sizes), self.dtype)
            zeros.flags.writeable = False
            self.biases = tuple(zeros[:n_out] for n_out in self.layer_sizes[1:])
        # Ready for `predict_proba`, which often has one sample and no time to lose.
        self._layers = tuple(
            (matrix, activation.forward)
            for matrix, activation in zip(self.matrices, self.activations, strict=True)
        )

    def initialize(self, rng: RandomSource, scheme: str = "auto") -> None:
        """Draw new random parameters.

        Parameters
        ----------
        rng : numpy.random.Generator or numpy.random.RandomState
            The same generator state gives the same parameters, bit for bit.
        scheme : {"auto", "he", "xavier", "glorot"}
            See `nn.initializers`; "auto" suits each layer's activation.
        """
        layers = zip(self.weights, self.biases, self.activations, strict=True)
        for weights, biases, activation in layers:
            draw = get_initializer(scheme, activation.name)
            n_out, n_in = weights.shape
            weights[:], new_biases = draw(rng, n_in, n_out, self.activation)
            if self.bias:
                biases[:] = new_biases

    def forward(self, X: npt.ArrayLike) -> ForwardPass:
        """Compute every layer's net inputs and outputs.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_inputs)

        Returns
        -------
        ForwardPass

        Raises
        ------
        ValueError
            If `X` has another shape.
        """
        outputs = self._checked_inputs(X)
        all_net_inputs, all_outputs = [], []
        for weights, biases, activation in zip(
            self.weights, self.biases, self.activations, strict=True
        ):
            net_inputs = np.dot(outputs, weights.T)
            net_inputs += biases
            outputs = np.empty_like(net_inputs)
            activation.forward(net_inputs.T, outputs.T, np.empty_like(net_inputs).T)
            for array in (net_inputs, outputs):
                array.flags.writeable = False
            all_net_inputs.append(net_inputs)
            all_outputs.append(outputs)
        return ForwardPass(tuple(all_net_inputs), tuple(all_outputs))

    def predict_proba(self, X: npt.ArrayLike) -> FloatArray:
        """Compute the outputs: with softmax, the probabilities of the classes.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_inputs)

        Returns
        -------
        ndarray of shape (n_samples, n_outputs)

        Raises
        ------
        ValueError
            If `X` has another shape.
        """
        inputs = self._checked_inputs(X)
        if len(inputs) <= _CHUNK:
            return self._outputs(inputs)
        outputs = np.empty((len(inputs), self.layer_sizes[-1]), self.dtype)
        for start in range(0, len(inputs), _CHUNK):
            chunk = slice(start, start + _CHUNK)
            outputs[chunk] = self._outputs(inputs[chunk])
        return outputs

    def _outputs(self, rows: FloatArray) -> FloatArray:
        """Compute the outputs of some samples, which are rows here and columns between the layers.

        Below every layer's outputs is a row of ones: the input that the biases are the weights of.
        """
        n_samples, n_inputs = rows.shape
        with_ones = np.empty((n_samples, n_inputs + self.bias), self.dtype)
        with_ones[:, :n_inputs] = rows
        with_ones[:, n_inputs:].fill(1.0)
        inputs = with_ones.T
        for matrix, activate in self._layers:
            n_units = len(matrix)
            above = np.empty((n_units + self.bias, n_samples), self.dtype)
            outputs = above[:n_units]
            matrix.dot(inputs, outputs)
            activate(outputs, outputs, np.empty((n_units, n_samples), self.dtype))
            above[n_units:].fill(1.0)
            inputs = above
        return np.ascontiguousarray(outputs.T)

    def copy(self) -> Self:
        """Return an equal network that shares no memory with this one."""
        return self.astype(self.dtype)

    def astype(self, dtype: npt.DTypeLike) -> Self:
        """Return a copy in another dtype, float32 or float64."""
        twin = type(self)(
            self.layer_sizes,
            self.activation,
            self.output_activation,
            bias=self.bias,
            dtype=dtype,
        )
        twin.parameters[:] = self.parameters
        return twin

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self.copy()

    def __getstate__(self) -> dict[str, Any]:
        # The views are left out: they would come back as copies, no longer tied to the parameters.
        return {
            "layer_sizes": self.layer_sizes,
            "activation": self.activation,
            "output_activation": self.output_activation,
            "bias": self.bias,
            "dtype": self.dtype.str,
            "parameters": self.parameters,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        parameters = state.pop("parameters")
        self.__init__(**state)  # type: ignore[misc]
        self.parameters[:] = parameters

    def __repr__(self) -> str:
        extra = "" if self.bias else ", bias=False"
        return (
            f"Network({self.layer_sizes}, {self.activation!r}, {self.output_activation!r}"
            f"{extra}, dtype={self.dtype.name})"
        )

    def _checked_inputs(self, X: npt.ArrayLike) -> FloatArray:
        inputs = np.asarray(X, self.dtype)
        if inputs.ndim != 2 or inputs.shape[1] != self.layer_sizes[0]:
            raise ValueError(
                f"The network takes samples of {self.layer_sizes[0]} numbers, an array of shape "
                f"(n, {self.layer_sizes[0]}), but got one of shape {inputs.shape}."
            )
        return inputs


def _checked_sizes(layer_sizes: Sequence[int]) -> tuple[int, ...]:
    sizes = tuple(layer_sizes)
    if len(sizes) < 2 or not all(_is_count(size) for size in sizes):
        raise ValueError(
            "layer_sizes must be whole numbers from 1, at least the number of inputs and the "
            f"number of outputs, not {layer_sizes!r}."
        )
    return tuple(int(size) for size in sizes)


def _is_count(size: object) -> bool:
    return not isinstance(size, bool) and isinstance(size, Integral) and int(size) >= 1

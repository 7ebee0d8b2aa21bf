"""What decides how a network of the lab looks and learns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Self

import numpy as np

from nn import Network
from ocr_app.engine.xor_lab.errors import LabError

MAX_LAYERS: Final = 3
MAX_UNITS: Final = 8
ACTIVATIONS: Final = ("sigmoid", "tanh", "relu")
LEARNING_RATES: Final = (0.001, 100.0)
MOMENTA: Final = (0.0, 0.99)
LARGEST_SEED: Final = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LabSettings:
    """A network and the way it learns. Immutable; change it with `dataclasses.replace`.

    Attributes
    ----------
    hidden_layer_sizes : tuple of int
        Units of each hidden layer, 1 to 8; at most 3 layers. None at all is one neuron.
    activation : {"sigmoid", "tanh", "relu"}
        Of the hidden units; the output is always a sigmoid.
    bias : bool
        Whether the units have biases.
    full_batch : bool
        Whether every step learns from all points at once, along the mean of their gradients.
        Otherwise each step learns from one point, in the order of the table.
    learning_rate : float
        α, 0.001 to 100.
    momentum : float
        Share of the last change that is kept, 0 to 0.99 (Polyak 1964).
    seed : int
        Of the random weights; the same seed learns the same way, bit for bit.

    Raises
    ------
    LabError
        If a value is not one of these.
    """

    hidden_layer_sizes: tuple[int, ...] = (4,)
    activation: str = "tanh"
    bias: bool = True
    full_batch: bool = False
    learning_rate: float = 0.5
    momentum: float = 0.0
    seed: int = 1

    def __post_init__(self) -> None:
        sizes = self.hidden_layer_sizes
        if len(sizes) > MAX_LAYERS or not all(1 <= size <= MAX_UNITS for size in sizes):
            raise LabError(f"There can be {MAX_LAYERS} hidden layers of 1 to {MAX_UNITS} units.")
        if self.activation not in ACTIVATIONS:
            raise LabError(f"The activation is one of {', '.join(ACTIVATIONS)}.")
        for name, value, (low, high) in (
            ("learning rate", self.learning_rate, LEARNING_RATES),
            ("momentum", self.momentum, MOMENTA),
            ("seed", self.seed, (0, LARGEST_SEED)),
        ):
            if not (math.isfinite(value) and low <= value <= high):
                raise LabError(f"The {name} is from {low:g} to {high:g}.")

    def has_same_network(self, other: Self) -> bool:
        """Whether weights of the one fit the other."""
        return (
            self.hidden_layer_sizes == other.hidden_layer_sizes
            and self.activation == other.activation
            and self.bias == other.bias
        )

    def empty_network(self, n_inputs: int) -> Network:
        """Make a network whose weights are all zero, in double precision."""
        return Network(
            (n_inputs, *self.hidden_layer_sizes, 1),
            self.activation,
            "sigmoid",
            bias=self.bias,
            dtype=np.float64,
        )

    def new_network(self, n_inputs: int) -> Network:
        """Make the network that the seed stands for."""
        network = self.empty_network(n_inputs)
        network.initialize(np.random.default_rng(self.seed))
        return network

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` takes."""
        return {**asdict(self), "hidden_layer_sizes": list(self.hidden_layer_sizes)}

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Read settings from a file; what is missing has its usual value.

        Raises
        ------
        LabError
            If something is not right.
        """
        if not isinstance(data, Mapping):
            raise LabError("The settings in this file cannot be read.")
        known = {field.name: data[field.name] for field in fields(cls) if field.name in data}
        try:
            return cls(**{name: _converted(name, value) for name, value in known.items()})
        except (TypeError, ValueError) as error:
            if isinstance(error, LabError):
                raise
            raise LabError("The settings in this file cannot be read.") from None


def _converted(name: str, value: Any) -> Any:
    if name == "hidden_layer_sizes":
        if not all(type(size) is int for size in value):
            raise TypeError(name)
        return tuple(value)
    kind = {"activation": str, "bias": bool, "full_batch": bool, "seed": int}.get(name, float)
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise TypeError(name)
    return value

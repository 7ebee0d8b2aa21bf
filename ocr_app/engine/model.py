"""A digit model: a network, and what is known about it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from nn import Network, NetworkFileError, load_network, save_network
from resources import resource

FACTORY_NAME = "Factory model"
N_DIGITS = 10
_FACTORY_FILE = "default-model.npz"


@dataclass(frozen=True, slots=True)
class Model:
    """A network that reads canonical 8×8 digits.

    Attributes
    ----------
    network : Network
        64 inputs and an output for each digit, 10 in all, that are probabilities. An 11th output,
        if there is one, is the probability that the ink is no digit.
    metadata : mapping of str to JSON-able values
        ``recipe``: how it was trained; ``held_out``: ``{"n", "accuracy"}`` on digits of other
        writers; ``temperature`` and ``refusal_threshold``: see there; ``setup``, ``trained_at``
        and more of a training in the window. All of it optional.
    path : Path or None
        The file it came from, or was saved to.
    name : str
        What the window calls it.
    is_factory : bool
        Whether it is the one that the application comes with, whatever its name.
    """

    network: Network
    metadata: Mapping[str, Any] = field(default_factory=dict)
    path: Path | None = None
    name: str = "New model"
    is_factory: bool = False

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read a model from a file.

        Raises
        ------
        NetworkFileError
            With one sentence, if it is no network file or the network does not read digits.
        """
        network, metadata = load_network(path)
        file = Path(path)
        _check(network, metadata, file.name)
        return cls(network=network, metadata=metadata, path=file, name=file.stem)

    @classmethod
    def factory(cls) -> Self:
        """Return the model that the application comes with."""
        model = cls.load(resource(_FACTORY_FILE))
        return replace(model, path=None, name=FACTORY_NAME, is_factory=True)

    def save(self, path: str | os.PathLike[str]) -> Self:
        """Write the model to a file and return it with its new path and name.

        Raises
        ------
        NetworkFileError
            If the file cannot be written; an existing file is then as it was.
        """
        save_network(path, self.network, self.metadata)
        file = Path(path)
        return replace(self, path=file, name=file.stem, is_factory=False)

    @property
    def temperature(self) -> float:
        """Divisor of the logits that makes "90 %" right 90 % of the time; 1 changes nothing."""
        return float(self.metadata.get("temperature", 1.0))

    @property
    def is_calibrated(self) -> bool:
        """Whether the temperature was fitted to digits that the network was not trained on."""
        return "temperature" in self.metadata

    @property
    def can_refuse(self) -> bool:
        """Whether the network has an output for "no digit"."""
        return self.network.layer_sizes[-1] == N_DIGITS + 1

    @property
    def refusal_threshold(self) -> float:
        """Probability of "no digit" above which ink is said not to look like a digit, 0..1."""
        return float(self.metadata.get("refusal_threshold", 0.5))

    @property
    def held_out_accuracy(self) -> float | None:
        """Share of other writers' digits that it read right when it was trained, if known."""
        held_out = self.metadata.get("held_out")
        accuracy = held_out.get("accuracy") if isinstance(held_out, Mapping) else None
        return float(accuracy) if isinstance(accuracy, int | float) else None


def _check(network: Network, metadata: Mapping[str, Any], name: str) -> None:
    sizes = network.layer_sizes
    if sizes[0] != 64 or sizes[-1] not in (N_DIGITS, N_DIGITS + 1):
        raise NetworkFileError(
            f"{name} holds a network with {sizes[0]} inputs and {sizes[-1]} outputs; reading "
            "digits needs 64 inputs and 10 outputs, or 11 with one for what is no digit."
        )
    if network.output_activation not in ("softmax", "sigmoid"):
        raise NetworkFileError(
            f"{name} holds a network whose outputs are not probabilities "
            f"({network.output_activation}); reading digits needs softmax or sigmoid outputs."
        )
    for key, what, low, high in (
        ("temperature", "temperature", 0.01, 100),
        ("refusal_threshold", "refusal threshold", 0, 1),
    ):
        value = metadata.get(key, low)
        if not isinstance(value, int | float) or not low <= value <= high:
            raise NetworkFileError(
                f"{name} has a {what} of {value!r}; it must be a number from {low} to {high}."
            )

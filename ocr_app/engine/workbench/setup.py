"""Everything that decides what a training in the workbench gives."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Literal, Self, get_args

Split = Literal["writers", "random"]
HiddenActivation = Literal["relu", "sigmoid", "tanh"]
LossName = Literal["cross_entropy", "squared_error"]
Solver = Literal["adam", "sgd"]
Schedule = Literal["constant", "decreasing"]

N_INPUTS: Final = 64
MAX_LAYERS: Final = 5

LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    "validation_fraction": (0.05, 0.5),
    "copies": (0, 200),
    "augmentation_strength": (0.0, 2.0),
    "synthetic": (0, 20_000),
    "nondigits": (0, 200_000),
    "pictures": (0, 20_000),
    "units": (1, 1024),
    "learning_rate_init": (1e-6, 100.0),
    "momentum": (0.0, 0.999),
    "batch_size": (1, 10_000),
    "alpha": (0.0, 10.0),
    "max_iter": (1, 1000),
    "n_iter_no_change": (1, 100),
    "random_state": (0, 2**31 - 1),
}
"""The least and the largest value of every number, both allowed."""

_WORDS: Final[Mapping[str, str]] = {
    "split": "The held-out digits",
    "validation_fraction": "The held-out share",
    "copies": "The varied copies",
    "augmentation_strength": "The strength of the variation",
    "synthetic": "The synthetic digits",
    "nondigits": "The non-digits",
    "pictures": "The pictures",
    "units": "The units of a hidden layer",
    "activation": "The activation",
    "loss": "The loss",
    "solver": "The optimiser",
    "learning_rate_init": "The learning rate",
    "learning_rate": "The course of the learning rate",
    "momentum": "The momentum",
    "batch_size": "The batch size",
    "alpha": "The L2 penalty",
    "max_iter": "The epochs",
    "n_iter_no_change": "The patience",
    "random_state": "The seed",
    "use_digits": "Whether scikit-learn's digits are used",
    "use_my_samples": "Whether my samples are used",
    "early_stopping": "Whether to stop early",
}

_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "split": get_args(Split),
    "activation": get_args(HiddenActivation),
    "loss": get_args(LossName),
    "solver": get_args(Solver),
    "learning_rate": get_args(Schedule),
}

WHOLE_NUMBERS: Final = {
    "copies",
    "synthetic",
    "nondigits",
    "pictures",
    "units",
    "batch_size",
    "max_iter",
    "n_iter_no_change",
    "random_state",
}

DATA_FIELDS: Final = (
    "use_digits",
    "split",
    "validation_fraction",
    "copies",
    "augmentation_strength",
    "synthetic",
    "nondigits",
    "pictures",
    "use_my_samples",
    "random_state",
)
"""What decides the samples; set-ups that agree in them can share what was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSetup:
    """Data, network and learning of one training. Immutable; change it with `dataclasses.replace`.

    Attributes
    ----------
    use_digits : bool
        Learn from scikit-learn's digits, those that are not held out.
    split : {"writers", "random"}
        Which of them are held out: the last in file order, which other people wrote, or any.
    validation_fraction : float
        How many are held out, 0.05 to 0.5.
    copies : int
        Varied copies of every learnt digit, 0 to 200.
    augmentation_strength : float
        How far copies stray from the original, 0 to 2; 1 is what the factory model learnt from.
    synthetic : int
        Synthetic digits of each kind, 0 to 20,000.
    nondigits : int
        Letters and scribbles, 0 to 200,000; with any, there is an 11th output that says so.
    pictures : int
        Synthetic digits of each kind drawn into small pictures by thin and fat pens, 0 to 20,000.
    use_my_samples : bool
        Learn from what people drew and labelled themselves as well.
    hidden_layer_sizes : tuple of int
        Units of each hidden layer, 1 to 1,024; at most 5 layers, none is allowed.
    activation : {"relu", "sigmoid", "tanh"}
        Of the hidden layers.
    loss : {"cross_entropy", "squared_error"}
        Cross-entropy with softmax outputs, or ½(actual − predicted)² with sigmoid outputs.
    solver : {"adam", "sgd"}
        Adam or plain stochastic gradient descent.
    learning_rate_init : float
        Step size α at the start, 10⁻⁶ to 100.
    learning_rate : {"constant", "decreasing"}
        Decreasing: along half a cosine, from epoch to epoch, to almost nothing.
    momentum : float
        0 to 0.999; for "sgd" only.
    batch_size : int
        Samples per step, 1 to 10,000.
    alpha : float
        L2 penalty, 0 to 10.
    max_iter : int
        Epochs, 1 to 1,000.
    early_stopping : bool
        Stop when the held-out digits are no longer read better, and keep the best epoch.
    n_iter_no_change : int
        Epochs without an improvement that early stopping waits for, 1 to 100.
    random_state : int
        Seed, 0 to 2³¹−1; the same set-up gives the same network, bit for bit.

    Raises
    ------
    ValueError
        With one sentence, if a value is impossible or nothing is left to learn from.
    """

    use_digits: bool = True
    split: Split = "writers"
    validation_fraction: float = 0.2
    copies: int = 60
    augmentation_strength: float = 1.0
    synthetic: int = 5_500
    nondigits: int = 10_000
    pictures: int = 0
    use_my_samples: bool = False
    hidden_layer_sizes: tuple[int, ...] = (448,)
    activation: HiddenActivation = "relu"
    loss: LossName = "cross_entropy"
    solver: Solver = "adam"
    learning_rate_init: float = 3e-3
    learning_rate: Schedule = "decreasing"
    momentum: float = 0.9
    batch_size: int = 128
    alpha: float = 1e-3
    max_iter: int = 11
    early_stopping: bool = False
    n_iter_no_change: int = 10
    random_state: int = 1

    def __post_init__(self) -> None:
        for name, allowed in _CHOICES.items():
            if getattr(self, name) not in allowed:
                raise ValueError(
                    f"{_WORDS[name]} must be one of {', '.join(allowed)}, "
                    f"not {getattr(self, name)!r}."
                )
        for field in fields(self):
            if field.name in LIMITS:
                _require_number(field.name, getattr(self, field.name))
            elif field.type == "bool" and not isinstance(getattr(self, field.name), bool):
                raise ValueError(f"{_WORDS[field.name]} must be true or false.")
        if len(self.hidden_layer_sizes) > MAX_LAYERS:
            raise ValueError(
                f"There are {len(self.hidden_layer_sizes)} hidden layers; "
                f"at most {MAX_LAYERS} are possible."
            )
        for units in self.hidden_layer_sizes:
            _require_number("units", units)
        if not (self.use_digits or self.synthetic or self.pictures or self.use_my_samples):
            raise ValueError(
                "There is nothing to learn from: switch on scikit-learn's digits, "
                "synthetic digits or my samples."
            )

    @property
    def output_activation(self) -> Literal["softmax", "sigmoid"]:
        """What the outputs are made by; follows from the loss."""
        return "softmax" if self.loss == "cross_entropy" else "sigmoid"

    @property
    def n_outputs(self) -> int:
        """One for each digit, and one for "no digit" if it is learnt."""
        return 11 if self.nondigits else 10

    @property
    def layer_sizes(self) -> tuple[int, ...]:
        """Inputs, hidden layers, outputs."""
        return (N_INPUTS, *self.hidden_layer_sizes, self.n_outputs)

    def to_json(self) -> dict[str, Any]:
        """Return what JSON can hold; `from_json` makes the same set-up of it."""
        return {**asdict(self), "hidden_layer_sizes": list(self.hidden_layer_sizes)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Make a set-up of what `to_json` returned; what is missing is as it is by default.

        Raises
        ------
        ValueError
            With one sentence, if a name is unknown or a value is impossible.
        """
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(values) - known):
            raise ValueError(f"A training has no setting {unknown[0]!r}.")
        given = dict(values)
        layers = given.get("hidden_layer_sizes", ())
        if not isinstance(layers, list | tuple):
            raise ValueError("The hidden layers must be a list of whole numbers.")
        if "hidden_layer_sizes" in given:
            given["hidden_layer_sizes"] = tuple(layers)
        return cls(**given)


def in_words(name: str) -> str:
    """Say a setting's name as people would: "The batch size"; unknown names as they are."""
    return "Hidden layers" if name == "hidden_layer_sizes" else _WORDS.get(name, name)


def _require_number(name: str, value: object) -> None:
    """Refuse what is no number, or lies outside its limits."""
    low, high = LIMITS[name]
    whole = name in WHOLE_NUMBERS
    good_type = isinstance(value, int) if whole else isinstance(value, int | float)
    if (
        not good_type
        or isinstance(value, bool)
        or not math.isfinite(value)  # type: ignore[arg-type]
        or not low <= value <= high  # type: ignore[operator]
    ):
        kind = "a whole number" if whole else "a number"
        raise ValueError(f"{_WORDS[name]} must be {kind} from {low:,g} to {high:,g}, not {value}.")

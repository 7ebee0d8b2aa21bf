"""The settings of a training, under the names that scikit-learn's MLPClassifier gives them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any, Literal

from nn._types import RandomSource


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSettings:
    """How a network is trained. Immutable: change it with `dataclasses.replace`.

    Attributes
    ----------
    solver : {"adam", "sgd"}
    learning_rate_init : float > 0
        The step size of the optimiser.
    learning_rate : {"constant", "invscaling", "adaptive"}
        For "sgd" only. "invscaling" divides the initial rate by (samples seen + 1) to the power
        `power_t` after every epoch; "adaptive" divides the current one by 5 whenever the training
        would otherwise have converged, until it is below 1e-6.
    power_t : float ≥ 0
    momentum : float from 0 to 1
        For "sgd" only.
    nesterovs_momentum : bool
        For "sgd" only.
    beta_1, beta_2 : float from 0 to below 1
        Decay rates of Adam's moments.
    epsilon : float > 0
        Keeps Adam from dividing by zero.
    alpha : float ≥ 0
        L2 penalty: alpha/2 · Σw² / n is added to the loss of a mini-batch of n samples. Biases are
        not penalised.
    batch_size : int ≥ 1 or "auto"
        Samples in a mini-batch; "auto" is 200. At most the number of samples there are.
    max_iter : int ≥ 1
        Epochs.
    shuffle : bool
        Whether every epoch takes the samples in a new order.
    random_state : int ≥ 0, Generator, RandomState or None
        The seed of that order. None takes another one every time.
    tol : float ≥ 0
        What counts as an improvement of the loss, or of the validation score if `early_stopping`.
    n_iter_no_change : int ≥ 1 or inf
        Stop after more than this number of epochs in a row without such an improvement.
    early_stopping : bool
        Watch the validation score instead of the training loss and end with the parameters of the
        best epoch. The trainer needs validation samples for it.

    Raises
    ------
    ValueError
        If a value is out of its range; the message names it.
    """

    solver: Literal["adam", "sgd"] = "adam"
    learning_rate_init: float = 1e-3
    learning_rate: Literal["constant", "invscaling", "adaptive"] = "constant"
    power_t: float = 0.5
    momentum: float = 0.9
    nesterovs_momentum: bool = True
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-8
    alpha: float = 1e-4
    batch_size: int | Literal["auto"] = "auto"
    max_iter: int = 200
    shuffle: bool = True
    random_state: int | RandomSource | None = None
    tol: float = 1e-4
    n_iter_no_change: float = 10
    early_stopping: bool = False

    def __post_init__(self) -> None:
        self._one_of("solver", ("adam", "sgd"))
        self._one_of("learning_rate", ("constant", "invscaling", "adaptive"))
        self._number("learning_rate_init", above=0)
        self._number("power_t", at_least=0)
        self._number("momentum", at_least=0, at_most=1)
        self._number("beta_1", at_least=0, below=1)
        self._number("beta_2", at_least=0, below=1)
        self._number("epsilon", above=0)
        self._number("alpha", at_least=0)
        self._number("tol", at_least=0)
        self._number("max_iter", at_least=1, integral=True)
        if self.batch_size != "auto":
            self._number("batch_size", at_least=1, integral=True)
        if self.n_iter_no_change != math.inf:
            self._number("n_iter_no_change", at_least=1, integral=True)

    def _one_of(self, name: str, known: Iterable[str]) -> None:
        value = getattr(self, name)
        if value not in known:
            raise ValueError(f"{name} must be one of {', '.join(known)}, not {value!r}.")

    def _number(
        self,
        name: str,
        *,
        above: float = -math.inf,
        at_least: float = -math.inf,
        below: float = math.inf,
        at_most: float = math.inf,
        integral: bool = False,
    ) -> None:
        value: Any = getattr(self, name)
        right_type = isinstance(value, Integral if integral else Real)
        if (
            not right_type
            or isinstance(value, bool)
            or not (math.isfinite(value) and above < value < below and at_least <= value <= at_most)
        ):
            limits = [
                f"{word} {limit:g}"
                for word, limit in (
                    ("above", above),
                    ("at least", at_least),
                    ("below", below),
                    ("at most", at_most),
                )
                if math.isfinite(limit)
            ]
            kind = "a whole number" if integral else "a number"
            raise ValueError(f"{name} must be {kind} {' and '.join(limits)}, not {value!r}.")

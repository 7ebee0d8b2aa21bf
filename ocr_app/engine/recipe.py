"""What decides how a digit model is made; `ocr_app.engine.training` makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


def _require(holds: bool, what: str, allowed: str, value: object) -> None:
    if not holds:
        raise ValueError(f"{what} must be {allowed}, not {value}.")


@dataclass(frozen=True, slots=True)
class TrainingRecipe:
    """Everything that decides what a training gives.

    Attributes
    ----------
    hidden_layer_sizes : tuple of int
        Units of each hidden layer, 1 to 1,024 each; at most 5 layers, none is allowed.
    learning_rate_init : float
        Step size α at the start, above 0, at most 10. It shrinks to almost nothing by the end.
    max_iter : int
        Epochs: how often every digit is seen, 1 to 1,000.
    batch_size : int
        Digits per step, 1 to 10,000.
    alpha : float
        Strength of the L2 penalty on the weights, 0 to 10.
    copies : int
        Varied copies of every training digit beside it, 0 to 200: more copies, more kinds of hands.
    synthetic : int
        Digits of each kind that are written from templates, 0 to 20,000: ways of writing that the
        training digits lack, such as a slashed zero.
    nondigits : int
        Letters, signs and scribbles that are no digits, 0 to 200,000; with any, the network has an
        11th output that says so.
    pictures : int
        Synthetic digits of each kind that are drawn into small pictures by thin and fat pens, 0 to
        20,000: what loses its loops and corners there is learnt, too.
    members : int
        Networks that are trained apart, each on samples of its own, and then put side by side, 1 to
        8: their mean errs less than each of them.
    random_state : int
        Seed, 0 to 2³²−1; the same seed gives the same network, bit for bit.

    Raises
    ------
    ValueError
        With one sentence, if a value is outside its range.
    """

    hidden_layer_sizes: tuple[int, ...] = (512,)
    learning_rate_init: float = 6e-3
    max_iter: int = 12
    batch_size: int = 256
    alpha: float = 1e-3
    copies: int = 120
    synthetic: int = 8_000
    nondigits: int = 55_000
    pictures: int = 1_000
    members: int = 2
    random_state: int = 3

    def __post_init__(self) -> None:
        if len(self.hidden_layer_sizes) > 5:
            raise ValueError(
                f"There are {len(self.hidden_layer_sizes)} hidden layers; at most 5 are possible."
            )
        for size in self.hidden_layer_sizes:
            _require(1 <= size <= 1024, "A hidden layer", "1 to 1,024 units", size)
        _require(
            0 < self.learning_rate_init <= 10,
            "The learning rate",
            "above 0 and at most 10",
            self.learning_rate_init,
        )
        _require(1 <= self.max_iter <= 1000, "The epochs", "1 to 1,000", self.max_iter)
        _require(1 <= self.batch_size <= 10_000, "The batch size", "1 to 10,000", self.batch_size)
        _require(0 <= self.alpha <= 10, "The L2 penalty", "0 to 10", self.alpha)
        _require(0 <= self.copies <= 200, "The varied copies", "0 to 200", self.copies)
        _require(
            0 <= self.synthetic <= 20_000, "The synthetic digits", "0 to 20,000", self.synthetic
        )
        _require(0 <= self.nondigits <= 200_000, "The non-digits", "0 to 200,000", self.nondigits)
        _require(0 <= self.pictures <= 20_000, "The pictures", "0 to 20,000", self.pictures)
        _require(1 <= self.members <= 8, "The members", "1 to 8", self.members)
        _require(0 <= self.random_state < 2**32, "The seed", "0 to 4294967295", self.random_state)


RECIPES: Final = {
    "shipped": TrainingRecipe(),
    "fast": TrainingRecipe(
        hidden_layer_sizes=(32,),
        learning_rate_init=2e-3,
        max_iter=10,
        batch_size=32,
        copies=3,
        synthetic=100,
        nondigits=0,
        pictures=0,
        members=1,
    ),
    "plain": TrainingRecipe(
        hidden_layer_sizes=(64, 32),
        learning_rate_init=2e-3,
        max_iter=100,
        batch_size=32,
        alpha=1e-4,
        copies=0,
        synthetic=0,
        nondigits=0,
        pictures=0,
        members=1,
    ),
}
"""Named recipes: what the shipped model is made by, a fast one, and one on the plain digits."""

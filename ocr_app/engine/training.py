"""From a recipe to a digit model, as the command line trains it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from datasets.digits import DigitsSplit, load_digits
from nn import Network, Trainer, TrainingSettings, average_networks
from ocr_app.engine.members import ShouldStop, train_apart
from ocr_app.engine.model import N_DIGITS, Model
from ocr_app.engine.recipe import TrainingRecipe
from ocr_app.engine.scoring import accuracy_of, digits_right, share_of_rate, temperature_of
from ocr_app.engine.training_samples import made_samples, n_made


class TrainingCancelled(Exception):  # noqa: N818 -- not an error: somebody pressed Cancel
    """The training was stopped before it had a result; nothing was changed."""


class TrainingDiverged(Exception):  # noqa: N818
    """The error grew without bound; the message says what to change."""


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """Where a training stands.

    Attributes
    ----------
    stage : {"preparing", "training"}
    epoch, max_iter : int
        Epochs done, of how many. 0 while preparing.
    fraction : float
        Share of the work of this stage that is done, 0..1.
    loss : float
        Mean training loss of the last epoch; NaN before the first.
    accuracy : float
        Share of the held-out digits that are read right, 0..1; NaN before the first epoch.
    """

    stage: Literal["preparing", "training"]
    epoch: int
    max_iter: int
    fraction: float
    loss: float = float("nan")
    accuracy: float = float("nan")


def train_model(
    recipe: TrainingRecipe,
    on_progress: Callable[[TrainingProgress], None] | None = None,
    should_stop: ShouldStop | None = None,
) -> Model:
    """Train a digit model from scratch.

    Trained on four fifths of scikit-learn's digits, varied copies of them and synthetic digits,
    never on the last fifth, which other people wrote and which the accuracy is measured on.

    Parameters
    ----------
    recipe : TrainingRecipe
    on_progress : callable, optional
        Called in the calling thread, now and then while digits are made, and after every epoch.
    should_stop : callable, optional
        Looked at before every mini-batch and every few hundred digits made, or ten times a second
        where several networks are trained; true ends the training.

    Returns
    -------
    Model
        Unsaved; its metadata hold the recipe, and the accuracy and the temperature on the held-out
        digits.

    Raises
    ------
    TrainingCancelled
        If `should_stop` returned true.
    TrainingDiverged
        If the loss grew without bound.
    """
    report = on_progress or _ignore
    stop = should_stop or _never
    if recipe.members == 1:
        trained = [_train_member(recipe, 0, report, stop)]
    else:
        train = partial(_train_member, recipe)
        trained = train_apart(
            recipe.members, train, lambda latest: report(_mean(latest)), stop, TrainingCancelled
        )
    networks = [_make_network(recipe) for _ in trained]
    for network, one in zip(networks, trained, strict=True):
        network.parameters[:] = one.parameters
    network = average_networks(networks)
    digits = load_digits("writers")
    metadata = {
        "recipe": asdict(recipe),
        "training_digits": sum(one.n_samples for one in trained),
        "held_out": {"n": len(digits.y_test), "accuracy": _held_out(network, digits)},
        "temperature": temperature_of(network, digits.X_test, digits.y_test),
    }
    return Model(network=network, metadata=metadata)


@dataclass(frozen=True, slots=True)
class _Trained:
    """What comes back from a training: of the network, only its parameters."""

    parameters: NDArray[np.float32]
    n_samples: int


def _train_member(
    recipe: TrainingRecipe,
    member: int,
    report: Callable[[TrainingProgress], None],
    should_stop: ShouldStop,
) -> _Trained:
    """Train one of the networks, on samples and from weights of its own."""
    recipe = replace(recipe, random_state=_member_seed(recipe.random_state, member))
    digits = load_digits("writers")
    X, y = _training_digits(recipe, digits, report, should_stop)
    trainer = _make_trainer(recipe, digits, X, y)
    for progress in _train(trainer, recipe, should_stop):
        report(progress)
    if trainer.stop_reason == "stopped":
        raise TrainingCancelled("The training was cancelled; the network is as it was before.")
    if trainer.stop_reason == "diverged":
        raise TrainingDiverged(
            f"The error grew without bound in epoch {trainer.progress.epoch + 1}: the learning "
            f"rate of {recipe.learning_rate_init:g} is too high. Try a tenth of it."
        )
    return _Trained(trainer.network.parameters.copy(), len(X))


def _member_seed(random_state: int, member: int) -> int:
    """Seed of a member: the recipe's for the first, so that one alone is trained by it."""
    if member == 0:
        return random_state
    return int(np.random.SeedSequence((random_state, member)).generate_state(1)[0])


def _mean(latest: list[TrainingProgress]) -> TrainingProgress:
    """Where all members stand together: at the stage and the epoch of the slowest."""
    preparing = [progress for progress in latest if progress.stage == "preparing"]
    if preparing:
        done = sum(progress.fraction for progress in preparing) + len(latest) - len(preparing)
        return replace(preparing[0], fraction=done / len(latest))
    values = [(one.fraction, one.loss, one.accuracy) for one in latest]
    fraction, loss, accuracy = np.mean(values, axis=0).tolist()
    slowest = min(latest, key=lambda progress: progress.epoch)
    return replace(slowest, fraction=fraction, loss=loss, accuracy=accuracy)


def held_out_accuracy(model: Model) -> float:
    """Share of the held-out digits, which other people wrote, that a model reads right, 0..1."""
    return _held_out(model.network, load_digits("writers"))


def _held_out(network: Network, digits: DigitsSplit) -> float:
    return accuracy_of(network, digits.X_test, digits.y_test)


def _training_digits(
    recipe: TrainingRecipe,
    digits: DigitsSplit,
    report: Callable[[TrainingProgress], None],
    should_stop: ShouldStop,
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Collect the digits themselves, their varied copies, and synthetic ones."""
    made = [(digits.X_train, digits.y_train)]
    to_make = n_made(
        len(digits.y_train), recipe.copies, recipe.synthetic, recipe.nondigits, recipe.pictures
    )
    done = 0
    rng = np.random.default_rng(recipe.random_state)
    for part in made_samples(
        digits.counts_train,
        digits.y_train,
        rng,
        copies=recipe.copies,
        synthetic=recipe.synthetic,
        nondigits=recipe.nondigits,
        pictures=recipe.pictures,
    ):
        if should_stop():
            raise TrainingCancelled("The training was cancelled before it began.")
        made.append(part)
        done += len(part[1])
        report(TrainingProgress("preparing", 0, recipe.max_iter, done / to_make))
    return np.concatenate([X for X, _ in made]), np.concatenate([y for _, y in made])


def _make_trainer(
    recipe: TrainingRecipe, digits: DigitsSplit, X: NDArray[np.float32], y: NDArray[np.int64]
) -> Trainer:
    network = _make_network(recipe)
    network.initialize(np.random.default_rng(recipe.random_state))
    settings = TrainingSettings(
        max_iter=recipe.max_iter,
        batch_size=recipe.batch_size,
        learning_rate_init=recipe.learning_rate_init,
        alpha=recipe.alpha,
        random_state=recipe.random_state,
        n_iter_no_change=float("inf"),
    )
    return Trainer(
        network, X, y, settings, validation=(digits.X_test, digits.y_test), score=digits_right
    )


def _make_network(recipe: TrainingRecipe) -> Network:
    n_outputs = N_DIGITS + (recipe.nondigits > 0)
    return Network((64, *recipe.hidden_layer_sizes, n_outputs), activation="relu")


def _train(
    trainer: Trainer, recipe: TrainingRecipe, should_stop: ShouldStop
) -> Iterator[TrainingProgress]:
    for epoch in trainer.epochs(should_stop):
        done = epoch.epoch / recipe.max_iter
        rate = recipe.learning_rate_init * share_of_rate(done)
        trainer.settings = replace(trainer.settings, learning_rate_init=rate)
        yield TrainingProgress(
            "training",
            epoch.epoch,
            recipe.max_iter,
            done,
            epoch.loss,
            float("nan") if epoch.validation_score is None else epoch.validation_score,
        )


def _ignore(_progress: TrainingProgress) -> None:
    """Stand in for a callback that nobody gave."""


def _never() -> bool:
    return False

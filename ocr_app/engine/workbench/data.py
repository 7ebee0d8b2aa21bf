"""From a set-up to the samples that are learnt and those that are held out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from datasets.digit_picture import Written
from datasets.digits import load_digits
from ocr_app.engine.model import N_DIGITS
from ocr_app.engine.own_samples import VARIATIONS, varied_samples
from ocr_app.engine.sample_portions import MakeSamples, MakingCancelled, SampleOrder, made_here
from ocr_app.engine.training_samples import Part
from ocr_app.engine.workbench.setup import DATA_FIELDS, TrainingSetup

_LOOKED_AT: Final = 1000
"""Learnt digits that a network is examined on: enough for one in a hundred, quick enough."""


@dataclass(frozen=True, slots=True, eq=False)
class TrainingData:
    """Samples of a training.

    Attributes
    ----------
    X : ndarray of shape (n, 64), float32
        Canonical digits in 0..1 that are learnt.
    y : ndarray of shape (n,), int64
        Their labels, 10 for no digit.
    X_validation, y_validation : ndarray
        The held-out digits; nothing is learnt from them.
    numbers_validation : ndarray of shape (n,), int64
        Where these are in scikit-learn's file, from 0.
    """

    X: NDArray[np.float32]
    y: NDArray[np.int64]
    X_validation: NDArray[np.float32]
    y_validation: NDArray[np.int64]
    numbers_validation: NDArray[np.int64]

    def some_learnt(self) -> NDArray[np.int64]:
        """Choose up to 1,000 of the learnt digits, always the same; return where they are."""
        digits = np.flatnonzero(self.y < N_DIGITS)
        return np.random.default_rng(0).permutation(digits)[:_LOOKED_AT]


def data_key(setup: TrainingSetup) -> tuple[Any, ...]:
    """Return what decides the samples; equal for set-ups that can share them."""
    return tuple(getattr(setup, name) for name in DATA_FIELDS)


def sample_order(setup: TrainingSetup) -> SampleOrder:
    """Return what a set-up wants to be made beside the digits and my samples."""
    return SampleOrder(
        copies=setup.copies if setup.use_digits else 0,
        synthetic=setup.synthetic,
        nondigits=setup.nondigits,
        pictures=setup.pictures,
        strength=setup.augmentation_strength,
        random_state=setup.random_state,
    )


def prepare(
    setup: TrainingSetup,
    my_samples: Sequence[tuple[Written, int]] = (),
    report: Callable[[float], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    make: MakeSamples = made_here,
) -> TrainingData:
    """Collect and make the samples that a set-up asks for.

    Parameters
    ----------
    setup : TrainingSetup
    my_samples : sequence of (Drawing or DigitPicture, int)
        What people drew themselves, and what it is; varied, and used if the set-up says so.
    report : callable (float) -> None, optional
        Called with the share that is done, 0..1.
    should_stop : callable () -> bool, optional
        Looked at several times a second.
    make : MakeSamples
        By whom they are made; never changes what is made.

    Raises
    ------
    MakingCancelled
        If `should_stop` returned true.
    ValueError
        With one sentence, if only my samples are to be learnt and there are none.
    """
    report, should_stop = report or _ignore, should_stop or _never
    counts, X_digits, y_digits, numbers = _digits(setup)
    n_held_out = round(setup.validation_fraction * len(y_digits))
    learnt, held_out = slice(None, -n_held_out), slice(-n_held_out, None)
    mine = tuple(my_samples) if setup.use_my_samples else ()
    order = sample_order(setup)
    n_made = order.n_samples(len(y_digits[learnt]))
    to_make = max(1, n_made + len(mine) * VARIATIONS)

    def report_made(done: int) -> None:
        report(done / to_make)

    parts: list[Part] = [(X_digits[learnt], y_digits[learnt])] if setup.use_digits else []
    parts.append(make(order, counts[learnt], y_digits[learnt], report_made, should_stop))
    parts += _varied(mine, setup.random_state, lambda done: report_made(n_made + done), should_stop)
    if all(len(y) == 0 for _, y in parts):
        raise ValueError(
            "There is nothing to learn from: you have no samples of your own yet. "
            "Draw some on the Draw tab, or switch on scikit-learn's digits."
        )
    X, y = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return TrainingData(
        X.astype(np.float32, copy=False),
        y,
        X_digits[held_out],
        y_digits[held_out],
        numbers[held_out],
    )


def _varied(
    mine: Sequence[tuple[Written, int]],
    random_state: int,
    report: Callable[[int], None],
    should_stop: Callable[[], bool],
) -> list[Part]:
    """Vary what people drew themselves."""
    parts: list[Part] = []
    done = 0
    for part in varied_samples(mine, np.random.default_rng(random_state)):
        if should_stop():
            raise MakingCancelled
        parts.append(part)
        done += len(part[1])
        report(done)
    return parts


def _digits(
    setup: TrainingSetup,
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int64], NDArray[np.int64]]:
    """scikit-learn's digits in the order of the split; those at its end are held out."""
    split = load_digits(setup.split)
    counts = np.concatenate([split.counts_train, split.counts_test])
    X = np.concatenate([split.X_train, split.X_test])
    y = np.concatenate([split.y_train, split.y_test])
    return counts, X, y, np.concatenate([split.numbers_train, split.numbers_test])


def _ignore(_fraction: float) -> None:
    """Stand in for a callback that nobody gave."""


def _never() -> bool:
    return False

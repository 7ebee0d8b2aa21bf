"""The samples of a training in portions, each made from a seed of its own.

However many processes make them, and in whatever order, the same order gives the same samples, bit
for bit. `made_here` makes them in this process; `ocr_app.workers.sample_helpers` in several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.training_samples import Part, made_samples, n_made

KINDS: Final = ("copies", "synthetic", "nondigits", "pictures")

_AT_ONCE: Final = {"copies": 1, "synthetic": 400, "nondigits": 2_000, "pictures": 20}
"""How many of a kind are in a portion: as few as can be made as fast as many, 0.3 to 2 s of work.

Samples of other sizes are other samples, for each portion has its own seed.
"""


class MakingCancelled(Exception):  # noqa: N818 -- not an error: somebody pressed Discard
    """The samples were no longer wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleOrder:
    """What is to be made of some digits; see `made_samples` for the kinds.

    Attributes
    ----------
    copies, synthetic, nondigits, pictures : int
        How many of each kind.
    strength : float
        How far copies stray from their original.
    random_state : int
        Seed, at least 0.
    """

    copies: int = 0
    synthetic: int = 0
    nondigits: int = 0
    pictures: int = 0
    strength: float = 1.0
    random_state: int = 0

    def n_samples(self, n_digits: int) -> int:
        """How many samples come of it, with so many digits to copy."""
        return n_made(n_digits, self.copies, self.synthetic, self.nondigits, self.pictures)

    def portions(self) -> tuple[Portion, ...]:
        """Divide it; the samples of a training stand in the order of its portions."""
        return tuple(
            Portion(kind, index, min(at_once, total - index * at_once))
            for kind, at_once in _AT_ONCE.items()
            for total in (getattr(self, kind),)
            for index in range(-(-total // at_once))
        )


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of an order that is made in one go, by anybody.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    index : int
        Of the portions of its kind, from 0; decides its seed.
    amount : int
        How many of its kind.
    """

    kind: str
    index: int
    amount: int

    def n_samples(self, n_digits: int) -> int:
        """How many samples come of it, with so many digits to copy."""
        return n_made(n_digits, **{**dict.fromkeys(KINDS, 0), self.kind: self.amount})

    def make(
        self, order: SampleOrder, counts: NDArray[np.float32], labels: NDArray[np.int64]
    ) -> Iterator[Part]:
        """Make it, in parts of about 0.1 s.

        Parameters
        ----------
        order : SampleOrder
            That it is a portion of.
        counts : ndarray of shape (n, 64), float32
            The digits to copy, as scikit-learn has them, divided by 16.
        labels : ndarray of shape (n,), int64
        """
        # What `SeedSequence(random_state)` spawns, but a kind's seeds depend on no other kind.
        key = (KINDS.index(self.kind), self.index)
        seed = np.random.SeedSequence(order.random_state, spawn_key=key)
        amounts = {**dict.fromkeys(KINDS, 0), self.kind: self.amount}
        rng = np.random.default_rng(seed)
        return made_samples(counts, labels, rng, **amounts, strength=order.strength)


class MakeSamples(Protocol):
    """Makes what an order asks for; all that do give the same samples."""

    def __call__(
        self,
        order: SampleOrder,
        counts: NDArray[np.float32],
        labels: NDArray[np.int64],
        report: Callable[[int], None],
        should_stop: Callable[[], bool],
    ) -> Part:
        """Make the samples.

        Parameters
        ----------
        order : SampleOrder
        counts : ndarray of shape (n, 64), float32
            The digits to copy, as scikit-learn has them, divided by 16.
        labels : ndarray of shape (n,), int64
        report : callable (int) -> None
            Called now and then in the calling thread with the number of samples that are made.
        should_stop : callable () -> bool
            Looked at several times a second.

        Returns
        -------
        X : ndarray of shape (n, 64), float32
        y : ndarray of shape (n,), int64

        Raises
        ------
        MakingCancelled
            If `should_stop` returned true.
        """


class Shelf:
    """Takes portions in any order and holds them in theirs.

    Parameters
    ----------
    order : SampleOrder
    n_digits : int
        Digits to copy.
    """

    def __init__(self, order: SampleOrder, n_digits: int) -> None:
        self.portions = order.portions()
        sizes = [portion.n_samples(n_digits) for portion in self.portions]
        self._starts = np.cumsum([0, *sizes]).tolist()
        self._X = np.empty((self._starts[-1], 64), np.float32)
        self._y = np.empty(self._starts[-1], np.int64)

    def put(self, number: int, X: NDArray[np.float32], y: NDArray[np.int64], at: int = 0) -> None:
        """Put samples of the portion of that number, from its `at`-th on, where they belong."""
        start = self._starts[number] + at
        if start + len(y) > self._starts[number + 1]:
            raise ValueError("A portion is larger than it should be.")
        self._X[start : start + len(y)] = X
        self._y[start : start + len(y)] = y

    def samples(self) -> Part:
        """Return all samples, without a copy, once all portions are there."""
        return self._X, self._y


def made_here(
    order: SampleOrder,
    counts: NDArray[np.float32],
    labels: NDArray[np.int64],
    report: Callable[[int], None],
    should_stop: Callable[[], bool],
) -> Part:
    """Make the samples in this process, one portion after the other; see `MakeSamples`."""
    shelf = Shelf(order, len(labels))
    done = 0
    for number, portion in enumerate(shelf.portions):
        at = 0
        for X, y in portion.make(order, counts, labels):
            if should_stop():
                raise MakingCancelled
            shelf.put(number, X, y, at)
            at += len(y)
            report(done + at)
        done += at
    return shelf.samples()

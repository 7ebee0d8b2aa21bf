"""How well each writer is read: a mean hides the few whose hand the model cannot read."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

#: A share of fewer digits says little about a writer: of 9, one misread digit makes 11 %.
FEWEST_DIGITS = 10


@dataclass(frozen=True, slots=True)
class WriterScore:
    """How well one writer's digits are read.

    Attributes
    ----------
    writer : str
    n : int
        How many digits there are by this writer.
    accuracy : float
        Share of them that are read right, 0..1.
    """

    writer: str
    n: int
    accuracy: float


def score_writers(readings: Iterable[tuple[str, bool]]) -> tuple[WriterScore, ...]:
    """Count what is read right of each writer.

    Parameters
    ----------
    readings : iterable of (str, bool)
        For each digit who wrote it, and whether it was read right.

    Returns
    -------
    tuple of WriterScore
        The worst first; of the equally bad those with more digits, then by name.
    """
    written: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for writer, is_right in readings:
        written[writer] += 1
        right[writer] += is_right
    scores = (WriterScore(writer, n, right[writer] / n) for writer, n in written.items())
    return tuple(sorted(scores, key=lambda score: (score.accuracy, -score.n, score.writer)))


def comparable(scores: Iterable[WriterScore]) -> tuple[WriterScore, ...]:
    """Keep the writers of at least `FEWEST_DIGITS` digits, in their order."""
    return tuple(score for score in scores if score.n >= FEWEST_DIGITS)


def mean_accuracy(scores: Iterable[WriterScore]) -> float:
    """Mean accuracy of writers, each counting alike; NaN without any."""
    accuracies = [score.accuracy for score in scores]
    return fmean(accuracies) if accuracies else math.nan


def worst_tenth(scores: Sequence[WriterScore]) -> tuple[WriterScore, ...]:
    """Keep the worst tenth of writers, rounded up: at least one, unless there are none."""
    by_accuracy = sorted(scores, key=lambda score: score.accuracy)
    return tuple(by_accuracy[: math.ceil(len(scores) / 10)])

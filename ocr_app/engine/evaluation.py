"""How well a model reads labelled drawings and pictures."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.files import LabelledSample
from ocr_app.engine.model import Model
from ocr_app.engine.recognizer import Reading, Recognizer

#: Samples that are read at once: enough for a quick network, few enough for a lively progress bar.
_BATCH = 64
#: Half-width of the middle 95 % of a normal distribution, in standard deviations.
_Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a model made of one sample.

    Attributes
    ----------
    label : int, str or None
        What it is meant to be; see `LabelledSample`.
    digit : int or None
        What the model reads; None if nothing was drawn.
    confidence : float
        0..1; 0 if nothing was drawn.
    is_digit : bool
        Whether the model takes it for a digit at all.
    """

    label: int | str | None
    digit: int | None
    confidence: float
    is_digit: bool


@dataclass(frozen=True, slots=True)
class ClassScore:
    """How well one digit is read.

    Attributes
    ----------
    digit : int
    n : int
        How many samples are labelled with it.
    recall : float
        Share of them that are read as it, 0..1; NaN without samples.
    precision : float
        Share of what is read as it that is labelled so, 0..1; NaN if nothing is read as it.
    """

    digit: int
    n: int
    recall: float
    precision: float


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """How well a model reads a set of samples. What is labelled a digit counts for the accuracy.

    Attributes
    ----------
    n : int
        Samples labelled with a digit.
    accuracy : float
        Share of them read right, 0..1; NaN without any. A blank drawing is read wrong.
    interval : tuple of float
        Wilson's 95 % interval of the accuracy; NaN without samples.
    per_class : tuple of ClassScore
        One for each digit from 0 to 9.
    confusion : ndarray of shape (10, 10), int64, read-only
        Rows are labels, columns what was read. Blank drawings are not in it.
    predictions : tuple of Prediction
        One for each sample, in order.
    n_nondigits : int
        Samples labelled as something that is no digit.
    refused_share : float
        Share of those that the model does not take for a digit, 0..1; NaN without any.
    """

    n: int
    accuracy: float
    interval: tuple[float, float]
    per_class: tuple[ClassScore, ...]
    confusion: NDArray[np.int64]
    predictions: tuple[Prediction, ...]
    n_nondigits: int
    refused_share: float


def evaluate(
    model: Model,
    samples: Iterable[LabelledSample],
    on_progress: Callable[[int], None] | None = None,
) -> Evaluation:
    """Let a model read labelled samples and count what it got right.

    Parameters
    ----------
    model : Model
    samples : iterable of LabelledSample
        Read as they come, so that a long file need not fit into memory.
    on_progress : callable, optional
        Called with the number of samples read so far; what it raises ends the evaluation.

    Returns
    -------
    Evaluation

    Raises
    ------
    DataFileError
        If `samples` come from a file that cannot be read to its end.
    """
    recognizer = Recognizer(model)
    predictions: list[Prediction] = []
    for batch in _batches(samples):
        readings = recognizer.read_many(sample.content for sample in batch)
        labels = [sample.label for sample in batch]
        predictions += map(_prediction, labels, readings)
        if on_progress is not None:
            on_progress(len(predictions))
    return summarize(predictions)


def evaluate_pixels(
    model: Model, X: NDArray[np.floating], y: Sequence[int] | NDArray[np.integer]
) -> Evaluation:
    """Like `evaluate`, for digits that are normalised already.

    Parameters
    ----------
    model : Model
    X : ndarray of shape (n, 64)
        Canonical digits in 0..1.
    y : sequence of int
        Their labels.
    """
    probabilities = Recognizer(model).probabilities(X)
    return summarize(
        [
            Prediction(int(label), int(row.argmax()), float(row.max()), is_digit=True)
            for label, row in zip(y, probabilities, strict=True)
        ]
    )


def summarize(predictions: Iterable[Prediction]) -> Evaluation:
    """Count what is right in predictions."""
    predictions = tuple(predictions)
    labels = [p.label for p in predictions if isinstance(p.label, int)]
    nondigits = [p for p in predictions if isinstance(p.label, str)]
    confusion = np.zeros((10, 10), np.int64)
    for prediction in predictions:
        if isinstance(prediction.label, int) and prediction.digit is not None:
            confusion[prediction.label, prediction.digit] += 1
    confusion.flags.writeable = False
    right = int(confusion.trace())
    return Evaluation(
        n=len(labels),
        accuracy=_share(right, len(labels)),
        interval=wilson_interval(right, len(labels)),
        per_class=tuple(_class_score(digit, labels.count(digit), confusion) for digit in range(10)),
        confusion=confusion,
        predictions=predictions,
        n_nondigits=len(nondigits),
        refused_share=_share(sum(not p.is_digit for p in nondigits), len(nondigits)),
    )


def wilson_interval(successes: int, n: int) -> tuple[float, float]:
    """Bound a share by Wilson's score interval at 95 %.

    Parameters
    ----------
    successes, n : int
        How many of how many.

    Returns
    -------
    low, high : float
        Within 0..1; NaN if `n` is 0.

    References
    ----------
    .. [1] E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
       Journal of the American Statistical Association, 1927.
    """
    if n == 0:
        return math.nan, math.nan
    share = successes / n
    z2 = _Z_95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z_95 / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    # The ends are exact at 0 and at n; rounding must not move them.
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    high = 1.0 if successes == n else min(1.0, middle + half)
    return low, high


def _batches(samples: Iterable[LabelledSample]) -> Iterable[list[LabelledSample]]:
    remaining = iter(samples)
    while batch := list(itertools.islice(remaining, _BATCH)):
        yield batch


def _prediction(label: int | str | None, reading: Reading | None) -> Prediction:
    if reading is None:
        return Prediction(label, digit=None, confidence=0.0, is_digit=False)
    return Prediction(label, reading.digit, reading.confidence, reading.is_digit)


def _class_score(digit: int, n: int, confusion: NDArray[np.int64]) -> ClassScore:
    right = int(confusion[digit, digit])
    return ClassScore(digit, n, _share(right, n), _share(right, int(confusion[:, digit].sum())))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan

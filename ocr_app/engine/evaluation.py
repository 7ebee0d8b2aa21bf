"""How well a model reads labelled drawings and pictures."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.files import LabelledSample
from ocr_app.engine.calibration import ReliabilityBin, calibration_error, reliability_table
from ocr_app.engine.model import N_DIGITS, Model
from ocr_app.engine.predictions import Prediction, predict_pixels, predict_samples
from ocr_app.engine.recognizer import Recognizer
from ocr_app.engine.shares import share, wilson_interval
from ocr_app.engine.writers import (
    WriterScore,
    comparable,
    mean_accuracy,
    score_writers,
    worst_tenth,
)

#: Samples that are read at once: enough for a quick network, few enough for a lively progress bar.
_BATCH = 64


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
    """How well a model reads a set of samples.

    What is labelled a digit counts for the accuracy, with what the network reads even where it says
    that it is no digit: refusals are counted beside the accuracy, not mixed into it. All shares are
    0..1, and NaN if there is nothing that they could be a share of.

    Attributes
    ----------
    n : int
        Samples labelled with a digit.
    accuracy : float
        Share of them read right. A blank drawing is read wrong.
    interval : tuple of float
        Wilson's 95 % interval of the accuracy.
    per_class : tuple of ClassScore
        One for each digit from 0 to 9.
    confusion : ndarray of shape (10, 10), int64, read-only
        Rows are labels, columns what was read. Blank drawings are not in it.
    predictions : tuple of Prediction
        One for each sample, in order.
    refused_digits_share : float
        False alarms: share of the digits that the model does not take for one. Nor is a blank
        drawing taken for one.
    refused_digits_interval : tuple of float
        Wilson's 95 % interval of that share.
    n_nondigits : int
        Samples labelled as something that is no digit.
    refused_share : float
        Share of those that the model does not take for a digit.
    refused_interval : tuple of float
        Wilson's 95 % interval of that share.
    calibration_error : float
        Expected calibration error of the digits' confidences, blank drawings left out; see
        `ocr_app.engine.calibration`.
    reliability : tuple of ReliabilityBin
        The table that it is computed from.
    per_writer : tuple of WriterScore
        One for each writer of digits that is known, the worst first.
    writers_mean : float
        Mean accuracy over the writers of at least 10 digits.
    worst_tenth : float
        Mean accuracy over the worst tenth of them, rounded up. Chance alone sets it below the mean,
        the more so the fewer digits a writer has.
    """

    n: int
    accuracy: float
    interval: tuple[float, float]
    per_class: tuple[ClassScore, ...]
    confusion: NDArray[np.int64]
    predictions: tuple[Prediction, ...]
    refused_digits_share: float
    refused_digits_interval: tuple[float, float]
    n_nondigits: int
    refused_share: float
    refused_interval: tuple[float, float]
    calibration_error: float
    reliability: tuple[ReliabilityBin, ...]
    per_writer: tuple[WriterScore, ...]
    writers_mean: float
    worst_tenth: float


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
        predictions += predict_samples(recognizer, batch)
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
    return summarize(predict_pixels(model, X, y))


def summarize(predictions: Iterable[Prediction]) -> Evaluation:
    """Count what is right in predictions."""
    predictions = tuple(predictions)
    digits = [p for p in predictions if isinstance(p.label, int)]
    nondigits = [p for p in predictions if isinstance(p.label, str)]
    read = [p for p in digits if p.digit is not None]
    right = sum(p.is_right for p in digits)
    refused_digits = sum(not p.is_digit for p in digits)
    refused = sum(not p.is_digit for p in nondigits)
    confusion = _confusion(digits)
    reliability = reliability_table([p.confidence for p in read], [p.is_right for p in read])
    per_writer = score_writers((p.writer, p.is_right) for p in digits if p.writer is not None)
    compared = comparable(per_writer)
    return Evaluation(
        n=len(digits),
        accuracy=share(right, len(digits)),
        interval=wilson_interval(right, len(digits)),
        per_class=_class_scores(digits, confusion),
        confusion=confusion,
        predictions=predictions,
        refused_digits_share=share(refused_digits, len(digits)),
        refused_digits_interval=wilson_interval(refused_digits, len(digits)),
        n_nondigits=len(nondigits),
        refused_share=share(refused, len(nondigits)),
        refused_interval=wilson_interval(refused, len(nondigits)),
        calibration_error=calibration_error(reliability),
        reliability=reliability,
        per_writer=per_writer,
        writers_mean=mean_accuracy(compared),
        worst_tenth=mean_accuracy(worst_tenth(compared)),
    )


def _batches(samples: Iterable[LabelledSample]) -> Iterable[list[LabelledSample]]:
    remaining = iter(samples)
    while batch := list(itertools.islice(remaining, _BATCH)):
        yield batch


def _confusion(digits: Iterable[Prediction]) -> NDArray[np.int64]:
    confusion = np.zeros((N_DIGITS, N_DIGITS), np.int64)
    for prediction in digits:
        if isinstance(prediction.label, int) and prediction.digit is not None:
            confusion[prediction.label, prediction.digit] += 1
    confusion.flags.writeable = False
    return confusion


def _class_scores(
    digits: Sequence[Prediction], confusion: NDArray[np.int64]
) -> tuple[ClassScore, ...]:
    labels = [prediction.label for prediction in digits]
    counts = [labels.count(digit) for digit in range(N_DIGITS)]
    right, read = confusion.diagonal().tolist(), confusion.sum(axis=0).tolist()
    return tuple(
        ClassScore(digit, n, share(right[digit], n), share(right[digit], read[digit]))
        for digit, n in enumerate(counts)
    )

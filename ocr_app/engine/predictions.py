"""What a model makes of labelled samples, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.files import LabelledSample
from ocr_app.engine.model import Model
from ocr_app.engine.recognizer import Reading, Recognizer


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a model made of one sample.

    Attributes
    ----------
    label : int, str or None
        What it is meant to be; see `LabelledSample`.
    digit : int or None
        What the model reads, even where it says that it is no digit; None if nothing was drawn.
    confidence : float
        0..1; 0 if nothing was drawn.
    is_digit : bool
        Whether the model takes it for a digit at all; false if nothing was drawn.
    nondigit_probability : float
        Probability that it is no digit, 0..1; 0 from a model that cannot tell, and if nothing was
        drawn.
    writer : str or None
        Who wrote it, if known.
    """

    label: int | str | None
    digit: int | None
    confidence: float
    is_digit: bool
    nondigit_probability: float = 0.0
    writer: str | None = None

    @property
    def is_right(self) -> bool:
        """Whether the digit that it is labelled with is the one that was read."""
        return isinstance(self.label, int) and self.digit == self.label


def predict_samples(recognizer: Recognizer, samples: Sequence[LabelledSample]) -> list[Prediction]:
    """Let a model read samples, in their order."""
    readings = recognizer.read_many(sample.content for sample in samples)
    return [
        _prediction(sample.label, reading, sample.writer)
        for sample, reading in zip(samples, readings, strict=True)
    ]


def predict_pixels(
    model: Model, X: NDArray[np.floating], y: Sequence[int] | NDArray[np.integer]
) -> list[Prediction]:
    """Let a model read canonical digits (n, 64) that are labelled with `y`, in their order."""
    readings = Recognizer(model).read_pixels(np.asarray(X, np.float32))
    return [_prediction(int(label), one) for label, one in zip(y, readings, strict=True)]


def _prediction(
    label: int | str | None, reading: Reading | None, writer: str | None = None
) -> Prediction:
    if reading is None:
        return Prediction(label, None, 0.0, is_digit=False, writer=writer)
    return Prediction(
        label,
        reading.digit,
        reading.confidence,
        reading.is_digit,
        reading.nondigit_probability,
        writer,
    )

"""From a drawing or a picture's ink to a reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.digit_picture import DigitPicture
from datasets.drawing import Drawing
from datasets.normalization import (
    ALL_STEPS,
    USUAL_PEN,
    NormalizedDigit,
    Steps,
    normalize_drawing,
    normalize_ink,
)
from datasets.normalization.frame import SIDE
from ocr_app.engine.model import N_DIGITS, Model
from ocr_app.engine.oddity import Oddity, oddities, oddity_of

Sample = Drawing | DigitPicture | NDArray[np.floating]

_CERTAIN: Final = 100.0
"""Log-odds that are as good as certain, and whose exponential is not too large for a number."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a model makes of one drawing or picture.

    Attributes
    ----------
    digit : int
        0 to 9, the most probable one.
    confidence : float
        Its probability, 0..1.
    probabilities : ndarray of shape (10,), read-only
        Of each digit, given that it is one; they add up to 1.
    pixels : ndarray of shape (8, 8), float32, read-only
        What the model saw.
    nondigit_probability : float
        Probability that it is no digit, 0..1; 0 from a model that cannot tell.
    is_digit : bool
        Whether it looks like a digit at all: false if that probability is above the model's
        ``refusal_threshold``.
    oddity : Oddity
        What the normaliser found unusual for a digit.
    is_print : bool
        Whether the reader's network for print read it, and not the model.
    is_joint : bool
        Whether other networks were asked as well, because the model was unsure.
    seen : ndarray of shape (16, 16), float32, read-only, or None
        What another network saw that read it, or that was the surest of those asked; None if this
        was the model.
    upright : ndarray of shape (16, 16), float32, read-only, or None
        What the model saw, in four times as many blocks, if others may be asked.
    """

    digit: int
    confidence: float
    probabilities: NDArray[np.floating]
    pixels: NDArray[np.float32]
    nondigit_probability: float = 0.0
    is_digit: bool = True
    oddity: Oddity = Oddity.NONE
    is_print: bool = False
    is_joint: bool = False
    seen: NDArray[np.float32] | None = None
    upright: NDArray[np.float32] | None = None

    @property
    def sureness(self) -> float:
        """Probability that it is a digit, and this one, 0..1."""
        return self.confidence * (1 - self.nondigit_probability)

    def with_probabilities(self, probabilities: NDArray[np.floating]) -> Reading:
        """Return what it is with the help of others: their probabilities (10,) of the digits."""
        probabilities.flags.writeable = False
        digit = int(probabilities.argmax())
        confidence = float(probabilities[digit])
        return replace(
            self,
            digit=digit,
            confidence=confidence,
            probabilities=probabilities,
            is_joint=True,
        )


class Recognizer:
    """Reads drawings and pictures with one model.

    Parameters
    ----------
    model : Model
    """

    def __init__(self, model: Model) -> None:
        self.model = model

    def read(
        self, sample: Sample, steps: Steps = ALL_STEPS, pen_width: float = USUAL_PEN
    ) -> Reading | None:
        """Read one drawing, or a picture or its ink (h, w) in 0..1; None if it is blank.

        Steps of the normalisation can be left out, to see what they are good for; the width of the
        pen, as a share of the canvas, matters only then.
        """
        digit = normalize(sample, steps, pen_width)
        if steps != ALL_STEPS:
            return None if digit is None else self.read_pixels(digit.pixels[np.newaxis])[0]
        return self.read_normalized([digit])[0]

    def read_many(self, samples: Iterable[Sample]) -> list[Reading | None]:
        """Read many, in their order; None for each that is blank."""
        return self.read_normalized([normalize(sample) for sample in samples])

    def read_normalized(self, digits: Sequence[NormalizedDigit | None]) -> list[Reading | None]:
        """Read what has been normalised already, in one go.

        After all steps: where some were left out, only the digit and its probabilities count.
        """
        seen = [digit for digit in digits if digit is not None]
        if not seen:
            return [None] * len(digits)
        odd = oddities(seen)
        read = self.read_pixels(np.stack([digit.pixels for digit in seen]), odd)
        # Hardly any is odd, and nothing more is to be found out about the others.
        for i in np.flatnonzero(odd).tolist():
            read[i] = replace(read[i], oddity=oddity_of(seen[i]))
        readings = iter(read)
        return [None if digit is None else next(readings) for digit in digits]

    def read_pixels(
        self, pixels: NDArray[np.float32], oddity: NDArray[np.floating] | None = None
    ) -> list[Reading]:
        """Read canonical digits (n, 8, 8) or (n, 64) in 0..1, in one go.

        What is known of how they came to be, from `oddities`, counts as evidence against them.
        """
        probabilities, nondigit = self._shares(pixels.reshape(-1, SIDE * SIDE))
        if oddity is not None:
            odds = np.exp(np.minimum(oddity, _CERTAIN))
            nondigit = nondigit * odds / (1 + nondigit * (odds - 1))
        squares = pixels.reshape(-1, SIDE, SIDE)
        squares.flags.writeable = False
        return [self._reading(*row) for row in zip(probabilities, squares, nondigit, strict=True)]

    def probabilities(self, X: NDArray[np.floating]) -> NDArray[np.floating]:
        """Probabilities of each digit, given that it is one.

        Parameters
        ----------
        X : ndarray of shape (n, 64)
            Canonical digits in 0..1.

        Returns
        -------
        ndarray of shape (n, 10)
            Rows add up to 1. A model with sigmoid outputs has them scaled to do so.
        """
        return self._shares(X)[0]

    def _shares(self, X: NDArray[np.floating]) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """Probabilities of the digits (n, 10) and of no digit (n,)."""
        last = self.model.network.forward(X)
        if self.model.network.output_activation != "softmax":
            outputs = last.outputs[-1].astype(np.float64)
            shares = np.maximum(outputs[:, :N_DIGITS], 1e-30) ** (1 / self.model.temperature)
            return shares / shares.sum(axis=1, keepdims=True), outputs[:, N_DIGITS:].sum(axis=1)
        # From the logits: where "no digit" is certain, the digits' own outputs are rounded to 0.
        logits = last.net_inputs[-1].astype(np.float64)
        nondigit = _softmax(logits)[:, N_DIGITS:].sum(axis=1)
        return _softmax(logits[:, :N_DIGITS] / self.model.temperature), nondigit

    def _reading(
        self, probabilities: NDArray[np.floating], pixels: NDArray[np.float32], nondigit: float
    ) -> Reading:
        digit = int(probabilities.argmax())
        probabilities.flags.writeable = False
        return Reading(
            digit=digit,
            confidence=float(probabilities[digit]),
            probabilities=probabilities,
            pixels=pixels,
            nondigit_probability=float(nondigit),
            is_digit=not nondigit > self.model.refusal_threshold,
        )


def normalize(
    sample: Sample, steps: Steps = ALL_STEPS, pen_width: float = USUAL_PEN
) -> NormalizedDigit | None:
    """Normalise a drawing or a picture's ink; see `Recognizer.read`."""
    if isinstance(sample, Drawing):
        return normalize_drawing(sample, steps, pen_width)
    return normalize_ink(sample.floats if isinstance(sample, DigitPicture) else sample, steps)


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    shares: NDArray[np.float64] = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return shares

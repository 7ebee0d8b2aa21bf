"""Reading pieces of ink as one digit each: all of them quickly, the unsure ones again, finely."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.normalization.batch import FINE, normalize_inks
from datasets.normalization.frame import FINE_SIDE, count_blocks
from ocr_app.engine.reader.pieces import Piece
from ocr_app.engine.reader.second_opinion import Opinions, opinions
from ocr_app.engine.recognizer import Reading, Recognizer

_CHUNK: Final = 512
"""Pieces that are read in one go, before anybody asks whether to go on."""

_UNSURE: Final = 0.95
"""Probability of a digit below which it is looked at more closely: one in six of MNIST's."""

_TRUSTED: Final = 0.65
"""How much the other networks count, together, beside the model."""


def is_unsure(reading: Reading) -> bool:
    """Whether a reading by the model is worth a closer look."""
    return not reading.is_print and reading.sureness < _UNSURE


def blended(reading: Reading, others: Sequence[tuple[Reading, float]]) -> Reading:
    """Return a reading with the mean of several ones' probabilities, each by its weight."""
    weights = np.array([weight for _, weight in others])
    probabilities = np.array([other.probabilities for other, _ in others])
    total = float(weights.sum())
    return reading.with_probabilities(weights @ probabilities / total) if total > 0 else reading


class PieceReader:
    """Reads pieces of ink as one digit each.

    Parameters
    ----------
    recognizer : Recognizer
    check : callable
        Called now and then; raises if nobody wants the result any more.
    """

    def __init__(self, recognizer: Recognizer, check: Callable[[], None]) -> None:
        self._recognizer = recognizer
        self._check = check

    def read(self, pieces: Sequence[Piece]) -> list[Reading | None]:
        """Read pieces; None for one without ink."""
        readings: list[Reading | None] = []
        for start in range(0, len(pieces), _CHUNK):
            self._check()
            inks = [piece.ink for piece in pieces[start : start + _CHUNK]]
            pixels, there = normalize_inks(inks)
            read = self._recognizer.read_pixels(pixels)
            readings += [one if is_ink else None for one, is_ink in zip(read, there, strict=True)]
        return readings

    def read_again(
        self, pieces: Sequence[Piece], readings: Sequence[Reading | None]
    ) -> list[Reading | None]:
        """Return readings with those of unsure pieces replaced by what they are from close by."""
        read = list(readings)
        unsure = [
            place
            for place, reading in enumerate(readings)
            if reading is not None and is_unsure(reading)
        ]
        for start in range(0, len(unsure), _CHUNK):
            self._check()
            places = unsure[start : start + _CHUNK]
            again = self._read_twice([pieces[place].ink for place in places])
            for place, reading in zip(places, again, strict=True):
                read[place] = reading
        return read

    def _read_twice(self, inks: Sequence[NDArray[np.float32]]) -> list[Reading]:
        """Read ink finely; ask the second opinion, too."""
        upright, _ = normalize_inks(inks, FINE, FINE_SIDE)
        readings = self._recognizer.read_pixels(count_blocks(upright))
        others = opinions(inks, upright)
        return [
            _joint(reading, other, others, number)
            for number, (reading, other) in enumerate(zip(readings, others.together, strict=True))
        ]


def _joint(
    reading: Reading,
    other: NDArray[np.floating],
    others: Opinions,
    number: int,
) -> Reading:
    """Return the mean of a reading and the second opinion, with what the surest of them saw."""
    joint = reading.with_probabilities((1 - _TRUSTED) * reading.probabilities + _TRUSTED * other)
    shares = _TRUSTED / 2 * others.each[:, number, joint.digit]
    surest = int(shares.argmax())
    if shares[surest] <= (1 - _TRUSTED) * reading.probabilities[joint.digit]:
        return joint
    return replace(joint, seen=others.pictures[surest, number])

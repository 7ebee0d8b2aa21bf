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
from ocr_app.engine.reader.second_opinion import CUT, WHOLE, Opinions, opinions
from ocr_app.engine.recognizer import Reading, Recognizer

_CHUNK: Final = 512
"""Pieces that are read in one go, before anybody asks whether to go on."""

_UNSURE: Final = 0.9
"""Probability of a digit below which it is looked at more closely: one in seven of MNIST's."""

_UNSURE_CUT: Final = 0.995
"""The same for what was cut out of a mark: the model has only learnt from whole digits."""

_TRUSTED: Final = 0.5
"""How much the other networks count beside the model."""

_TRUSTED_CUT: Final = 0.8
"""The same for what was cut out of a mark, which they have learnt from."""


def is_unsure(reading: Reading, piece: Piece) -> bool:
    """Whether a reading of a piece by the model is worth a closer look."""
    limit = _UNSURE_CUT if piece.is_cut else _UNSURE
    return not reading.is_print and reading.sureness < limit


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
            for place, (piece, reading) in enumerate(zip(pieces, readings, strict=True))
            if reading is not None and is_unsure(reading, piece)
        ]
        for is_cut in (False, True):
            alike = [place for place in unsure if pieces[place].is_cut == is_cut]
            for start in range(0, len(alike), _CHUNK):
                self._check()
                places = alike[start : start + _CHUNK]
                again = self._read_twice([pieces[place].ink for place in places], is_cut)
                for place, reading in zip(places, again, strict=True):
                    read[place] = reading
        return read

    def _read_twice(self, inks: Sequence[NDArray[np.float32]], is_cut: bool) -> list[Reading]:
        """Read ink finely; ask the second opinion, too."""
        upright, _ = normalize_inks(inks, FINE, FINE_SIDE)
        readings = self._recognizer.read_pixels(count_blocks(upright))
        others = opinions(inks, upright, CUT if is_cut else WHOLE)
        trusted = _TRUSTED_CUT if is_cut else _TRUSTED
        return [
            _joint(reading, other, others, number, trusted)
            for number, (reading, other) in enumerate(zip(readings, others.together, strict=True))
        ]


def _joint(
    reading: Reading,
    other: NDArray[np.floating],
    others: Opinions,
    number: int,
    trusted: float,
) -> Reading:
    """Return the mean of a reading and the second opinion, with what the surest of them saw."""
    joint = reading.with_probabilities((1 - trusted) * reading.probabilities + trusted * other)
    shares = trusted / 2 * others.each[:, number, joint.digit]
    surest = int(shares.argmax())
    if shares[surest] <= (1 - trusted) * reading.probabilities[joint.digit]:
        return joint
    return replace(joint, seen=others.pictures[surest, number])

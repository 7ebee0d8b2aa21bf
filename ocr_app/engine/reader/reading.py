"""Reading pieces of ink as one digit each; others are asked about the unsure ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.normalization.batch import normalize_inks
from datasets.normalization.frame import FINE_SIDE, count_blocks
from ocr_app.engine.reader.pieces import Piece
from ocr_app.engine.reader.second_opinion import Opinions, opinions
from ocr_app.engine.recognizer import Reading, Recognizer

_CHUNK: Final = 512
"""Pieces that are read in one go, before anybody asks whether to go on."""

_UNSURE: Final = 0.95
"""Probability of a digit below which others are asked: about one in five of MNIST's."""

_TRUSTED: Final = 0.65
"""How much the other networks count, together, beside the model."""


def is_unsure(reading: Reading) -> bool:
    """Whether it is worth asking others about a reading by the model."""
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
            upright, there = normalize_inks(inks, FINE_SIDE)
            upright.flags.writeable = False
            read = self._recognizer.read_pixels(count_blocks(upright))
            readings += [
                replace(one, upright=blocks) if is_ink else None
                for one, blocks, is_ink in zip(read, upright, there, strict=True)
            ]
        return readings

    def read_again(
        self, pieces: Sequence[Piece], readings: Sequence[Reading | None]
    ) -> list[Reading | None]:
        """Return the readings of `read` with what others say of the unsure ones, too."""
        read = list(readings)
        unsure = [
            (place, reading, reading.upright)
            for place, reading in enumerate(readings)
            if reading is not None and reading.upright is not None and is_unsure(reading)
        ]
        for start in range(0, len(unsure), _CHUNK):
            self._check()
            some = unsure[start : start + _CHUNK]
            inks = [pieces[place].ink for place, _, _ in some]
            others = opinions(inks, np.stack([upright for _, _, upright in some]))
            together = others.together
            for number, (place, reading, _) in enumerate(some):
                read[place] = _joint(reading, others, number, together[number])
        return read


def _joint(
    reading: Reading, others: Opinions, number: int, together: NDArray[np.float64]
) -> Reading:
    """Return the mean of a reading and the second opinion, with what the surest of them saw."""
    mine = (1 - _TRUSTED) * reading.probabilities
    joint = reading.with_probabilities(mine + _TRUSTED * together)
    shares = _TRUSTED / 2 * others.each[:, number, joint.digit]
    surest = int(shares.argmax())
    if shares[surest] <= mine[joint.digit]:
        return joint
    return replace(joint, seen=others.pictures[surest, number])

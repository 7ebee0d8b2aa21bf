"""Which marks are digits as they are, and which have to be divided or joined first."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from datasets.normalization.batch import normalize_inks
from ocr_app.engine.reader.cutting import cut
from ocr_app.engine.reader.grouping import typical_height
from ocr_app.engine.reader.path import Candidate, best_path, candidates
from ocr_app.engine.reader.pieces import Piece
from ocr_app.engine.reader.wholeness import features, log_odds
from ocr_app.engine.recognizer import Reading, Recognizer

Found = tuple[Piece, Reading]

_CHUNK: Final = 512
"""Pieces that are read in one go, before anybody asks whether to go on."""

_NOTHING: Final = -20.0
"""Score of a piece without ink."""

_CONFIDENCE: Final = 0.5
"""How much the confidence of the reading counts beside the log-odds of a whole digit."""

_LEAST: Final = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Neighbouring parts of one line that are divided into digits together."""

    line: int
    height: float
    parts: list[Piece]
    found: list[Candidate]


class Divider:
    """Reads lines of marks.

    Parameters
    ----------
    recognizer : Recognizer
    check : callable
        Called now and then; raises if nobody wants the result any more.
    """

    def __init__(self, recognizer: Recognizer, check: Callable[[], None]) -> None:
        self._recognizer = recognizer
        self._check = check

    def divide(self, rows: list[list[Piece]]) -> list[list[Found]]:
        """Read the marks of each line, dividing and joining them where that reads better."""
        alone = self.read([piece for row in rows for piece in row])
        groups: list[_Group] = []
        lines: list[list[Found]] = [[] for _ in rows]
        start = 0
        for number, row in enumerate(rows):
            readings = alone[start : start + len(row)]
            start += len(row)
            height = _line_height(row, readings)
            for run, read in _runs(row, readings, height):
                if len(run) == 1 and _is_plain(run[0], read[0], height):
                    lines[number].append((run[0], read[0]))  # type: ignore[arg-type]
                    continue
                parts = _parts(run, read, height)
                if parts:
                    groups.append(_Group(number, height, parts, candidates(parts, height)))
        readings, scores = self._judge(groups)
        start = 0
        for group in groups:
            mine = slice(start, start + len(group.found))
            start = mine.stop
            chosen = best_path(group.parts, group.found, scores[mine], group.height)
            lines[group.line] += [
                (group.found[i].piece, reading)
                for i in chosen
                if (reading := readings[mine][i]) is not None
            ]
        return [sorted(line, key=lambda one: one[0].middle) for line in lines if line]

    def _judge(self, groups: list[_Group]) -> tuple[list[Reading | None], list[float]]:
        """Read all candidates, and score how likely each is one whole digit."""
        pieces = [one.piece for group in groups for one in group.found]
        heights = np.array([group.height for group in groups for _ in group.found])
        readings = self.read(pieces)
        scores = np.full(len(pieces), _NOTHING)
        there = np.array([reading is not None for reading in readings], np.bool_)
        if there.any():
            pixels = np.stack([reading.pixels for reading in readings if reading is not None])
            inked = [piece for piece, is_ink in zip(pieces, there, strict=True) if is_ink]
            scores[there] = log_odds(features(inked, pixels, heights[there]))
            sure = [reading.confidence for reading in readings if reading is not None]
            scores[there] += _CONFIDENCE * np.log(np.maximum(sure, _LEAST))
        return readings, scores.tolist()

    def read(self, pieces: Sequence[Piece]) -> list[Reading | None]:
        """Read pieces as one digit each; None for one without ink."""
        readings: list[Reading | None] = []
        for start in range(0, len(pieces), _CHUNK):
            self._check()
            pixels, there = normalize_inks([one.ink for one in pieces[start : start + _CHUNK]])
            read = self._recognizer.read_pixels(pixels)
            readings += [one if is_ink else None for one, is_ink in zip(read, there, strict=True)]
        return readings


def _line_height(row: list[Piece], readings: Sequence[Reading | None]) -> float:
    """Height of a line's digits: the median of what is read as one."""
    sure = [
        piece.box.height
        for piece, reading in zip(row, readings, strict=True)
        if reading is not None and reading.is_digit and reading.confidence > 0.8
    ]
    heights = np.array([piece.box.height for piece in row], float)
    typical = typical_height(heights)
    sure = [height for height in sure if height > 0.5 * typical]
    return float(np.median(sure)) if len(sure) > 1 else typical


def _runs(
    row: list[Piece], readings: Sequence[Reading | None], height: float
) -> list[tuple[list[Piece], list[Reading | None]]]:
    """Split a line where neighbours have nothing to do with each other."""
    runs: list[tuple[list[Piece], list[Reading | None]]] = []
    right = -math.inf
    fragment = False
    for piece, reading in zip(row, readings, strict=True):
        small = _is_fragment(piece, height)
        gap = piece.box.x - right
        joined = (gap < 0.2 * height and (small or fragment)) or gap < -0.25 * min(
            piece.box.width, runs[-1][0][-1].box.width if runs else piece.box.width
        )
        if runs and joined:
            runs[-1][0].append(piece)
            runs[-1][1].append(reading)
        else:
            runs.append(([piece], [reading]))
            right = -math.inf
        right = max(right, piece.box.right)
        fragment = small
    return runs


def _is_fragment(piece: Piece, height: float) -> bool:
    return piece.box.height < 0.62 * height


def _is_plain(piece: Piece, reading: Reading | None, height: float) -> bool:
    """Whether a mark is taken as it is: no wider than a digit, and read as one."""
    if reading is None or piece.box.height < 0.5 * height:
        return False
    wide = piece.box.width / height
    return wide < 0.55 or (
        wide < 0.95
        and reading.is_digit
        and reading.confidence > 0.75
        and reading.nondigit_probability < 0.3
    )


def _parts(run: list[Piece], readings: list[Reading | None], height: float) -> list[Piece]:
    """Cut what could be more than one digit; leave out what is too small to be any."""
    parts: list[Piece] = []
    for piece, reading in zip(run, readings, strict=True):
        if piece.box.width > 0.5 * height and not (
            _is_plain(piece, reading, height) and len(run) == 1
        ):
            parts += cut(piece)
        else:
            parts.append(piece)
    if all(part.box.height < 0.3 * height and part.box.width < 0.5 * height for part in parts):
        return []
    return sorted(parts, key=lambda part: part.middle)

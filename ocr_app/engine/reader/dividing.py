"""Which marks are digits as they are, and which have to be divided or joined first."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.reader.cutting import cut
from ocr_app.engine.reader.grouping import typical_height
from ocr_app.engine.reader.letters import among_letters, as_letter
from ocr_app.engine.reader.path import (
    Candidate,
    are_all,
    are_tails,
    best_path,
    candidates,
    halves,
    likely_alike,
)
from ocr_app.engine.reader.pieces import Piece
from ocr_app.engine.reader.printed import as_print, pictures, print_evidence, shares
from ocr_app.engine.reader.printed import features as features_of_print
from ocr_app.engine.reader.printed import log_odds as print_log_odds
from ocr_app.engine.reader.reading import PieceReader, blended, is_unsure
from ocr_app.engine.reader.result import Box
from ocr_app.engine.reader.wholeness import features, log_odds
from ocr_app.engine.recognizer import Reading, Recognizer

Found = tuple[Piece, Reading]

_NOTHING: Final = -20.0
"""Score of a piece without ink."""

_CONFIDENCE: Final = 1.0
"""How much a sure reading counts, of a digit at all, beside the log-odds of a whole digit."""

_LEAST: Final = 1e-3

_FEW: Final = 2
"""Marks that make no line of writing if they are much smaller than the rest of the page."""

_LOWEST: Final = 5
"""Height in pixels of marks that can be read, at least."""

_NARROW: Final = 0.5
"""Width of a mark, in heights of its line, up to which it is no more than one digit."""

_FOR_PRINT: Final = 0.1
"""Evidence for print in each mark of a line, on average: neat handwriting has some, too."""

_FOR_FEW: Final = {1: 5.0, 2: 3.0}
"""The same for so few marks on the whole page: one straight 7 may be anybody's, and of print
hardly any mark has less."""

_OF_THE_PAGE, _PAGE = 0.2, 2.0
"""Share of the whole page's evidence for print that counts for each line, and the most of it."""

_PLAIN: Final = -2.0
"""Score from which on a narrow mark is not divided: it could hardly be more than one digit."""

_WIDER: Final = 2.0
"""How much higher that is for a mark wider by the height of its line."""

_LOWER: Final = 8.0
"""How much lower it is for a mark lower by that height: two digits are seldom both low."""

_MOST_FOR_ONE: Final = 4.0
"""Log-odds for a mark that is one digit, at most, on a page where nearly all are."""

CUTTABLE: Final = 0.4
"""Width of a mark, in heights of its line, from which on it is worth a cut."""


@dataclass(frozen=True, slots=True, eq=False)
class _Mark:
    """A mark, read as if it were one digit."""

    piece: Piece
    reading: Reading | None
    score: float
    is_letter: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """The marks of one line."""

    marks: list[_Mark]
    height: float
    is_print: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Neighbouring parts of one line, of one mark or several, that are divided together."""

    line: int
    height: float
    is_print: bool
    is_cut_mark: bool
    is_letter: bool
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
        self._reader = PieceReader(recognizer, check)

    def divide(self, rows: list[list[Piece]]) -> list[list[Found]]:
        """Read the marks of each line, dividing and joining them where that reads better."""
        groups: list[_Group] = []
        lines: list[list[Found]] = [[] for _ in rows]
        for number, row in enumerate(self._marks(rows)):
            height = row.height
            for run in _runs(row.marks, height):
                first = run[0]
                is_one = first.is_letter or _is_plain(first, height)
                if len(run) == 1 and first.reading is not None and is_one:
                    lines[number].append((first.piece, first.reading))
                elif parts := _parts(run, height):
                    found = candidates(parts, height)
                    is_cut_mark = len(run) == 1 < len(parts)
                    is_letter = any(mark.is_letter for mark in run)
                    is_print = row.is_print or is_letter
                    groups.append(
                        _Group(number, height, is_print, is_cut_mark, is_letter, parts, found)
                    )
        # Where many marks are one digit each, the next is likely to be one, too.
        for_one = min(_MOST_FOR_ONE, math.log1p(sum(map(len, lines))))
        lines = self._read_again(lines)
        for group, divided in zip(groups, self._divide_groups(groups, for_one), strict=True):
            lines[group.line] += divided
        kept = _without_blots([line for line in lines if line])
        return [sorted(line, key=lambda one: one[0].middle) for line in kept]

    def _read_again(self, lines: list[list[Found]]) -> list[list[Found]]:
        """Ask others about the unsure digits of all lines."""
        pieces = [piece for line in lines for piece, _ in line]
        read = iter(self._reader.read_again(pieces, [one for line in lines for _, one in line]))
        # A piece that could be read once can be read again.
        return [[(piece, next(read) or reading) for piece, reading in line] for line in lines]

    def _marks(self, rows: list[list[Piece]]) -> list[_Row]:
        """Read every mark as if it were one digit; find out which lines are print."""
        pieces = [piece for row in rows for piece in row]
        readings = self._reader.read(pieces)
        ends = np.cumsum([0, *map(len, rows)]).tolist()
        read = [readings[start:end] for start, end in itertools.pairwise(ends)]
        heights = [_line_height(*line) for line in zip(rows, read, strict=True)]
        height_of = np.repeat(heights, np.diff(ends))
        printed = shares(features_of_print(pieces, height_of))
        are_print = _printed_lines(printed, ends)
        in_words = among_letters(pieces, ends, height_of, printed)
        readings, scores = self._judged(
            pieces, readings, height_of, np.repeat(are_print, np.diff(ends)) | in_words
        )
        for i in np.flatnonzero(in_words).tolist():
            if (reading := readings[i]) is not None:
                readings[i] = as_letter(reading)
        each = zip(pieces, readings, scores, in_words.tolist(), strict=True)
        marks = [_Mark(*one) for one in each]
        return [
            _Row(marks[start:end], height, is_print)
            for (start, end), height, is_print in zip(
                itertools.pairwise(ends), heights, are_print, strict=True
            )
        ]

    def _divide_groups(self, groups: list[_Group], for_one: float) -> Iterator[list[Found]]:
        """Divide groups into the digits that explain them best.

        `for_one`: log-odds for a mark that was cut to be one digit all the same.
        """
        pieces = [one.piece for group in groups for one in group.found]
        heights = np.array([group.height for group in groups for _ in group.found])
        in_print = np.array([group.is_print for group in groups for _ in group.found], np.bool_)
        readings, judged = self._judged(pieces, self._read_candidates(groups), heights, in_print)
        scores = np.array(judged)
        chosen: list[list[int]] = []
        alike: dict[int, list[tuple[int, float]]] = {}
        start = 0
        for group in groups:
            mine = scores[start : start + len(group.found)]
            mine -= halves(group.parts, group.found, group.height)
            if group.is_cut_mark:
                mine += for_one * are_all(group.parts, group.found)
            sought = group.parts, group.found, mine
            best = best_path(*sought, group.height)
            chosen.append([start + i for i in best])
            unsure = [i for i in best if (one := readings[start + i]) and is_unsure(one)]
            if unsure:
                also = likely_alike(*sought, group.height, unsure)
                for i, others in zip(unsure, also, strict=True):
                    alike[start + i] = [(start + place, share) for place, share in others]
            start += len(group.found)
        self._blend(alike, pieces, readings)
        for group, places in zip(groups, chosen, strict=True):
            read = [(pieces[i], one) for i in places if (one := readings[i]) is not None]
            yield [(piece, as_letter(one)) for piece, one in read] if group.is_letter else read

    def _read_candidates(self, groups: Sequence[_Group]) -> list[Reading | None]:
        """Read candidates, but for a fifth of them that is too low for a digit anyway."""
        found = [
            (one.piece, not is_tail)
            for group in groups
            for one, is_tail in zip(
                group.found, are_tails(group.found, group.height).tolist(), strict=True
            )
        ]
        read = iter(self._reader.read([piece for piece, may_be_digit in found if may_be_digit]))
        return [next(read) if may_be_digit else None for _, may_be_digit in found]

    def _blend(
        self,
        alike: dict[int, list[tuple[int, float]]],
        pieces: Sequence[Piece],
        readings: list[Reading | None],
    ) -> None:
        """Replace unsure readings, in place, by what all pieces that are nearly the same say.

        Where a cut goes a little more to the left or right is often by chance, but decides.
        """
        places = sorted({place for others in alike.values() for place, _ in others})
        again = self._reader.read_again([pieces[i] for i in places], [readings[i] for i in places])
        read = dict(zip(places, again, strict=True))
        for place, others in alike.items():
            if (reading := read[place]) is not None:
                known = [(one, share) for i, share in others if (one := read[i]) is not None]
                readings[place] = blended(reading, known)

    def _judged(
        self,
        pieces: Sequence[Piece],
        readings: Sequence[Reading | None],
        heights: NDArray[np.floating],
        in_print: NDArray[np.bool_],
    ) -> tuple[list[Reading | None], list[float]]:
        """Return readings and scores, those of pieces in printed lines by the network for print."""
        read, scores = list(readings), self._scores(pieces, readings, heights)
        places = np.flatnonzero(in_print).tolist()
        if not places:
            return read, scores
        described = features_of_print([pieces[i] for i in places], heights[places])
        printed = shares(described)
        odds = print_log_odds(printed).tolist()
        seen = zip(places, odds, printed, pictures(described), strict=True)
        for i, score, one, picture in seen:
            if (reading := read[i]) is not None:
                read[i], scores[i] = as_print(reading, one, picture), score
        return read, scores

    def _scores(
        self,
        pieces: Sequence[Piece],
        readings: Sequence[Reading | None],
        heights: NDArray[np.floating],
    ) -> list[float]:
        """Log-odds that each piece is one whole digit, and something for a sure reading."""
        scores = np.full(len(pieces), _NOTHING)
        there = np.array([reading is not None for reading in readings], np.bool_)
        if there.any():
            pixels = np.stack([reading.pixels for reading in readings if reading is not None])
            inked = [piece for piece, is_ink in zip(pieces, there, strict=True) if is_ink]
            scores[there] = log_odds(features(inked, pixels, heights[there]))
            sure = [reading.sureness for reading in readings if reading is not None]
            scores[there] += _CONFIDENCE * np.log(np.maximum(sure, _LEAST))
        return [float(score) for score in scores]


def _printed_lines(marks: NDArray[np.float64], ends: list[int]) -> list[bool]:
    """Whether the marks of each line are print, by what they and the rest of the page look like."""
    each = _FOR_FEW.get(len(marks), _FOR_PRINT)
    sums = np.concatenate([[0.0], np.cumsum(print_evidence(marks))])[ends]
    page = float(np.clip(_OF_THE_PAGE * sums[-1], -_PAGE, _PAGE))
    enough = each * np.diff(ends)
    return [bool(line + page > least) for line, least in zip(np.diff(sums), enough, strict=True)]


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


def _without_blots(lines: list[list[Found]]) -> list[list[Found]]:
    """Leave out lines that are no writing: too small to be read, or a few specks and blots."""
    heights = np.array([piece.box.height for line in lines for piece, _ in line], float)
    if not heights.size:
        return lines
    typical = typical_height(heights)
    around = [Box.around([piece.box for piece, _ in line]) for line in lines]
    kept = []
    for line, box in zip(lines, around, strict=True):
        tallest = max(piece.box.height for piece, _ in line)
        # Crumbs of a line's strokes are a line within it.
        is_within = any(other is not box and _holds(other, box) for other in around)
        few = (len(line) <= _FEW or is_within) and tallest < 0.3 * typical
        blots = tallest < 0.6 * typical and not any(reading.is_digit for _, reading in line)
        if tallest >= _LOWEST and not few and not blots:
            kept.append(line)
    return kept


def _holds(line: Box, other: Box) -> bool:
    """Whether a line's box reaches as far up, down and to both sides as another's, nearly."""
    slack = line.height // 4
    return (
        line.y - slack <= other.y
        and other.bottom <= line.bottom + slack
        and line.x - slack <= other.x
        and other.right <= line.right + slack
    )


def _runs(row: list[_Mark], height: float) -> list[list[_Mark]]:
    """Split a line where neighbours have nothing to do with each other."""
    runs: list[list[_Mark]] = []
    right = -math.inf
    fragment = False
    for mark in row:
        box = mark.piece.box
        small = _is_fragment(mark.piece, height)
        gap = box.x - right
        joined = False
        if runs:
            overlap = -0.25 * min(box.width, runs[-1][-1].piece.box.width)
            joined = gap < overlap or (gap < 0.2 * height and (small or fragment))
        if joined:
            runs[-1].append(mark)
            right = max(right, box.right)
        else:
            runs.append([mark])
            right = box.right
        fragment = small
    return runs


def _is_fragment(piece: Piece, height: float) -> bool:
    return piece.box.height < 0.62 * height


def _is_plain(mark: _Mark, height: float) -> bool:
    """Whether a mark is taken as it is: no wider than a digit, or one without doubt."""
    if mark.piece.box.height < 0.5 * height:
        return False
    wider = mark.piece.box.width / height - _NARROW
    lower = max(0.0, 1 - mark.piece.box.height / height)
    return wider < 0 or mark.score > _PLAIN + _WIDER * wider - _LOWER * lower


def _parts(run: list[_Mark], height: float) -> list[Piece]:
    """Cut what could be more than one digit; leave out what is too small to be any."""
    boxes = [mark.piece.box for mark in run]
    if all(box.height < 0.3 * height and box.width < 0.5 * height for box in boxes):
        return []
    parts: list[Piece] = []
    for mark in run:
        # Two digits that touch are as high as digits: what is low among others is a part of one.
        is_part = len(run) > 1 and _is_fragment(mark.piece, height)
        if is_part or _is_plain(mark, height) or mark.piece.box.width <= CUTTABLE * height:
            parts.append(mark.piece)
        else:
            parts += cut(mark.piece)
    return sorted(parts, key=lambda part: part.middle)

"""From a picture to the numbers in it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.normalization.batch import normalize_inks
from datasets.pictures import LoadedPicture, find_ink, ink_box
from ocr_app.engine.model import Model
from ocr_app.engine.reader.cutting import cut
from ocr_app.engine.reader.grouping import group_lines, slope_of, typical_height
from ocr_app.engine.reader.page_ink import InkSettings, find_page_ink
from ocr_app.engine.reader.path import Candidate, best_path, candidates
from ocr_app.engine.reader.pieces import Piece, find_pieces
from ocr_app.engine.reader.result import Box, FoundDigit, Line, PageReading
from ocr_app.engine.reader.ruling import without_ruling
from ocr_app.engine.reader.words import word_breaks
from ocr_app.engine.reader.wholeness import features, log_odds
from ocr_app.engine.recognizer import Reading, Recognizer

Grey = NDArray[np.uint8]


class ReadingCancelled(Exception):  # noqa: N818 -- not an error: somebody asked for it
    """The reading was stopped on request."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Neighbouring parts of one line that are divided into digits together."""

    line: int
    height: float
    parts: list[Piece]
    found: list[Candidate]


class PageReader:
    """Reads all numbers of a picture with one model.

    Parameters
    ----------
    model : Model
    """

    def __init__(self, model: Model) -> None:
        self._recognizer = Recognizer(model)

    def read(
        self,
        grey: Grey,
        settings: InkSettings | None = None,
        reduction: int = 1,
        should_stop: Callable[[], bool] = _never,
    ) -> PageReading:
        """Read a grey picture (h, w), 0 black to 255 white.

        Parameters
        ----------
        grey : ndarray of shape (h, w), uint8
        settings : InkSettings, optional
        reduction : int
            How many pixels of the file became one of `grey`; boxes are in those of the file.
        should_stop : callable
            Looked at between the stages.

        Raises
        ------
        ReadingCancelled
        """
        size = grey.shape[1] * reduction, grey.shape[0] * reduction
        stages = _Stages(should_stop)
        ink = find_page_ink(grey, settings)
        stages.check()
        ink, ruled = without_ruling(ink)
        stages.check()
        pieces = _without_specks(find_pieces(ink, ink >= 0.5))
        if not pieces:
            return PageReading((), size, reduction)
        slope = slope_of(pieces) if ruled is None else ruled
        rows = group_lines(pieces, slope)
        stages.check()
        lines = self._divide(rows, stages)
        angle = math.degrees(math.atan(slope))
        return PageReading(_in_words(lines, reduction), size, reduction, angle)

    def read_picture(
        self,
        picture: LoadedPicture,
        settings: InkSettings | None = None,
        should_stop: Callable[[], bool] = _never,
    ) -> PageReading:
        """Read a picture; one that holds a single digit as carefully as a drawing.

        Raises
        ------
        ReadingCancelled
        """
        page = self.read(picture.grey, settings, picture.reduction, should_stop)
        if len(page.digits) > 1 or settings is not None:
            return page
        alone = self._read_alone(picture)
        return page if alone is None else replace(page, lines=(Line(((alone,),)),))

    def _read_alone(self, picture: LoadedPicture) -> FoundDigit | None:
        """Read all ink of a picture as one digit: `find_ink` knows large marks better."""
        ink = find_ink(picture.grey)
        box = ink_box(ink)
        if not box:
            return None
        x, y, width, height = box
        cut_out = ink[y : y + height, x : x + width]
        reading = self._recognizer.read(cut_out)
        if reading is None:
            return None
        return FoundDigit(Box(x, y, width, height).scaled(picture.reduction), reading, cut_out)

    def _divide(self, rows: list[list[Piece]], stages: _Stages) -> list[list[tuple[Piece, Reading]]]:
        """Read the marks of each line, dividing and joining them where that reads better."""
        alone = self._read([piece for row in rows for piece in row], stages)
        groups: list[_Group] = []
        lines: list[list[tuple[Piece, Reading]]] = [[] for _ in rows]
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
        readings, scores = self._judge(groups, stages)
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

    def _judge(
        self, groups: list[_Group], stages: _Stages
    ) -> tuple[list[Reading | None], list[float]]:
        """Read all candidates, and score how likely each is one whole digit."""
        pieces = [one.piece for group in groups for one in group.found]
        heights = np.array([group.height for group in groups for _ in group.found])
        readings = self._read(pieces, stages)
        scores = np.full(len(pieces), _NOTHING)
        there = np.array([reading is not None for reading in readings], np.bool_)
        if there.any():
            pixels = np.stack([reading.pixels for reading in readings if reading is not None])
            inked = [piece for piece, is_ink in zip(pieces, there, strict=True) if is_ink]
            scores[there] = log_odds(features(inked, pixels, heights[there]))
            sure = [reading.confidence for reading in readings if reading is not None]
            scores[there] += _CONFIDENCE * np.log(np.maximum(sure, _LEAST))
        return readings, scores.tolist()

    def _read(self, pieces: Sequence[Piece], stages: _Stages) -> list[Reading | None]:
        readings: list[Reading | None] = []
        for start in range(0, len(pieces), _CHUNK):
            stages.check()
            pixels, there = normalize_inks([one.ink for one in pieces[start : start + _CHUNK]])
            read = self._recognizer.read_pixels(pixels)
            readings += [one if is_ink else None for one, is_ink in zip(read, there, strict=True)]
        return readings


_CHUNK: Final = 512

_NOTHING: Final = -20.0
"""Score of a piece without ink."""

_CONFIDENCE: Final = 0.5
"""How much the confidence of the reading counts beside the log-odds of a whole digit."""

_LEAST: Final = 1e-3

_SMALLEST: Final = 6
"""Height of a digit in pixels, at least."""


class _Stages:
    """Asks between stages whether to go on."""

    def __init__(self, should_stop: Callable[[], bool]) -> None:
        self._should_stop = should_stop

    def check(self) -> None:
        if self._should_stop():
            raise ReadingCancelled


def _without_specks(pieces: list[Piece]) -> list[Piece]:
    """Leave out what is much smaller than the marks of the page."""
    if not pieces:
        return []
    heights = np.array([piece.box.height for piece in pieces], float)
    areas = np.array([piece.area for piece in pieces], float)
    # Weighted by the ink: a page may have more specks than marks.
    order = np.argsort(heights)
    typical = heights[order][np.searchsorted(np.cumsum(areas[order]), areas.sum() / 2)]
    if typical < _SMALLEST:
        return []
    least = 0.004 * typical * typical
    return [
        piece
        for piece, area in zip(pieces, areas.tolist(), strict=True)
        if area >= least and max(piece.box.height, piece.box.width) >= 0.1 * typical
    ]


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
        wide < 0.95 and reading.is_digit and reading.confidence > 0.75 and reading.nondigit_probability < 0.3
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


def _in_words(lines: list[list[tuple[Piece, Reading]]], reduction: int) -> tuple[Line, ...]:
    boxes = [[piece.box for piece, _ in line] for line in lines]
    heights = [typical_height(np.array([box.height for box in line], float)) for line in boxes]
    result = []
    for line, breaks in zip(lines, word_breaks(boxes, heights), strict=True):
        words: list[list[FoundDigit]] = [[]]
        for (piece, reading), ends in zip(line, [*breaks, False], strict=True):
            words[-1].append(FoundDigit(piece.box.scaled(reduction), reading, piece.ink))
            if ends:
                words.append([])
        result.append(Line(tuple(tuple(word) for word in words)))
    return tuple(result)


__all__ = ["Box", "PageReader", "ReadingCancelled"]

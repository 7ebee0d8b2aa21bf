"""From a picture to the numbers in it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from datasets.pictures import LoadedPicture, find_ink, ink_box
from ocr_app.engine.model import Model
from ocr_app.engine.reader.displays import joined_segments, places
from ocr_app.engine.reader.dividing import Divider
from ocr_app.engine.reader.enlarging import Enlarged, enlarged, shrunk
from ocr_app.engine.reader.frames import without_frames
from ocr_app.engine.reader.grouping import group_lines, slope_of, typical_height
from ocr_app.engine.reader.page_ink import InkSettings, ink_of, page_darkness
from ocr_app.engine.reader.panels import with_panels_read, without_surroundings
from ocr_app.engine.reader.pieces import Piece, find_pieces
from ocr_app.engine.reader.printed import as_print, features, pictures, shares
from ocr_app.engine.reader.reading import PieceReader
from ocr_app.engine.reader.result import Box, FoundDigit, Line, PageReading
from ocr_app.engine.reader.ruling import find_ruling
from ocr_app.engine.reader.signs import MINUS, Mark, Sign, find_signs, with_signs
from ocr_app.engine.reader.specks import without_specks
from ocr_app.engine.reader.unruling import without_ruling
from ocr_app.engine.reader.words import word_breaks
from ocr_app.engine.recognizer import Recognizer

Grey = NDArray[np.uint8]


class ReadingCancelled(Exception):  # noqa: N818 -- not an error: somebody asked for it
    """The reading was stopped on request."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True, eq=False)
class PreparedPage:
    """A page that is ready to be read.

    Attributes
    ----------
    ink : ndarray of shape (h, w), float32
        0 paper to 1 ink, without the paper's lines.
    slope : float or None
        How far the paper's lines fall to the right, in rows per column; None without lines.
    reduction : int
        How many of the file's pixels, in x and in y, became one.
    enlarged : Enlarged or None
        The same ink in more pixels, if the writing is small.
    """

    ink: NDArray[np.float32]
    slope: float | None
    reduction: int = 1
    enlarged: Enlarged | None = None


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
        page = self.prepare(grey, settings, reduction)
        return self.read_prepared(page, should_stop)

    def prepare(
        self, grey: Grey, settings: InkSettings | None = None, reduction: int = 1
    ) -> PreparedPage:
        """Tell ink from paper and take the paper's lines out."""
        settings = settings or InkSettings()
        darkness = page_darkness(grey, settings.inverted)
        ink = ink_of(darkness, settings.threshold)
        ruling = find_ruling(ink)
        if ruling is None:
            return PreparedPage(ink, None, reduction, enlarged(grey, ink, settings))
        written = darkness[(ink >= 0.5) & ruling.rest]
        black = float(np.percentile(written, 90)) if written.size else 1.0
        ink = ink_of(without_ruling(darkness, ruling, black), settings.threshold)
        return PreparedPage(ink, ruling.slope, reduction)

    def read_prepared(
        self, page: PreparedPage, should_stop: Callable[[], bool] = _never
    ) -> PageReading:
        """Read a prepared page.

        Raises
        ------
        ReadingCancelled
        """

        def check() -> None:
            if should_stop():
                raise ReadingCancelled

        check()
        ink, reduction = page.ink, page.reduction
        size = ink.shape[1] * reduction, ink.shape[0] * reduction
        finer, may_be_display = 1, True
        if (larger := page.enlarged) is not None:
            ink, finer, may_be_display = larger.ink, larger.factor, larger.may_be_display
        mask = ink >= 0.5
        marks = without_frames(with_panels_read(find_pieces(ink, mask)))
        marks = without_specks(without_surroundings(marks, mask.shape))
        signs, pieces, is_display = _signs_and_digits(marks, mask, may_be_display)
        if not pieces:
            return PageReading((), size, reduction)
        check()
        slope = slope_of(pieces) if page.slope is None else page.slope
        rows = group_lines(pieces, slope)
        if page.slope is not None:
            rows = _without_remains(rows)
        lines = with_signs(Divider(self._recognizer, check).divide(rows), self._read_signs(signs))
        if finer > 1:
            lines = [
                [one._replace(piece=shrunk(one.piece, finer)) for one in line] for line in lines
            ]
        angle = math.degrees(math.atan(slope))
        return PageReading(_in_words(lines, reduction, is_display), size, reduction, angle)

    def _read_signs(self, signs: Sequence[Sign]) -> list[Mark]:
        """Say what digits signs would be, if they were some after all."""
        read = PieceReader(self._recognizer, lambda: None).read([sign.piece for sign in signs])
        return [
            Mark(sign.piece, replace(reading, is_digit=False), sign.text)
            for sign, reading in zip(signs, read, strict=True)
            if reading is not None
        ]

    def read_piece(
        self, piece: Piece, reduction: int = 1, print_height: float | None = None
    ) -> FoundDigit | None:
        """Read a piece of ink as one digit; None if it has no ink.

        Parameters
        ----------
        piece : Piece
        reduction : int
            How many pixels of the file became one of the piece.
        print_height : float, optional
            Height in pixels of the printed digits that it stands among.
        """
        reader = PieceReader(self._recognizer, lambda: None)
        [reading] = reader.read_again([piece], reader.read([piece]))
        if reading is None:
            return None
        if print_height is not None:
            described = features([piece], np.array([print_height]))
            reading = as_print(reading, shares(described)[0], pictures(described)[0])
        return FoundDigit(piece.box.scaled(reduction), reading, piece.ink)

    def read_picture(
        self,
        picture: LoadedPicture,
        should_stop: Callable[[], bool] = _never,
        prepared: PreparedPage | None = None,
    ) -> PageReading:
        """Read a picture; one that holds a single digit as carefully as a drawing.

        Parameters
        ----------
        picture : LoadedPicture
        should_stop : callable
            Looked at between the stages.
        prepared : PreparedPage, optional
            What `prepare` makes of the picture, if that is known already.

        Raises
        ------
        ReadingCancelled
        """
        if prepared is None:
            prepared = self.prepare(picture.grey, None, picture.reduction)
        page = self.read_prepared(prepared, should_stop)
        if len(page.digits) > 1 or any(found.reading.is_print for found in page.digits):
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
        cut_out = ink[y : y + height, x : x + width].copy()  # not to keep all of it
        reading = self._recognizer.read(cut_out)
        if reading is None:
            return None
        return FoundDigit(Box(x, y, width, height).scaled(picture.reduction), reading, cut_out)


def _signs_and_digits(
    marks: list[Piece], mask: NDArray[np.bool_], may_be_display: bool
) -> tuple[list[Sign], list[Piece], bool]:
    """Return the signs of arithmetic, all other pieces, and whether these are a display's digits.

    A display's bars may look like a minus. But an equals sign and a 1 are bars as even as its own.
    """
    pieces = joined_segments(marks, mask) if may_be_display else marks
    signs, rest = find_signs(marks)
    if len(pieces) == len(marks):
        return signs, rest, False
    if any(sign.text != MINUS for sign in signs) and len(joined_segments(rest, mask)) == len(rest):
        return signs, rest, False
    return [], pieces, True


def _without_remains(rows: list[list[Piece]]) -> list[list[Piece]]:
    """Leave out what is left of the paper's lines: thin bits, rows of nothing but small ones."""
    heights = np.array([piece.box.height for row in rows for piece in row], float)
    typical = typical_height(heights)
    kept = []
    for row in rows:
        whole = [
            piece
            for piece in row
            if piece.box.height >= 0.15 * typical
            and (piece.box.width >= 0.1 * typical or piece.box.height >= 0.5 * typical)
        ]
        if whole and max(piece.box.height for piece in whole) >= 0.5 * typical:
            kept.append(whole)
    return kept


def _in_words(
    lines: list[list[Mark]], reduction: int, is_display: bool = False
) -> tuple[Line, ...]:
    boxes = [[mark.piece.box for mark in line] for line in lines]
    heights = [typical_height(np.array([box.height for box in line], float)) for line in boxes]
    if is_display:
        boxes = [places(line) for line in boxes]
    are_signs = [[bool(mark.sign) for mark in line] for line in lines]
    result = []
    for line, breaks in zip(lines, word_breaks(boxes, heights, are_signs), strict=True):
        words: list[list[FoundDigit]] = [[]]
        for (piece, reading, sign), ends in zip(line, [*breaks, False], strict=True):
            box = piece.box.scaled(reduction)
            words[-1].append(FoundDigit(box, reading, piece.ink, sign=sign))
            if ends:
                words.append([])
        result.append(Line(tuple(tuple(word) for word in words)))
    return tuple(result)

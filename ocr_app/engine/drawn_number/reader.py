"""From strokes to a number: which strokes are a digit each, and which digit."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

import numpy as np

from datasets.drawing import Drawing
from datasets.normalization import NormalizedDigit, normalize_drawing
from ocr_app.engine.drawn_number.candidates import Strokes, candidates, orders
from ocr_app.engine.drawn_number.path import best_groups
from ocr_app.engine.drawn_number.result import DrawnDigit, NumberReading
from ocr_app.engine.drawn_number.scoring import scores_of
from ocr_app.engine.drawn_number.strokes import StrokeGeometry
from ocr_app.engine.model import Model
from ocr_app.engine.recognizer import Reading, Recognizer

_KEPT: Final = 2000
"""Groups of strokes whose canonical digit is remembered: writing on changes only the last few."""

MOST_STROKES: Final = 300
"""A canvas full of scribbles: beyond, strokes are no longer grouped but read by themselves."""

_ROUNDING: Final = 1e-12
"""Shares of the canvas that are no distance."""

_Key = tuple[bytes, ...]


class NumberReader:
    """Reads numbers with one model; for one thread at a time.

    Parameters
    ----------
    model : Model
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self._recognizer = Recognizer(model)
        self._seen: OrderedDict[_Key, NormalizedDigit | None] = OrderedDict()

    def read(self, drawing: Drawing) -> NumberReading:
        """Read the number that a drawing's strokes make, from left to right."""
        if drawing.is_blank:
            return NumberReading()
        geometry = StrokeGeometry(drawing)
        if len(geometry) > MOST_STROKES:
            found: list[Strokes] = [(i,) for i in geometry.by_x]
        else:
            found = candidates(geometry)
        readings = self._read(drawing, found)
        by_group = dict(zip(found, readings, strict=True))
        if len(geometry) > MOST_STROKES:
            groups = found
        else:
            scores = scores_of(geometry, found, readings)
            groups, _ = best_groups(orders(geometry), dict(zip(found, scores, strict=True)))
        return NumberReading(_digits(drawing, geometry, groups, by_group))

    def _read(self, drawing: Drawing, groups: Sequence[Strokes]) -> list[Reading | None]:
        """Read groups of strokes as one digit each, in one go."""
        keys = [stroke.tobytes() for stroke in drawing.strokes]
        seen = [self._normalized(drawing, group, keys) for group in groups]
        return self._recognizer.read_normalized(seen)

    def _normalized(
        self, drawing: Drawing, group: Strokes, keys: Sequence[bytes]
    ) -> NormalizedDigit | None:
        key = tuple(keys[i] for i in group)
        if key in self._seen:
            self._seen.move_to_end(key)
            return self._seen[key]
        # Moved as it will be shown: the last bit of what is explained is the same, too.
        made = self._seen[key] = normalize_drawing(_by_itself(drawing, group))
        if len(self._seen) > _KEPT:
            self._seen.popitem(last=False)
        return made


def _digits(
    drawing: Drawing,
    geometry: StrokeGeometry,
    groups: Sequence[Strokes],
    readings: dict[Strokes, Reading | None],
) -> tuple[DrawnDigit, ...]:
    digits = []
    for group in groups:
        reading = readings[group]
        if reading is not None:
            digits.append(
                DrawnDigit(group, _by_itself(drawing, group), geometry.box(group), reading)
            )
    return tuple(sorted(digits, key=lambda digit: digit.box[0] + digit.box[2]))


def _by_itself(drawing: Drawing, group: Strokes) -> Drawing:
    """Take some strokes out and move them sideways into the middle of the unit canvas."""
    strokes = [drawing.strokes[i] for i in group]
    left = min(float(stroke[:, 0].min()) for stroke in strokes)
    right = max(float(stroke[:, 0].max()) for stroke in strokes)
    off = (left + right) / 2 - 0.5
    if abs(off) < _ROUNDING:  # there already: moved by the last bit, it would be read otherwise
        off = 0.0
    return Drawing(tuple(stroke - np.array([off, 0.0]) for stroke in strokes))

"""What is read in a number that somebody writes."""

from __future__ import annotations

import math
from dataclasses import dataclass

from datasets.drawing import Drawing
from ocr_app.engine.recognizer import Reading

UNREADABLE = "?"
"""Stands for what doesn't look like a digit."""


@dataclass(frozen=True, slots=True, eq=False)
class DrawnDigit:
    """One digit of a number.

    Attributes
    ----------
    strokes : tuple of int
        Which of the drawing's strokes belong to it.
    drawing : Drawing
        These by themselves, moved sideways into the middle of the unit canvas.
    box : (float, float, float, float)
        Left, top, right and bottom of the strokes, in units of the canvas.
    reading : Reading
    """

    strokes: tuple[int, ...]
    drawing: Drawing
    box: tuple[float, float, float, float]
    reading: Reading

    @property
    def text(self) -> str:
        """The digit, or ``UNREADABLE``."""
        return str(self.reading.digit) if self.reading.is_digit else UNREADABLE


@dataclass(frozen=True, slots=True)
class NumberReading:
    """A whole number.

    Attributes
    ----------
    digits : tuple of DrawnDigit
        From left to right.
    """

    digits: tuple[DrawnDigit, ...] = ()

    @property
    def text(self) -> str:
        """The digits, one beside the other."""
        return "".join(digit.text for digit in self.digits)

    @property
    def confidence(self) -> float:
        """How sure it is of all of them, 0..1, if they are told apart rightly."""
        return math.prod(digit.reading.confidence for digit in self.digits)

    def digit_of(self, stroke: int) -> int:
        """Return which digit a stroke belongs to; -1 for none."""
        return next((i for i, one in enumerate(self.digits) if stroke in one.strokes), -1)

"""What the reader makes of a picture: lines of words of digits, with their boxes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.recognizer import Reading

UNREADABLE = "?"
"""Stands in the text for what doesn't look like a digit, or is read with too little confidence."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of whole pixels of the picture; y points down.

    Attributes
    ----------
    x, y : int
        The upper left corner.
    width, height : int
    """

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """First column to the right of it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """First row below it."""
        return self.y + self.height

    def united(self, other: Box) -> Box:
        """Return the smallest box around both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def moved(self, x: int, y: int) -> Box:
        """Return the same box so far to the right and down."""
        return Box(self.x + x, self.y + y, self.width, self.height)

    def encloses(self, other: Box) -> bool:
        """Whether another box lies in it, and touches no side."""
        return (
            self.x < other.x
            and self.y < other.y
            and other.right < self.right
            and other.bottom < self.bottom
        )

    def holds_middle_of(self, other: Box) -> bool:
        """Whether the middle of another box lies in it."""
        x, y = other.x + other.width / 2, other.y + other.height / 2
        return self.x <= x < self.right and self.y <= y < self.bottom

    def common_area(self, other: Box) -> int:
        """Count the pixels that both have."""
        width = min(self.right, other.right) - max(self.x, other.x)
        height = min(self.bottom, other.bottom) - max(self.y, other.y)
        return max(0, width) * max(0, height)

    def scaled(self, factor: int) -> Box:
        """Return the same box where each pixel is `factor` pixels wide and high."""
        return Box(*(side * factor for side in (self.x, self.y, self.width, self.height)))

    @classmethod
    def around(cls, boxes: list[Box]) -> Self:
        """Return the smallest box around all of at least one."""
        x, y = min(box.x for box in boxes), min(box.y for box in boxes)
        right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
        return cls(x, y, right - x, bottom - y)


@dataclass(frozen=True, slots=True, eq=False)
class FoundDigit:
    """One digit, or what stands where a digit could.

    Attributes
    ----------
    box : Box
        In pixels of the picture.
    reading : Reading
    ink : ndarray of shape (h, w), float32
        What belongs to it, 0 paper to 1 ink; the neighbours' ink is left out. Of a reduced picture,
        in reduced pixels.
    correction : int or None
        The digit that somebody says it is.
    sign : str
        The sign of arithmetic that it is, and no digit; mostly nothing.
    """

    box: Box
    reading: Reading
    ink: NDArray[np.float32]
    correction: int | None = None
    sign: str = ""

    @property
    def is_sign(self) -> bool:
        """Whether it is a sign of arithmetic, and nobody says otherwise."""
        return bool(self.sign) and self.correction is None

    def text(self, min_confidence: float = 0.0) -> str:
        """Return the digit or sign, or ``UNREADABLE``."""
        if self.correction is not None:
            return str(self.correction)
        if self.sign:
            return self.sign
        reading = self.reading
        sure = reading.is_digit and reading.confidence >= min_confidence
        return str(reading.digit) if sure else UNREADABLE


@dataclass(frozen=True, slots=True)
class Line:
    """Words beside each other, from left to right.

    Attributes
    ----------
    words : tuple of tuple of FoundDigit
        Never empty, nor is a word.
    """

    words: tuple[tuple[FoundDigit, ...], ...]

    @property
    def digits(self) -> tuple[FoundDigit, ...]:
        """All digits of the line, from left to right."""
        return tuple(digit for word in self.words for digit in word)

    def text(self, min_confidence: float = 0.0) -> str:
        """Return its digits, with a space between words."""
        return " ".join(
            "".join(digit.text(min_confidence) for digit in word) for word in self.words
        )


@dataclass(frozen=True, slots=True)
class PageReading:
    """All that was found in a picture.

    Attributes
    ----------
    lines : tuple of Line
        From top to bottom; empty if there is nothing to read.
    size : (int, int)
        Width and height of the picture, in pixels.
    reduction : int
        How many of the picture's pixels, in x and in y, became one to be read.
    angle : float
        How far the lines of writing fall to the right, in degrees.
    """

    lines: tuple[Line, ...]
    size: tuple[int, int]
    reduction: int = 1
    angle: float = 0.0

    @property
    def digits(self) -> tuple[FoundDigit, ...]:
        """All digits in reading order."""
        return tuple(digit for line in self.lines for digit in line.digits)

    def text(self, min_confidence: float = 0.0) -> str:
        """Return the lines, one below the other."""
        return "\n".join(line.text(min_confidence) for line in self.lines)

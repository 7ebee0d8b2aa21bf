"""What a page shows of a digit that was found: a box, a text, and how far to trust it."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF

from ocr_app.engine.wording import certainty

if TYPE_CHECKING:  # it brings Pillow along, which the first paint must not wait for
    from ocr_app.engine.recognizer import Reading

UNSURE_BELOW = 0.8
"""Confidence below which a reading should be looked at."""


class Trust(enum.Enum):
    """How far to trust a reading; each has a colour and a line of its own."""

    SURE = "sure"
    UNSURE = "unsure"
    NO_DIGIT = "no digit"
    CORRECTED = "corrected"
    SIGN = "sign"

    @classmethod
    def of(cls, reading: Reading, *, is_corrected: bool, is_sign: bool = False) -> Trust:
        """Say how far to trust a reading, or what somebody says instead."""
        if is_corrected:
            return cls.CORRECTED
        if is_sign:
            return cls.SIGN
        if not reading.is_digit:
            return cls.NO_DIGIT
        return cls.UNSURE if reading.confidence < UNSURE_BELOW else cls.SURE


class Mark(NamedTuple):  # a dataclass takes 1 ms to make, which the first window waits for
    """One digit on the page.

    Attributes
    ----------
    box : QRectF
        In pixels of the shown picture.
    text : str
        The digit, the sign of arithmetic, or ``?``.
    confidence : float
        0..1.
    trust : Trust
    """

    box: QRectF
    text: str
    confidence: float
    trust: Trust

    @property
    def description(self) -> str:
        """What a screen reader says of it."""
        match self.trust:
            case Trust.CORRECTED:
                return f"{self.text}, corrected"
            case Trust.NO_DIGIT:
                return "doesn't look like a digit"
            case Trust.SIGN:
                return f"the sign {self.text}"
        return f"{self.text}, {certainty(self.confidence)} sure"

"""What every labelled file gives."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datasets.drawing import Drawing
from datasets.errors import DataFileError

_DIGITS = frozenset("0123456789")


@dataclass(frozen=True, slots=True, eq=False)
class LabelledSample:
    """A drawing or the ink of a picture, and what it is meant to be.

    Attributes
    ----------
    label : int, str or None
        0 to 9 for a digit; any other text marks something that is no digit; None: nobody said.
    source : str
        Where it comes from, such as ``"digits.jsonl, line 3"``.
    drawing : Drawing or None
    ink : ndarray of shape (h, w), float32, or None
        0 paper to 1 ink. Exactly one of `drawing` and `ink` is there.
    writer : str or None
        Who wrote it, if the file says so. The same name is the same person, in whatever file.
    """

    label: int | str | None
    source: str
    drawing: Drawing | None = None
    ink: NDArray[np.float32] | None = None
    writer: str | None = None

    @property
    def is_digit(self) -> bool:
        """Whether the label says that it is a digit."""
        return isinstance(self.label, int)

    @property
    def content(self) -> Drawing | NDArray[np.float32]:
        """The drawing or the ink, whichever is there."""
        content = self.drawing if self.drawing is not None else self.ink
        if content is None:
            raise DataFileError(f"{self.source}: there is neither a drawing nor a picture.")
        return content


def parse_label(value: Any, where: str) -> int | str | None:
    """Turn the label of a file into a digit, the name of a non-digit, or None.

    Parameters
    ----------
    value : object
        ``7``, ``7.0`` and ``"7"`` are the digit; ``"a"`` and ``12`` are no digits.
    where : str
        For the message.

    Raises
    ------
    DataFileError
        If it is neither a whole number nor text.
    """
    match value:
        case None:
            return None
        case bool():
            pass
        case int():
            return value if 0 <= value <= 9 else f"{value:.0f}" if abs(value) < 1e9 else "?"
        case float() if value.is_integer():
            return parse_label(int(value), where)
        case str():
            text = value.strip()
            return int(text) if text in _DIGITS else text or None
    raise DataFileError(f"{where}: a label is a digit, or text for anything else.")


def parse_writer(value: Any, where: str) -> str | None:
    """Turn what a file says about the writer into a name, or None.

    Parameters
    ----------
    value : object
        ``23``, ``23.0`` and ``" 23 "`` are the same writer; blank text and None are nobody.
    where : str
        For the message.

    Raises
    ------
    DataFileError
        If it is neither a finite number nor text.
    """
    match value:
        case None:
            return None
        case bool():
            pass
        case int():
            return str(value)
        case float() if math.isfinite(value):
            return f"{value:.15g}"
        case str():
            return " ".join(value.split()) or None
    raise DataFileError(f"{where}: a writer is a number or text.")

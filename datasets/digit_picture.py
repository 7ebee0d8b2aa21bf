"""A digit that came out of a picture: ink without strokes, small enough to keep thousands."""

from __future__ import annotations

import base64
import binascii
import io
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from datasets.drawing import Drawing
from datasets.errors import DrawingError

LARGEST_SIDE: Final = 128
"""Pixels; what the network reads has the detail of 32, and twice that is enough to cut it from."""

_MOST_BYTES: Final = 200_000
"""Of a file that can be such a picture."""

_HINT: Final = "a picture of a digit is a small grey PNG, as text in base64"


@dataclass(frozen=True, slots=True, eq=False)
class DigitPicture:
    """The ink of one digit.

    Attributes
    ----------
    ink : ndarray of shape (h, w), uint8
        Read-only; 0 paper to 255 ink, neither side longer than ``LARGEST_SIDE``.

    Raises
    ------
    DrawingError
        If the array is something else.
    """

    ink: NDArray[np.uint8]

    def __post_init__(self) -> None:
        ink = np.array(self.ink)
        if ink.ndim != 2 or ink.dtype != np.uint8 or not 0 < max(ink.shape) <= LARGEST_SIDE:
            raise DrawingError(f"This is no picture of a digit: {_HINT}.")
        ink.flags.writeable = False
        object.__setattr__(self, "ink", ink)

    @classmethod
    def of_ink(cls, ink: NDArray[np.floating]) -> Self:
        """Keep ink (h, w), 0 paper to 1 ink; what is larger is reduced.

        Raises
        ------
        DrawingError
            If there are no pixels.
        """
        if ink.ndim != 2 or not ink.size:
            raise DrawingError(f"This is no picture of a digit: {_HINT}.")
        grey = np.rint(np.clip(ink, 0, 1) * 255).astype(np.uint8)
        factor = LARGEST_SIDE / max(grey.shape)
        if factor < 1:
            size = max(1, round(grey.shape[1] * factor)), max(1, round(grey.shape[0] * factor))
            from PIL import Image  # noqa: PLC0415 -- nobody waits for it before a picture comes

            resized = Image.fromarray(grey).resize(size, Image.Resampling.BOX)
            grey = np.asarray(resized)
        return cls(grey)

    @classmethod
    def from_png(cls, data: bytes) -> Self:
        """Read what `to_png` has written.

        Raises
        ------
        DrawingError
            With one sentence, if it is anything else.
        """
        from PIL import Image  # noqa: PLC0415 -- see of_ink

        try:
            if len(data) > _MOST_BYTES:
                raise ValueError
            with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
                if image.mode != "L" or max(image.size) > LARGEST_SIDE:
                    raise ValueError
                return cls(np.asarray(image))
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            raise DrawingError(f"This is no picture of a digit: {_HINT}.") from None

    def to_png(self) -> bytes:
        """Return it as a PNG: the same picture, bit by bit."""
        from PIL import Image  # noqa: PLC0415 -- see of_ink

        file = io.BytesIO()
        Image.fromarray(self.ink).save(file, "PNG", optimize=True)
        return file.getvalue()

    @property
    def floats(self) -> NDArray[np.float32]:
        """The ink as 0..1, (h, w)."""
        return np.asarray(self.ink, np.float32) / np.float32(255)

    @property
    def is_blank(self) -> bool:
        """Whether there is no ink to read."""
        return not (self.ink >= 128).any()

    @property
    def n_points(self) -> int:
        """The number of points; a picture has none."""
        return 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DigitPicture):
            return NotImplemented
        return np.array_equal(self.ink, other.ink)

    def __hash__(self) -> int:
        return hash((self.ink.shape, self.ink.tobytes()))

    def __repr__(self) -> str:
        return f"<DigitPicture of {self.ink.shape[1]} x {self.ink.shape[0]} pixels>"


Written = Drawing | DigitPicture
"""A digit that somebody wrote: with its strokes, or without."""


def written_to_json(written: Written) -> Any:
    """Return the strokes as lists, or the picture as text; ready for JSON."""
    if isinstance(written, Drawing):
        return written.to_points()
    return base64.b64encode(written.to_png()).decode()


def written_from_json(value: Any) -> Written:
    """Read what `written_to_json` has returned.

    Raises
    ------
    DrawingError
        With one sentence, if it is anything else.
    """
    if not isinstance(value, str):
        return Drawing.from_points(value)
    try:
        data = base64.b64decode(value[: 2 * _MOST_BYTES], validate=True)
    except (binascii.Error, ValueError):
        raise DrawingError(f"This is no picture of a digit: {_HINT}.") from None
    return DigitPicture.from_png(data)

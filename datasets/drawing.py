"""Pen strokes: what the canvas records, what stroke files hold, what the normaliser reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from datasets.errors import DrawingError

#: Coordinates beyond this are a mistake in the data, not a pen that slid off the canvas.
LARGEST_COORDINATE = 1e6

_SHAPE_HINT = "a drawing is a list of strokes, a stroke a list of [x, y] points"


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """Pen strokes on the unit canvas: x to the right, y down, (0, 0) the upper left corner.

    Points outside 0..1 are allowed, for a pen may slide off the canvas. A stroke of one point is a
    dot. Strokes without points are dropped.

    Parameters
    ----------
    strokes : sequence of array-like of shape (n, 2)
        One per stroke; copied, so that the drawing never changes.

    Attributes
    ----------
    strokes : tuple of ndarray of shape (n, 2), dtype float64
        Read-only, each with at least one point.

    Raises
    ------
    DrawingError
        If the strokes are nested wrongly, or a coordinate is not a finite number within ±1e6.
    """

    strokes: tuple[NDArray[np.float64], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "strokes", _checked_strokes(self.strokes))

    @classmethod
    def from_points(cls, points: Any) -> Self:
        """Make a drawing of what claims to be ``[[[x, y], ...], ...]``, such as parsed JSON.

        Parameters
        ----------
        points : object
            Lists, tuples or arrays are accepted; whatever else it is, the error says so.

        Raises
        ------
        DrawingError
            With one sentence that says what is wrong and where.
        """
        return cls(points)

    def to_points(self) -> list[list[list[float]]]:
        """Return plain lists, ready for JSON; `from_points` makes the same drawing of them."""
        return [stroke.tolist() for stroke in self.strokes]

    @property
    def is_blank(self) -> bool:
        """Whether nothing was drawn."""
        return not self.strokes

    @property
    def n_points(self) -> int:
        """The number of points of all strokes together."""
        return sum(len(stroke) for stroke in self.strokes)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Drawing):
            return NotImplemented
        return len(self.strokes) == len(other.strokes) and all(
            np.array_equal(mine, theirs)
            for mine, theirs in zip(self.strokes, other.strokes, strict=True)
        )

    def __hash__(self) -> int:
        # Adding zero turns -0.0 into 0.0: the two are equal, so their hashes must be.
        return hash(tuple((stroke + 0.0).tobytes() for stroke in self.strokes))

    def __repr__(self) -> str:
        return f"<Drawing of {len(self.strokes)} strokes, {self.n_points} points>"


def _checked_strokes(points: Any) -> tuple[NDArray[np.float64], ...]:
    if not _is_sequence(points):
        raise DrawingError(f"Expected strokes, found {_kind(points)}: {_SHAPE_HINT}.")
    strokes = (_checked_stroke(stroke, number) for number, stroke in enumerate(points, start=1))
    return tuple(stroke for stroke in strokes if len(stroke))


def _checked_stroke(stroke: Any, number: int) -> NDArray[np.float64]:
    if not _is_sequence(stroke):
        raise DrawingError(f"Stroke {number} is {_kind(stroke)}: {_SHAPE_HINT}.")
    try:
        # Without a dtype, so that "1", True or None show as what they are, not as numbers.
        array = np.asarray(stroke)
    except (ValueError, TypeError, OverflowError):
        raise DrawingError(f"Stroke {number} is nested unevenly: {_SHAPE_HINT}.") from None
    if array.shape in ((0,), (0, 2)):
        return np.empty((0, 2))
    if array.ndim != 2 or array.shape[1] != 2:
        raise DrawingError(f"Stroke {number} is not made of pairs: {_SHAPE_HINT}.")
    if array.dtype.kind not in "iuf":
        raise DrawingError(f"Stroke {number} has a coordinate that is not a number: {_SHAPE_HINT}.")
    with np.errstate(all="ignore"):
        array = array.astype(np.float64, order="C", copy=True)
    if not np.isfinite(array).all():
        raise DrawingError(
            f"Stroke {number} has a coordinate that is not finite (NaN or infinite)."
        )
    if array.max() > LARGEST_COORDINATE or array.min() < -LARGEST_COORDINATE:
        raise DrawingError(
            f"Stroke {number} has a coordinate beyond ±{LARGEST_COORDINATE:,.0f}: "
            "the canvas reaches from 0 to 1."
        )
    array.setflags(write=False)
    return array


def _is_sequence(value: Any) -> bool:
    return isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim > 0)


def _kind(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case str():
            return "text"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case dict():
            return "an object with names"
        case _:
            return f"a {type(value).__name__}"

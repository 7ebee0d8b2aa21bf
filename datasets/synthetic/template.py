"""How a way of writing a character is noted down: strokes of a few points each, as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

CORNER: Final = "!"
PEN_UP: Final = "|"

StrokeLayout = tuple[tuple[int, ...], ...]
"""Per stroke, the points its smooth pieces run between: first point, corners, last point."""


@dataclass(frozen=True, slots=True)
class Template:
    """One way of writing one character, with the range it varies over.

    Noted as ``"x,y x,y! x,y | x,y x,y"``: points in the order of writing, ``!`` where the pen turns
    sharply, ``|`` where it is lifted. A digit is about 60 wide and 100 tall, x to the right, y
    down; the pen passes smoothly through its points.

    Attributes
    ----------
    label : int or str
        0..9, or what else it is.
    share : float
        How often people write the character so, relative to its other templates.
    poses : ndarray of shape (k, points, 2)
        Extremes of this way of writing; a hand writes a mixture of them.
    layout : tuple of tuple of int
        The same for all poses.
    """

    label: int | str
    share: float
    poses: NDArray[np.float64]
    layout: StrokeLayout


def template(label: int | str, share: float, *poses: str) -> Template:
    """Read a template from its notation.

    Raises
    ------
    ValueError
        If the poses differ in their numbers of points, corners or strokes.
    """
    points, layouts = zip(*(_parse(pose) for pose in poses), strict=True)
    if len(set(layouts)) != 1:
        raise ValueError(f"The poses of a {label} are not alike: {poses}.")
    return Template(label, share, np.array(points), layouts[0])


def _parse(pose: str) -> tuple[list[list[float]], StrokeLayout]:
    points: list[list[float]] = []
    layout = []
    for stroke in pose.split(PEN_UP):
        words = stroke.split()
        first = len(points)
        last = first + len(words) - 1
        corners = [first + i for i, word in enumerate(words) if word.endswith(CORNER)]
        layout.append((first, *(corner for corner in corners if first < corner < last), last))
        points += [[float(v) for v in word.rstrip(CORNER).split(",")] for word in words]
    return points, tuple(layout)

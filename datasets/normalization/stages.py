"""A drawing on its way to the 8×8: what it looks like after each of the steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.drawing import Drawing
from datasets.normalization.frame import GRID
from datasets.normalization.steps import ALL_STEPS, Steps
from datasets.normalization.strokes import USUAL_PEN, normalize_drawing

STAGE_NAMES: Final = ("raw", "crop", "upright", "stretched", "even stroke")
"""In the order in which the steps are taken; ``raw`` comes before any."""


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """A drawing after one of the steps.

    Attributes
    ----------
    name : str
        One of ``STAGE_NAMES``.
    picture : ndarray of shape (GRID, GRID), float32, read-only
        0 paper to 1 ink. Where a step is left out, it is the picture before it.
    taken : bool
        Whether the step is taken; always for ``raw``.
    """

    name: str
    picture: NDArray[np.float32]
    taken: bool


def normalization_stages(
    drawing: Drawing, steps: Steps = ALL_STEPS, pen_width: float = USUAL_PEN
) -> tuple[Stage, ...]:
    """Take a drawing through the steps and keep a picture after each.

    Parameters
    ----------
    drawing : Drawing
    steps : Steps
        The steps to take. The last picture is the ink that `normalize_drawing` counts with them.
    pen_width : float
        Width of the pen as a share of the canvas.

    Returns
    -------
    tuple of Stage
        One for each of ``STAGE_NAMES``; all white for a blank drawing.
    """
    return tuple(iterate_stages(drawing, steps, pen_width))


def iterate_stages(
    drawing: Drawing, steps: Steps = ALL_STEPS, pen_width: float = USUAL_PEN
) -> Iterator[Stage]:
    """Make the same stages one by one, for who has less than a millisecond at a time."""
    taken = (True, steps.crop, steps.upright, steps.stretch, steps.even)
    for number, (name, is_taken) in enumerate(zip(STAGE_NAMES, taken, strict=True)):
        if is_taken:
            picture = _picture(drawing, _first(steps, number), pen_width)
        yield Stage(name, picture, is_taken)


def _first(steps: Steps, number: int) -> Steps:
    """Of the steps that are taken, those among the first `number`."""
    return Steps(
        crop=steps.crop and number >= 1,
        upright=steps.upright and number >= 2,
        stretch=steps.stretch and number >= 3,
        even=steps.even and number >= 4,
    )


def _picture(drawing: Drawing, steps: Steps, pen_width: float) -> NDArray[np.float32]:
    normalized = normalize_drawing(drawing, steps, pen_width)
    if normalized is None:
        blank = np.zeros((GRID, GRID), np.float32)
        blank.flags.writeable = False
        return blank
    return normalized.ink

"""Upright and stretched: the two decisions about shape, shared by every kind of input."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.normalization.frame import (
    CENTRE_LINE_BOX,
    FLATTEST,
    INK_BOX,
    NARROWEST,
    STEEPEST_SLANT,
    WIDEST,
)
from datasets.normalization.steps import Steps

Values = NDArray[np.floating]


def upright_slant(xx: Values, xy: Values, yy: Values) -> Values:
    """Slant to take out: ``x − slant·y`` stands upright.

    The slant is the regression of x on y, μ11/μ02, which leaves no correlation between the two. A
    part of the horizontal spread in the denominator keeps a nearly flat mark from being sheared.

    Parameters
    ----------
    xx, xy, yy : ndarray of shape (...)
        Second central moments of the ink.

    Returns
    -------
    ndarray of shape (...)
        Within ±``STEEPEST_SLANT``.
    """
    slant = xy / (yy + 0.05 * xx + 1e-12)
    return np.clip(slant, -STEEPEST_SLANT, STEEPEST_SLANT)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a box of upright ink goes: ``frame = (point − centre) · scale``, frame centre at 0.

    Attributes
    ----------
    centre, scale : ndarray of shape (..., 2)
        In the input's units; frame dots per unit of the input. x first.
    """

    centre: Values
    scale: Values


def stretch_to_frame(
    low: Values, high: Values, box: tuple[float, float] = CENTRE_LINE_BOX
) -> Stretch:
    """Stretch a box to fill the frame, x and y independently, within limits.

    Parameters
    ----------
    low, high : ndarray of shape (..., 2)
        Smallest and largest x, y of the middle of the pen line.
    box : tuple of float
        Width and height, in dots, to stretch to.
    """
    size = high - low
    width, height = size[..., 0], size[..., 1]
    tiny = 1e-9
    spans = np.stack(
        [
            np.maximum(np.maximum(width, NARROWEST * height), tiny),
            np.maximum(np.maximum(height, FLATTEST * width), tiny),
        ],
        axis=-1,
    )
    return Stretch(centre=(low + high) / 2, scale=np.asarray(box) / spans)


def place(low: Values, high: Values, half_pen: float, steps: Steps, canvas: Stretch) -> Stretch:
    """Where the ink goes, by the steps that are taken; see `Steps`.

    Parameters
    ----------
    low, high : ndarray of shape (2,)
        Smallest and largest x, y of the middle of the pen line.
    half_pen : float
        Half the width of the pen, in the same units.
    steps : Steps
    canvas : Stretch
        What brings the whole canvas to the frame.
    """
    if steps.even:
        filled = stretch_to_frame(low, high)
    else:
        filled = stretch_to_frame(low - half_pen, high + half_pen, INK_BOX)
    if steps.crop:
        return filled if steps.stretch else Stretch(filled.centre, filled.scale.min() * np.ones(2))
    if not steps.stretch:
        return canvas
    wider = np.sqrt(filled.scale[0] / filled.scale[1])
    scale = canvas.scale * np.array([wider, 1 / wider])
    in_frame = (filled.centre - canvas.centre) * canvas.scale
    return Stretch(filled.centre - in_frame / scale, scale)


def aspect_of(low: Values, high: Values, dot: float) -> float:
    """Width over height of a centre-line box, 0 to ``WIDEST``; 1 for a dot.

    Parameters
    ----------
    low, high : ndarray of shape (2,)
        Smallest and largest x, y of the middle of the pen line.
    dot : float
        Size up to which a box is no box but a dot, in the same units.
    """
    width, height = (high - low).tolist()
    if max(width, height) <= dot:
        return 1.0
    return float(min(width / height, WIDEST)) if height > 0 else WIDEST

"""From the ink of a picture to the canonical digit, by the same steps as a drawing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from datasets.normalization.core import core_of, half_pen_of
from datasets.normalization.distance import signed_distance
from datasets.normalization.even import even_stroke
from datasets.normalization.frame import FRAME, GRID, INK_SHARE, NormalizedDigit, finish
from datasets.normalization.geometry import Stretch, aspect_of, place, upright_slant
from datasets.normalization.steps import ALL_STEPS, Steps
from datasets.specks import clear_loose_specks

Ink = NDArray[np.float32]
Corner = NDArray[np.float64]

_WORKING_SIZE = 128
"""Larger side of a crop, in pixels: coarse scans gain smooth edges, photos lose noise."""

_HAIRLINE = 0.85
"""Half the width, in pixels, up to which a line may fall between two."""

_DOT = 1.0
"""Size of a centre line's box, in pixels of such a crop, up to which the ink is a dot."""


def normalize_ink(ink: NDArray[np.floating], steps: Steps = ALL_STEPS) -> NormalizedDigit | None:
    """Normalise a picture's ink to what the network reads.

    Parameters
    ----------
    ink : ndarray of shape (h, w), float
        0 paper to 1 ink; one digit.
    steps : Steps
        The steps to take; all by default. `ink` is the canvas.

    Returns
    -------
    NormalizedDigit or None
        None if no pixel has at least half ink, or none of them lies within the frame.
    """
    ink = np.asarray(ink, dtype=np.float32)
    box = _box_of_ink(ink)
    if box is None:
        return None
    if _is_hairline(ink, box):
        # Between two pixels it leaves half ink to neither.
        ink = np.minimum(2 * ink, 1)
        box = _box_of_ink(ink) or box
    # A speck beside the digit would count for its height and width.
    cleared = clear_loose_specks(ink)
    if cleared is not ink and cleared.any():
        ink, box = cleared, _box_of_ink(cleared) or box
    crop = _resize_to_working_size(_cut_out(ink, box))
    mask = crop >= 0.5
    if not mask.any():
        return None
    shape = _measure(mask, steps.upright)
    canvas = _canvas(ink.shape, box, crop.shape, shape)
    stretch = place(shape.low, shape.high, shape.half_pen, steps, canvas)
    aspect = aspect_of(shape.low, shape.high, dot=_DOT)
    if steps.even:
        # Half ink is the edge, for the core as for the ink itself.
        crop = core_of(mask, shape.half_pen) + np.float32(0.5)
    seen = _resample(crop, shape.slant, stretch)
    if not steps.crop and not (seen >= 0.5).any():
        return None
    pen_ink, half_pen = _inked(seen, steps.even)
    return finish(pen_ink, shape.slant, aspect, half_pen)


def _inked(seen: Ink, even: bool) -> tuple[Ink, float]:
    """Even ink on the grid, or leave it as it is; return half the width of its pen, too."""
    on = seen >= 0.5
    # Most of the frame is farther from the ink than any even stroke reaches.
    inside = signed_distance(on, enough=round(INK_SHARE * on.size))
    drawn = _half_width(-inside[on]) if on.any() else 0.0
    if not even:
        return np.clip(seen, 0, 1), drawn
    ink, level = even_stroke(inside)
    # The level counts from the edge of the ink; half a pen further in lies the middle of the line.
    return ink, level + drawn


def _box_of_ink(ink: Ink) -> tuple[int, int, int, int] | None:
    """First row, row after the last, first column, column after the last with ink."""
    on = ink >= 0.5
    rows, columns = np.flatnonzero(on.any(axis=1)), np.flatnonzero(on.any(axis=0))
    if not rows.size:
        return None
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def _is_hairline(ink: Ink, box: tuple[int, int, int, int]) -> bool:
    top, bottom, left, right = box
    return half_pen_of(ink[top:bottom, left:right] >= 0.5) <= _HAIRLINE


def _cut_out(ink: Ink, box: tuple[int, int, int, int]) -> Ink:
    """Cut to the ink, with a margin of paper so that interpolation sees the edge."""
    top, bottom, left, right = box
    near = ink[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1]
    missing = (int(top == 0), int(bottom == len(ink))), (int(left == 0), int(right == ink.shape[1]))
    return np.pad(near, missing)


def _resize_to_working_size(crop: Ink) -> Ink:
    height, width = crop.shape
    factor = _WORKING_SIZE / max(height, width)
    size = (max(3, round(width * factor)), max(3, round(height * factor)))
    resized = np.asarray(Image.fromarray(crop).resize(size, Image.Resampling.BICUBIC))
    if factor < 1:
        # A line that falls between two pixels leaves half its width to each: below two, it fades.
        resized = resized / np.float32(min(1.0, half_pen_of(crop >= 0.5) * factor))
    return resized


def _canvas(
    canvas: tuple[int, ...], box: tuple[int, int, int, int], crop: tuple[int, ...], shape: _Shape
) -> Stretch:
    """Bring the whole picture to the frame, from pixels of the working-size crop.

    Its larger side fills the frame. Pixels count from the middle of the crop's first one.
    """
    top, bottom, left, right = box
    # The crop has a pixel of margin on every side.
    factor = np.array([crop[1] / (right - left + 2), crop[0] / (bottom - top + 2)])
    middle = (np.array([canvas[1] / 2 - left, canvas[0] / 2 - top]) + 1) * factor - 0.5
    # What is sheared about the first row must be pushed back to stay where it was.
    middle[0] -= shape.slant * shape.pivot
    return Stretch(centre=middle, scale=FRAME / max(canvas) / factor)


@dataclass(frozen=True, slots=True)
class _Shape:
    """Slant to take out, the height of the ink's middle, and its upright centre line's box."""

    slant: float
    pivot: float
    low: Corner
    high: Corner
    half_pen: float


def _measure(mask: NDArray[np.bool_], upright: bool) -> _Shape:
    """Measure ink, upright or as it leans."""
    y, x = np.nonzero(mask)
    mean_x, mean_y = x.mean(), y.mean()
    slant = 0.0
    if upright:
        off_x, off_y = x - mean_x, y - mean_y
        slant = float(
            upright_slant(np.mean(off_x * off_x), np.mean(off_x * off_y), np.mean(off_y * off_y))
        )
    # Rows keep their y; x is measured along the sheared axis from the first row.
    upright_x = x - slant * y
    half_pen = half_pen_of(mask)
    # The outermost pixels' centres lie half a pixel within the edge.
    inset = max(0.0, half_pen - 0.5)
    low = np.array([upright_x.min(), y.min()]) + inset
    high = np.array([upright_x.max(), y.max()]) - inset
    middle = (low + high) / 2
    low, high = np.minimum(low, middle), np.maximum(high, middle)
    return _Shape(slant, float(mean_y), low, high, half_pen)


def _half_width(inside: NDArray[np.float32]) -> float:
    """Half the width of a line, in pixels, from the distances of its pixels to the paper.

    In a long line of width w the distance to the paper averages w/4 over the ink. Pixel centres lie
    half a pixel farther from the nearest centre of a paper pixel than from the edge.
    """
    return max(0.0, 2.0 * float(inside.mean() - 0.5) - 0.5)


def _resample(crop: Ink, slant: float, stretch: Stretch) -> Ink:
    """Bring the crop onto the grid in one affine step, upright and stretched."""
    points_per_dot = GRID / FRAME
    step_x, step_y = 1 / (stretch.scale * points_per_dot)
    centre_x, centre_y = stretch.centre + 0.5
    top = centre_y - step_y * GRID / 2
    left = centre_x - step_x * GRID / 2 + slant * (top - 0.5)
    coefficients = (step_x, slant * step_y, left, 0.0, step_y, top)
    return np.asarray(
        Image.fromarray(crop).transform(
            (GRID, GRID),
            Image.Transform.AFFINE,
            coefficients,
            resample=Image.Resampling.BILINEAR,
        )
    )

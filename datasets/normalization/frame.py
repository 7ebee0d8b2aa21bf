"""The frame that every digit ends in, and the block counts that the network reads.

scikit-learn's digits were made by NIST's normaliser: 20×32 dots of upright ink centred in a frame
of 32×32, whose *on* dots were counted in 4×4 blocks. Figures here are in those frame dots, unless
a name says otherwise; the work is done on a finer grid of ``GRID`` points a side, so that curves
stay smooth.

References
----------
.. [1] M. D. Garris et al., "NIST Form-Based Handprint Recognition System (Release 2.0)", NISTIR
   5959, 1997 (``norm_2nd_gen2``, ``shear_char``, ``erode_charimage``).
.. [2] E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning
   Repository, 1998.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SIDE = 8
"""Blocks a side: the network reads ``SIDE × SIDE`` numbers."""

FINE_SIDE = 16
"""Blocks a side of what is varied further before the network reads it, 2×2 to one of its own."""

FRAME = 32
"""Dots a side of NIST's frame."""

GRID = 128
"""Points a side of the grid on which ink is evened, four to a dot."""

CENTRE_LINE_BOX = (15.0, 27.0)
"""Width and height, in dots, that the middle of the pen line is stretched to.

Half a pen each side makes this NIST's 20×32 of ink.
"""

INK_BOX = (20.0, 32.0)
"""Width and height, in dots, that the ink is stretched to where its pen is not evened."""

INK_SHARE = 0.305
"""Share of the frame that is ink: the mean over scikit-learn's digits, the same for every class."""

NARROWEST = 0.35
"""Width over height below which a mark is not widened any further: a 1 stays a 1."""

FLATTEST = 0.35
"""Height over width below which a mark is not heightened any further: a dash stays a dash."""

STEEPEST_SLANT = 0.8
"""Largest slant, in widths per height, that is straightened. More is not slant but shape."""

WIDEST = 100.0
"""Largest `NormalizedDigit.aspect`: a perfectly flat dash has no height to divide by."""

LARGEST_HALF_PEN = GRID * (INK_SHARE / math.pi) ** 0.5
"""Half the width, in grid points, of the pen that inks ``INK_SHARE`` with a single dot."""


@dataclass(frozen=True, slots=True)
class NormalizedDigit:
    """A drawing or a picture as the network sees it.

    Attributes
    ----------
    pixels : ndarray of shape (8, 8), float32
        Ink in each block, 0 (none) to 1 (full). Row 0 is the top.
    ink : ndarray of shape (GRID, GRID), float32
        The upright, stretched, even ink that was counted, 0 to 1, smooth at its edges.
    slant : float
        Slant that was taken out, in widths per height, within ±``STEEPEST_SLANT``. Negative for ink
        that leans to the right, as italics do: y points down.
    aspect : float
        Width over height of the upright centre line's box before it was stretched, 0 (a vertical
        bar) to ``WIDEST`` (a dash); 1 for a dot, which has no box.
    half_pen : float
        Half the width of the pen that `ink` is drawn with, in grid points. Evened it is 9 for a 0,
        20 for a 1, more for a dot (at most ``LARGEST_HALF_PEN``), and less for a scribble that
        fills the frame with lines.
    """

    pixels: NDArray[np.float32]
    ink: NDArray[np.float32]
    slant: float
    aspect: float
    half_pen: float


def count_blocks(ink: NDArray[np.float32], side: int = SIDE) -> NDArray[np.float32]:
    """Mean ink of each of the blocks of square images, 8×8 unless said otherwise.

    Parameters
    ----------
    ink : ndarray of shape (..., n, n)
        ``n`` must be a multiple of `side`. Values in 0..1.
    side : int
        Blocks a side.

    Returns
    -------
    ndarray of shape (..., side, side), float32
        Values in 0..1.
    """
    *lead, n, _ = ink.shape
    block = n // side
    counts: NDArray[np.float32] = ink.reshape(*lead, side, block, side, block).mean(
        axis=(-3, -1), dtype=np.float32
    )
    return counts


def finish(
    ink: NDArray[np.float32], slant: float, aspect: float, half_pen: float
) -> NormalizedDigit:
    """Count the blocks of finished ink; see `NormalizedDigit` for the measurements."""
    pixels = count_blocks(ink)
    for array in (ink, pixels):
        array.flags.writeable = False
    return NormalizedDigit(
        pixels, ink, float(slant), float(aspect), float(min(max(half_pen, 0.0), LARGEST_HALF_PEN))
    )

"""What the normaliser had to do to a mark, as evidence that it is no digit.

A signature is squeezed to a digit's width, and a filled blob thinned to a digit's ink; at 8×8
either may look like one. How far it had to go tells them apart before the network sees anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:  # it brings Pillow along, which the first paint must not wait for
    from datasets.normalization import NormalizedDigit

Values = NDArray[np.float64]

WIDEST_USUAL: Final = 1.8
"""Width over height of the upright pen line. Of 5,000 synthetic digits the widest has 1.6."""

THINNEST_USUAL: Final = 6.2
"""Half the even pen's width, in grid points. Of 5,000 synthetic digits the fullest has 6.4."""

_SOLID: Final = 0.5
"""Half pens below which nothing is left but ink; a scribble may have one of 0."""

_RATE: Final = 30.0
"""Log-odds per unit of the logarithm: 10 % beyond what is usual makes no digit 17 times as likely,
20 % more than 200 times."""


class Oddity(Enum):
    """What is unusual for a digit about a mark."""

    NONE = auto()
    TOO_WIDE = auto()
    TOO_FULL = auto()


def oddity_of(digit: NormalizedDigit) -> Oddity:
    """Return what counts most against a mark; see `oddities`."""
    too_wide, too_full = _each([digit])
    if too_wide[0] == too_full[0] == 0:
        return Oddity.NONE
    return Oddity.TOO_WIDE if too_wide[0] >= too_full[0] else Oddity.TOO_FULL


def oddities(digits: Sequence[NormalizedDigit]) -> Values:
    """Log-odds that marks are no digits, beside what the network thinks of their 8×8 picture.

    Parameters
    ----------
    digits : sequence of NormalizedDigit
        Normalised with all steps: the pen's width says nothing where it was not evened.

    Returns
    -------
    ndarray of shape (n,)
        0 for what is usual for a digit, and more for marks that are wider than any digit, or filled
        with a longer line.
    """
    too_wide, too_full = _each(digits)
    return np.asarray(too_wide + too_full)


def _each(digits: Sequence[NormalizedDigit]) -> tuple[Values, Values]:
    shapes = np.array([(one.aspect, one.half_pen) for one in digits], dtype=float).reshape(-1, 2)
    too_wide = np.log(np.maximum(shapes[:, 0], WIDEST_USUAL) / WIDEST_USUAL)
    too_full = np.log(THINNEST_USUAL / np.clip(shapes[:, 1], _SOLID, THINNEST_USUAL))
    return _RATE * too_wide, _RATE * too_full

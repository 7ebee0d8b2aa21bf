"""A second opinion on digits that the model is not sure of: two small networks of the reader's own.

The model sees 8×8 blocks of a digit that was stood upright and stretched, and much is lost on the
way: what a 2 with a loop and a 3 differ by may be one block. Here one network sees the same in four
times as many blocks, the other sees the ink as it is, in its own proportions. They were trained on
synthetic handwriting only, know nothing of what people taught their model, and are not as good as
it alone; but their mistakes are others. What was cut out of a mark is read by two more of the kind,
that have learnt from cut digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from nn import Network, load_network
from resources import resource

Floats = NDArray[np.float32]

WHOLE: Final = ("upright-digit.npz", "leaning-digit.npz")
"""Networks for digits that stand alone: for the upright digit, and for the ink as it is."""

CUT: Final = ("cut-upright-digit.npz", "cut-leaning-digit.npz")
"""Networks for digits that were cut out of a mark, and lost some ink or took some along."""

SIDE: Final = 16
"""Pixels a side of what the network for ink as it is sees."""

_WIDEST: Final = 3.0


def as_it_is(inks: Sequence[Floats]) -> Floats:
    """Describe ink without straightening or stretching it.

    Parameters
    ----------
    inks : sequence of ndarray of shape (h, w), float32
        0 paper to 1 ink, cut to the ink.

    Returns
    -------
    ndarray of shape (n, SIDE * SIDE + 1), float32
        The ink in the middle of a square that its larger side fills; then width over height.
    """
    described = np.zeros((len(inks), SIDE * SIDE + 1), np.float32)
    for row, ink in zip(described, inks, strict=True):
        high, wide = ink.shape
        factor = SIDE / max(high, wide)
        width = min(SIDE, max(2, round(wide * factor)))
        height = min(SIDE, max(2, round(high * factor)))
        small = Image.fromarray(ink).resize(
            (width, height), Image.Resampling.BOX if factor < 1 else Image.Resampling.BILINEAR
        )
        left, top = (SIDE - width) // 2, (SIDE - height) // 2
        square = row[: SIDE * SIDE].reshape(SIDE, SIDE)
        square[top : top + height, left : left + width] = np.asarray(small)
        row[-1] = min(wide / high, _WIDEST)
    return described


@cache
def _network(file: str) -> Network:
    return load_network(resource(file))[0]


class Opinions(NamedTuple):
    """What the two networks say of n digits.

    Attributes
    ----------
    each : ndarray of shape (2, n, 10), float32
        Probabilities by the one for upright digits, and by the one for ink as it is.
    pictures : ndarray of shape (2, n, SIDE, SIDE), float32, read-only
        What each of them saw.
    """

    each: Floats
    pictures: Floats

    @property
    def together(self) -> NDArray[np.float64]:
        """Probabilities (n, 10) of each digit, given that it is one; rows add up to 1."""
        both: NDArray[np.float64] = (self.each[0] + self.each[1]).astype(np.float64)
        both /= both.sum(axis=1, keepdims=True)
        return both


def opinions(inks: Sequence[Floats], upright: Floats, files: tuple[str, str] = WHOLE) -> Opinions:
    """Ask both networks.

    Parameters
    ----------
    inks : sequence of ndarray of shape (h, w), float32
        0 paper to 1 ink, cut to the ink.
    upright : ndarray of shape (n, 16, 16), float32
        The same, normalised.
    files : tuple of str
        `WHOLE` or `CUT`.
    """
    if not len(inks):
        return Opinions(np.empty((2, 0, 10), np.float32), np.empty((2, 0, SIDE, SIDE), np.float32))
    described = as_it_is(inks)
    by_upright = _network(files[0]).predict_proba(upright.reshape(len(inks), -1))
    by_leaning = _network(files[1]).predict_proba(described)
    leaning = described[:, : SIDE * SIDE].reshape(-1, SIDE, SIDE)
    pictures = np.stack([upright, leaning])
    pictures.flags.writeable = False
    return Opinions(np.stack([by_upright, by_leaning]), pictures)

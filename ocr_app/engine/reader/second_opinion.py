"""A second opinion on digits that the model is not sure of: two small networks of the reader's own.

The model sees 8×8 blocks of a digit that was stood upright and stretched, and much is lost on the
way: what a 2 with a loop and a 3 differ by may be one block. Here one network sees the same in four
times as many blocks, the other sees the ink as it is, in its own proportions; and both see the
directions of its edges, not the ink itself. They were trained on synthetic handwriting only, whole
digits and cut ones, and know nothing of what people taught their model.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from nn import Network, load_network
from ocr_app.engine.reader.directions import N_FEATURES, edge_directions
from resources import resource

Floats = NDArray[np.float32]

FILES: Final = ("upright-digit.npz", "leaning-digit.npz")
"""Networks for the upright digit, and for the ink as it is."""

SIDE: Final = 16
"""Pixels a side of what the network for ink as it is sees."""

N_INPUTS: Final = N_FEATURES + 1
"""Numbers that each network sees: directions of edges, and width over height."""

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


def described(upright: Floats, leaning: Floats) -> tuple[Floats, Floats]:
    """Return what the two networks see of digits, (n, N_INPUTS) each.

    Parameters
    ----------
    upright : ndarray of shape (n, SIDE, SIDE), float32
        Normalised ink.
    leaning : ndarray of shape (n, SIDE * SIDE + 1), float32
        The same ink by `as_it_is`.
    """
    ratio = leaning[:, -1:]
    return (
        np.hstack([edge_directions(upright), ratio]),
        np.hstack([edge_directions(_pictures(leaning)), ratio]),
    )


def _pictures(leaning: Floats) -> Floats:
    return leaning[:, :-1].reshape(-1, SIDE, SIDE)


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


def opinions(inks: Sequence[Floats], upright: Floats) -> Opinions:
    """Ask both networks.

    Parameters
    ----------
    inks : sequence of ndarray of shape (h, w), float32
        0 paper to 1 ink, cut to the ink.
    upright : ndarray of shape (n, SIDE, SIDE), float32
        The same, normalised.
    """
    if not len(inks):
        return Opinions(np.empty((2, 0, 10), np.float32), np.empty((2, 0, SIDE, SIDE), np.float32))
    leaning = as_it_is(inks)
    seen = described(upright, leaning)
    each = [_network(file).predict_proba(X) for file, X in zip(FILES, seen, strict=True)]
    pictures = np.stack([upright, _pictures(leaning)])
    pictures.flags.writeable = False
    return Opinions(np.stack(each), pictures)

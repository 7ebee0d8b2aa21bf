"""Printed digits: a small network of its own tells them from handwriting, and reads them.

The model that people train reads handwriting, upright and stretched. Print is neither slanted nor
uneven, and its proportions say much: this network sees a piece in its own proportions.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from nn import Network, load_network
from ocr_app.engine.reader.pieces import Piece
from ocr_app.engine.recognizer import Reading
from resources import resource

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

FILE: Final = "printed-digit.npz"

SIDE: Final = 16
"""Pixels a side of what the network sees."""

N_SHAPE: Final = 3
"""Measurements beside the pixels."""

HANDWRITTEN: Final = 10
"""The output for a handwritten digit, after those for the ten printed ones."""

NOTHING: Final = 11
"""The output for what is no digit: a letter, half a digit, two of them."""

N_CLASSES: Final = 12

_SURE: Final = 7.0
"""Log-odds that are sure enough."""

_EACH: Final = 6.0
"""Log-odds that one mark adds to what its line is, at most."""


def features(pieces: Sequence[Piece], heights: NDArray[np.floating]) -> Floats:
    """Describe pieces.

    Parameters
    ----------
    pieces : sequence of Piece
    heights : ndarray of shape (n,)
        Height of the digits in each piece's line, in pixels.

    Returns
    -------
    ndarray of shape (n, SIDE * SIDE + N_SHAPE), float32
        The ink in its proportions, in the middle of a square as high as it; what is wider is
        pressed together. Then width and height in heights of the line, and the one by the other.
    """
    described = np.zeros((len(pieces), SIDE * SIDE + N_SHAPE), np.float32)
    for row, piece, height in zip(described, pieces, heights.tolist(), strict=True):
        high, wide = piece.ink.shape
        width = min(SIDE, max(2, round(SIDE * wide / high)))
        small = Image.fromarray(piece.ink).resize((width, SIDE), Image.Resampling.BILINEAR)
        left = (SIDE - width) // 2
        row[: SIDE * SIDE].reshape(SIDE, SIDE)[:, left : left + width] = np.asarray(small)
        row[SIDE * SIDE :] = min(wide / height, 3), min(high / height, 3), min(wide / high, 3)
    return described


@cache
def _network() -> Network:
    return load_network(resource(FILE))[0]


def shares(described: Floats) -> Doubles:
    """Probabilities (n, N_CLASSES) that pieces are each digit in print, handwritten or nothing.

    Parameters
    ----------
    described : ndarray of shape (n, SIDE * SIDE + N_SHAPE), float32
        Their `features`.
    """
    return _network().predict_proba(described).astype(np.float64)


def pictures(described: Floats) -> Floats:
    """Return the pictures (n, SIDE, SIDE) among the `features` of pieces."""
    return described[:, : SIDE * SIDE].reshape(-1, SIDE, SIDE).copy()


def print_evidence(shares: Doubles) -> Doubles:
    """Log-odds that pieces are print and not handwriting, by their ``shares``."""
    printed = shares[:, :HANDWRITTEN].sum(axis=1)
    odds = np.log(np.maximum(printed, 1e-6)) - np.log(np.maximum(shares[:, HANDWRITTEN], 1e-6))
    evidence: Doubles = np.clip(odds, -_EACH, _EACH) * (1 - shares[:, NOTHING])
    return evidence


def log_odds(shares: Doubles) -> Doubles:
    """Log-odds that pieces of a printed line are one whole digit."""
    digit = shares[:, :HANDWRITTEN].max(axis=1)
    odds: Doubles = np.log(np.maximum(digit, 1e-6)) - np.log(np.maximum(1 - digit, 1e-6))
    return np.clip(odds, -_SURE, _SURE)


def as_print(reading: Reading, shares: Doubles, picture: Floats) -> Reading:
    """Return the reading of a printed piece in place of that of the model for handwriting.

    Parameters
    ----------
    reading : Reading
        By the model.
    shares : ndarray of shape (N_CLASSES,)
        What the network for print says.
    picture : ndarray of shape (SIDE, SIDE), float32
        What it saw.
    """
    picture.flags.writeable = False
    digits = shares[:HANDWRITTEN]
    probabilities = digits / max(float(digits.sum()), 1e-12)
    probabilities.flags.writeable = False
    digit = int(probabilities.argmax())
    nothing = float(shares[NOTHING])
    return Reading(
        digit=digit,
        confidence=float(probabilities[digit]),
        probabilities=probabilities,
        pixels=reading.pixels,
        nondigit_probability=nothing,
        is_digit=nothing <= 0.5,
        is_print=True,
        seen=picture,
    )

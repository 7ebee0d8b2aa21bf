"""Varied copies of canonical digits, hundreds of thousands a second: for use within training.

A normalised digit is upright and fills the frame, so that turning it as a whole would make what the
network never sees. Copies are therefore turned and then set upright and stretched again, by their
second moments; what the normaliser leaves to chance (a rest of slant, of size, of place) has ranges
of its own. One gather per digit does all of it.

What the network reads is the mean of four fine blocks. These means are taken first, around every
corner where four blocks meet, and a copy looks at them where the middles of its own blocks come
from: 64 places instead of 256. A shift gives the same either way, since bilinear interpolation and
means change places; a turn of the four blocks about their own middle is left out.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.augmentation.waves import AFFINE, WAVES, basis
from datasets.normalization.frame import FINE_SIDE, SIDE
from datasets.normalization.geometry import upright_slant

Array = NDArray[np.float32]

_CHUNK: Final = 4096
"""Digits at a time whose maps are drawn: enough that calling NumPy costs little."""

_PART: Final = 256
"""Digits at a time that are looked up: their arrays fit the processor's cache."""

_POINTS: Final = SIDE * SIDE
_BEFORE: Final = 2
"""Blocks of paper above and to the left, so that the first corner has paper all round."""

_PADDED: Final = _BEFORE + FINE_SIDE + 1
_MIDDLE: Final = _BEFORE + FINE_SIDE / 2 - 1
"""The middle of a digit, in corners. Corner 0 is the one after the first block of paper."""

_LARGEST: Final = 3.0
"""Normal deviates beyond this many standard deviations are cut: no copy is absurd."""


@dataclass(frozen=True, slots=True)
class CanonicalRanges:
    """How far copies may stray from the original. All 0: they are what the network reads of it.

    Attributes
    ----------
    rotation : float
        Largest turn either way, radians, before the digit is set upright and stretched again.
    slant : float
        Standard deviation of the slant that is left, widths per height.
    stretch : float
        Standard deviation of width and of height, each for itself, natural logarithm.
    shift : float
        Standard deviation of the shift along x and along y, as a share of the frame.
    bend : float
        Standard deviation of each wave of the elastic bend, as a share of the frame.
    ink : float
        Standard deviation of the strength that thickens or thins the stroke; at 1 its edges move by
        a sixth of a block.
    """

    rotation: float = 0.25
    slant: float = 0.06
    stretch: float = 0.05
    shift: float = 0.01
    bend: float = 0.02
    ink: float = 0.4

    def scaled(self, strength: float) -> CanonicalRanges:
        """All ranges times `strength`."""
        return CanonicalRanges(*(strength * getattr(self, field.name) for field in fields(self)))


def augment_canonical(
    digits: Array, rng: np.random.Generator, ranges: CanonicalRanges | None = None
) -> Array:
    """Make one varied copy of each canonical digit, as the network reads it.

    Parameters
    ----------
    digits : ndarray of shape (n, 256) or (n, 16, 16)
        Ink per block in 0..1, from `normalize_fields` or `synthetic_pixels` with ``side=16``.
    rng : numpy.random.Generator
    ranges : CanonicalRanges, optional

    Returns
    -------
    ndarray of shape (n, 64), float32
        Values in 0..1, in the order of `digits`.
    """
    ranges = ranges or CanonicalRanges()
    digits = np.asarray(digits, dtype=np.float32).reshape(-1, FINE_SIDE * FINE_SIDE)
    pixels = np.empty((len(digits), _POINTS), dtype=np.float32)
    look_up = _LookUp(min(_PART, len(digits)))
    for start in range(0, len(digits), _CHUNK):
        chunk, copies = digits[start : start + _CHUNK], pixels[start : start + _CHUNK]
        coefficients = _coefficients(chunk, rng, ranges)
        strength = _normal(rng, (len(chunk), 1), ranges.ink).clip(-1, 1)
        for first in range(0, len(chunk), _PART):
            part = slice(first, first + _PART)
            look_up.load(chunk[part], strength[part])
            look_up.sample(coefficients[:, part], out=copies[part])
    return pixels


class _LookUp:
    """Arrays for a part of the digits, allocated once: doing so anew costs as much as using them.

    Parameters
    ----------
    n : int
        Most digits in a part.
    """

    def __init__(self, n: int) -> None:
        # One digit after the other. Right of and below each the paper of the next one begins,
        # and some paper follows the last.
        self._padded = np.zeros(n * _PADDED**2 + _PADDED + 1, dtype=np.float32)
        inked = slice(_BEFORE, _BEFORE + FINE_SIDE)
        squares = self._padded[: n * _PADDED**2].reshape(n, _PADDED, _PADDED)
        self._digits = squares[:, inked, inked]
        self._pairs = np.empty(len(self._padded) - 1, dtype=np.float32)
        self._corners = np.zeros_like(self._padded)
        self._gain = np.empty((n, FINE_SIDE * FINE_SIDE), dtype=np.float32)
        first = np.arange(n, dtype=np.float32)[:, np.newaxis] * _PADDED**2
        self._first = np.repeat(first, _POINTS, axis=1)
        self._index = np.empty((n, _POINTS), dtype=np.intp)
        self._floats = [np.empty((n, _POINTS), dtype=np.float32) for _ in range(6)]

    def load(self, digits: Array, strength: Array) -> None:
        """Take the means of digits (k, 256) whose stroke is thickened by `strength` (k, 1)."""
        k = len(digits)
        # Ink grows by strength · ink · (1 − ink): zero at paper and at full ink, so only edges
        # change; increasing for |strength| <= 1. A quarter of it: four make the mean.
        gain = np.subtract(1, digits, out=self._gain[:k])
        gain *= strength * np.float32(0.25)
        gain += np.float32(0.25)
        gain *= digits
        self._digits[:k] = gain.reshape(-1, FINE_SIDE, FINE_SIDE)
        n = k * _PADDED**2
        pairs = np.add(
            self._padded[: n + _PADDED],
            self._padded[1 : n + _PADDED + 1],
            out=self._pairs[: n + _PADDED],
        )
        np.add(pairs[:n], pairs[_PADDED:], out=self._corners[:n])

    def sample(self, coefficients: Array, out: Array) -> None:
        """Write the means at the blocks' displaced middles, bilinearly, to `out` (k, 64)."""
        k = coefficients.shape[1]
        x, y, left, top, lower, other = (array[:k] for array in self._floats)
        for position, whole, axis in ((x, left, 0), (y, top, 1)):
            np.matmul(coefficients[axis], basis(), out=position)
            # The first and the last corner are paper: they take up whatever lies outside.
            np.clip(position, 0, _PADDED - 1.001, out=position)
            np.floor(position, out=whole)
            np.subtract(position, whole, out=position)
        # Whole numbers below 2**24 are exact in float32, and need one conversion instead of three.
        top *= _PADDED
        top += left
        top += self._first[:k]
        index = self._index[:k]
        np.copyto(index, top, casting="unsafe")
        self._between(index, 0, x, out=out, other=other)
        self._between(index, _PADDED, x, out=lower, other=other)
        lower -= out
        lower *= y
        out += lower

    def _between(
        self, index: NDArray[np.intp], offset: int, share: Array, out: Array, other: Array
    ) -> None:
        """Ink between each point and its right neighbour."""
        # "wrap" checks no bounds; no index is out of them.
        self._corners[offset:].take(index, out=out, mode="wrap")
        self._corners[offset + 1 :].take(index, out=other, mode="wrap")
        other -= out
        other *= share
        out += other


def _coefficients(digits: Array, rng: np.random.Generator, ranges: CanonicalRanges) -> Array:
    """Shares (2, k, ``AFFINE + WAVES``) of the basis in where each copy looks: x first."""
    k = len(digits)
    coefficients = np.empty((2, k, AFFINE + WAVES), dtype=np.float32)
    linear = _look_up_map(digits, rng, ranges)
    coefficients[..., 0] = _MIDDLE + _normal(rng, (2, k), ranges.shift * FINE_SIDE)
    coefficients[..., 1:AFFINE] = linear.transpose(1, 0, 2)
    coefficients[..., AFFINE:] = _normal(rng, (2, k, WAVES), ranges.bend * FINE_SIDE)
    return coefficients


def _look_up_map(digits: Array, rng: np.random.Generator, ranges: CanonicalRanges) -> Array:
    """Linear maps (k, 2, 2) from the copy back to the digit."""
    k = len(digits)
    angle = (2 * rng.random(k, dtype=np.float32) - 1) * np.float32(ranges.rotation)
    cos, sin = np.cos(angle), np.sin(angle)
    xx, xy, yy = _moments(digits)
    turned_xx = cos * cos * xx - 2 * cos * sin * xy + sin * sin * yy
    turned_xy = cos * sin * (xx - yy) + (cos * cos - sin * sin) * xy
    turned_yy = sin * sin * xx + 2 * cos * sin * xy + cos * cos * yy
    # Only what turning has changed is undone, so that no turn leaves the digit as it is.
    slant = upright_slant(turned_xx, turned_xy, turned_yy) - upright_slant(xx, xy, yy)
    upright_xx = turned_xx - 2 * slant * turned_xy + slant * slant * turned_yy
    tiny = 1e-6
    widen = np.sqrt((xx + tiny) / (upright_xx + tiny)) * np.exp(_normal(rng, k, ranges.stretch))
    heighten = np.sqrt((yy + tiny) / (turned_yy + tiny)) * np.exp(_normal(rng, k, ranges.stretch))
    slant -= _normal(rng, k, ranges.slant) / widen * heighten
    # The inverse of stretch · upright · turn, written out; the turn and the shear have area 1.
    linear = np.empty((k, 2, 2), dtype=np.float32)
    linear[:, 0, 0] = cos / widen
    linear[:, 0, 1] = (cos * slant + sin) / heighten
    linear[:, 1, 0] = -sin / widen
    linear[:, 1, 1] = (cos - sin * slant) / heighten
    return linear


def _moments(digits: Array) -> tuple[Array, Array, Array]:
    """Second central moments (k,) of each digit's ink, in blocks squared; 0 without ink."""
    raw = digits @ _moment_weights()
    mass = np.maximum(raw[:, 0], 1e-6)
    mean_x, mean_y, xx, xy, yy = (raw[:, 1:] / mass[:, np.newaxis]).T
    return xx - mean_x * mean_x, xy - mean_x * mean_y, yy - mean_y * mean_y


@functools.cache
def _moment_weights() -> Array:
    """Weights (256, 6) of the blocks in the moments 1, x, y, x², xy and y² around the centre."""
    y, x = np.mgrid[0:FINE_SIDE, 0:FINE_SIDE].astype(np.float32).reshape(2, -1)
    x, y = x - x.mean(), y - y.mean()
    weights: Array = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y]).T
    weights.flags.writeable = False
    return weights


def _normal(rng: np.random.Generator, shape: int | tuple[int, ...], deviation: float) -> Array:
    values: Array = rng.standard_normal(shape, dtype=np.float32).clip(-_LARGEST, _LARGEST)
    values *= np.float32(deviation)
    return values

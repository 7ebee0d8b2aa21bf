"""What a hand does to a character as a whole: its proportions, bends, slants, a trembling line.

Pen lines are laid out (n, 2, POINTS), as in `strokes`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.synthetic.hand import Hand
from datasets.synthetic.splines import POINTS

Array = NDArray[np.float64]

_SIZE: Final = (60.0, 100.0)
"""Width and height of a digit in the units of the templates."""

_WAVES: Final = 3
_TREMOR_WAVES: Final = 24


def bend_lines(lines: Array, hand: Hand, rng: np.random.Generator) -> Array:
    """Give each character proportions, bends, a width, a turn, a slant and a tremor of its own.

    Parameters
    ----------
    lines : ndarray of shape (n, 2, POINTS)
    hand : Hand
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of shape (n, 2, POINTS)
        Around the origin.
    """
    lines = _proportioned(lines, hand, rng)
    lines -= lines.mean(axis=2, keepdims=True)
    return _tremor(_turned(_bent(lines, hand, rng), hand, rng), hand, rng)


def _proportioned(lines: Array, hand: Hand, rng: np.random.Generator) -> Array:
    """Move the middle of each character up or down, and make its top wider or narrower."""
    n = len(lines)
    x, y = lines[:, 0], lines[:, 1]
    low, high = y.min(axis=1, keepdims=True), y.max(axis=1, keepdims=True)
    size = np.maximum(high - low, 1e-9)
    height = (y - low) / size
    exponent = np.exp(rng.normal(0, hand.proportion, (n, 1)))
    widening = np.exp(rng.normal(0, hand.taper, (n, 1)) * (0.5 - height))
    middle = (x.min(axis=1, keepdims=True) + x.max(axis=1, keepdims=True)) / 2
    changed = np.empty_like(lines)
    changed[:, 0] = middle + (x - middle) * widening
    changed[:, 1] = low + size * height**exponent
    return changed


def _bent(lines: Array, hand: Hand, rng: np.random.Generator) -> Array:
    """Displace points smoothly, by products of cosines over the character."""
    n = len(lines)
    amplitude = rng.normal(0, hand.bend, (2, _WAVES, _WAVES, n, 1))
    amplitude[:, 0, 0] = 0  # a shift of the whole character
    across, down = (
        _cosines(np.pi * np.clip(lines[:, axis] / size + 0.5, 0, 1))
        for axis, size in enumerate(_SIZE)
    )
    bent = lines.copy()
    for axis, size in enumerate(_SIZE):
        for i, wave in enumerate(down):
            weight = sum(amplitude[axis, i, j] * one for j, one in enumerate(across))
            bent[:, axis] += size * wave * weight
    return bent


def _cosines(angle: Array) -> list[Array]:
    """cos(0 · angle), cos(1 · angle), cos(2 · angle): one cosine pays for all."""
    once = np.cos(angle)
    waves = [np.ones_like(once), once]
    while len(waves) < _WAVES:
        waves.append(2 * once * waves[-1] - waves[-2])
    return waves


def _turned(lines: Array, hand: Hand, rng: np.random.Generator) -> Array:
    """Widen, turn and shear."""
    n = len(lines)
    angle = rng.normal(0, hand.rotation, (n, 1))
    shear = rng.uniform(-hand.shear, hand.shear, (n, 1))
    aspect = np.exp(rng.normal(0, hand.aspect, (n, 1)))
    cos, sin = np.cos(angle), np.sin(angle)
    x, y = lines[:, 0], lines[:, 1]
    return np.stack([x * (cos * aspect) + y * (shear - sin), x * (sin * aspect) + y * cos], axis=1)


def _tremor(lines: Array, hand: Hand, rng: np.random.Generator) -> Array:
    """Let the pen tremble on its way."""
    strength = hand.tremor * np.exp(rng.normal(0, 0.6, (len(lines), 1, 1)))
    lines += strength * trembling(len(lines), rng, 4, 4 + _TREMOR_WAVES)
    return lines


def trembling(n: int, rng: np.random.Generator, slowest: int, end: int) -> Array:
    """Waves of random height along pen lines, the slow ones higher.

    Parameters
    ----------
    n : int
    rng : numpy.random.Generator
    slowest, end : int
        Half waves along the line: the fewest, whose height has a standard deviation of 1, and one
        more than the most.

    Returns
    -------
    ndarray of shape (n, 2, POINTS)
    """
    wave = np.arange(slowest, end)
    waves = np.cos(np.pi * wave[:, np.newaxis] * np.linspace(0, 1, POINTS))
    waves *= (slowest / wave)[:, np.newaxis]
    return (rng.normal(size=(n * 2, len(wave))) @ waves).reshape(n, 2, POINTS)

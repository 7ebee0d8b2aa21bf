"""Varied copies of the training digits: turned, sheared, scaled, bent, inked differently."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.normalization.fields import Array, Warp, normalize_fields

_WAVES = 3


@dataclass(frozen=True, slots=True)
class WarpRanges:
    """How far copies may stray from the original.

    Attributes
    ----------
    rotation : float
        Largest turn either way, radians.
    shear : float
        Largest shear either way, widths per height. The normaliser takes most of it out again.
    scale : float
        Largest change of the aspect ratio either way, natural logarithm.
    bend : float
        Standard deviation of each wave of the elastic bend, as a share of the digit's size.
    ink : float
        Standard deviation of the ink share, natural logarithm.
    """

    rotation: float = 0.3
    shear: float = 0.3
    scale: float = 0.3
    bend: float = 0.025
    ink: float = 0.1

    def scaled(self, strength: float) -> WarpRanges:
        """All ranges times `strength`."""
        return WarpRanges(
            *(
                strength * value
                for value in (self.rotation, self.shear, self.scale, self.bend, self.ink)
            )
        )


def augment_fields(
    fields: Array, rng: np.random.Generator, ranges: WarpRanges | None = None
) -> Array:
    """Make one varied, normalised copy of each field.

    Parameters
    ----------
    fields : ndarray of shape (n, 32, 32)
        From `datasets.normalization.fields_from_counts`.
    rng : numpy.random.Generator
    ranges : WarpRanges, optional

    Returns
    -------
    ndarray of shape (n, 64), float32
        Values in 0..1.
    """
    ranges = ranges or WarpRanges()
    n = len(fields)
    warp = Warp(
        linear=_random_linear(n, rng, ranges),
        bend_x=_random_bend(n, rng, ranges.bend),
        bend_y=_random_bend(n, rng, ranges.bend),
    )
    ink_share = 0.305 * np.exp(rng.normal(0, ranges.ink, n).clip(-0.7, 0.7))
    return normalize_fields(fields, warp, ink_share)


def _random_linear(n: int, rng: np.random.Generator, ranges: WarpRanges) -> Array:
    angle = rng.uniform(-ranges.rotation, ranges.rotation, n)
    shear = rng.uniform(-ranges.shear, ranges.shear, n)
    widen = np.exp(rng.uniform(-ranges.scale, ranges.scale, n))
    linear = np.empty((n, 2, 2), dtype=np.float32)
    linear[:, 0, 0] = np.cos(angle) * widen
    linear[:, 0, 1] = -np.sin(angle) + shear
    linear[:, 1, 0] = np.sin(angle) * widen
    linear[:, 1, 1] = np.cos(angle)
    return linear


def _random_bend(n: int, rng: np.random.Generator, amplitude: float) -> NDArray[np.float32]:
    bend = rng.normal(0, amplitude, (n, _WAVES, _WAVES)).astype(np.float32)
    bend[:, 0, 0] = 0  # a shift of the whole digit: the normaliser would only undo it
    return bend

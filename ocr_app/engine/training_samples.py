"""The samples that networks learn from, made in small parts so that making them can be watched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.augmentation import FieldCopies, WarpRanges
from datasets.normalization import fields_from_counts
from ocr_app.engine.allocator import reuse_freed_memory
from ocr_app.engine.model import N_DIGITS

Part = tuple[NDArray[np.float32], NDArray[np.int64]]

_COPIES_PARTS: Final = 12
"""Parts that one copy of all digits is made in: what fits the processor's cache is made faster."""

_SYNTHETIC_PART: Final = 200
"""Synthetic digits of each kind that are made at a time."""

_NONDIGITS_PART: Final = 2000
"""Marks that are no digits that are made at a time."""

_PICTURES_PART: Final = 100
"""Pictures of each digit that are made at a time."""


def made_samples(
    counts: NDArray[np.float32],
    labels: NDArray[np.int64],
    rng: np.random.Generator,
    *,
    copies: int,
    synthetic: int,
    nondigits: int,
    pictures: int = 0,
    strength: float = 1.0,
) -> Iterator[Part]:
    """Make copies, synthetic digits and non-digits, each part within half a second.

    Parameters
    ----------
    counts : ndarray of shape (n, 64), float32
        Digits as scikit-learn has them, divided by 16.
    labels : ndarray of shape (n,), int64
    rng : numpy.random.Generator
    copies : int
        Of every digit.
    synthetic : int
        Synthetic digits of each kind.
    nondigits : int
    pictures : int
        Synthetic digits of each kind that are drawn into pictures first.
    strength : float
        How far copies stray from their original; 1 as usual, 0 not at all.

    Yields
    ------
    tuple of (ndarray of shape (n, 64), float32; ndarray of shape (n,), int64)
        Canonical digits in 0..1 and their labels, 10 for no digit.
    """
    reuse_freed_memory()
    if copies:
        ranges = WarpRanges().scaled(strength)
        originals = [
            (FieldCopies(fields_from_counts(part)), part_labels)
            for part, part_labels in zip(
                np.array_split(counts, _COPIES_PARTS),
                np.array_split(labels, _COPIES_PARTS),
                strict=True,
            )
        ]
        for _ in range(copies):
            for part, part_labels in originals:
                yield part.make(rng, ranges), part_labels
    if synthetic or nondigits or pictures:
        # Templates and their splines are only needed here.
        from datasets.synthetic import (  # noqa: PLC0415
            nondigit_pixels,
            synthetic_picture_pixels,
            synthetic_pixels,
        )

        for of_each in _parts(synthetic, _SYNTHETIC_PART):
            yield synthetic_pixels(of_each, rng)
        for n in _parts(nondigits, _NONDIGITS_PART):
            yield nondigit_pixels(n, rng), np.full(n, N_DIGITS)
        digits = np.arange(N_DIGITS)
        for of_each in _parts(pictures, _PICTURES_PART):
            y = np.repeat(digits, of_each)
            yield synthetic_picture_pixels(y, rng), y


def n_made(n_digits: int, copies: int, synthetic: int, nondigits: int, pictures: int = 0) -> int:
    """How many samples `made_samples` makes."""
    return copies * n_digits + N_DIGITS * (synthetic + pictures) + nondigits


def _parts(total: int, part: int) -> Iterator[int]:
    """Sizes of the parts that a total is made in."""
    for start in range(0, total, part):
        yield min(part, total - start)

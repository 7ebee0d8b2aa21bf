"""What the steps of the normalisation are good for: accuracy without some of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from datasets.digits import load_digits
from datasets.normalization import ALL_STEPS, Steps, fields_from_counts, normalize_ink
from datasets.normalization.distance import distance_to
from ocr_app.engine.model import Model
from ocr_app.engine.recognizer import Recognizer

Ink = NDArray[np.float32]

CANVAS: Final = 128
"""Pixels a side of the canvas that digits are put on."""

SMALLEST, LARGEST = 0.35, 0.85
"""Height of a digit, as a share of the canvas: a beginner's corner to a generous hand."""

STEEPEST = 0.4
"""Largest slant, in widths per height, that is put on top of the writer's own."""

NARROWEST, WIDEST = 0.7, 1.4
"""Width, as a multiple of the writer's own: a proportion is a habit, like a slant."""

THINNEST, THICKEST = 0.5, 1.6
"""Width of the pen, as a multiple of the writer's own."""

_REACH: Final = 16
"""Pixels beyond which no pen grows."""

_BATCH: Final = 16
_SEED: Final = 359


class AblationCancelled(Exception):  # noqa: N818 -- like TrainingCancelled
    """The measurement was asked to stop before it was done."""


@dataclass(frozen=True, slots=True)
class Ablation:
    """How a model reads with some of the steps.

    Attributes
    ----------
    steps : Steps
    n, right : int
        Digits that were read, and those of them that were read right.
    """

    steps: Steps
    n: int
    right: int

    @property
    def accuracy(self) -> float:
        """Share that was read right, 0..1."""
        return self.right / self.n


def measure_steps(
    model: Model, steps: Steps = ALL_STEPS, should_stop: Callable[[], bool] = lambda: False
) -> Ablation:
    """Let a model read the held-out digits on a canvas, by some of the steps only.

    Takes about a second; `should_stop` is asked every few dozen milliseconds.

    Parameters
    ----------
    model : Model
    steps : Steps
        The steps to take.
    should_stop : callable () -> bool

    Returns
    -------
    Ablation
        Always the same for the same model and steps.

    Raises
    ------
    AblationCancelled
        If `should_stop` says so before the end.
    """
    recognizer = Recognizer(model)
    labels = load_digits("writers").y_test
    right = done = 0
    for batch in _batches(should_stop):
        readings = recognizer.read_normalized([normalize_ink(ink, steps) for ink in batch])
        right += sum(
            reading is not None and reading.digit == label
            for reading, label in zip(readings, labels[done : done + len(batch)], strict=True)
        )
        done += len(batch)
    return Ablation(steps, n=done, right=int(right))


def _batches(should_stop: Callable[[], bool]) -> Iterator[NDArray[np.float32]]:
    inks = digits_on_canvas()
    for start in range(0, len(inks), _BATCH):
        if should_stop():
            raise AblationCancelled
        yield inks[start : start + _BATCH]


@lru_cache(maxsize=1)
def digits_on_canvas() -> Ink:
    """Put scikit-learn's held-out digits on a canvas as people draw.

    Those digits come upright, stretched and centred, each pen nearly as wide as the next: with them
    as they are, no step would be missed. So what NIST's normaliser took out is put back at random,
    always in the same way. Each digit is enlarged to ink; gets a slant of up to ±``STEEPEST`` and
    its width times ``NARROWEST`` to ``WIDEST``; a height of ``SMALLEST`` to ``LARGEST`` of the
    canvas, and any place that keeps it on the canvas; and its pen's width times ``THINNEST`` to
    ``THICKEST``.

    Returns
    -------
    ndarray of shape (359, CANVAS, CANVAS), float32, read-only
        0 paper to 1 ink.
    """
    fields = fields_from_counts(load_digits("writers").counts_test)
    rng = np.random.default_rng(_SEED)
    inks = np.stack([_put_on_canvas(field, rng) for field in fields])
    inks.flags.writeable = False
    return inks


def _put_on_canvas(field: Ink, rng: np.random.Generator) -> Ink:
    """Put one field, of ``FIELD`` samples a side, on the canvas at random."""
    height = rng.uniform(SMALLEST, LARGEST) * CANVAS
    width = rng.uniform(NARROWEST, WIDEST)
    slant = rng.uniform(-STEEPEST, STEEPEST)
    pen = rng.uniform(THINNEST, THICKEST)
    place = rng.uniform(size=2)
    step = len(field) / height
    # Where each pixel of a canvas with the digit in its middle comes from: the inverse of
    # x = width · (u − slant · v), y = v, about the middles of both.
    across, down, half = step / width, slant * step, len(field) / 2
    enlarged = Image.fromarray(field).transform(
        (CANVAS, CANVAS),
        Image.Transform.AFFINE,
        (
            across,
            down,
            half - (across + down) * CANVAS / 2,
            0.0,
            step,
            half - step * CANVAS / 2,
        ),
        resample=Image.Resampling.BICUBIC,
    )
    return _moved(_with_pen(np.asarray(enlarged) >= 0.5, pen), place)


def _with_pen(on: NDArray[np.bool_], factor: float) -> Ink:
    """Ink with a pen that is so many times as wide."""
    distance = distance_to(on, within=_REACH) - distance_to(~on)
    # Over a long line of width w the distance to its edge averages w/4.
    half_pen = 2 * float(-distance[on].mean())
    ink: Ink = np.clip(np.float32((factor - 1) * half_pen + 0.5) - distance, 0, 1)
    return ink


def _moved(ink: Ink, place: NDArray[np.float64]) -> Ink:
    """Move ink to a place between the upper left (0, 0) and the lower right (1, 1) corner."""
    for axis, share in zip((1, 0), place, strict=True):
        inked = np.flatnonzero(ink.any(axis=1 - axis))
        first, room = int(inked[0]), CANVAS - int(inked[-1] - inked[0] + 1)
        ink = np.roll(ink, round(share * room) - first, axis=axis)
    return ink

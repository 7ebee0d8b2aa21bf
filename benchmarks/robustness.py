"""What reading withstands: accuracy as place, size, pen, turn, speed and jitter change.

Every drawing is changed in one respect at a time and read as strokes; where the pen or the pixels
matter, it is also drawn into a picture and read as ink. ``make robustness`` writes the page of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import variations as vary
from datasets.digits import load_digits
from datasets.drawing import Drawing
from datasets.files import read_labelled
from datasets.normalization import Warp, fields_from_counts, normalize_fields
from datasets.synthetic import synthesize_digits
from ocr_app.engine.model import Model
from ocr_app.engine.recognizer import Recognizer, Sample
from ocr_app.engine.shares import wilson_interval

DRAWN, PICTURED, TRAINING = "drawing", "picture", "scikit-learn's held-out digits"
DRAWINGS, PICTURES = 1000, 400
USUAL_PEN = 0.03
"""Width of the pen, as a share of the canvas, where it is not what changes."""


@dataclass(frozen=True, slots=True)
class Point:
    """How many of how many are read rightly at one value of what is changed."""

    value: float
    right: int
    n: int

    @property
    def share(self) -> float:
        return self.right / self.n

    @property
    def interval(self) -> tuple[float, float]:
        return wilson_interval(self.right, self.n)


@dataclass(frozen=True, slots=True)
class Panel:
    """What happens when one thing is changed.

    Attributes
    ----------
    title, unit : str
        What is changed, and what its values count.
    aimed : tuple of float
        The values between which reading should hold.
    curves : dict of str to list of Point
        For each way of reading.
    """

    title: str
    unit: str
    aimed: tuple[float, float]
    curves: dict[str, list[Point]]

    def lowest(self) -> tuple[str, Point]:
        """The worst point within the range that is aimed at."""
        low, high = self.aimed
        points = [
            (way, point)
            for way, curve in self.curves.items()
            for point in curve
            if low <= point.value <= high
        ]
        return min(points, key=lambda found: found[1].share)


class Digits:
    """Labelled drawings and the recognizer that reads them, changed one way or another."""

    def __init__(self, drawings: Sequence[Drawing], labels: NDArray[np.integer]) -> None:
        self.recognizer = Recognizer(Model.factory())
        self.drawings, self.labels = drawings, labels

    def drawn(
        self, values: Sequence[float], change: Callable[[Drawing, float], Sample]
    ) -> list[Point]:
        """Read all drawings as strokes."""
        return [self._point(value, change, DRAWINGS) for value in values]

    def pictured(
        self, values: Sequence[float], change: Callable[[Drawing, float], Sample]
    ) -> list[Point]:
        """Read some drawings as pictures, which takes longer."""
        return [self._point(value, change, PICTURES) for value in values]

    def _point(self, value: float, change: Callable[[Drawing, float], Sample], most: int) -> Point:
        samples = (change(drawing, value) for drawing in self.drawings[:most])
        readings = self.recognizer.read_many(samples)
        right = sum(
            reading is not None and reading.digit == label
            for reading, label in zip(readings, self.labels, strict=False)
        )
        return Point(value, int(right), len(readings))


def load(file: Path | None, seed: int = 0) -> Digits:
    """Take a random part of a file's digits, or synthetic ones."""
    rng = np.random.default_rng(seed)
    if file is None:
        labels = rng.permutation(np.repeat(np.arange(10), DRAWINGS // 10))
        return Digits(synthesize_digits(labels, rng), labels)
    found = [
        (sample.drawing, sample.label)
        for sample in read_labelled([file])
        if sample.drawing is not None and sample.is_digit and not sample.drawing.is_blank
    ]
    chosen = [found[i] for i in rng.permutation(len(found))[:DRAWINGS]]
    return Digits([one for one, _ in chosen], np.array([label for _, label in chosen]))


def measure(digits: Digits) -> list[Panel]:
    """Measure all panels, in about two minutes."""
    return [
        _place(digits),
        _size(digits),
        _pen(digits),
        _turn(digits),
        _points(digits),
        _jitter(digits),
        _pixels(digits),
    ]


def _place(digits: Digits) -> Panel:
    values = [0, 25, 50, 75, 100]

    def drawn(drawing: Drawing, value: float) -> Drawing:
        return vary.fitted(drawing, 0.3, value / 100)

    curves = {
        DRAWN: digits.drawn(values, drawn),
        PICTURED: digits.pictured(values, _as_picture(drawn)),
    }
    return Panel("Place", "% of the way from corner to corner", (0, 100), curves)


def _size(digits: Digits) -> Panel:
    values = [8, 12, 18, 25, 50, 75, 100]

    def drawn(drawing: Drawing, value: float) -> Drawing:
        return vary.fitted(drawing, value / 100)

    curves = {
        DRAWN: digits.drawn(values, drawn),
        PICTURED: digits.pictured(values, _as_picture(drawn)),
    }
    return Panel("Size", "larger side, % of the canvas", (8, 100), curves)


def _pen(digits: Digits) -> Panel:
    values = [0.4, 1, 3, 6, 9, 12, 14.5, 16.7]

    def pictured(drawing: Drawing, value: float) -> NDArray[np.float32]:
        return vary.picture(drawing, value / 100)

    curves = {PICTURED: digits.pictured(values, pictured)}
    return Panel("Pen", "width, % of the canvas; size as drawn", (0.4, 16.7), curves)


def _turn(digits: Digits) -> Panel:
    values = [-30, -22.5, -15, -7.5, 0, 7.5, 15, 22.5, 30]
    held_out = load_digits("writers")
    fields = fields_from_counts(held_out.counts_test)
    of_training = []
    for value in values:
        cos, sin = np.cos(np.radians(value)), np.sin(np.radians(value))
        linear = np.tile(np.array([[cos, -sin], [sin, cos]], np.float32), (len(fields), 1, 1))
        read = digits.recognizer.probabilities(normalize_fields(fields, Warp(linear)))
        right = int((read.argmax(axis=1) == held_out.y_test).sum())
        of_training.append(Point(value, right, len(fields)))
    curves = {DRAWN: digits.drawn(values, vary.turned), TRAINING: of_training}
    return Panel("Turn", "degrees, clockwise", (-15, 15), curves)


def _points(digits: Digits) -> Panel:
    values = [4, 6, 8, 12, 16, 24, 32, 64]
    curves = {DRAWN: digits.drawn(values, lambda one, value: vary.with_points(one, int(value)))}
    return Panel("Speed", "points a digit", (8, 64), curves)


def _jitter(digits: Digits) -> Panel:
    rng = np.random.default_rng(1)
    values = [0, 0.5, 1, 2, 3, 4]
    curves = {DRAWN: digits.drawn(values, lambda one, value: vary.jittered(one, value / 100, rng))}
    return Panel("Jitter", "deviation of each point, % of the digit", (0, 4), curves)


def _pixels(digits: Digits) -> Panel:
    values = [6, 8, 12, 16, 24, 40, 80]
    curves = {DRAWN: digits.drawn(values, vary.on_pixels)}
    return Panel("Whole pixels", "larger side, pixels of the screen", (16, 80), curves)


def _as_picture(
    change: Callable[[Drawing, float], Drawing],
) -> Callable[[Drawing, float], NDArray[np.float32]]:
    return lambda drawing, value: vary.picture(change(drawing, value), USUAL_PEN)

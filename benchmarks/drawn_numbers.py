"""Numbers written on the canvas: how many are read whole, and how long the newest stroke takes.

The digits are synthetic handwriting, which is wilder than people's, and the drawings of the files
that are given, beside each other as people write them, in four ways. Of a file with writers, each
number is by one of them.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.results import Row
from datasets.drawing import Drawing
from datasets.synthetic import synthesize_digits
from ocr_app.engine.drawn_number import NumberReader
from ocr_app.engine.drawn_number.composing import ComposedNumber, Spacing, compose_number
from ocr_app.engine.model import Model
from ocr_app.engine.recognizer import Recognizer

NUMBERS = 300
DIGITS = 5
TARGET = 90.0
TARGET_MS = 30.0

WAYS: Final = {
    "apart": Spacing((0.08, 0.5)),
    "close": Spacing((0.0, 0.12)),
    "overlapping": Spacing((-0.12, 0.02)),
    "apart, bars drawn last": Spacing((0.08, 0.5), late_bars=1.0),
}
"""Gaps between neighbours, in heights of a digit."""

Labelled = tuple[str, Drawing]
Number = tuple[str, ComposedNumber, bool]
"""What is meant, the strokes, and whether each digit is read rightly by itself."""


def hands(file: Path) -> list[list[Labelled]]:
    """Read a file's drawings, those of each writer together."""
    by_writer: dict[str, list[Labelled]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        if str(one["label"]).isdigit():
            drawing = Drawing.from_points(one["strokes"])
            by_writer.setdefault(str(one.get("writer")), []).append((str(one["label"]), drawing))
    return list(by_writer.values())


def synthetic_hand(n: int, rng: np.random.Generator) -> list[list[Labelled]]:
    """Write digits that nobody wrote."""
    labels = rng.integers(0, 10, n)
    drawings = synthesize_digits(labels, rng)
    return [[(str(label), one) for label, one in zip(labels.tolist(), drawings, strict=True)]]


def numbers_of(
    some: Sequence[Sequence[Labelled]], spacing: Spacing, recognizer: Recognizer, digits: int
) -> Iterator[Number]:
    """Compose numbers of the digits of one hand after the other."""
    rng = np.random.default_rng(0)
    for number in range(NUMBERS):
        hand = some[number % len(some)]
        chosen = [hand[i] for i in rng.choice(len(hand), digits, replace=False)]
        text = "".join(label for label, _ in chosen)
        composed = compose_number([drawing for _, drawing in chosen], rng, spacing)
        read = recognizer.read_many(drawing for _, drawing in chosen)
        alone = "".join("?" if one is None else str(one.digit) for one in read)
        yield text, composed, alone == text


def measure(name: str, some: Sequence[Sequence[Labelled]], digits: int, is_goal: bool) -> list[Row]:
    """Read numbers of one source in all ways."""
    model = Model.factory()
    recognizer = Recognizer(model)
    rows = []
    for way, spacing in WAYS.items():
        whole = divided = alone = 0
        for text, composed, is_alone_right in numbers_of(some, spacing, recognizer, digits):
            found = NumberReader(model).read(composed.drawing).digits
            divided += [frozenset(one.strokes) for one in found] == list(composed.digits)
            whole += "".join(str(one.reading.digit) for one in found) == text
            alone += is_alone_right
        share, at_best = 100 * whole / NUMBERS, 100 * alone / NUMBERS
        title = f"{name}: numbers of {digits} digits, {way}"
        goal = is_goal and way != "overlapping"
        rows += [
            Row(
                f"{title}, read whole",
                share,
                "%",
                peer="each digit drawn alone",
                peer_value=at_best,
                target=f"{TARGET:.0f} % or more" if goal else "",
                met=share >= TARGET if goal else None,
            ),
            Row(f"{title}, divided rightly", 100 * divided / NUMBERS, "%"),
        ]
    return rows


def newest_stroke(some: Sequence[Sequence[Labelled]]) -> list[Row]:
    """Time the reading of a number of ten digits again with each movement of its last stroke."""
    model = Model.factory()
    _, composed, _ = next(numbers_of(some, WAYS["close"], Recognizer(model), 10))
    *before, last = composed.drawing.strokes
    reader = NumberReader(model)
    began = time.perf_counter()
    reader.read(composed.drawing)
    first = (time.perf_counter() - began) * 1000
    taken = []
    for end in range(1, len(last) + 1):
        began = time.perf_counter()
        reader.read(Drawing((*before, last[:end])))
        taken.append((time.perf_counter() - began) * 1000)
    median = statistics.median(taken)
    return [
        Row("a number of 10 digits, read at once", first, "ms"),
        Row(
            "a number of 10 digits, read again with each movement (off the GUI thread)",
            median,
            "ms",
            target=f"{TARGET_MS:.0f} ms or less",
            met=median <= TARGET_MS,
        ),
    ]


def run(files: Sequence[Path]) -> list[Row]:
    """Read numbers of synthetic digits, and of every file's drawings."""
    synthetic = synthetic_hand(3000, np.random.default_rng(1))
    rows = [*newest_stroke(synthetic), *measure("synthetic", synthetic, 3, is_goal=False)]
    for file in files:
        if some := [hand for hand in hands(file) if len(hand) >= DIGITS]:
            rows += measure(file.stem, some, DIGITS, is_goal=True)
    return rows

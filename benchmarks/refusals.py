"""How many marks pass for digits that are none: 2,000 of each kind, anywhere, in any size."""

from __future__ import annotations

from typing import Final

import numpy as np

from benchmarks.marks import MARKS, make_mark
from benchmarks.results import Row
from ocr_app.engine.model import Model
from ocr_app.engine.recognizer import Recognizer

EACH: Final = 2000
SEED: Final = 1

NOT_ALWAYS: Final = {"bowed dab"}
"""At 8×8, whatever its size was, an arc is not so far from half a digit."""


def run() -> list[Row]:
    """Let the shipped model read them."""
    recognizer = Recognizer(Model.factory())
    rows = []
    for kind in MARKS:
        rng = np.random.default_rng(SEED)
        readings = recognizer.read_many([make_mark(kind, rng) for _ in range(EACH)])
        passed = sum(reading is not None and reading.is_digit for reading in readings)
        promised = kind not in NOT_ALWAYS
        rows.append(
            Row(
                f"taken for a digit, of {EACH:,}: {kind}",
                passed,
                "",
                target="0" if promised else "",
                met=passed == 0 if promised else None,
            )
        )
    return rows

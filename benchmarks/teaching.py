"""Teaching: a way of writing that the factory model misreads, taught with five samples of it."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from benchmarks.results import Row
from datasets.drawing import Drawing

SAMPLES, FRESH = 5, 20


@dataclass(frozen=True)
class Style:
    """A way of writing a digit: points in the order of writing, y down."""

    name: str
    label: int
    strokes: tuple[tuple[tuple[float, float], ...], ...]


STYLES = (
    Style(
        "7 with a long serif and a base",
        7,
        (((20, 40), (35, 10), (75, 10), (45, 90)), ((25, 90), (70, 90))),
    ),
    Style("4 like a lightning", 4, (((60, 5), (25, 55), (75, 45), (40, 95)),)),
    Style(
        "6 as a spiral",
        6,
        (((70, 20), (40, 10), (20, 50), (45, 90), (75, 65), (50, 45), (40, 65), (52, 72)),),
    ),
    Style("1 with a roof and a long hook", 1, (((25, 45), (50, 8), (52, 92), (80, 80)),)),
    Style(
        "9 as a g",
        9,
        (((65, 25), (40, 10), (25, 30), (45, 48), (66, 24), (68, 75), (45, 95), (20, 80)),),
    ),
    Style("2 mirrored", 2, (((75, 25), (50, 5), (25, 25), (45, 55), (80, 92), (20, 92)),)),
    Style(
        "5 as an S with a hat",
        5,
        (((72, 20), (40, 12), (28, 35), (60, 55), (65, 80), (25, 90)), ((30, 5), (85, 3))),
    ),
    Style(
        "3 with a flat, angular top",
        3,
        (((20, 10), (75, 10), (35, 45), (75, 60), (60, 92), (20, 85)),),
    ),
)


def run() -> list[Row]:
    """Teach every style that is misread, each to the factory model anew."""
    from ocr_app.engine.model import Model

    rows: list[Row] = []
    model = Model.factory()
    check = _check_digits()
    for style in STYLES:
        rows += _teach(model, style, check)
    return rows


def _teach(model, style: Style, check) -> list[Row]:
    from ocr_app.engine.workbench.data import prepare
    from ocr_app.engine.workbench.presets import fine_tuning_setup
    from ocr_app.engine.workbench.session import TrainingSession

    fresh = [_drawn(style, np.random.default_rng((1, i))) for i in range(FRESH)]
    before = _right(model.network, fresh, style.label)
    if before > FRESH // 2:
        return [Row(f"Teaching: {style.name}, read already, of {FRESH}", before, "")]
    mine = [(_drawn(style, np.random.default_rng((0, i))), style.label) for i in range(SAMPLES)]
    setup = fine_tuning_setup(model.network)
    start = time.process_time()
    data = prepare(setup, mine)
    session = TrainingSession(setup, data, lambda _: None, model.network.parameters)
    session.run(lambda: False)
    seconds = time.process_time() - start
    after = _right(session.network, fresh, style.label)
    name = f"Teaching: {style.name}, read right, of {FRESH}"
    rows = [
        Row(name, after, "", "before", before, f"≥ {0.9 * FRESH:.0f}", after >= 0.9 * FRESH),
        Row("Teaching: processor time", 1000 * seconds, "ms"),
    ]
    for what, (X, y) in check.items():
        old, new = (100 * _accuracy(n, X, y) for n in (model.network, session.network))
        rows.append(
            Row(f"Teaching: {what}", new, "%", "before", old, "≤ 0.3 less", new >= old - 0.3)
        )
    return rows


def _check_digits():
    """Digits that are not trained on: other people's, and synthetic ones of another seed."""
    from datasets.digits import load_digits
    from datasets.synthetic import synthetic_pixels

    digits = load_digits()
    return {
        "held-out digits": (digits.X_test, digits.y_test),
        "synthetic digits": synthetic_pixels(300, np.random.default_rng(99)),
    }


def _drawn(style: Style, rng: np.random.Generator) -> Drawing:
    """Draw the style once, as a hand that never does the same twice."""
    lean, size = rng.uniform(-0.15, 0.15), rng.uniform(0.5, 0.9)
    wide = rng.uniform(0.85, 1.15)
    strokes = []
    for stroke in style.strokes:
        corners = np.array(stroke, float) / 100 + rng.normal(0, 0.02, (len(stroke), 2))
        t = np.linspace(0, len(corners) - 1, 12 * len(corners))
        places = np.arange(len(corners))
        path = np.column_stack([np.interp(t, places, corners[:, axis]) for axis in range(2)])
        path[:, 0] = (path[:, 0] - 0.5) * wide - lean * (path[:, 1] - 0.5)
        path[:, 1] -= 0.5
        strokes.append((0.5 + size * path).clip(0, 1).tolist())
    return Drawing.from_points(strokes)


def _right(network, drawings, label: int) -> int:
    from ocr_app.engine.recognizer import normalize

    X = np.stack([normalize(drawing).pixels.reshape(-1) for drawing in drawings])
    return int((network.predict_proba(X)[:, :10].argmax(axis=1) == label).sum())


def _accuracy(network, X, y) -> float:
    return float((network.predict_proba(X)[:, :10].argmax(axis=1) == y).mean())

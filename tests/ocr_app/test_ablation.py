"""What the steps are good for is measured on held-out digits that are drawn as people draw."""

import dataclasses
import threading

import numpy as np
import pytest

from datasets.digits import load_digits
from datasets.normalization import ALL_STEPS, Steps, normalize_ink
from datasets.normalization.steps import NO_STEPS
from nn import Network
from ocr_app.engine.ablation import (
    CANVAS,
    LARGEST,
    SMALLEST,
    AblationCancelled,
    digits_on_canvas,
    measure_steps,
)
from ocr_app.engine.model import Model


@pytest.fixture(scope="module")
def model() -> Model:
    return Model.factory()


def test_every_held_out_digit_is_put_on_the_canvas_in_whole() -> None:
    inks = digits_on_canvas()
    assert inks.shape == (len(load_digits("writers").y_test), CANVAS, CANVAS)
    assert inks.min() == 0
    assert inks.max() == 1
    assert (inks.max(axis=(1, 2)) == 1).all()
    with pytest.raises(ValueError, match="read-only"):
        inks[0, 0, 0] = 1


def test_digits_differ_in_place_size_slant_proportions_and_pen() -> None:
    measured = []
    for ink in digits_on_canvas():
        rows, columns = np.flatnonzero((ink > 0.5).any(1)), np.flatnonzero((ink > 0.5).any(0))
        seen = normalize_ink(ink)
        measured.append(
            [
                rows[0] / CANVAS,
                columns[0] / CANVAS,
                np.ptp(rows) / CANVAS,
                seen.slant,
                seen.aspect,
                (ink > 0.5).mean() / (np.ptp(rows) / CANVAS) ** 2,
            ]
        )
    top, left, height, slant, aspect, ink_share = np.transpose(measured)
    assert top.min() < 0.02 < 0.4 < top.max()
    assert left.min() < 0.02 < 0.6 < left.max()
    assert SMALLEST - 0.1 < height.min() < 0.4 < 0.8 < height.max() < LARGEST + 0.1
    assert slant.std() > 0.15
    assert aspect.std() > 0.1
    assert ink_share.std() > 0.05


def test_with_all_steps_other_peoples_digits_are_read_nearly_as_well_as_they_came(
    model: Model,
) -> None:
    ablation = measure_steps(model)
    assert ablation.n == 359
    assert ablation.steps == ALL_STEPS
    assert ablation.accuracy == ablation.right / 359
    assert ablation.accuracy > 0.95


@pytest.mark.parametrize(
    ("steps", "at_most"),
    [
        (Steps(stretch=False), 0.97),
        (Steps(upright=False), 0.93),
        (Steps(upright=False, stretch=False, even=False), 0.85),
        (Steps(crop=False), 0.4),
        (NO_STEPS, 0.4),
    ],
)
def test_the_accuracy_falls_without_a_step(model: Model, steps: Steps, at_most: float) -> None:
    assert 0.05 < measure_steps(model, steps).accuracy < at_most


def test_the_same_model_and_steps_give_the_same_number(model: Model) -> None:
    first = measure_steps(model, NO_STEPS)
    digits_on_canvas.cache_clear()
    assert measure_steps(model, NO_STEPS) == first


def test_another_model_gives_another_number(model: Model) -> None:
    network = Network((64, 5, 10))
    network.initialize(np.random.default_rng(3))
    untrained = dataclasses.replace(model, network=network, metadata={})
    assert measure_steps(untrained).accuracy < 0.3


@pytest.mark.parametrize("batches", [0, 1, 5])
def test_it_stops_before_the_next_batch_when_asked_to(model: Model, batches: int) -> None:
    asked = 0

    def should_stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > batches

    with pytest.raises(AblationCancelled):
        measure_steps(model, ALL_STEPS, should_stop)
    assert asked == batches + 1


def test_an_event_stops_it_at_once(model: Model) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(AblationCancelled):
        measure_steps(model, ALL_STEPS, stop.is_set)

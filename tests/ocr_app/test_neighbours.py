"""The training digits that are most like a drawing."""

import subprocess
import sys

import numpy as np
import pytest

from datasets.digits import load_digits
from ocr_app.engine.neighbours import (
    FAR,
    PEOPLE,
    SYNTHETIC,
    TrainingExamples,
    load_training_examples,
)


def some_examples(n: int = 50) -> TrainingExamples:
    rng = np.random.default_rng(2)
    return TrainingExamples(
        pixels=rng.random((n, 64), dtype=np.float32),
        labels=np.arange(n) % 10,
        origins=tuple(PEOPLE if i % 2 else SYNTHETIC for i in range(n)),
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_nearest_come_first_with_their_true_distances(seed: int) -> None:
    examples = some_examples(500)
    drawn = np.random.default_rng(10 + seed).random((8, 8), dtype=np.float32)
    distances = np.sqrt(((examples.pixels - drawn.ravel()) ** 2).sum(axis=1))
    expected = distances.argsort()[:20]
    found = examples.nearest(drawn, k=20)
    assert [each.distance for each in found] == pytest.approx(distances[expected], rel=1e-5)
    for each, index in zip(found, expected, strict=True):
        assert np.array_equal(each.pixels.ravel(), examples.pixels[index])
        assert each.label == examples.labels[index]
        assert each.origin == examples.origins[index]


def test_an_example_is_its_own_nearest_at_no_distance() -> None:
    examples = some_examples()
    (found,) = examples.nearest(examples.pixels[17], k=1)
    assert found.distance == 0
    assert found.label == examples.labels[17]
    with pytest.raises(ValueError, match="read-only"):
        found.pixels[0, 0] = 1


@pytest.mark.parametrize(("k", "n"), [(0, 0), (3, 3), (4, 4), (9, 4)])
def test_no_more_are_found_than_there_are(k: int, n: int) -> None:
    assert len(some_examples(4).nearest(np.zeros(64), k)) == n


def test_examples_that_do_not_belong_together_are_refused() -> None:
    with pytest.raises(ValueError, match="64 pixels, a label and an origin"):
        TrainingExamples(np.zeros((3, 64), np.float32), np.zeros(2, int), (PEOPLE,) * 3)


def test_they_are_what_the_network_learned_from() -> None:
    examples, people = load_training_examples(), load_digits("writers")
    assert examples.origins.count(PEOPLE) == len(people.y_train) == 1438
    assert examples.origins.count(SYNTHETIC) == 2000
    assert np.array_equal(examples.pixels[:1438], people.X_train)
    written = examples.labels[1438:]
    assert np.bincount(written).tolist() == [200] * 10
    # Most neighbours of another writer's digit are nearly always the same digit.
    hits = [
        sum(each.label == label for each in examples.nearest(pixels)) >= 3
        for pixels, label in zip(people.X_test, people.y_test, strict=True)
    ]
    assert np.mean(hits) > 0.92


def test_nine_of_ten_held_out_digits_are_not_far() -> None:
    examples, people = load_training_examples(), load_digits("writers")
    nearest = [examples.nearest(pixels, 1)[0].distance for pixels in people.X_test]
    assert np.mean(np.array(nearest) <= FAR) == pytest.approx(0.9, abs=0.04)


def test_importing_it_brings_no_heavy_library() -> None:
    script = (
        "import sys, ocr_app.engine.neighbours\n"
        "print([n for n in ('sklearn', 'PIL', 'PySide6') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"

"""What is said about a new network, and what it is compared with."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from nn import Network
from ocr_app.engine.model import Model
from ocr_app.engine.workbench.judgement import judge
from ocr_app.engine.workbench.messages import Prepared
from ocr_app.engine.workbench.result import make_model
from ocr_app.engine.workbench.setup import TrainingSetup
from ocr_app.engine.workbench.trial import Trial

SETUP = TrainingSetup(hidden_layer_sizes=(), nondigits=0)
LABELS = np.arange(1000) % 10
PIXELS = np.eye(10, 64, dtype=np.float32)[LABELS]


def reads_right(share: float, sure: float = 20.0) -> Network:
    """Make a network that reads so many of the held-out digits, the first ones, right."""
    network = Network((64, 10))
    network.weights[0][:, :10] = sure * np.eye(10)
    return _shuffled(network, round(10 * (1 - share)))


def _shuffled(network: Network, n_wrong: int) -> Network:
    """Let it take the last so many digits for one another."""
    wrong = np.arange(10 - n_wrong, 10)
    network.weights[0][:, wrong] = network.weights[0][:, np.roll(wrong, 1)]
    return network


def prepared() -> Prepared:
    labels = LABELS.astype(np.int64)
    return Prepared(100, (64, 10), PIXELS, labels, np.arange(len(labels)), PIXELS[:0], labels[:0])


def judged(trial: Trial, share: float, in_use: float, pixels=None):
    model = Model(reads_right(in_use), name="in use")
    new = make_model(trial, reads_right(share), prepared(), "the run")
    return judge(trial, new, prepared(), model, pixels)


def test_a_new_network_is_compared_with_the_one_in_use() -> None:
    found = judged(Trial(SETUP), 0.8, 0.6)
    assert found.sentence == ("It reads 80.0 % of the held-out digits, the network in use 60.0 %.")
    assert found.can_use
    assert found.model.name == "the run"
    assert found.model.held_out_accuracy == 0.8
    assert found.model.is_calibrated
    assert "It is worse." in judged(Trial(SETUP), 0.6, 0.8).sentence


def test_fine_tuning_is_compared_with_what_was_fine_tuned() -> None:
    """Another network may have come into use meanwhile."""
    tuned = Model(reads_right(0.8), name="tuned")
    trial = Trial(SETUP, (), tuned.network.parameters, "“tuned”", tuned)
    drawing = PIXELS[9].reshape(8, 8)
    better = judged(trial, 1.0, 0.0, drawing)
    assert re.fullmatch(
        r"Your drawing: 8 \(.* %\) before, 9 \(.* %\) now\. "
        r"Held-out digits: 80\.0 % before, 100\.0 % now\.",
        better.sentence,
    )
    assert better.model.metadata["began_with"] == "“tuned”"
    worse = judged(trial, 0.6, 0.0)
    assert not worse.can_use
    assert "60.0 % of the held-out digits instead of 80.0 %" in worse.sentence


@pytest.mark.parametrize("change", [{"split": "random"}, {"validation_fraction": 0.5}])
def test_digits_that_the_network_in_use_knows_are_no_comparison(change: dict) -> None:
    sentence = judged(Trial(dataclasses.replace(SETUP, **change)), 0.8, 0.6).sentence
    assert "knows some of them" in sentence
    assert "60.0 %" not in sentence


def test_a_model_remembers_how_it_came_to_be() -> None:
    assert judged(Trial(SETUP), 0.8, 0.6).model.metadata["setup"] == SETUP.to_json()
    mine = dataclasses.replace(SETUP, use_my_samples=True)
    assert judged(Trial(mine), 0.8, 0.6).model.metadata["my_samples"] == 0

"""What decides a training: its limits, and its way through JSON."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nn import Network
from ocr_app.engine.workbench.presets import PRESETS
from ocr_app.engine.workbench.setup import LIMITS, TrainingSetup


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_presets_survive_json(preset):
    assert TrainingSetup.from_json(json.loads(json.dumps(preset.setup.to_json()))) == preset.setup
    assert preset.sentence.endswith(".")


def test_keys_and_names_of_presets_are_unique():
    assert len({p.key for p in PRESETS}) == len({p.name for p in PRESETS}) == len(PRESETS)


@given(
    layers=st.lists(st.integers(1, 1024), max_size=5).map(tuple),
    rate=st.floats(1e-6, 100),
    loss=st.sampled_from(["cross_entropy", "squared_error"]),
    nondigits=st.integers(0, 200_000),
)
def test_any_possible_setup_makes_a_network(layers, rate, loss, nondigits):
    setup = TrainingSetup(
        hidden_layer_sizes=layers, learning_rate_init=rate, loss=loss, nondigits=nondigits
    )
    assert TrainingSetup.from_json(setup.to_json()) == setup
    if sum(layers) < 500:
        network = Network(setup.layer_sizes, setup.activation, setup.output_activation)
        assert network.layer_sizes[-1] == (11 if nondigits else 10)


@pytest.mark.parametrize("name", sorted(set(LIMITS) - {"units"}))
@pytest.mark.parametrize("side", [0, 1])
def test_values_beyond_their_limits_are_refused_by_name(name, side):
    beyond = LIMITS[name][side] + (1 if side else -1)
    with pytest.raises(ValueError, match=r"must be a (whole )?number from") as error:
        TrainingSetup(**{name: beyond})
    assert "_" not in str(error.value)  # words, not names of the code


@pytest.mark.parametrize(
    "values",
    [
        {"learning_rate_init": float("nan")},
        {"learning_rate_init": "fast"},
        {"max_iter": 1.5},
        {"max_iter": True},
        {"use_digits": 1},
        {"activation": "softplus"},
        {"hidden_layer_sizes": (8,) * 6},
        {"hidden_layer_sizes": (0,)},
        {"hidden_layer_sizes": "64"},
        {"momentum": None},
        {"colour": "red"},
        {"use_digits": False, "synthetic": 0},
    ],
)
def test_impossible_values_get_one_sentence(values):
    with pytest.raises(ValueError, match=r"^[^.]+\.?[^.]*\.$"):
        TrainingSetup.from_json(values)


def test_the_first_preset_is_the_default():
    assert PRESETS[0].setup == TrainingSetup()
    assert dataclasses.replace(PRESETS[0].setup, max_iter=3) != TrainingSetup()

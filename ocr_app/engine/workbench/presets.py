"""Named set-ups: useful ones, and some that teach by failing."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Final, cast

from nn import Network
from ocr_app.engine.model import N_DIGITS
from ocr_app.engine.recipe import RECIPES
from ocr_app.engine.workbench.setup import HiddenActivation, TrainingSetup

_PLAIN = TrainingSetup(copies=0, synthetic=0, nondigits=0)
"""Nothing but scikit-learn's digits."""


def _one_of_the_factorys() -> dict[str, Any]:
    """Return what either of the networks in the factory model was trained by."""
    recipe = asdict(RECIPES["shipped"])
    del recipe["members"]
    return recipe


@dataclass(frozen=True, slots=True)
class Preset:
    """A set-up with a name.

    Attributes
    ----------
    key : str
        For code.
    name : str
        For people.
    sentence : str
        What it is good for.
    setup : TrainingSetup
    """

    key: str
    name: str
    sentence: str
    setup: TrainingSetup


PRESETS: Final = (
    Preset(
        "default",
        "Recommended",
        "Nearly as good as the factory model, in about half a minute.",
        TrainingSetup(),
    ),
    Preset(
        "shipped",
        "As the factory model",
        "The recipe of one of the two networks that stand side by side in the factory model; "
        "it takes a minute or two.",
        TrainingSetup(**_one_of_the_factorys()),
    ),
    Preset(
        "article",
        "The article's network",
        "Sigmoid units, E = ½(actual − predicted)² and nothing but the learning rate: "
        "backpropagation as it is first explained.",
        replace(
            _PLAIN,
            hidden_layer_sizes=(30,),
            activation="sigmoid",
            loss="squared_error",
            solver="sgd",
            learning_rate="constant",
            learning_rate_init=0.5,
            momentum=0.0,
            batch_size=1,
            alpha=0.0,
            max_iter=30,
        ),
    ),
    Preset(
        "fast",
        "Fast demo",
        "A second or two on digits of mixed writers: looks splendid, and knows few hands.",
        replace(
            _PLAIN,
            split="random",
            copies=1,
            hidden_layer_sizes=(64,),
            batch_size=32,
            learning_rate_init=2e-3,
            alpha=1e-4,
            max_iter=25,
        ),
    ),
    Preset(
        "one_neuron",
        "One neuron",
        "A single hidden unit: all that the ten outputs hear of a drawing is one number.",
        replace(
            _PLAIN,
            hidden_layer_sizes=(1,),
            activation="tanh",
            batch_size=32,
            learning_rate_init=1e-2,
            alpha=0.0,
            max_iter=60,
        ),
    ),
    Preset(
        "too_fast",
        "Learning rate too high",
        "Every step jumps over the valley it should go down into: the error shoots up, and "
        "nothing is learnt.",
        replace(
            _PLAIN,
            hidden_layer_sizes=(64, 32),
            solver="sgd",
            learning_rate="constant",
            learning_rate_init=5.0,
            momentum=0.9,
            batch_size=32,
            alpha=0.0,
            max_iter=30,
        ),
    ),
    Preset(
        "overfit",
        "Overfit me",
        "Many units, half of the digits, no variation: what is learnt gets perfect, "
        "what is new does not.",
        replace(
            _PLAIN,
            validation_fraction=0.5,
            hidden_layer_sizes=(512, 512),
            learning_rate="constant",
            batch_size=32,
            learning_rate_init=2e-3,
            alpha=0.0,
            max_iter=60,
        ),
    ),
)
"""The first is the one to begin with."""


def fine_tuning_setup(network: Network) -> TrainingSetup | None:
    """Return a short training that adds one's own samples to what a network knows.

    Small steps, and a good part of everything it has learnt before, so that it does not forget.

    Parameters
    ----------
    network : Network
        Its weights are to be begun with.

    Returns
    -------
    TrainingSetup or None
        None if the workbench trains no networks of this kind.
    """
    sizes, activation = network.layer_sizes, network.activation
    if network.output_activation not in {"softmax", "sigmoid"} or not network.bias:
        return None
    try:
        return TrainingSetup(
            copies=10,
            synthetic=1_500,
            nondigits=3_000 if sizes[-1] == N_DIGITS + 1 else 0,
            use_my_samples=True,
            hidden_layer_sizes=sizes[1:-1],
            activation=cast("HiddenActivation", activation),  # checked by the set-up itself
            loss="cross_entropy" if network.output_activation == "softmax" else "squared_error",
            learning_rate_init=2e-4,
            max_iter=6,
        )
    except ValueError:
        return None

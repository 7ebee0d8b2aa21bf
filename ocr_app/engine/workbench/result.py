"""From the parameters of a training to a model that can be used."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nn import Network
from ocr_app.engine.model import Model
from ocr_app.engine.scoring import accuracy_of, temperature_of
from ocr_app.engine.workbench.messages import Prepared
from ocr_app.engine.workbench.setup import TrainingSetup
from ocr_app.engine.workbench.trial import Trial


def make_network(setup: TrainingSetup, parameters: NDArray[np.float32]) -> Network:
    """Put parameters (n_parameters,) into a network of the set-up's shape."""
    network = Network(setup.layer_sizes, setup.activation, setup.output_activation)
    network.parameters[:] = parameters
    return network


def make_model(trial: Trial, network: Network, prepared: Prepared, name: str) -> Model:
    """Make a model of what a training has given, with what is to be known about it.

    Its accuracy is measured and its temperature fitted, which takes a moment for large networks.

    Parameters
    ----------
    trial : Trial
        That it came of.
    network : Network
    prepared : Prepared
        With the held-out digits.
    name : str
    """
    X, y = prepared.X_validation, prepared.y_validation
    metadata: dict[str, Any] = {
        **trial.as_metadata(),
        "trained_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "training_digits": prepared.n_training,
        "held_out": {"n": len(y), "accuracy": accuracy_of(network, X, y)},
    }
    if trial.setup.split == "random":
        # The same people wrote both parts, so this says little about strangers.
        metadata["held_out"]["split"] = "random"
    if network.output_activation == "softmax":
        metadata["temperature"] = temperature_of(network, X, y)
    return Model(network, metadata, name=name)

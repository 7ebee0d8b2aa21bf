"""From the parameters of a training to a model that can be used."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nn import Network
from ocr_app.engine.model import N_DIGITS, Model
from ocr_app.engine.temperature import fit_temperature
from ocr_app.engine.workbench.messages import Prepared
from ocr_app.engine.workbench.setup import TrainingSetup


def make_network(setup: TrainingSetup, parameters: NDArray[np.float32]) -> Network:
    """Put parameters (n_parameters,) into a network of the set-up's shape."""
    network = Network(setup.layer_sizes, setup.activation, setup.output_activation)
    network.parameters[:] = parameters
    return network


def make_model(setup: TrainingSetup, network: Network, prepared: Prepared) -> Model:
    """Make a model of what a training has given, with what is to be known about it.

    Parameters
    ----------
    setup : TrainingSetup
    network : Network
    prepared : Prepared
        With the held-out digits that its accuracy and its temperature are measured on.
    """
    X, y = prepared.X_validation, prepared.y_validation
    metadata: dict[str, Any] = {
        "setup": setup.to_json(),
        "training_digits": prepared.n_training,
        "held_out": {"n": len(y), "accuracy": accuracy_of(network, prepared)},
    }
    if setup.split == "random":
        # The same people wrote both parts, so this says little about strangers.
        metadata["held_out"]["split"] = "random"
    if setup.output_activation == "softmax":
        logits = network.forward(X).net_inputs[-1][:, :N_DIGITS]
        metadata["temperature"] = fit_temperature(logits, y)
    return Model(network=network.copy(), metadata=metadata)


def accuracy_of(network: Network, prepared: Prepared) -> float:
    """Share of the held-out digits that a network reads right, 0..1."""
    outputs = network.predict_proba(prepared.X_validation)[:, :N_DIGITS]
    return float((outputs.argmax(axis=1) == prepared.y_validation).mean())

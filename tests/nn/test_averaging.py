"""Networks side by side: one network that says what they say on average."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nn import Network, average_networks

UNITS = st.integers(1, 5)


@given(
    hidden=st.integers(0, 3).flatmap(
        lambda layers: st.lists(
            st.lists(UNITS, min_size=layers, max_size=layers), min_size=1, max_size=4
        )
    ),
    activation=st.sampled_from(["relu", "sigmoid", "tanh"]),
    output_activation=st.sampled_from(["softmax", "sigmoid"]),
    bias=st.booleans(),
    seed=st.integers(0, 2**32 - 1),
)
@settings(max_examples=60, deadline=None)
def test_net_inputs_of_the_outputs_are_the_mean(
    hidden: list[list[int]], activation: str, output_activation: str, bias: bool, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    networks = []
    for sizes in hidden:
        network = Network((3, *sizes, 2), activation, output_activation, bias=bias, dtype=float)
        network.parameters[:] = rng.normal(size=network.parameters.size)
        networks.append(network)
    X = rng.normal(size=(7, 3))

    joined = average_networks(networks)

    expected = np.mean([network.forward(X).net_inputs[-1] for network in networks], axis=0)
    np.testing.assert_allclose(joined.forward(X).net_inputs[-1], expected, atol=1e-12)
    assert joined.layer_sizes[1:-1] == tuple(np.sum(hidden, axis=0, dtype=int))


def test_the_networks_stay_as_they_are() -> None:
    network = Network((3, 4, 2))
    network.initialize(np.random.default_rng(0))
    before = network.parameters.copy()

    average_networks([network, network]).parameters[:] = 0

    np.testing.assert_array_equal(network.parameters, before)


def test_networks_that_differ_are_refused() -> None:
    with pytest.raises(ValueError, match="alike"):
        average_networks([Network((3, 4, 2)), Network((3, 4, 4, 2))])
    with pytest.raises(ValueError, match="alike"):
        average_networks([Network((3, 4, 2)), Network((3, 4, 2), activation="tanh")])
    with pytest.raises(ValueError, match="no network"):
        average_networks([])

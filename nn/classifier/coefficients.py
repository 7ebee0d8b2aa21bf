"""Weights and biases as scikit-learn lays them out: from a network, and back to one."""

from typing import Any

import numpy as np

from nn._types import FloatArray
from nn.network import Network


def coefficients_of(network: Network) -> tuple[list[FloatArray], list[FloatArray]]:
    """View a network's parameters as `coefs_` and `intercepts_`.

    Parameters
    ----------
    network : Network

    Returns
    -------
    coefs : list of ndarray of shape (n_in, n_out)
    intercepts : list of ndarray of shape (n_out,)
    """
    return [weights.T for weights in network.weights], list(network.biases)


def network_of(
    all_coefs: list[Any], all_intercepts: list[Any], activation: str, output_activation: str
) -> Network:
    """Make the network that `coefs_` and `intercepts_` describe; it shares no memory with them.

    Parameters
    ----------
    all_coefs : list of array-like of shape (n_in, n_out)
    all_intercepts : list of array-like of shape (n_out,)
    activation, output_activation : str
        See `nn.Network`.

    Returns
    -------
    Network
    """
    network = Network(
        [len(all_coefs[0]), *(np.shape(coefs)[1] for coefs in all_coefs)],
        activation,
        output_activation,
        dtype=np.result_type(*all_coefs),
    )
    layers = zip(network.weights, network.biases, all_coefs, all_intercepts, strict=True)
    for weights, biases, coefs, intercepts in layers:
        weights[:] = np.transpose(coefs)
        biases[:] = intercepts
    return network

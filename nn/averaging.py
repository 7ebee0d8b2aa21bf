"""Several networks as one: trained apart, then put side by side.

Networks that were begun differently err differently, and their mean errs less than each [1]_. The
mean of networks is a network again: all their hidden units, with no weights from one network's to
another's, and outputs that weigh each network's by one over their number.

References
----------
.. [1] L. K. Hansen, P. Salamon, "Neural Network Ensembles", IEEE Transactions on Pattern Analysis
   and Machine Intelligence 12, 1990.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nn.network import Network


def average_networks(networks: Sequence[Network]) -> Network:
    """Put networks side by side: the net inputs of the outputs are the mean of theirs.

    Parameters
    ----------
    networks : sequence of Network
        At least one; alike in inputs, outputs, number of hidden layers, activations, biases and
        dtype. Hidden layers may differ in their units.

    Returns
    -------
    Network
        Each hidden layer has the units of all. With softmax outputs, its probabilities are the
        normalised geometric mean of theirs.

    Raises
    ------
    ValueError
        If there is none, or they are not alike.
    """
    if not networks:
        raise ValueError("There is no network to average.")
    if len({_kind(network) for network in networks}) > 1:
        raise ValueError("Only networks that are alike but for their hidden units can be averaged.")
    first = networks[0]
    hidden = [sum(sizes) for sizes in zip(*(n.layer_sizes[1:-1] for n in networks), strict=True)]
    joined = Network(
        (first.layer_sizes[0], *hidden, first.layer_sizes[-1]),
        first.activation,
        first.output_activation,
        bias=first.bias,
        dtype=first.dtype,
    )
    last = len(joined.weights) - 1
    for layer in range(last + 1):
        _join_layer(joined, networks, layer, is_first=layer == 0, is_last=layer == last)
    return joined


def _join_layer(
    joined: Network, networks: Sequence[Network], layer: int, *, is_first: bool, is_last: bool
) -> None:
    """Fill one layer: outputs and inputs are shared by all networks, hidden units by none."""
    share = 1 / len(networks) if is_last else 1
    row = column = 0
    for network in networks:
        weights = network.weights[layer]
        n_out, n_in = weights.shape
        rows = slice(None) if is_last else slice(row, row + n_out)
        columns = slice(None) if is_first else slice(column, column + n_in)
        joined.weights[layer][rows, columns] += share * weights
        if joined.bias:
            joined.biases[layer][rows] += share * network.biases[layer]
        row, column = row + n_out, column + n_in


def _kind(network: Network) -> tuple[int, int, int, str, str, bool, np.dtype[Any]]:
    """Return what must be the same."""
    sizes = network.layer_sizes
    return (
        sizes[0],
        sizes[-1],
        len(sizes),
        network.activation,
        network.output_activation,
        network.bias,
        network.dtype,
    )

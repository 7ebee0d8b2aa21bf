"""Which ink of a drawing speaks for a digit, and which against it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nn import Network


def input_gradient(network: Network, x: NDArray[np.floating], output: int) -> NDArray[np.floating]:
    """Compute how the net input of one output changes with each input.

    Backpropagation as in a training, but from that net input instead of an error, and down to the
    inputs instead of the weights.

    Parameters
    ----------
    network : Network
        Only read.
    x : ndarray of shape (n_inputs,)
    output : int
        Which one; with softmax its net input is the digit's logit.

    Returns
    -------
    ndarray of shape (n_inputs,), in the network's dtype
        ∂net_input/∂x.
    """
    outputs = network.forward(x.reshape(1, -1)).outputs
    delta = np.zeros((network.layer_sizes[-1], 1), network.dtype)  # units first, as `nn` has them
    delta[output] = 1
    for layer in range(len(network.weights) - 1, 0, -1):
        delta = np.dot(network.weights[layer].T, delta)  # ∂net_input/∂output of the layer below
        below = outputs[layer - 1].T
        network.activations[layer - 1].backward(below, delta, np.empty_like(delta))
    gradient: NDArray[np.floating] = np.dot(network.weights[0].T, delta).reshape(-1)
    return gradient


def saliency(network: Network, pixels: NDArray[np.floating], digit: int) -> NDArray[np.floating]:
    """Weigh what each square of a drawing says for or against a digit: gradient × input.

    Parameters
    ----------
    network : Network
    pixels : ndarray of shape (8, 8)
        What the network gets, in 0..1.
    digit : int
        0 to 9.

    Returns
    -------
    ndarray of shape (8, 8)
        In units of the digit's logit: above 0 where ink speaks for it, below where it speaks
        against it, 0 where there is no ink.

    Notes
    -----
    For a ReLU network the squares and what the biases add make up the logit exactly; for the
    others it is a linear approximation.

    References
    ----------
    .. [1] A. Shrikumar, P. Greenside, A. Shcherbina, A. Kundaje, "Not Just a Black Box: Learning
       Important Features Through Propagating Activation Differences", 2016, section 2.
    """
    x = pixels.reshape(-1)
    return np.asarray((input_gradient(network, x, digit) * x).reshape(pixels.shape))

"""Where training starts: the random weights of a layer.

All numbers are drawn in double precision and rounded to the network's own, so that one seed means
the same network in either.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from nn._types import FloatArray, RandomSource

Initializer: TypeAlias = Callable[
    [RandomSource, int, int, str], tuple[FloatArray, FloatArray | float]
]


def he(
    rng: RandomSource,
    fan_in: int,
    fan_out: int,
    activation: str,  # noqa: ARG001
) -> tuple[FloatArray, FloatArray | float]:
    """Draw normal weights of variance 2/fan_in; biases are zero.

    Made for ReLU, which lets half of the variance through: He et al., "Delving Deep into
    Rectifiers", ICCV 2015, equation 10.
    """
    return rng.standard_normal((fan_out, fan_in)) * np.sqrt(2.0 / fan_in), 0.0


def xavier(
    rng: RandomSource,
    fan_in: int,
    fan_out: int,
    activation: str,  # noqa: ARG001
) -> tuple[FloatArray, FloatArray | float]:
    """Draw uniform weights from ±√(6 / (fan_in + fan_out)); biases are zero.

    Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks",
    AISTATS 2010, equation 16.
    """
    bound = np.sqrt(6.0 / (fan_in + fan_out))
    return rng.uniform(-bound, bound, (fan_out, fan_in)), 0.0


def glorot(
    rng: RandomSource, fan_in: int, fan_out: int, activation: str
) -> tuple[FloatArray, FloatArray | float]:
    """Draw what scikit-learn's MLPClassifier draws: Xavier's bound for the biases as well.

    The bound is ±√(2 / (fan_in + fan_out)) if the hidden layers are sigmoid. Numbers are drawn in
    scikit-learn's order, so that the same `RandomState` gives the same weights.
    """
    factor = 2.0 if activation == "sigmoid" else 6.0
    bound = np.sqrt(factor / (fan_in + fan_out))
    weights = rng.uniform(-bound, bound, (fan_in, fan_out)).T
    return weights, rng.uniform(-bound, bound, fan_out)


INITIALIZERS: dict[str, Initializer] = {"he": he, "xavier": xavier, "glorot": glorot}


def get_initializer(name: str, layer_activation: str) -> Initializer:
    """Look up an initializer.

    Parameters
    ----------
    name : {"auto", "he", "xavier", "glorot"}
        "auto" takes He's for a layer of ReLU units and Xavier's for all others.
    layer_activation : str
        The activation of the layer that the weights lead to.

    Returns
    -------
    callable (rng, fan_in, fan_out, hidden_activation) -> (weights, biases)
        Weights are of shape (fan_out, fan_in), biases of shape (fan_out,) or one number.

    Raises
    ------
    ValueError
        If there is no such initializer.
    """
    if name == "auto":
        name = "he" if layer_activation == "relu" else "xavier"
    if name not in INITIALIZERS:
        raise ValueError(
            f"There is no initializer {name!r}; use one of auto, {', '.join(INITIALIZERS)}."
        )
    return INITIALIZERS[name]

"""How the weights, outputs and gradients of every layer are spread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nn import Network
from nn.backward_pass import backpropagate
from ocr_app.engine.inspection.remarks import remark_on_outputs

N_BINS: Final = 24
"""Even: 0 is then a border between two bins, and positive is told from negative."""

_INSIDE: Final = 0.998
"""Share of the numbers that the bins cover evenly; the few beyond are counted at the ends."""

_VANISHING: Final = 1e-3
"""Gradients of a layer that are so small beside those of the last one are remarked on."""


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """How some numbers are spread.

    Attributes
    ----------
    edges : ndarray of shape (n_bins + 1,), float64
        Borders of the bins, rising.
    counts : ndarray of shape (n_bins,), int64
        The first and the last include what lies beyond.
    spread : float
        Root of the mean square, at least 0.
    """

    edges: NDArray[np.float64]
    counts: NDArray[np.int64]
    spread: float

    @property
    def n(self) -> int:
        """How many numbers there are."""
        return int(self.counts.sum())


@dataclass(frozen=True, slots=True, eq=False)
class LayerLook:
    """What a layer looks like at a moment of the training.

    Attributes
    ----------
    is_output : bool
        Whether it is the last one.
    n_units : int
    activation : str
        "relu", "sigmoid", "tanh" or "softmax".
    weights : Histogram
        Without the biases.
    outputs : Histogram
        Of all units for all samples.
    gradients : Histogram
        ∂E/∂weight, E being the mean error of the samples.
    remark : str
        What is wrong with it, in a sentence or two; may be empty.
    """

    is_output: bool
    n_units: int
    activation: str
    weights: Histogram
    outputs: Histogram
    gradients: Histogram
    remark: str


def look_at_layers(
    network: Network, X: NDArray[np.float32], y: NDArray[np.int64]
) -> tuple[LayerLook, ...]:
    """Look at every layer, the first hidden one first.

    It takes from a few milliseconds to a second, depending on the network.

    Parameters
    ----------
    network : Network
        With softmax or sigmoid outputs, learning by cross-entropy or ½(a − p)². Only read.
    X : ndarray of shape (n, 64), float32
    y : ndarray of shape (n,), int64
        0 to 9.
    """
    loss = "cross_entropy" if network.output_activation == "softmax" else "squared_error"
    with np.errstate(all="ignore"):  # a diverging network is looked at as well
        outputs = network.forward(X).outputs
        gradients = backpropagate(network, X, y, loss=loss).weights
    last = len(outputs) - 1
    layers = []
    spread_at_end = _spread(gradients[last])
    for at, activation in enumerate(network.activations):
        remarks = []
        if at < last:
            remarks.append(remark_on_outputs(outputs[at], activation.name))
            remarks.append(_remark_on_gradient(_spread(gradients[at]), spread_at_end))
        if not np.isfinite(network.weights[at]).all():
            remarks = ["Its weights have become infinite."]
        layers.append(
            LayerLook(
                at == last,
                network.layer_sizes[at + 1],
                activation.name,
                _histogram(network.weights[at]),
                _histogram(outputs[at], activation.name),
                _histogram(gradients[at]),
                " ".join(filter(None, remarks)),
            )
        )
    return tuple(layers)


def _remark_on_gradient(spread: float, spread_at_end: float) -> str:
    if not 0 < spread < _VANISHING * spread_at_end:
        return ""
    times = spread_at_end / spread
    return (
        f"Its gradients are {float(f'{times:.1g}'):,.0f} times smaller than those of the outputs: "
        "it hardly learns (a vanishing gradient)."
    )


def _histogram(values: NDArray[np.floating], activation: str = "") -> Histogram:
    """Count numbers in bins that suit what they are: outputs of an activation, or others."""
    finite = values[np.isfinite(values)]
    if activation in {"sigmoid", "softmax"}:
        low, high = 0.0, 1.0
    elif activation == "tanh":
        low, high = -1.0, 1.0
    else:
        high = float(np.quantile(np.abs(finite), _INSIDE)) if finite.size else 0.0
        high = high or (float(np.abs(finite).max()) if finite.size else 0.0) or 1.0
        low = 0.0 if activation == "relu" else -high
    edges = np.linspace(low, high, N_BINS + 1)
    counts = np.histogram(np.clip(finite, low, high), edges)[0].astype(np.int64)
    return Histogram(edges, counts, _spread(finite))


def _spread(values: NDArray[np.floating]) -> float:
    if not values.size:
        return 0.0
    return float(np.sqrt(np.mean(np.square(values, dtype=np.float64))))

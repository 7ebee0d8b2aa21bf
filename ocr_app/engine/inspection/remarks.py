"""What is wrong with the units of a layer, in a sentence."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

_END: Final = 0.02
"""Share of the curve's height that counts as its end."""

_NEARLY_ALWAYS: Final = 0.95
"""Share of the samples."""


def n_dead(outputs: NDArray[np.floating]) -> int:
    """Count the ReLU units that answer to no sample.

    Parameters
    ----------
    outputs : ndarray of shape (n, n_units)
    """
    return int((outputs <= 0).all(axis=0).sum())


def n_saturated(outputs: NDArray[np.floating], activation: str) -> int:
    """Count the units that are nearly always at an end of their curve.

    Parameters
    ----------
    outputs : ndarray of shape (n, n_units)
    activation : {"sigmoid", "tanh"}
    """
    low = 0.0 if activation == "sigmoid" else -1.0
    near = _END * (1 - low)
    at_end = (outputs < low + near) | (outputs > 1 - near)
    return int((at_end.mean(axis=0) > _NEARLY_ALWAYS).sum())


def remark_on_outputs(outputs: NDArray[np.floating], activation: str) -> str:
    """Say what is wrong with the units of a hidden layer, or nothing.

    Parameters
    ----------
    outputs : ndarray of shape (n, n_units)
        What they answer to n samples.
    activation : str
        Of the layer.
    """
    n_units = outputs.shape[1]
    of = f"of {n_units:,} unit{'' if n_units == 1 else 's'}"
    if activation == "relu" and (dead := n_dead(outputs)):
        how = "never answers: it is" if dead == 1 else "never answer: they are"
        return f"{dead:,} {of} {how} dead, and cannot learn any more."
    if activation in {"sigmoid", "tanh"} and (stuck := n_saturated(outputs, activation)):
        how = "is" if stuck == 1 else "are"
        return (
            f"{stuck:,} {of} {how} saturated: nearly always at an end of the curve, where there is "
            "hardly anything to learn by."
        )
    return ""

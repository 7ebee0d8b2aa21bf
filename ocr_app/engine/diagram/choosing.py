"""Which units of a wide layer a picture shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from nn import Network


def contributions(
    network: Network, outputs: Sequence[NDArray[np.floating]]
) -> list[NDArray[np.float64]]:
    """Measure how much each hidden unit passes on to the next layer.

    Parameters
    ----------
    network : Network
    outputs : sequence of ndarray of shape (n_units,)
        Of every layer.

    Returns
    -------
    list of ndarray of shape (n_units,)
        |output| times the length of the outgoing weights, of every hidden layer.
    """
    return [
        np.abs(outputs[layer]) * np.sqrt(np.einsum("ij,ij->j", weights, weights))
        for layer, weights in enumerate(network.weights[1:])
    ]


def choose(
    passed: NDArray[np.float64], n: int, before: Sequence[int] = (), must: Iterable[int] = ()
) -> tuple[int, ...]:
    """Choose the units of one layer that are shown, and their order.

    Those that were shown before keep their places while they are among the 2·n that pass on most:
    or a picture that follows the pen would flicker.

    Parameters
    ----------
    passed : ndarray of shape (n_units,)
        See `contributions`.
    n : int ≥ 1
        How many there is room for.
    before : sequence of int
        What was shown before.
    must : iterable of int
        What is shown in any case.

    Returns
    -------
    tuple of int
        All units in their order, if there is room.
    """
    if len(passed) <= n:
        return tuple(range(len(passed)))
    ranked = [int(unit) for unit in np.argsort(-passed, kind="stable")[: 2 * n]]
    needed = list(dict.fromkeys(must))[:n]
    keep = needed + [unit for unit in ranked if unit in set(before) and unit not in needed]
    chosen = keep[:n]
    chosen += [unit for unit in ranked if unit not in chosen][: n - len(chosen)]
    places = [unit if unit in chosen else None for unit in before][:n]
    places += [None] * (n - len(places))
    newcomers = iter(sorted(set(chosen) - set(places)))
    return tuple(next(newcomers) if unit is None else unit for unit in places)

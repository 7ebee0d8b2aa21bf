"""Which unit, which weight: the addresses that pictures, formulas and editors share."""

from __future__ import annotations

from typing import Final, NamedTuple

BIAS: Final = -1
"""The source of a bias: a unit that is always 1."""


class Unit(NamedTuple):
    """A unit of a network.

    Attributes
    ----------
    column : int
        0 for the inputs, then the hidden layers, the outputs last.
    number : int
        From 0; `BIAS` for the 1 that the biases of the next column are the weights of.
    """

    column: int
    number: int


class Weight(NamedTuple):
    """A weight, ``network.weights[layer][unit, source]``, or a bias, ``biases[layer][unit]``.

    Attributes
    ----------
    layer : int
        0 for the weights that leave the inputs.
    unit : int
        To which unit of column ``layer + 1``.
    source : int
        From which unit of column ``layer``; `BIAS` for a bias.
    """

    layer: int
    unit: int
    source: int

    @property
    def origin(self) -> Unit:
        """The unit that it comes from."""
        return Unit(self.layer, self.source)

    @property
    def target(self) -> Unit:
        """The unit that it leads to."""
        return Unit(self.layer + 1, self.unit)

"""What a picture of a network shows: values of the units, and weights between them. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.diagram.refs import BIAS, Unit, Weight

Vector: TypeAlias = NDArray[np.float64]
Matrix: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """The units of one layer, or the inputs.

    Attributes
    ----------
    title : str
        "inputs", "hidden layer 1", "outputs".
    size : int
        How many units there are.
    shown : tuple of int
        Those that are drawn, from the top.
    labels : tuple of str
        Short names of those drawn: "x₁", "7".
    values : ndarray of shape (n_shown,)
        Their outputs, or whatever is to be written in them.
    net_inputs : ndarray of shape (n_shown,), or None
        None for the inputs.
    levels : ndarray of shape (n_shown,)
        How strongly they are lit, -1 to 1.
    """

    title: str
    size: int
    shown: tuple[int, ...]
    labels: tuple[str, ...]
    values: Vector
    net_inputs: Vector | None
    levels: Vector

    @property
    def n_left_out(self) -> int:
        """How many units are not drawn."""
        return self.size - len(self.shown)


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """The weights from one column to the next, of what is drawn.

    Attributes
    ----------
    weights : ndarray of shape (n_shown_to, n_shown_from)
    biases : ndarray of shape (n_shown_to,), or None
        None in a network without biases.
    strengths, bias_strengths : ndarray
        How strong each line looks, -1 to 1, of the same shapes. From an input picture there is one
        line to each unit: then of shape (n_shown_to, 1).
    """

    weights: Matrix
    biases: Vector | None
    strengths: Matrix
    bias_strengths: Vector | None


@dataclass(frozen=True, slots=True, eq=False)
class Diagram:
    """A network and what it makes of one input.

    Attributes
    ----------
    columns : tuple of Column
    layers : tuple of Layer
        One fewer.
    picture : ndarray of shape (8, 8), or None
        If the inputs are drawn as a picture: their ink, 0 to 1.
    activations : tuple of str
        Of each layer.
    draws_biases : bool
        Whether biases are drawn as lines from a unit that is always 1.
    """

    columns: tuple[Column, ...]
    layers: tuple[Layer, ...]
    picture: NDArray[np.floating] | None
    activations: tuple[str, ...]
    draws_biases: bool

    @property
    def shape(self) -> tuple[object, ...]:
        """What decides where everything is drawn: equal shapes, equal places."""
        columns = tuple((len(column.shown), column.n_left_out) for column in self.columns)
        biases = tuple(self.draws_biases and layer.biases is not None for layer in self.layers)
        return columns, biases, self.picture is not None

    def has_bias_unit(self, column: int) -> bool:
        """Whether a column has a unit that is always 1."""
        return (
            self.draws_biases
            and 0 <= column < len(self.layers)
            and self.layers[column].biases is not None
        )

    def place(self, unit: Unit) -> int | None:
        """Find which of those drawn a unit is, from the top; None if it is not drawn."""
        if not 0 <= unit.column < len(self.columns):
            return None
        shown = self.columns[unit.column].shown
        return shown.index(unit.number) if unit.number in shown else None

    def shows(self, what: Unit | Weight) -> bool:
        """Whether a unit, or a weight with both its ends, is drawn."""
        if isinstance(what, Weight):
            return self.shows(what.origin) and self.shows(what.target)
        if what.number == BIAS:
            return self.has_bias_unit(what.column)
        return self.place(what) is not None

    def weight(self, weight: Weight) -> float | None:
        """Look up a weight or bias; None if one of its ends is not drawn."""
        to, layer = self.place(weight.target), self.layers[weight.layer]
        if to is None:
            return None
        if weight.source == BIAS:
            return None if layer.biases is None else float(layer.biases[to])
        source = self.place(weight.origin)
        return None if source is None else float(layer.weights[to, source])

    def value(self, unit: Unit) -> float | None:
        """Look up what a unit passes on; 1 for a bias."""
        if unit.number == BIAS:
            return 1.0
        at = self.place(unit)
        return None if at is None else float(self.columns[unit.column].values[at])

    def weights_to(self, unit: Unit) -> tuple[Weight, ...]:
        """Name all weights that lead to a unit, from those drawn, the bias last."""
        if unit.column == 0 or unit.number == BIAS:
            return ()
        layer = unit.column - 1
        sources = self.columns[layer].shown + ((BIAS,) if self.has_bias_unit(layer) else ())
        return tuple(Weight(layer, unit.number, source) for source in sources)

    def weights_from(self, unit: Unit) -> tuple[Weight, ...]:
        """Name all weights that leave a unit, to those drawn."""
        if unit.column >= len(self.layers):
            return ()
        shown = self.columns[unit.column + 1].shown
        return tuple(Weight(unit.column, target, unit.number) for target in shown)

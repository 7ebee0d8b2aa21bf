"""A sentence or two about what is pointed at in a picture of a network."""

from __future__ import annotations

from typing import Final

from ocr_app.engine.diagram.diagram import Diagram
from ocr_app.engine.diagram.making import NO_DIGIT
from ocr_app.engine.diagram.refs import BIAS, Unit, Weight

FUNCTIONS: Final = {
    "relu": "ReLU",
    "sigmoid": "σ",
    "tanh": "tanh",
    "softmax": "softmax",
    "identity": "identity",
}
"""How activation functions are written."""


def name_of(diagram: Diagram, unit: Unit) -> str:
    """Name a unit in words: "input x₁", "pixel in row 3, column 5", "hidden unit 7"."""
    if unit.number == BIAS:
        return "the bias unit"
    column = diagram.columns[unit.column]
    at = diagram.place(unit)
    if unit.column == 0 and diagram.picture is not None:
        return f"the pixel in row {unit.number // 8 + 1}, column {unit.number % 8 + 1}"
    label = str(unit.number + 1) if at is None else column.labels[at]
    if unit.column == 0:
        return f"input {label}"
    if unit.column == len(diagram.columns) - 1:
        return "the output for what is no digit" if label == NO_DIGIT else f"output {label}"
    of_layer = f" of layer {unit.column}" if len(diagram.columns) > 3 else ""
    return f"hidden unit {unit.number + 1}{of_layer}"


def explain_unit(diagram: Diagram, unit: Unit) -> str:
    """Say what a unit is and what it has computed."""
    name = _capital(name_of(diagram, unit))
    if unit.number == BIAS:
        return "Always 1: its weights are the biases of the next layer."
    value = diagram.value(unit)
    if value is None:
        return f"{name} is not drawn."
    if unit.column == 0:
        return f"{name} is {_number(value)}."
    column, at = diagram.columns[unit.column], diagram.place(unit)
    if column.net_inputs is None or at is None:
        return f"{name}: {_number(value)}."
    net = float(column.net_inputs[at])
    function = FUNCTIONS[diagram.activations[unit.column - 1]]
    return (
        f"{name}: net input {_number(net)}, output {function}({_number(net)}) = {_number(value)}."
    )


def explain_weight(diagram: Diagram, weight: Weight) -> str:
    """Say how much a weight is, and what it adds to a net input."""
    size = diagram.weight(weight)
    if size is None:
        return ""
    target = name_of(diagram, weight.target)
    if weight.source == BIAS:
        return f"The bias of {target} is {_signed(size)}: it is added to every net input."
    value = diagram.value(weight.origin)
    source = name_of(diagram, weight.origin)
    carried = f"Weight from {source} to {target}: {_signed(size)}."
    if value is None:
        return carried
    return f"{carried} It adds {_signed(size)} · {_number(value)} = {_signed(size * value)}."


def explain_fan(diagram: Diagram, unit: int) -> str:
    """Say what all pixels together add to the net input of a unit of the first layer."""
    target = Unit(1, unit)
    at = diagram.place(target)
    if at is None:
        return ""
    added = float(diagram.layers[0].weights[at] @ diagram.columns[0].values)
    name = name_of(diagram, target)
    return f"64 weights lead from the pixels to {name}. Together they add {_signed(added)}."


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

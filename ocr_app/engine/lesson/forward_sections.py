"""The way forward in formulas: net input, output, error, with the numbers of the drawing."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ocr_app.engine.arithmetic import Section
from ocr_app.engine.diagram import Unit
from ocr_app.engine.formula import Node, frac, group, lines, mark, num, row, sub, sup, total
from ocr_app.engine.formula.writing import Part
from ocr_app.engine.inspection.sums import output_parts
from ocr_app.engine.inspection.units import UnitSum
from ocr_app.engine.lesson.names import net_node, unit_node, unit_words
from ocr_app.engine.lesson.state import LessonState

DIGITS: Final = 3
_TERMS: Final = 3
"""So many terms of a net input are written out."""

_FUNCTIONS: Final = {
    "relu": "ReLU lets what is above 0 pass, and nothing else.",
    "sigmoid": "The sigmoid squashes any net input into 0 … 1.",
    "tanh": "tanh squashes any net input into −1 … 1.",
    "identity": "The net input is passed on as it is.",
    "softmax": "Softmax makes all outputs positive and their sum 1: they are probabilities.",
}


def forward_sections(state: LessonState, unit: Unit) -> tuple[Section, ...]:
    """Write how the output of a unit comes about."""
    return (_net_input(state, unit), _output(state, unit))


def error_section(state: LessonState) -> Section:
    """Write how wrong the outputs are."""
    if state.loss == "cross_entropy":
        target = unit_node(state, Unit(state.n_layers, state.target))
        value = float(state.outputs[-1][state.target])
        return Section(
            "error",
            "Error",
            "Cross-entropy: the less probable the true digit is to the network, the larger.",
            lines(
                row("E", "=", "−", "ln", group(target)),
                row("", "=", "−", "ln", group(share(value)), "=", _error(state)),
            ),
        )
    terms: list[Part] = []
    for wanted, out in zip(state.actual.tolist(), state.outputs[-1].tolist(), strict=True):
        terms += ["+"] if terms else []
        terms.append(sup(group(f"{wanted:.0f}", "−", share(out)), "2"))
    difference = row(sub("actual", "k"), "−", sub("predicted", "k"))
    return Section(
        "error",
        "Error",
        f"Every output should be 0, that of the {state.target} should be 1. Errors are squared, so "
        "that large ones count most.",
        lines(
            row("E", "=", frac("1", "2"), total("k", sup(group(difference), "2"))),
            row("", "=", frac("1", "2"), group(*terms)),
            row("", "=", _error(state)),
        ),
    )


def share(value: float) -> Node:
    """Write a number from 0 to 1; what is not 1 is never shown as 1, as far as digits go."""
    missing = 1.0 - value
    decimals = math.ceil(-math.log10(missing)) + 1 if 0 < missing < 1e-3 else DIGITS
    return num(value, min(decimals, 9)) if value < 1 else num(value, DIGITS)


def _error(state: LessonState) -> Node:
    return mark("error", num(state.error, DIGITS))


def _net_input(state: LessonState, unit: Unit) -> Section:
    layer = unit.column - 1
    weights, inputs = state.weights_to(layer, unit.number), state.inputs(layer)
    products = weights * inputs
    shown = [int(at) for at in np.argsort(-np.abs(products), kind="stable")[:_TERMS]]
    terms: list[Part] = []
    for at in shown:
        terms += ["+"] if terms else []
        weight = num(float(weights[at]), 2, in_product=bool(terms))
        terms += [weight, "·", num(float(inputs[at]), 2, in_product=True)]
    rest = float(products.sum() - products[shown].sum())
    n_left = len(products) - len(shown)
    terms += ["+", num(rest, 2, in_product=True)] if n_left else []
    symbolic: list[Part] = [total("i", row(sub("w", "i"), "·", sub("value", "i")))]
    if state.network.bias:
        symbolic += ["+", "bias"]
        terms += ["+", num(state.bias(layer, unit.number), 2, in_product=True)]
    net = float(state.net_inputs[layer][unit.number])
    others = f"; the {n_left} others are added up in one number" if n_left else ""
    bias = ", the bias last" if state.network.bias else ""
    return Section(
        "net",
        f"Net input of {unit_words(state, unit)}",
        f"Every value times the weight on its way. The largest terms come first{others}{bias}.",
        lines(
            row(net_node(state, unit), "=", *symbolic),
            row("", "=", *terms),
            row("", "=", mark("net", num(net, DIGITS))),
        ),
    )


def _output(state: LessonState, unit: Unit) -> Section:
    layer = unit.column - 1
    activation = state.network.activations[layer].name
    net, out = float(state.net_inputs[layer][unit.number]), float(state.outputs[layer][unit.number])
    about = UnitSum(
        state.weights_to(layer, unit.number),
        state.inputs(layer),
        state.bias(layer, unit.number),
        net,
        out,
        activation,
        layer,
    )
    is_share = activation in {"softmax", "sigmoid"}
    result = mark("output", share(out) if is_share else num(out, DIGITS))
    return Section(
        "output",
        "Its output",
        _FUNCTIONS[activation],
        row(unit_node(state, unit), "=", *output_parts(about), "=", result),
    )

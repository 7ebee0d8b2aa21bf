"""A unit's sum as a formula, with its numbers."""

from __future__ import annotations

from typing import Final

from ocr_app.engine.formula import Lines, Node, frac, group, lines, num, row, sub, sup, total
from ocr_app.engine.inspection.units import UnitSum

FUNCTIONS: Final = {"relu": "ReLU", "sigmoid": "σ", "tanh": "tanh", "identity": "identity"}
"""How activation functions of one net input are written."""


def sum_formula(unit_sum: UnitSum) -> Lines:
    """Write the net input and the output of a unit: how they are defined, and what they are."""
    source = "x" if unit_sum.layer == 0 else "h"
    net = row(
        "net", "=", total("i", row(sub("w", "i"), "·", sub(source, "i"))), "+", "b", "=",
        num(float(unit_sum.terms.sum())), *_added(unit_sum.bias), "=", num(unit_sum.net_input),
    )  # fmt: skip
    return lines(net, row("output", "=", *output_parts(unit_sum), "=", num(unit_sum.output)))


def output_parts(unit_sum: UnitSum) -> tuple[Node | str, ...]:
    """Write what makes the output of the net input: "ReLU(1.30) = max(0, 1.30)"."""
    net = num(unit_sum.net_input)
    match unit_sum.activation:
        case "relu":
            return ("ReLU", group(net), "=", "max", group("0", ",", net))
        case "sigmoid":
            power = row("−", num(unit_sum.net_input, in_product=True))
            return ("σ", group(net), "=", frac("1", row("1", "+", sup("e", power))))
        case "softmax":
            exponential = sup("e", sub("net", "k"))
            return (frac(sup("e", net), row(total("k", exponential))),)
        case name:
            return (FUNCTIONS.get(name, name), group(net))


def _added(bias: float) -> tuple[Node | str, ...]:
    """Add a bias, or subtract one that is negative."""
    return ("−" if bias < 0 else "+", num(abs(bias)))

"""The chain rule in the article's words: who is to blame for the error, and by how much."""

from __future__ import annotations

from typing import Final

from ocr_app.engine.arithmetic import Section
from ocr_app.engine.diagram import BIAS, Weight
from ocr_app.engine.formula import Node, group, lines, mark, num, partial, row, sub, total
from ocr_app.engine.formula.writing import Part
from ocr_app.engine.xor_lab.naming import node_name, weight_key, weight_node
from ocr_app.engine.xor_lab.step_numbers import StepNumbers

DIGITS: Final = 4
"""Significant digits of what is computed."""


def gradient(numbers: StepNumbers, weight: Weight) -> tuple[Section, ...]:
    """∂E/∂w by the chain rule; for a hidden weight with the sum over all paths before."""
    layer, unit = weight.layer, weight.unit
    is_output = layer == numbers.n_layers - 1
    name = node_name(numbers, layer + 1, unit)
    by_output = error_by_output(numbers, layer, unit)
    slope = float(numbers.slopes[layer][unit])
    value = value_of_source(numbers, weight)
    result = numbers.at(numbers.point_gradient, layer, unit, weight.source)
    w = weight_node(numbers, weight)
    chain = lines(
        row(
            partial("E", w),
            "=",
            mark("term1", partial("E", name)),
            "×",
            mark("term2", partial(name, sub("net", name))),
            "×",
            mark("term3", partial(sub("net", name), w)),
        ),
        row(
            "",
            "=",
            mark("term1", num(by_output, DIGITS, in_product=True)),
            "×",
            mark("term2", num(slope, DIGITS)),
            "×",
            mark("term3", num(value, DIGITS, in_product=True)),
        ),
        row("", "=", mark("gradient", num(result, DIGITS))),
    )
    section = Section(
        "gradient",
        "Three terms: how much is this weight to blame?",
        "How the error answers to the output, the output to its net input, and the net input to "
        "the weight, which is just the value that it carries.",
        chain,
    )
    first = _output_blame(numbers) if is_output else _paths(numbers, layer, unit)
    return (first, section)


def value_of_source(numbers: StepNumbers, weight: Weight) -> float:
    """Return the value that a weight carries; a bias carries 1."""
    if weight.source == BIAS:
        return 1.0
    return float(numbers.values_into(weight.layer)[weight.source])


def error_by_output(numbers: StepNumbers, layer: int, unit: int) -> float:
    """∂E/∂output of any unit: predicted − actual, or the sum over the paths that lead on."""
    if layer == numbers.n_layers - 1:
        return float(numbers.outputs[-1][unit]) - (numbers.target or 0.0)
    return float(numbers.network.weights[layer + 1][:, unit] @ numbers.deltas[layer + 1])


def _output_blame(numbers: StepNumbers) -> Section:
    predicted, target = float(numbers.outputs[-1][0]), numbers.target or 0.0
    return Section(
        "paths",
        "Where it begins: the output",
        "How fast the error grows with the output: the derivative of ½(actual − predicted)².",
        row(
            partial("E", "y"),
            "=",
            "predicted",
            "−",
            "actual",
            "=",
            num(predicted, DIGITS),
            "−",
            plain_number(target),
            "=",
            num(predicted - target, DIGITS),
        ),
    )


def _paths(numbers: StepNumbers, layer: int, unit: int) -> Section:
    """∂E/∂output of a hidden unit: Σ over the units that it leads to of ∂E/∂net × weight."""
    name = node_name(numbers, layer + 1, unit)
    deltas = numbers.deltas[layer + 1].tolist()
    weights = numbers.network.weights[layer + 1][:, unit].tolist()
    terms: list[Part] = []
    for to, (delta, w) in enumerate(zip(deltas, weights, strict=True)):
        terms += ["+"] if terms else []
        key = weight_key(Weight(layer + 1, to, unit))
        terms.append(
            mark(
                key,
                num(delta, DIGITS, in_product=bool(terms)),
                "×",
                num(w, DIGITS, in_product=True),
            )
        )
    n = len(deltas)
    through = "the one path" if n == 1 else f"each of its {n} paths"
    return Section(
        "paths",
        "A hidden unit has no target",
        f"Its output reaches the error by {through} to the next layer: what arrives there comes "
        "back, times the weight on the way; paths add up.",
        lines(
            row(
                partial("E", name),
                "=",
                total("paths", row(partial("E", sub("net", "k")), "×", sub("w", "k"))),
            ),
            row("", "=", *terms),
            row("", "=", num(error_by_output(numbers, layer, unit), DIGITS)),
        ),
    )


def plain_number(value: float) -> Node:
    """Write a number that somebody has chosen: with as many digits as it has, four at most."""
    text = f"{abs(value):.{DIGITS}g}"
    if "e" in text:
        return num(value, DIGITS, in_product=True)
    return group(row(f"−{text}")) if value < 0 else row(text)

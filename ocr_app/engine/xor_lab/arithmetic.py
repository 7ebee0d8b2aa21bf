"""The arithmetic of a step in the article's words: formulas with the real numbers in them."""

from __future__ import annotations

from typing import Final

from ocr_app.engine.arithmetic import Phase, PhaseKind, Section
from ocr_app.engine.diagram import BIAS, Weight
from ocr_app.engine.formula import (
    Node,
    frac,
    group,
    lines,
    mark,
    num,
    partial,
    row,
    sub,
    sup,
    total,
)
from ocr_app.engine.formula.writing import Part
from ocr_app.engine.xor_lab.chain_rule import DIGITS, gradient, plain_number
from ocr_app.engine.xor_lab.naming import node_name, weight_key, weight_on_way
from ocr_app.engine.xor_lab.step_numbers import StepNumbers

_SIGMA: Final = {"sigmoid": "σ", "tanh": "tanh", "relu": "max"}


def sections(numbers: StepNumbers, weight: Weight, phase: Phase) -> tuple[Section, ...]:
    """Write down what is computed in a part of a step.

    Parameters
    ----------
    numbers : StepNumbers
    weight : Weight
        The one that the arithmetic is about.
    phase : Phase
        The overview has all parts that concern this weight.
    """
    about = weight_on_way(weight, phase.layer, numbers.network.layer_sizes)
    if phase.kind is PhaseKind.FORWARD:
        return (net_input(numbers, about), output(numbers, about))
    if phase.kind is PhaseKind.ERROR:
        return (error(numbers),)
    if phase.kind is PhaseKind.BACKWARD:
        return gradient(numbers, about)
    if phase.kind is PhaseKind.UPDATE:
        return (update(numbers, weight),)
    forward = (net_input(numbers, weight), output(numbers, weight))
    if numbers.target is None:
        return forward
    return (*forward, error(numbers), *gradient(numbers, weight), update(numbers, weight))


def net_input(numbers: StepNumbers, weight: Weight) -> Section:
    """Net input = Σ weight × value."""
    layer, unit = weight.layer, weight.unit
    weights = numbers.network.weights[layer][unit].tolist()
    values = numbers.values_into(layer).tolist()
    terms: list[Part] = []
    for source, (w, value) in enumerate(zip(weights, values, strict=True)):
        terms += ["+"] if terms else []
        terms.append(_product(Weight(layer, unit, source), w, value))
    if numbers.network.bias:
        bias = float(numbers.network.biases[layer][unit])
        key = weight_key(Weight(layer, unit, BIAS))
        terms += ["+", mark(key, num(bias, DIGITS, in_product=True))]
    symbolic: list[Part] = [total("i", row(sub("w", "i"), "×", sub("value", "i")))]
    symbolic += ["+", "bias"] if numbers.network.bias else []
    name = node_name(numbers, layer + 1, unit)
    value = num(float(numbers.net_inputs[layer][unit]), DIGITS)
    return Section(
        "net",
        "Net input",
        "What reaches the unit: every value times the weight on its way, all added up.",
        lines(
            row(sub("net", name), "=", *symbolic),
            row("", "=", *terms),
            row("", "=", mark(f"net:{layer}:{unit}", value)),
        ),
    )


def output(numbers: StepNumbers, weight: Weight) -> Section:
    """Output = σ(net input), and its slope."""
    layer, unit = weight.layer, weight.unit
    activation = numbers.network.activations[layer].name
    net = num(float(numbers.net_inputs[layer][unit]), DIGITS)
    out, slope = float(numbers.outputs[layer][unit]), float(numbers.slopes[layer][unit])
    name = node_name(numbers, layer + 1, unit)
    shape: dict[str, tuple[Part, ...]] = {
        "sigmoid": ("=", frac("1", row("1", "+", sup("e", row("−", group(net)))))),
        "tanh": (),
        "relu": (),
    }
    call: Part = (
        row("max", group("0", ",", net))
        if activation == "relu"
        else row(_SIGMA[activation], group(net))
    )
    value = mark(f"out:{layer}:{unit}", num(out, DIGITS))
    return Section(
        "output",
        _TITLES[activation],
        _SHAPES[activation],
        lines(
            row(name, "=", call, *shape[activation], "=", value),
            row("slope", "=", *_slope(activation, out), "=", num(slope, DIGITS)),
        ),
    )


def error(numbers: StepNumbers) -> Section:
    """E = ½(actual − predicted)²."""
    target, predicted = numbers.target or 0.0, float(numbers.outputs[-1][0])
    return Section(
        "error",
        "Error",
        "How far off it is: squared, so that large misses count most, and halved to keep the "
        "derivative simple.",
        lines(
            row("E", "=", frac("1", "2"), sup(group("actual", "−", "predicted"), "2")),
            row(
                "",
                "=",
                frac("1", "2"),
                sup(group(plain_number(target), "−", num(predicted, DIGITS)), "2"),
                "=",
                mark("error", num(numbers.error, DIGITS)),
            ),
        ),
    )


def update(numbers: StepNumbers, weight: Weight) -> Section:
    """w_new = w_old − α·∂E/∂w."""
    layer, unit, source = weight.layer, weight.unit, weight.source
    old = numbers.at(numbers.network.parameters, layer, unit, source)
    slope = numbers.at(numbers.gradient, layer, unit, source)
    change = numbers.at(numbers.change, layer, unit, source)
    new = mark("new", num(numbers.at(numbers.after, layer, unit, source), DIGITS))
    by: Part = partial("E", "w")
    formula: list[Part] = [sub("w", "new"), "=", sub("w", "old"), "−", "α", "×", by]
    rate = plain_number(numbers.learning_rate)
    terms: list[Part] = [
        *("", "=", mark("old", num(old, DIGITS))),
        *("−", rate, "×", num(slope, DIGITS, in_product=True)),
    ]
    sentence = "A small step against the slope: α, the learning rate, says how small."
    if numbers.momentum:
        last = (change + numbers.learning_rate * slope) / numbers.momentum
        formula += ["+", "μ", "×", "last change"]
        terms += ["+", plain_number(numbers.momentum), "×", num(last, DIGITS, in_product=True)]
        sentence += " μ, the momentum, keeps a share of the last step."
    if numbers.n_rows > 1:
        sentence += f" ∂E/∂w is the mean of all {numbers.n_rows} points here."
    return Section(
        "update", "Update", sentence, lines(row(*formula), row(*terms), row("", "=", new))
    )


def _product(at: Weight, weight: float, value: float) -> Node:
    shown = plain_number(value) if at.layer == 0 else num(value, DIGITS, in_product=True)
    in_product = at.source > 0
    return mark(weight_key(at), num(weight, DIGITS, in_product=in_product), "·", shown)


def _slope(activation: str, out: float) -> tuple[Part, ...]:
    value = num(out, DIGITS, in_product=True)
    if activation == "sigmoid":
        return ("output", "×", group("1", "−", "output"), "=", value, "×", group("1", "−", value))
    if activation == "tanh":
        return ("1", "−", sup("output", "2"), "=", "1", "−", sup(value, "2"))
    return ("1 if it is on, else 0",)


_TITLES: Final = {"sigmoid": "Sigmoid", "tanh": "Hyperbolic tangent", "relu": "ReLU"}
_SHAPES: Final = {
    "sigmoid": "Squashes any net input into 0 … 1. Its slope needs nothing but the output.",
    "tanh": "Squashes any net input into −1 … 1. Its slope needs nothing but the output.",
    "relu": "Lets what is above 0 pass, and nothing else. Its slope is 1 or 0.",
}

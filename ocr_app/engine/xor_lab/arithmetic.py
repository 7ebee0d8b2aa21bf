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
from ocr_app.engine.xor_lab.step_numbers import StepNumbers

DIGITS: Final = 4
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
                sup(group(_plain(target), "−", num(predicted, DIGITS)), "2"),
                "=",
                mark("error", num(numbers.error, DIGITS)),
            ),
        ),
    )


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


def update(numbers: StepNumbers, weight: Weight) -> Section:
    """w_new = w_old − α·∂E/∂w."""
    layer, unit, source = weight.layer, weight.unit, weight.source
    old = numbers.at(numbers.network.parameters, layer, unit, source)
    slope = numbers.at(numbers.gradient, layer, unit, source)
    change = numbers.at(numbers.change, layer, unit, source)
    new = mark("new", num(numbers.at(numbers.after, layer, unit, source), DIGITS))
    by: Part = partial("E", "w")
    formula: list[Part] = [sub("w", "new"), "=", sub("w", "old"), "−", "α", "×", by]
    rate = num(numbers.learning_rate, 1)
    terms: list[Part] = [
        *("", "=", mark("old", num(old, DIGITS))),
        *("−", rate, "×", num(slope, DIGITS, in_product=True)),
    ]
    sentence = "A small step against the slope: α, the learning rate, says how small."
    if numbers.momentum:
        last = (change + numbers.learning_rate * slope) / numbers.momentum
        formula += ["+", "μ", "×", "last change"]
        terms += ["+", num(numbers.momentum, 2), "×", num(last, DIGITS, in_product=True)]
        sentence += " μ, the momentum, keeps a share of the last step."
    if numbers.n_rows > 1:
        sentence += f" ∂E/∂w is the mean of all {numbers.n_rows} points here."
    return Section(
        "update", "Update", sentence, lines(row(*formula), row(*terms), row("", "=", new))
    )


def weight_on_way(weight: Weight, layer: int, sizes: tuple[int, ...]) -> Weight:
    """Return a weight of another layer that lies on the same way, as far as there is one."""
    if layer == weight.layer:
        return weight
    if layer == weight.layer + 1:
        return Weight(layer, 0, weight.unit)
    if layer == weight.layer - 1 and 0 <= weight.source < sizes[weight.layer]:
        return Weight(layer, weight.source, 0)
    return Weight(layer, 0, 0)


def weight_key(weight: Weight) -> str:
    """Return what marks in formulas call a weight."""
    return f"w:{weight.layer}:{weight.unit}:{weight.source}"


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


def node_name(numbers: StepNumbers, column: int, unit: int) -> Node:
    """Name an input (column 0), a hidden unit or the output: x₁, h₁ (of several layers h₂₁), y."""
    sizes = numbers.network.layer_sizes
    if column == 0:
        return sub("x", str(unit + 1))
    if column == len(sizes) - 1:
        return row("y")
    number = str(unit + 1) if len(sizes) == 3 else f"{column}{unit + 1}"
    return sub("h", number)


def weight_node(numbers: StepNumbers, weight: Weight) -> Node:
    """Name a weight: w, with where it comes from and leads to; a bias: b."""
    to = node_name(numbers, weight.layer + 1, weight.unit)
    if weight.source == BIAS:
        return sub("b", to)
    return sub("w", row(node_name(numbers, weight.layer, weight.source), "→", to))


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
            _plain(target),
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


def _product(at: Weight, weight: float, value: float) -> Node:
    shown = _plain(value) if at.layer == 0 else num(value, DIGITS, in_product=True)
    in_product = at.source > 0
    return mark(weight_key(at), num(weight, DIGITS, in_product=in_product), "·", shown)


def _slope(activation: str, out: float) -> tuple[Part, ...]:
    value = num(out, DIGITS, in_product=True)
    if activation == "sigmoid":
        return ("output", "×", group("1", "−", "output"), "=", value, "×", group("1", "−", value))
    if activation == "tanh":
        return ("1", "−", sup("output", "2"), "=", "1", "−", sup(value, "2"))
    return ("1 if it is on, else 0",)


def _plain(value: float) -> Node:
    """Write 0 and 1 as they are, and anything else with decimals."""
    return row(f"{value:.0f}") if value in (0.0, 1.0) else num(value, 2, in_product=True)


_TITLES: Final = {"sigmoid": "Sigmoid", "tanh": "Hyperbolic tangent", "relu": "ReLU"}
_SHAPES: Final = {
    "sigmoid": "Squashes any net input into 0 … 1. Its slope needs nothing but the output.",
    "tanh": "Squashes any net input into −1 … 1. Its slope needs nothing but the output.",
    "relu": "Lets what is above 0 pass, and nothing else. Its slope is 1 or 0.",
}

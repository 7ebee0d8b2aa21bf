"""What weights and units of the lab are called: in formulas, in marks, and in lists."""

from __future__ import annotations

from ocr_app.engine.diagram import BIAS, Weight
from ocr_app.engine.formula import Node, row, sub
from ocr_app.engine.xor_lab.step_numbers import StepNumbers


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

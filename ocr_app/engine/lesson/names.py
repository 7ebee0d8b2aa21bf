"""How the lesson names pixels, units and weights, in formulas and in sentences."""

from __future__ import annotations

from ocr_app.engine.diagram import Unit, Weight
from ocr_app.engine.diagram.making import digit_labels
from ocr_app.engine.formula import Node, Number, Script, Symbol, sub, word
from ocr_app.engine.lesson.path import LessonPath
from ocr_app.engine.lesson.state import LessonState


def unit_node(state: LessonState, unit: Unit) -> Node:
    """Name a unit in a formula: x₅,₄ (row, column), h₇₄, of several layers h₇₄⁽²⁾, output₃."""
    if unit.column == 0:
        return sub("x", Number(f"{unit.number // 8 + 1},{unit.number % 8 + 1}"))
    if unit.column == state.n_layers:
        return sub("output", word(digit_labels(state.n_outputs)[unit.number]))
    number = Number(str(unit.number + 1))
    if state.n_layers == 2:
        return sub("h", number)
    return Script(Symbol("h"), lower=number, upper=word(f"({unit.column})"))


def net_node(state: LessonState, unit: Unit) -> Node:
    """Name the net input of a unit."""
    return sub("net", unit_node(state, unit))


def unit_words(state: LessonState, unit: Unit) -> str:
    """Name a unit in a sentence."""
    if unit.column == 0:
        return f"the pixel in row {unit.number // 8 + 1}, column {unit.number % 8 + 1}"
    if unit.column == state.n_layers:
        is_digit = unit.number < 10
        return f"output {unit.number}" if is_digit else "the output for what is no digit"
    of_layer = f" of layer {unit.column}" if state.n_layers > 2 else ""
    return f"hidden unit {unit.number + 1}{of_layer}"


def weight_on(path: LessonPath, layer: int) -> Weight:
    """Return the weight of a layer that a path goes along."""
    return Weight(layer, path.units[layer], path.source(layer))


def unit_on(path: LessonPath, layer: int) -> Unit:
    """Return the unit of a layer that a path goes through."""
    return Unit(layer + 1, path.units[layer])

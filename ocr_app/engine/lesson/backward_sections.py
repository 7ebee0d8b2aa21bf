"""The way back in formulas: who is to blame for the error, and how a weight is changed."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ocr_app.engine.arithmetic import Section
from ocr_app.engine.diagram import Unit, Weight
from ocr_app.engine.formula import Row, frac, group, lines, mark, num, partial, row, sub, total
from ocr_app.engine.formula.writing import Part
from ocr_app.engine.lesson.forward_sections import DIGITS, share
from ocr_app.engine.lesson.names import net_node, unit_node, unit_words
from ocr_app.engine.lesson.state import LessonState

_PATHS: Final = 11
"""So many paths to the next layer are written out: those to all outputs."""

_FEW_PATHS: Final = 4
"""Of a wider layer, so many."""


def backward_sections(state: LessonState, weight: Weight) -> tuple[Section, ...]:
    """Write ∂E/∂w of a weight, by the chain rule."""
    if weight.layer < state.n_layers - 1:
        return (_paths(state, weight.target), _hidden_terms(state, weight))
    if state.loss == "cross_entropy":
        return (_start_of_probabilities(state), _softmax_terms(state, weight))
    return (_start_of_squares(state, weight.target), _sigmoid_terms(state, weight))


def update_section(state: LessonState, weight: Weight) -> Section:
    """Write the step of one weight: w_new = w_old − α · ∂E/∂w."""
    old = state.weight(*weight)
    slope = state.gradient(*weight)
    decimals = _decimals(state.learning_rate * slope)
    return Section(
        f"update{weight.layer}",
        f"From {unit_words(state, weight.origin)} to {unit_words(state, weight.target)}",
        "",
        lines(
            row(sub("w", "new"), "=", sub("w", "old"), "−", "α", "·", partial("E", "w")),
            row("", "=", num(old, decimals), "−", num(state.learning_rate, 2), "·",
                num(slope, DIGITS, in_product=True)),
            row("", "=", mark("new", num(old - state.learning_rate * slope, decimals))),
        ),
    )  # fmt: skip


def _w_words(state: LessonState, weight: Weight) -> str:
    origin, target = unit_words(state, weight.origin), unit_words(state, weight.target)
    return f"w leads from {origin} to {target}."


def _decimals(change: float) -> int:
    """Choose decimals with which a change is seen, as long as they are readable."""
    return 4 if change == 0 else min(max(4, 1 - math.floor(math.log10(abs(change)))), 9)


def _start_of_squares(state: LessonState, unit: Unit) -> Section:
    out, wanted = float(state.outputs[-1][unit.number]), float(state.actual[unit.number])
    return Section(
        "start",
        "Where it begins: the outputs",
        "How fast the error grows with this output.",
        lines(
            row(
                partial("E", unit_node(state, unit)), "=", "predicted", "−", "actual", "=",
                share(out), "−", f"{wanted:.0f}", "=",
                mark("term1", num(out - wanted, DIGITS)),
            )
        ),
    )  # fmt: skip


def _start_of_probabilities(state: LessonState) -> Section:
    target = Unit(state.n_layers, state.target)
    out = float(state.outputs[-1][state.target])
    slope = float(state.error_by_output[state.target])
    return Section(
        "start",
        "Where it begins: the output of the true digit",
        "How fast the error changes with it. No other output is in the error.",
        row(
            partial("E", unit_node(state, target)), "=", "−",
            frac("1", unit_node(state, target)), "=", "−", frac("1", share(out)), "=",
            mark("term1", num(slope, DIGITS)),
        ),
    )  # fmt: skip


def _softmax_terms(state: LessonState, weight: Weight) -> Section:
    """Write the three terms where every output depends on every net input of its layer."""
    target = Unit(state.n_layers, state.target)
    middle = float(state.output_by_net(weight.unit)[state.target])
    is_own = weight.unit == state.target
    outputs = state.outputs[-1]
    own, true = float(outputs[weight.unit]), float(outputs[state.target])
    rule: tuple[Part, ...] = (share(true), "·", group("1", "−", share(true)))
    if not is_own:
        rule = ("−", share(true), "·", share(own))
    wanted = f"{float(state.actual[weight.unit]):.0f}"
    delta = float(state.deltas[-1][weight.unit])
    short = row(
        partial("E", net_node(state, weight.target)), "=", "predicted", "−", "actual", "=",
        share(own), "−", wanted, "=", num(delta, DIGITS),
    )  # fmt: skip
    slope_rule = row(
        partial(unit_node(state, target), net_node(state, weight.target)), "=", *rule, "=",
        mark("term2", num(middle, DIGITS)),
    )  # fmt: skip
    lead = _chain(state, weight, target, float(state.error_by_output[state.target]), middle)
    return Section(
        "gradient",
        "Three terms: how much is this weight to blame?",
        f"{_w_words(state, weight)} Softmax ties all outputs together, so the output of the true "
        "digit answers to every net input. The first two terms together are simply predicted − "
        "actual.",
        lines(*lead, slope_rule, short),
    )


def _sigmoid_terms(state: LessonState, weight: Weight) -> Section:
    unit = weight.target
    out, slope = float(state.outputs[-1][unit.number]), float(state.slopes[-1][unit.number])
    rule = row(
        partial(unit_node(state, unit), net_node(state, unit)), "=", share(out), "·",
        group("1", "−", share(out)), "=", mark("term2", num(slope, DIGITS)),
    )  # fmt: skip
    first = float(state.error_by_output[unit.number])
    return Section(
        "gradient",
        "Three terms: how much is this weight to blame?",
        f"{_w_words(state, weight)} How the error answers to the output, the output to its net "
        "input, and the net input to the weight: that is just the value that it carries.",
        lines(*_chain(state, weight, unit, first, slope), rule),
    )


def _hidden_terms(state: LessonState, weight: Weight) -> Section:
    unit = weight.target
    slope = float(state.slopes[weight.layer][unit.number])
    name = state.network.activations[weight.layer].name
    first = state.returned(weight.layer, unit.number)
    why = {
        "relu": "ReLU's slope is 1 while its net input is above 0, else 0.",
        "sigmoid": "The slope of the sigmoid is output · (1 − output).",
        "tanh": "The slope of tanh is 1 − output².",
        "identity": "The slope of what passes everything on is 1.",
    }[name]
    return Section(
        "gradient",
        "The same three terms",
        f"{_w_words(state, weight)} {why} The last term is the value that the weight carries.",
        lines(*_chain(state, weight, unit, first, slope)),
    )


def _chain(
    state: LessonState, weight: Weight, through: Unit, first: float, second: float
) -> tuple[Row, ...]:
    """Write ∂E/∂w as three terms, with their numbers and their product."""
    target = weight.target
    third = float(state.inputs(weight.layer)[weight.source])
    return (
        row(
            partial("E", "w"), "=",
            mark("term1", partial("E", unit_node(state, through))), "×",
            mark("term2", partial(unit_node(state, through), net_node(state, target))), "×",
            mark("term3", partial(net_node(state, target), "w")),
        ),
        row(
            "", "=",
            mark("term1", num(first, DIGITS, in_product=True)), "×",
            mark("term2", num(second, DIGITS, in_product=True)), "×",
            mark("term3", num(third, DIGITS, in_product=True)),
        ),
        row("", "=", mark("gradient", num(state.gradient(*weight), DIGITS))),
    )  # fmt: skip


def _paths(state: LessonState, unit: Unit) -> Section:
    """Write ∂E/∂output of a hidden unit: the sum over the paths that lead on from it."""
    weights, deltas = state.weights_from(unit.column, unit.number), state.deltas[unit.column]
    products = weights * deltas
    n_shown = len(products) if len(products) <= _PATHS else _FEW_PATHS
    order = np.argsort(-np.abs(products), kind="stable")[:n_shown]
    shown = sorted(order.tolist()) if n_shown == len(products) else order.tolist()
    terms: list[Part] = []
    for at in shown:
        terms += ["+"] if terms else []
        delta = num(float(deltas[at]), 2, in_product=bool(terms))
        terms += [delta, "·", num(float(weights[at]), 2, in_product=True)]
    n_left = len(products) - n_shown
    returned = state.returned(unit.column - 1, unit.number)
    if n_left:
        terms += ["+", num(float(products.sum() - products[shown].sum()), 2, in_product=True)]
    others = f" The {n_left} smallest are added up in one number." if n_left else ""
    return Section(
        "paths",
        f"{unit_words(state, unit).capitalize()} has no target of its own",
        f"Its output reaches the error along {len(products)} paths. What arrives at the end of "
        f"each comes back times the weight on the way, and all of it is added up.{others}",
        lines(
            row(
                partial("E", unit_node(state, unit)), "=",
                total("k", row(partial("E", sub("net", "k")), "·", sub("w", "k"))),
            ),
            row("", "=", *terms),
            row("", "=", mark("returned", num(returned, DIGITS))),
        ),
    )  # fmt: skip

"""What the lesson says in each part of a step, and what stands out in its picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ocr_app.engine.arithmetic import Phase, PhaseKind, Section
from ocr_app.engine.diagram import Diagram, Unit, Weight, make_digit_diagram, scaled
from ocr_app.engine.formula import lines, mark, partial, row, sub
from ocr_app.engine.lesson.backward_sections import backward_sections, update_section
from ocr_app.engine.lesson.forward_sections import error_section, forward_sections, share
from ocr_app.engine.lesson.names import unit_on, unit_words, weight_on
from ocr_app.engine.lesson.path import LessonPath
from ocr_app.engine.lesson.state import LessonState


def title_of(state: LessonState, phase: Phase) -> str:
    """Say in a few words what a part of the step is about."""
    name = "outputs" if phase.layer == state.n_layers - 1 else "hidden units"
    if phase.layer < state.n_layers - 1 and state.n_layers > 2:
        name = f"hidden layer {phase.layer + 1}"
    return {
        PhaseKind.OVERVIEW: "What the network makes of it",
        PhaseKind.FORWARD: f"Forward: {name}",
        PhaseKind.ERROR: "How wrong is it?",
        PhaseKind.BACKWARD: f"Back: {name}",
        PhaseKind.UPDATE: "New weights",
    }[phase.kind]


def sections_of(state: LessonState, path: LessonPath, phase: Phase) -> tuple[Section, ...]:
    """Write down what is computed in a part of a step, along the chosen path."""
    if phase.kind is PhaseKind.OVERVIEW:
        return (_overview(state), error_section(state))
    if phase.kind is PhaseKind.FORWARD:
        return forward_sections(state, unit_on(path, phase.layer))
    if phase.kind is PhaseKind.ERROR:
        return (error_section(state),)
    if phase.kind is PhaseKind.BACKWARD:
        return backward_sections(state, weight_on(path, phase.layer))
    layers = range(state.n_layers - 1, -1, -1)
    n_weights = len(state.network.parameters)
    all_alike = Section(
        "update",
        "A small step against the slope",
        f"α, the learning rate, says how small. So it goes with all {n_weights:,} weights and "
        "biases at once; here are those on the chosen path.",
        row(sub("w", "new"), "=", sub("w", "old"), "−", "α", "·", partial("E", "w")),
    )
    return (all_alike, *(update_section(state, weight_on(path, layer)) for layer in layers))


def diagram_of(
    state: LessonState, path: LessonPath, phase: Phase, room: int, before: Diagram | None
) -> Diagram:
    """Make the lesson's picture: forward what is passed on, backward how much is to blame.

    Parameters
    ----------
    state : LessonState
    path : LessonPath
        Its units are always shown.
    phase : Phase
    room : int
        See `make_digit_diagram`.
    before : Diagram or None
    """
    must = {layer + 1: (unit,) for layer, unit in enumerate(path.units[:-1])}
    diagram = make_digit_diagram(
        state.network, state.pixels, room, before, must, (state.net_inputs, state.outputs)
    )
    if phase.kind not in (PhaseKind.BACKWARD, PhaseKind.UPDATE):
        return diagram
    columns, layers = [diagram.columns[0]], []
    for number, (column, layer) in enumerate(zip(diagram.columns[1:], diagram.layers, strict=True)):
        deltas = state.deltas[number][list(column.shown)]
        largest = max(float(np.abs(state.deltas[number]).max()), 1e-300)
        columns.append(replace(column, levels=deltas / largest))
        carried = diagram.columns[number].values
        slopes = np.outer(deltas, carried) if number else deltas[:, np.newaxis]
        layers.append(replace(layer, strengths=scaled(slopes)))
    return replace(diagram, columns=tuple(columns), layers=tuple(layers))


def highlights_of(
    state: LessonState, diagram: Diagram, path: LessonPath, phase: Phase
) -> tuple[frozenset[Unit], frozenset[Weight]]:
    """Choose what stands out: what is computed in a part of a step. Nothing in the overview."""
    outputs = state.n_layers
    if phase.kind is PhaseKind.OVERVIEW:
        return frozenset(), frozenset()
    if phase.kind is PhaseKind.ERROR:
        shown = range(state.n_outputs) if state.loss == "squared_error" else (state.target,)
        return frozenset(Unit(outputs, number) for number in shown), frozenset()
    if phase.kind is PhaseKind.FORWARD:
        unit = unit_on(path, phase.layer)
        weights = diagram.weights_to(unit) if phase.layer else (weight_on(path, 0),)
    elif phase.kind is PhaseKind.BACKWARD:
        unit = unit_on(path, phase.layer)
        weights = (weight_on(path, phase.layer), *diagram.weights_from(unit))
    else:
        weights = tuple(weight_on(path, layer) for layer in range(state.n_layers))
    units = {end for weight in weights for end in (weight.origin, weight.target)}
    return frozenset(units), frozenset(weights)


def path_through(path: LessonPath, chosen: Unit | Weight) -> LessonPath:
    """Lead the path through what was clicked."""
    if isinstance(chosen, Weight):
        path = path.through(chosen.layer, chosen.source)
        return path.through(chosen.layer + 1, chosen.unit)
    return path.through(chosen.column, chosen.number)


def describe_path(state: LessonState, path: LessonPath) -> str:
    """Name the chosen path in words, from the pixel to the output."""
    units = [Unit(column, path.at(column)) for column in range(state.n_layers + 1)]
    return " → ".join(unit_words(state, unit).removeprefix("the ") for unit in units)


def _overview(state: LessonState) -> Section:
    outputs = state.outputs[-1]
    predicted, target = state.predicted, state.target
    said = "It is read right." if predicted == target else "It is read wrong."
    rows = [row(sub("output", str(target)), "=", mark("output", share(float(outputs[target]))))]
    if predicted != target:
        rows.append(row(sub("output", str(predicted)), "=", share(float(outputs[predicted]))))
    return Section(
        "overview",
        f"True digit: {target}. The network reads: {predicted}.",
        f"{said} Learning means: change every weight a little, so that the output of the {target} "
        "comes nearer to 1 and all others nearer to 0. The next parts show how.",
        lines(*rows),
    )

"""The lab's network as a picture: names of its units, and what stands out in a part of a step."""

from __future__ import annotations

from dataclasses import replace

from nn import Network
from ocr_app.engine.arithmetic import Phase, PhaseKind
from ocr_app.engine.diagram import BIAS, Diagram, Unit, Weight, make_small_diagram
from ocr_app.engine.xor_lab.arrays import Array
from ocr_app.engine.xor_lab.landscape import unit_name
from ocr_app.engine.xor_lab.naming import weight_on_way


def draw_network(network: Network, inputs: Array) -> Diagram:
    """Draw a network with what it makes of an input, units named as in the formulas."""
    diagram = make_small_diagram(network, inputs)
    sizes = network.layer_sizes
    columns = tuple(
        replace(
            column, labels=tuple(unit_name(sizes, number, unit) for unit in range(sizes[number]))
        )
        for number, column in enumerate(diagram.columns)
    )
    return replace(diagram, columns=columns)


def highlights(
    network: Network, phase: Phase, weight: Weight
) -> tuple[frozenset[Unit], frozenset[Weight]]:
    """Choose what stands out while a part of a step is looked at.

    Parameters
    ----------
    network : Network
    phase : Phase
    weight : Weight
        The one that the arithmetic is about.

    Returns
    -------
    units : frozenset of Unit
    weights : frozenset of Weight
        None of either in the overview.
    """
    sizes = network.layer_sizes
    about = weight_on_way(weight, phase.layer, sizes)
    if phase.kind is PhaseKind.FORWARD:
        sources = [*range(sizes[about.layer])] + [BIAS] * network.bias
        weights = {Weight(about.layer, about.unit, source) for source in sources}
        units = {about.target} | {each.origin for each in weights}
    elif phase.kind is PhaseKind.ERROR:
        weights, units = set(), {Unit(len(sizes) - 1, 0)}
    elif phase.kind is PhaseKind.BACKWARD:
        is_hidden = about.layer < len(sizes) - 2
        following = range(sizes[about.layer + 2]) if is_hidden else ()
        paths = {Weight(about.layer + 1, unit, about.unit) for unit in following}
        weights = paths | {about}
        units = {each.target for each in weights} | {about.origin}
    elif phase.kind is PhaseKind.UPDATE:
        weights, units = {weight}, {weight.origin, weight.target}
    else:
        weights, units = set(), set()
    return frozenset(units), frozenset(weights)

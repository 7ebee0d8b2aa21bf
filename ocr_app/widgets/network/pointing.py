"""What is at a point of a picture of a network, and what stands out because of it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF

from ocr_app.engine.diagram import (
    BIAS,
    Diagram,
    Unit,
    Weight,
    explain_fan,
    explain_unit,
    explain_weight,
)
from ocr_app.widgets.network.geometry import Geometry


def thing_at(
    diagram: Diagram, geometry: Geometry, labels: Mapping[Weight, QRectF], point: QPointF
) -> Unit | Weight | None:
    """Find the unit or weight at a point.

    The line from an input picture stands for 64 weights: its unit is found.

    Parameters
    ----------
    diagram : Diagram
    geometry : Geometry
    labels : mapping of Weight to QRectF
        Where numbers are, by the places of the lines' ends.
    point : QPointF
    """
    if (unit := geometry.unit_at(diagram, point)) is not None:
        return unit
    for key, rect in labels.items():
        if rect.contains(point):
            return geometry.weight_of(diagram, key)
    weight = geometry.weight_at(diagram, point)
    if weight is not None and weight.layer == 0 and diagram.picture is not None:
        return weight.target
    return weight


def explain(
    diagram: Diagram, geometry: Geometry, what: Unit | Weight | None, point: QPointF
) -> str:
    """Say what is at a point; nothing if nothing is."""
    if what is None:
        return ""
    if isinstance(what, Weight):
        return explain_weight(diagram, what)
    if what.column == 1 and diagram.picture is not None:
        is_line = geometry.unit_at(diagram, point) is None
        if is_line:
            return explain_fan(diagram, what.number)
    return explain_unit(diagram, what)


def around(
    diagram: Diagram, focus: Unit | Weight | None
) -> tuple[frozenset[Unit], frozenset[Weight]]:
    """Find what stands out with a unit or weight: its weights, and the units at their other ends.

    Those are the weights that lead to a unit; of an input, and of a unit that only an input
    picture leads to, those that leave it.
    """
    if isinstance(focus, Weight):
        return frozenset((focus.origin, focus.target)), frozenset((focus,))
    if focus is None:
        return frozenset(), frozenset()
    is_first = focus.column == (0 if diagram.picture is None else 1) or focus.number == BIAS
    weights = diagram.weights_from(focus) if is_first else diagram.weights_to(focus)
    units = {end for weight in weights for end in (weight.origin, weight.target)}
    return frozenset(units | {focus}), frozenset(weights)

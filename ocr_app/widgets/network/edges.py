"""The lines of a picture of a network: blue and whole if positive, orange and dashed if negative.

All are opaque and drawn one by one: Qt takes ten times as long for translucent lines that cross.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ocr_app.engine.diagram import BIAS, Diagram, Weight
from ocr_app.widgets.network.geometry import Geometry
from ocr_app.widgets.theme import Theme, mixed

_LEVELS: Final = 8
"""Lines are drawn in so many strengths: those of one need only one pen."""

_MOST: Final = 120
"""So many lines of a network that reads digits are drawn, the strongest."""

_FEW: Final = 9
"""More lines that stand out have no band behind them: it would hide the others."""

_FAINT: Final = 0.3
"""How much of a line is seen while others are pointed at."""

_DASHES: Final = [2.2, 1.6]


def paint_edges(
    painter: QPainter,
    diagram: Diagram,
    geometry: Geometry,
    theme: Theme,
    emphasis: Collection[Weight],
) -> None:
    """Paint all lines; those in ``emphasis``, if there are any, over the others.

    Parameters
    ----------
    painter : QPainter
    diagram : Diagram
    geometry : Geometry
        Made for its shape.
    theme : Theme
    emphasis : collection of Weight
        What stands out.
    """
    widest = min(max(0.36 * geometry.radius, 2.5), 7.0)
    seen = _FAINT if emphasis else 1.0
    pens = {
        (is_negative, level): pen_for(theme, level / _LEVELS, widest, is_negative, seen)
        for is_negative in (False, True)
        for level in range(_LEVELS + 1)
    }
    used = None
    for level, is_negative, line in _lines(diagram, geometry):
        if (is_negative, level) != used:
            used = (is_negative, level)
            painter.setPen(pens[used])
        painter.drawLine(line)
    for weight in emphasis:
        _paint_emphasised(painter, diagram, geometry, theme, weight, widest, len(emphasis) <= _FEW)


def pen_for(
    theme: Theme, share: float, widest: float, is_negative: bool, seen: float = 1.0
) -> QPen:
    """Make the pen for a strength of 0 to 1, of which a share is seen."""
    color = mixed(
        theme.color("card"),
        theme.color("second" if is_negative else "accent"),
        (0.35 + 0.65 * share) * seen,
    )
    pen = QPen(color, 0.8 + (widest - 0.8) * share)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if is_negative:
        pen.setDashPattern(_DASHES)
    return pen


def strength_of(diagram: Diagram, weight: Weight) -> float:
    """Look up how strong the line of a weight is, -1 to 1."""
    layer, to = diagram.layers[weight.layer], diagram.place(weight.target)
    if to is None:
        return 0.0
    if weight.source == BIAS:
        return 0.0 if layer.bias_strengths is None else float(layer.bias_strengths[to])
    source = diagram.place(weight.origin)
    if source is None:
        return 0.0
    if weight.layer == 0 and diagram.picture is not None:  # its one line is for all pixels
        value = float(layer.weights[to, source]) * float(diagram.columns[0].values[source])
        return max(-1.0, min(1.0, value))
    return float(layer.strengths[to, source])


def _paint_emphasised(
    painter: QPainter,
    diagram: Diagram,
    geometry: Geometry,
    theme: Theme,
    weight: Weight,
    widest: float,
    has_halo: bool,
) -> None:
    line = geometry.line_of(diagram, weight)
    if line is None:
        return
    strength = strength_of(diagram, weight)
    pen = pen_for(theme, max(0.3, abs(strength)), widest, strength < 0)
    if has_halo:
        halo = mixed(theme.color("card"), theme.color("text"), 0.2)
        painter.setPen(QPen(halo, pen.widthF() + 5))
        painter.drawLine(line)
    pen.setColor(QColor(theme.color("second" if strength < 0 else "accent")))
    painter.setPen(pen)
    painter.drawLine(line)


def _lines(diagram: Diagram, geometry: Geometry) -> list[tuple[int, bool, QLineF]]:
    """List (level, is negative, line), the weakest first; what is too weak to be seen is not."""
    found: list[tuple[float, bool, QLineF]] = []
    for number, layer in enumerate(diagram.layers):
        for to, strengths in enumerate(layer.strengths.tolist()):
            for source, strength in enumerate(strengths):
                line = geometry.lines[Weight(number, to, source)]
                found.append((abs(strength), strength < 0, line))
        if layer.bias_strengths is not None:
            for to, strength in enumerate(layer.bias_strengths.tolist()):
                line = geometry.lines[Weight(number, to, BIAS)]
                found.append((abs(strength), strength < 0, line))
    found.sort(key=lambda each: each[:2])
    least = 0.0
    if diagram.picture is not None:
        found, least = found[-_MOST:], 0.5 / _LEVELS
    return [
        (round(size * _LEVELS), is_negative, line)
        for size, is_negative, line in found
        if size >= least
    ]

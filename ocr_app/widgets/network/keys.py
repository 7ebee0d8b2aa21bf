"""Where the arrow keys lead in a picture of a network."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt

from ocr_app.engine.diagram import Diagram, Unit, Weight

_ACROSS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ALONG: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


def next_unit(diagram: Diagram, chosen: Unit | Weight | None, key: Qt.Key) -> Unit | None:
    """Find the unit that an arrow leads to.

    Parameters
    ----------
    diagram : Diagram
    chosen : Unit, Weight or None
        From where; from a weight, the unit that it leads to.
    key : Qt.Key

    Returns
    -------
    Unit or None
        None if the key is no arrow.
    """
    if key not in _ACROSS and key not in _ALONG:
        return None
    last = len(diagram.columns) - 1
    if chosen is None:
        return Unit(last, diagram.columns[last].shown[0])
    unit = chosen.target if isinstance(chosen, Weight) else chosen
    at = diagram.place(unit) or 0
    if unit.column == 0 and diagram.picture is not None:
        return _in_picture(diagram, unit.number, key)
    column = min(max(unit.column + _ACROSS.get(key, 0), 0), last)
    shown = diagram.columns[column].shown
    if column == unit.column:
        at = min(max(at + _ALONG.get(key, 0), 0), len(shown) - 1)
    else:
        at = round((at + 0.5) / len(diagram.columns[unit.column].shown) * len(shown) - 0.5)
    return Unit(column, shown[min(max(at, 0), len(shown) - 1)])


def next_weight(diagram: Diagram, chosen: Unit | Weight | None, key: Qt.Key) -> Weight | None:
    """Find the next of the weights that lead to a unit, upwards or downwards."""
    if chosen is None or key not in _ALONG:
        return None
    unit = chosen.target if isinstance(chosen, Weight) else chosen
    weights = diagram.weights_to(unit)
    if not weights:
        return None
    if not isinstance(chosen, Weight) or chosen not in weights:
        return weights[0 if _ALONG[key] > 0 else -1]
    return weights[min(max(weights.index(chosen) + _ALONG[key], 0), len(weights) - 1)]


def _in_picture(diagram: Diagram, pixel: int, key: Qt.Key) -> Unit:
    row, column = divmod(pixel, 8)
    if key == Qt.Key.Key_Right and column == 7:
        shown = diagram.columns[1].shown
        return Unit(1, shown[min(row * len(shown) // 8, len(shown) - 1)])
    row = min(max(row + _ALONG.get(key, 0), 0), 7)
    column = min(max(column + _ACROSS.get(key, 0), 0), 7)
    return Unit(0, row * 8 + column)

"""Where the units and lines of a picture of a network are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF

from ocr_app.engine.diagram import BIAS, Diagram, Unit, Weight

MOST_ROOM: Final = 24
"""Units of a hidden layer that are drawn at most: more lines could not be told apart."""

_LARGEST, _SMALLEST = 26.0, 3.5
"""Radii of units."""

_STEP: Final = 11.0
"""From one unit to the next, at least."""

_PICTURE: Final = 0.62
"""Share of the height that an input picture takes."""

_MARGIN: Final = 6.0
_REACH: Final = 6.0
"""How near a click must be to a line."""


class Geometry:
    """Places for one shape of `Diagram` and one size.

    Parameters
    ----------
    diagram : Diagram
    size : QSizeF
    metrics, small : QFontMetricsF
        Of normal and of small text.

    Attributes
    ----------
    radius : float
    picture : QRectF
        Of the input picture; empty if there is none.
    has_titles, has_net_inputs : bool
        Whether there is room for them.
    places : list of list of QPointF
        Of the units of each column, from the top; the bias unit is the last.
    lines : dict of Weight to QLineF
        Keyed by *places* in the columns, from the top, not by units; a source of -1 is the bias.
    """

    def __init__(
        self, diagram: Diagram, size: QSizeF, metrics: QFontMetricsF, small: QFontMetricsF
    ) -> None:
        self._diagram, self._size = diagram, size
        line = small.lineSpacing()
        self.has_titles = size.height() > 9 * line
        self._top = _MARGIN + (line + 4 if self.has_titles else 0.0)
        remark = line if any(column.n_left_out for column in diagram.columns) else 0.0
        self._bottom = size.height() - _MARGIN - remark
        counts = [
            1
            if not at and diagram.picture is not None
            else len(column.shown) + diagram.has_bias_unit(at)
            for at, column in enumerate(diagram.columns)
        ]
        space = (self._bottom - self._top) / max(counts)
        below = line + 2
        with_nets = min(_LARGEST, (space - below) / 2 - 2)
        is_small = diagram.picture is None
        self.has_net_inputs = is_small and with_nets >= 0.8 * metrics.height()
        radius = with_nets if self.has_net_inputs else min(_LARGEST, 0.42 * space)
        self.radius = max(_SMALLEST, min(radius, 0.16 * size.width() / len(counts), _LARGEST))
        self._below = below if self.has_net_inputs else 0.0
        self.picture = self._picture_rect(len(counts))
        self._xs = self._columns(metrics, small)
        self.places: list[list[QPointF]] = [
            self._spread(at, count) for at, count in enumerate(counts)
        ]
        self.lines = self._make_lines()
        self._ends = np.array(
            [(at.x1(), at.y1(), at.x2(), at.y2()) for at in self.lines.values()]
        ).reshape(-1, 4)
        self._keys = list(self.lines)

    @property
    def bottom(self) -> float:
        """Below the lowest units."""
        return self._bottom

    def x(self, column: int) -> float:
        """Return the middle of a column."""
        return self._xs[column]

    def pixel(self, index: int) -> QRectF:
        """Return the square of one input of the picture."""
        side = self.picture.width() / 8
        corner = self.picture.topLeft() + QPointF(index % 8 * side, index // 8 * side)
        return QRectF(corner, QSizeF(side, side))

    def line_of(self, diagram: Diagram, weight: Weight) -> QLineF | None:
        """Find the line of a weight; for an input picture, from its pixel."""
        to = diagram.place(weight.target)
        if to is None:
            return None
        if weight.layer == 0 and diagram.picture is not None:
            if weight.source == BIAS:
                return None
            return QLineF(self.pixel(weight.source).center(), self.places[1][to])
        key = self.key_of(diagram, weight)
        return None if key is None else self.lines.get(key)

    def unit_at(self, diagram: Diagram, point: QPointF) -> Unit | None:
        """Find the unit or pixel at a point."""
        if diagram.picture is not None and self.picture.contains(point):
            side = self.picture.width() / 8
            at = point - self.picture.topLeft()
            return Unit(0, min(int(at.y() // side), 7) * 8 + min(int(at.x() // side), 7))
        reach = max(self.radius + 2, 6.0)
        for column, places in enumerate(self.places):
            if column == 0 and diagram.picture is not None:
                continue
            shown = diagram.columns[column].shown
            for number, place in enumerate(places):
                if QLineF(place, point).length() <= reach:
                    return Unit(column, shown[number] if number < len(shown) else BIAS)
        return None

    def weight_at(self, diagram: Diagram, point: QPointF) -> Weight | None:
        """Find the weight whose line is nearest to a point, if one is near."""
        if not len(self._ends):
            return None
        distances = _distances(np.array([point.x(), point.y()]), self._ends)
        nearest = int(distances.argmin())
        if distances[nearest] > _REACH:
            return None
        return self.weight_of(diagram, self._keys[nearest])

    def key_of(self, diagram: Diagram, weight: Weight) -> Weight | None:
        """Find the key of a weight's line in `lines`; None if an end of it is not drawn."""
        to = diagram.place(weight.target)
        source = BIAS if weight.source == BIAS else diagram.place(weight.origin)
        return None if to is None or source is None else Weight(weight.layer, to, source)

    def weight_of(self, diagram: Diagram, key: Weight) -> Weight:
        """Find the weight whose line has a key in `lines`."""
        columns = diagram.columns
        source = BIAS if key.source == BIAS else columns[key.layer].shown[key.source]
        return Weight(key.layer, columns[key.layer + 1].shown[key.unit], source)

    def clearances(self, keys: Sequence[Weight], shares: Sequence[float]) -> NDArray[np.float64]:
        """Measure how far places along lines are from all other lines: a row for each line."""
        own = [self._keys.index(key) for key in keys]
        start, end = self._ends[own, np.newaxis, :2], self._ends[own, np.newaxis, 2:]
        distances = _distances(start + (end - start) * np.array(shares)[:, np.newaxis], self._ends)
        distances[np.arange(len(own)), :, own] = np.inf
        return np.asarray(distances.min(axis=-1))

    def _picture_rect(self, n_columns: int) -> QRectF:
        if self._diagram.picture is None:
            return QRectF()
        room = self._bottom - self._top
        side = min(max(_PICTURE * room, 64), room, 0.8 * self._size.width() / n_columns)
        side = max(side // 8 * 8, 16)
        return QRectF(_MARGIN, round(self._top + (room - side) / 2), side, side)

    def _columns(self, metrics: QFontMetricsF, small: QFontMetricsF) -> list[float]:
        columns = self._diagram.columns
        titles = [small.horizontalAdvance(column.title) for column in columns]
        names = [max(map(metrics.horizontalAdvance, column.labels)) for column in columns]
        beside = 0.0 if self._diagram.picture is None else metrics.horizontalAdvance("  0.00") + 4
        left = max(_MARGIN + names[0] + 8 + self.radius, titles[0] / 2 + _MARGIN)
        right = max(_MARGIN + names[-1] + beside + 8 + self.radius, titles[-1] / 2 + _MARGIN)
        n_gaps = max(1, len(columns) - 1)
        if self._diagram.picture is not None:
            left = max(self.picture.center().x(), titles[0] / 2 + _MARGIN)
            self.picture.moveLeft(left - self.picture.width() / 2)
        gap = (self._size.width() - left - right) / n_gaps
        return [left + at * gap for at in range(len(columns))]

    def _spread(self, column: int, count: int) -> list[QPointF]:
        """Put units one below the other, in the middle of the height."""
        space = (self._bottom - self._top) / count
        space = min(space, 5 * self.radius + 2 * self._below)
        middle = (self._top + self._bottom - self._below) / 2
        first = middle - (count - 1) / 2 * space
        return [QPointF(self._xs[column], first + number * space) for number in range(count)]

    def _make_lines(self) -> dict[Weight, QLineF]:
        """Lay out the lines from side to side of what they join."""
        made = {}
        for layer, after in enumerate(self._diagram.columns[1:]):
            is_fan = layer == 0 and self._diagram.picture is not None
            sources: list[tuple[int, QPointF]] = list(enumerate(self.places[layer]))
            if is_fan:
                sources = [(0, QPointF(self.picture.right() + 1, self.picture.center().y()))]
            elif self._diagram.has_bias_unit(layer):
                sources[-1] = (BIAS, sources[-1][1])
            for to in range(len(after.shown)):
                end = self.places[layer + 1][to]
                for number, start in sources:
                    made[Weight(layer, to, number)] = QLineF(start, end)
        return made


def room_for(height: float, line: float) -> int:
    """Count the units of a wide layer that there is room for in a picture of some height."""
    return int(min(max((height - 2 * _MARGIN - 2.5 * line) // _STEP, 4), MOST_ROOM))


def _distances(points: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure how far points (x, y) are from each line from (x1, y1) to (x2, y2)."""
    start, along = ends[:, :2], ends[:, 2:] - ends[:, :2]
    to = points[..., np.newaxis, :] - start
    share = (to * along).sum(axis=-1) / np.maximum((along * along).sum(axis=-1), 1e-9)
    apart = to - np.clip(share, 0.0, 1.0)[..., np.newaxis] * along
    return np.asarray(np.hypot(apart[..., 0], apart[..., 1]))

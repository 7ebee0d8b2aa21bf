"""Boxes that formulas are set with: each has a width, a height above its base line and one below.

The rules are the simplest of those in D. E. Knuth, "The TeXbook" (1984), appendix G.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen

from ocr_app.widgets.theme import Theme

_PAREN: Final = 0.14
"""Width of a parenthesis, as a share of its height."""


@dataclass(slots=True)
class Box:
    """A rectangle with a base line, and boxes in it.

    Attributes
    ----------
    width, ascent, descent : float
        In device-independent pixels; ascent above the base line, descent below it.
    inside : list of (dx, dy, Box)
        Where the base line of each box in it begins, y downwards.
    """

    width: float = 0.0
    ascent: float = 0.0
    descent: float = 0.0
    inside: list[tuple[float, float, Box]] = field(default_factory=list)

    @property
    def height(self) -> float:
        """Ascent and descent together."""
        return self.ascent + self.descent

    def put(self, dx: float, dy: float, box: Box) -> None:
        """Put a box in, and grow to hold it."""
        self.inside.append((dx, dy, box))
        self.width = max(self.width, dx + box.width)
        self.ascent = max(self.ascent, box.ascent - dy)
        self.descent = max(self.descent, box.descent + dy)

    def paint(self, painter: QPainter, at: QPointF, theme: Theme, marked: Collection[str]) -> None:
        """Paint everything in it; ``at`` is the beginning of its base line."""
        for dx, dy, box in self.inside:
            box.paint(painter, QPointF(at.x() + dx, at.y() + dy), theme, marked)

    def place_of(self, key: str, at: QPointF) -> QRectF | None:
        """Find the part with a mark."""
        for dx, dy, box in self.inside:
            found = box.place_of(key, QPointF(at.x() + dx, at.y() + dy))
            if found is not None:
                return found
        return None

    def mark_at(self, point: QPointF, at: QPointF) -> str | None:
        """Return the key of the innermost mark at a point."""
        for dx, dy, box in self.inside:
            found = box.mark_at(point, QPointF(at.x() + dx, at.y() + dy))
            if found is not None:
                return found
        return None

    def _rect(self, at: QPointF) -> QRectF:
        return QRectF(at.x(), at.y() - self.ascent, self.width, self.height)


def padded(box: Box, before: float, after: float | None = None) -> Box:
    """Leave room before and after a box; the same on both sides if only one is given."""
    made = Box(ascent=box.ascent, descent=box.descent)
    made.put(before, 0.0, box)
    made.width += before if after is None else after
    return made


def side_by_side(boxes: Iterable[Box]) -> Box:
    """Put boxes next to each other on one base line."""
    made = Box()
    for box in boxes:
        made.put(made.width, 0.0, box)
    return made


@dataclass(slots=True)
class TextBox(Box):
    """Some letters of one font."""

    text: str = ""
    font: QFont = field(default_factory=QFont)

    def paint(self, painter: QPainter, at: QPointF, theme: Theme, marked: Collection[str]) -> None:
        """Write them."""
        del theme, marked
        painter.setFont(self.font)
        painter.drawText(at, self.text)


@dataclass(slots=True)
class RuleBox(Box):
    """The line of a fraction."""

    def paint(self, painter: QPainter, at: QPointF, theme: Theme, marked: Collection[str]) -> None:
        """Draw it."""
        del marked
        painter.fillRect(self._rect(at), theme.color("text"))


@dataclass(slots=True)
class ParenthesisBox(Box):
    """One parenthesis, as high as what it stands beside."""

    is_left: bool = True
    pen: float = 1.0

    def paint(self, painter: QPainter, at: QPointF, theme: Theme, marked: Collection[str]) -> None:
        """Draw a bow."""
        del marked
        rect = self._rect(at).adjusted(self.pen, 0, -self.pen, 0)
        outer, inner = (rect.right(), rect.left()) if self.is_left else (rect.left(), rect.right())
        reach = outer + (inner - outer) * 4 / 3  # a cubic bow gets three quarters as far
        bend = 0.3 * rect.height()
        path = QPainterPath(QPointF(outer, rect.top()))
        path.cubicTo(
            QPointF(reach, rect.top() + bend),
            QPointF(reach, rect.bottom() - bend),
            QPointF(outer, rect.bottom()),
        )
        painter.save()
        painter.setPen(QPen(theme.color("text"), self.pen))
        painter.drawPath(path)
        painter.restore()


@dataclass(slots=True)
class MarkBox(Box):
    """A part that stands out, by a frame and a tint behind it, if its key is among those marked."""

    key: str = ""

    def paint(self, painter: QPainter, at: QPointF, theme: Theme, marked: Collection[str]) -> None:
        """Paint the frame, then what is in it."""
        if self.key in marked:
            painter.save()
            painter.setPen(QPen(theme.color("accent"), 1.2))
            painter.setBrush(theme.color("accent", 0.14))
            painter.drawRoundedRect(self._rect(at).adjusted(-2, -1, 2, 1), 3, 3)
            painter.restore()
        Box.paint(self, painter, at, theme, marked)

    def place_of(self, key: str, at: QPointF) -> QRectF | None:
        """Find itself or a mark in it."""
        return self._rect(at) if key == self.key else Box.place_of(self, key, at)

    def mark_at(self, point: QPointF, at: QPointF) -> str | None:
        """Find a mark in it, or itself."""
        found = Box.mark_at(self, point, at)
        if found is None and self._rect(at).adjusted(-2, -2, 2, 2).contains(point):
            return self.key
        return found


def parenthesis(inner: Box, x_height: float, pen: float, is_left: bool) -> ParenthesisBox:
    """Make a parenthesis that fits what is in it."""
    width = max(_PAREN * inner.height, 0.4 * x_height) + 2 * pen
    return ParenthesisBox(width, inner.ascent, inner.descent, [], is_left, pen)

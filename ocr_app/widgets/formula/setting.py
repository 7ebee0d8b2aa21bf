"""From a formula to boxes: which font, how far apart, where a long line is broken."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtGui import QFont, QFontMetricsF

from ocr_app.engine.formula import (
    EMPTY,
    RELATIONS,
    Fraction,
    Group,
    Lines,
    Mark,
    Node,
    Number,
    Operator,
    Row,
    Script,
    Sum,
    Symbol,
    Word,
)
from ocr_app.widgets.formula.boxes import (
    Box,
    MarkBox,
    RuleBox,
    TextBox,
    padded,
    parenthesis,
    side_by_side,
)

_SMALL: Final = (1.0, 0.76, 0.64)
"""Sizes of what is written normally, in a script or fraction of a fraction, and in one of these."""

_SPACE: Final = 0.26
"""Around an operator, in heights of an x times two; relations get more."""

_BREAKABLE: Final = RELATIONS | frozenset("+−×")
"""A line ends before these: a product with a dot stays together."""

_INDENT: Final = 2.0
"""Of what is broken into the next line, in heights of an x."""


class Setter:
    """Sets formulas in one font.

    Parameters
    ----------
    font : QFont
        Of normal text; everything is sized with it.
    """

    def __init__(self, font: QFont) -> None:
        self._upright = [_scaled(font, size, is_italic=False) for size in _SMALL]
        self._italic = [_scaled(font, size, is_italic=True) for size in _SMALL]
        metrics = [QFontMetricsF(each) for each in self._upright]
        self._x_heights = [each.xHeight() for each in metrics]
        self._ascents = [each.capHeight() for each in metrics]
        self._descents = [each.descent() * 0.8 for each in metrics]
        self._pen = max(1.0, self._x_heights[0] / 7)
        self._measure = lru_cache(maxsize=512)(self._text_box)

    def set(self, formula: Node, width: float = float("inf")) -> Box:
        """Set a formula in lines that are no wider than ``width``, if they can be broken so."""
        if isinstance(formula, Lines):
            return self._lines(formula, width)
        return self._stacked(self._broken(formula, width, self._indent))

    @property
    def leading(self) -> float:
        """From one line to the next."""
        return 1.1 * self._x_heights[0]

    @property
    def _indent(self) -> float:
        return _INDENT * self._x_heights[0]

    def _lines(self, formula: Lines, width: float) -> Box:
        lefts = [self._box(piece.left, 0) for piece in formula.pieces]
        column = max((box.width for box in lefts), default=0.0)
        rows: list[Box] = []
        for left, piece in zip(lefts, formula.pieces, strict=True):
            if piece.right == EMPTY:
                rows.extend(self._broken(piece.left, width, self._indent))
                continue
            first, *others = self._broken(piece.right, width - column, self._indent / 2)
            line = Box()
            line.put(column - left.width, 0.0, left)
            line.put(column, 0.0, first)
            rows.append(line)
            for other in others:
                line = Box()
                line.put(column, 0.0, other)
                rows.append(line)
        return self._stacked(rows)

    def _stacked(self, rows: list[Box]) -> Box:
        made = Box()
        y = 0.0
        for number, line in enumerate(rows):
            y = y + line.ascent + (self.leading if number else 0.0)
            made.inside.append((0.0, y, line))
            made.width = max(made.width, line.width)
            y += line.descent
        made.ascent, made.descent = 0.0, y
        return made

    def _broken(self, formula: Node, width: float, indent: float) -> list[Box]:
        """Break one line before operators where it gets too wide."""
        parts = formula.parts if isinstance(formula, Row) else (formula,)
        chunks: list[list[Node]] = []
        for part in parts:
            can_break = isinstance(part, Operator) and part.sign in _BREAKABLE
            if chunks and (not can_break or isinstance(chunks[-1][-1], Operator)):
                chunks[-1].append(part)
            else:
                chunks.append([part])
        rows: list[Box] = []
        line, x = Box(), 0.0
        for chunk in chunks:
            box = side_by_side(self._spaced(tuple(chunk), 0, is_start=not rows and not x))
            if x and x + box.width > width and len(chunk) > 1:
                rows.append(line)
                line, x = Box(), indent
            line.put(x, 0.0, box)
            x += box.width
        rows.append(line)
        return rows

    def _box(self, part: Node, size: int) -> Box:  # noqa: PLR0911 -- one for each kind
        match part:
            case Symbol(name=name):
                return self._measure(name, size, True)
            case Word(text=text) | Number(text=text):
                return self._measure(text, size, False)
            case Operator(sign=sign):
                return self._measure(sign, size, False)
            case Row(parts=parts):
                return side_by_side(self._spaced(parts, size))
            case Fraction(above=above, below=below):
                return self._fraction(self._box(above, size), self._box(below, size), size)
            case Script():
                return self._script(part, size)
            case Sum(index=index, of=of):
                return self._sum(index, of, size)
            case Group(inner=inner):
                return self._group(self._box(inner, size), size)
            case Mark(key=key, inner=inner):
                box = self._box(inner, size)
                return MarkBox(box.width, box.ascent, box.descent, [(0.0, 0.0, box)], key)
            case Lines():
                return self._lines(part, float("inf"))

    def _spaced(self, parts: tuple[Node, ...], size: int, is_start: bool = True) -> list[Box]:
        """Make boxes of parts, with room around operators and beside words."""
        space = 2 * _SPACE * self._x_heights[size]
        boxes: list[Box] = []
        before: Node | None = None
        for number, part in enumerate(parts):
            box = self._box(part, size)
            is_sign = isinstance(part, Operator) and (
                isinstance(before, Operator) or (number == 0 and is_start)
            )
            if isinstance(part, Operator) and part.sign != "/" and not is_sign:
                around = space * (1.5 if part.is_relation else 1.0)
                box = padded(box, around)
            elif isinstance(part, Operator) and part.is_relation:
                box = padded(box, space)
            elif _needs_room(before, part):
                box = padded(box, space, 0.0)
            boxes.append(box)
            before = part
        return boxes

    def _text_box(self, text: str, size: int, is_italic: bool) -> Box:
        font = (self._italic if is_italic else self._upright)[size]
        metrics = QFontMetricsF(font)
        bounds = metrics.tightBoundingRect(text)
        width = metrics.horizontalAdvance(text)
        if is_italic:  # the last letter leans out of its width
            width = max(width, bounds.right()) + 0.06 * self._x_heights[size]
        ascent = max(self._ascents[size], -bounds.top())
        descent = max(self._descents[size] if is_italic else 0.0, bounds.bottom())
        return TextBox(width, ascent, descent, [], text, font)

    def _fraction(self, above: Box, below: Box, size: int) -> Box:
        x_height = self._x_heights[size]
        axis, gap, pad = 0.55 * x_height, 0.42 * x_height, 0.25 * x_height
        inner = max(above.width, below.width) + 2 * pad
        made = Box()
        rule = RuleBox(inner, self._pen / 2, self._pen / 2)
        made.put(0.1 * x_height, -axis, rule)
        left = 0.1 * x_height
        made.put(left + (inner - above.width) / 2, -axis - gap - above.descent, above)
        made.put(left + (inner - below.width) / 2, -axis + gap + below.ascent, below)
        made.width = inner + 0.3 * x_height
        return made

    def _script(self, part: Script, size: int) -> Box:
        smaller, x_height = min(size + 1, len(_SMALL) - 1), self._x_heights[size]
        base = self._box(part.base, size)
        made = Box()
        made.put(0.0, 0.0, base)
        edge, above = base.width + 0.08 * x_height, float("inf")
        if part.lower is not None:
            low = self._box(part.lower, smaller)
            down = max(0.45 * x_height, base.descent - 0.2 * x_height)
            made.put(edge, down, low)
            above = down - low.ascent - 0.3 * x_height
        if part.upper is not None:
            high = self._box(part.upper, smaller)
            up = -max(0.75 * x_height, base.ascent - 0.7 * x_height)
            made.put(edge, min(up, above - high.descent), high)
        made.width += 0.05 * x_height
        return made

    def _sum(self, index: Node, of: Node, size: int) -> Box:
        smaller, x_height = min(size + 1, len(_SMALL) - 1), self._x_heights[size]
        sign, low = self._measure("Σ", size, False), self._box(index, smaller)
        width = max(sign.width, low.width)
        made = Box()
        made.put((width - sign.width) / 2, 0.0, sign)
        made.put((width - low.width) / 2, sign.descent + 0.4 * x_height + low.ascent, low)
        made.put(width + 0.4 * x_height, 0.0, self._box(of, size))
        return made

    def _group(self, inner: Box, size: int) -> Box:
        x_height = self._x_heights[size]
        if inner.height < 1.4 * (self._ascents[size] + self._descents[size]):
            signs = (self._measure(sign, size, False) for sign in "()")
            return side_by_side([next(signs), inner, next(signs)])
        left, right = (
            parenthesis(inner, x_height, self._pen, is_left=is_left) for is_left in (True, False)
        )
        return side_by_side([left, inner, right])


def _needs_room(before: Node | None, part: Node) -> bool:
    if before is None or isinstance(before, Operator) or isinstance(part, Group | Operator):
        return False
    if before == Symbol("∂") or (isinstance(part, Word) and part.text.startswith(",")):
        return False
    return isinstance(before, Word | Number) or isinstance(part, Word)


def _scaled(font: QFont, share: float, is_italic: bool) -> QFont:
    made = QFont(font)
    if font.pointSizeF() > 0:
        made.setPointSizeF(font.pointSizeF() * share)
    else:
        made.setPixelSize(max(6, round(font.pixelSize() * share)))
    made.setItalic(is_italic)
    return made

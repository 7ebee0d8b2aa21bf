"""Short hands for building formulas.

>>> from ocr_app.engine.formula import to_text
>>> to_text(row(partial("E", "w"), "=", num(0.095, 3)))
'∂E/∂w = 0.095'
"""

from __future__ import annotations

import math
from typing import Final, TypeAlias

from ocr_app.engine.formula.nodes import (
    BINARY,
    EMPTY,
    RELATIONS,
    Fraction,
    Group,
    Lines,
    Mark,
    Node,
    Number,
    Operator,
    Piece,
    Row,
    Script,
    Sum,
    Symbol,
    Word,
)

Part: TypeAlias = Node | str

_DIGITS: Final = frozenset("0123456789.,½")


def node(part: Part) -> Node:
    """Make a part of a formula of a string: an operator, a number, a letter, or a word."""
    if not isinstance(part, str):
        return part
    if part in RELATIONS or part in BINARY:
        return Operator(part)
    if part != "," and part and set(part.lstrip("−+")) <= _DIGITS:
        return Number(part)
    # A Greek Σ or σ is a function here, not a quantity.
    return Symbol(part) if len(part) == 1 and part not in "σΣ," else Word(part)


def row(*parts: Part) -> Row:
    """Set parts side by side."""
    return Row(tuple(map(node, parts)))


def frac(above: Part, below: Part) -> Fraction:
    """Set one part over another."""
    return Fraction(node(above), node(below))


def partial(of: Part, by: Part) -> Fraction:
    """∂of/∂by."""
    return Fraction(Row((Symbol("∂"), node(of))), Row((Symbol("∂"), node(by))))


def sub(base: Part, lower: Part) -> Script:
    """Set a subscript."""
    return Script(node(base), lower=node(lower))


def sup(base: Part, upper: Part) -> Script:
    """Set a superscript."""
    return Script(node(base), upper=node(upper))


def total(index: Part, of: Part) -> Sum:
    """Σ of something over an index."""
    return Sum(node(index), node(of))


def group(*parts: Part) -> Group:
    """Set parts in parentheses."""
    return Group(row(*parts))


def mark(key: str, *parts: Part) -> Mark:
    """Make parts ones that can be pointed at."""
    return Mark(key, row(*parts))


def word(text: str) -> Word:
    """Upright words, even a single letter."""
    return Word(text)


def lines(*rows: Row) -> Lines:
    """Set rows one below the other, aligned at their first relations."""
    return Lines(tuple(map(_piece, rows)))


def num(value: float, decimals: int = 2, *, signed: bool = False, in_product: bool = False) -> Node:
    """Write a number.

    Parameters
    ----------
    value : float
    decimals : int
        At least so many significant digits are shown: a small number gets more decimals, and a
        very small or large one a power of ten, so that what is not 0 is never shown as 0.
    signed : bool
        Whether a positive number has a plus sign.
    in_product : bool
        Put a negative number in parentheses, as behind a dot or a minus.
    """
    made = _number(value, decimals, signed)
    return Group(made) if in_product and value < 0 and not _is_nil(made) else made


def _number(value: float, decimals: int, signed: bool) -> Node:
    sign = "−" if value < 0 else "+" if signed else ""
    size = abs(value)
    if not math.isfinite(size):
        return Number(sign + ("∞" if math.isinf(size) else "?"))
    if size == 0:
        return Number(f"{0:.{decimals}f}")
    if size >= 1e5 or size < 10 ** -(decimals + 2):
        mantissa, _, exponent = f"{size:.{max(decimals - 1, 1)}e}".partition("e")
        power = Script(Number("10"), upper=Number(str(int(exponent)).replace("-", "−")))
        return Row((Number(f"{sign}{mantissa}"), Operator("·"), power))
    lacking = max(0, -math.floor(math.log10(size)) - 1) if size < 1 else 0
    return Number(f"{sign}{size:.{decimals + lacking}f}")


def _is_nil(made: Node) -> bool:
    return isinstance(made, Number) and not made.text.strip("−0.")


def _piece(line: Row) -> Piece:
    for at, part in enumerate(line.parts):
        if isinstance(part, Operator) and part.is_relation:
            return Piece(Row(line.parts[:at]), Row(line.parts[at:]))
    return Piece(line, EMPTY)

"""Formulas as a line of plain text, for the clipboard and for screen readers."""

from __future__ import annotations

from typing import Final

from ocr_app.engine.formula.nodes import (
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

_DEL: Final = Symbol("∂")
"""Of "∂output": it belongs to what follows, with no space between."""


def to_text(formula: Node) -> str:  # noqa: PLR0911 -- one for each kind
    """Write a formula as plain text: "∂E/∂w = 0.77 · 0.17 · 0.73"; `Lines` as several lines."""
    match formula:
        case Symbol(name=text) | Word(text=text) | Number(text=text):
            return text
        case Operator(sign="/"):
            return "/"
        case Operator(sign=sign):
            return f" {sign} "
        case Row(parts=parts):
            return _joined(parts)
        case Fraction(above=above, below=below):
            return f"{_grouped(above)}/{_grouped(below)}"
        case Script(base=base, lower=lower, upper=upper):
            low = "" if lower is None else f"_{_braced(lower)}"
            high = "" if upper is None else f"^{_braced(upper)}"
            return f"{to_text(base)}{low}{high}"
        case Sum(index=index, of=of):
            return f"Σ_{_braced(index)} {to_text(of)}"
        case Group(inner=inner):
            return f"({to_text(inner).strip()})"
        case Mark(inner=inner):
            return to_text(inner)
        case Lines(pieces=pieces):
            return "\n".join(_joined((piece.left, *_parts(piece.right))) for piece in pieces)


def _joined(parts: tuple[Node, ...]) -> str:
    text = ""
    before: Node | None = None
    for part in parts:
        written = to_text(part)
        if isinstance(part, Operator) and before is None and part.is_relation:
            written = written.lstrip()
        elif isinstance(part, Operator) and (before is None or isinstance(before, Operator)):
            written = written.strip()  # a sign in front belongs to what follows it
        elif isinstance(before, Fraction) and not isinstance(part, Operator):
            written = f" · {written}"  # or it would seem to be below the line, too
        elif _needs_space(before, part):
            written = f" {written}"
        text += written
        before = part
    return text


def _needs_space(before: Node | None, part: Node) -> bool:
    """Whether two neighbours would run into each other: "net input 3", "σ slope"."""
    if before is None or before == _DEL or isinstance(before, Operator):
        return False
    if isinstance(part, Operator | Group):
        return False
    after = _bare(part)
    if isinstance(after, Word) and after.text.startswith(","):
        return False
    return isinstance(_bare(before), Word | Number) or isinstance(after, Word)


def _bare(part: Node) -> Node:
    """Look through marks and rows of one."""
    while isinstance(part, Mark) or (isinstance(part, Row) and len(part.parts) == 1):
        part = part.inner if isinstance(part, Mark) else part.parts[0]
    return part


def _grouped(part: Node) -> str:
    text = to_text(part)
    is_product = isinstance(part, Row) and part.parts[:1] == (_DEL,) and len(part.parts) == 2
    return f"({text})" if not is_product and (" " in text or "/" in text) else text


def _parts(part: Node) -> tuple[Node, ...]:
    return part.parts if isinstance(part, Row) else (part,)


def _braced(part: Node) -> str:
    text = to_text(part)
    return text if len(text) == 1 or text.isalnum() else f"{{{text}}}"

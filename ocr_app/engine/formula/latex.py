"""Formulas as LaTeX, to be put between dollar signs."""

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

_COMMANDS: Final = {
    "∂": r"\partial ",
    "α": r"\alpha ",
    "δ": r"\delta ",
    "σ": r"\sigma ",
    "Σ": r"\Sigma ",
    "η": r"\eta ",
    "θ": r"\theta ",
    "λ": r"\lambda ",
    ",": ", ",
    "ln": r"\ln ",
    "tanh": r"\tanh ",
    "max": r"\max ",
    "½": r"\tfrac{1}{2}",
    "∞": r"\infty ",
    "−": "-",
    "·": r"\cdot ",
    "×": r"\times ",
    "≈": r"\approx ",
    "≤": r"\le ",
    "≥": r"\ge ",
    "≠": r"\ne ",
    "→": r"\to ",
}
_SPECIAL: Final = str.maketrans({sign: f"\\{sign}" for sign in "%_&#${}"})


def to_latex(formula: Node) -> str:  # noqa: PLR0911 -- one for each kind
    """Write a formula as LaTeX, without the dollar signs; amsmath is needed for several lines."""
    match formula:
        case Symbol(name=name):
            return _COMMANDS.get(name, name)
        case Word(text=text):
            return _COMMANDS.get(text) or rf"\text{{{_escaped(text)}}}"
        case Number(text=text):
            return "".join(_COMMANDS.get(sign, sign) for sign in text).replace(",", "{,}")
        case Operator(sign=sign):
            return f" {_COMMANDS.get(sign, sign).strip()} "
        case Row(parts=parts):
            return "".join(map(to_latex, parts)).strip()
        case Fraction(above=above, below=below):
            return rf"\frac{{{_inside(above)}}}{{{_inside(below)}}}"
        case Script(base=base, lower=lower, upper=upper):
            low = "" if lower is None else f"_{{{_inside(lower)}}}"
            high = "" if upper is None else f"^{{{_inside(upper)}}}"
            return f"{to_latex(base).strip()}{low}{high}"
        case Sum(index=index, of=of):
            return rf"\sum_{{{_inside(index)}}} {to_latex(of)}"
        case Group(inner=inner):
            return rf"\left({_inside(inner)}\right)"
        case Mark(inner=inner):
            return to_latex(inner)
        case Lines(pieces=pieces):
            rows = (f"{to_latex(piece.left)} & {to_latex(piece.right)}" for piece in pieces)
            return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"


def _inside(part: Node) -> str:
    return to_latex(part).strip()


def _escaped(text: str) -> str:
    """Escape what LaTeX would take for a command; words may hold a σ or a minus, too."""
    return "".join(
        f"${_COMMANDS[sign].strip()}$" if sign in _COMMANDS else sign
        for sign in text.translate(_SPECIAL)
    )

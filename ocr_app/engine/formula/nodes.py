"""What formulas are made of.

A handful of kinds is enough for backpropagation; whoever wants one more adds it here, to the two
writers beside this file, and to `ocr_app.widgets.formula.setting`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

RELATIONS: Final = frozenset("=≈<>≤≥→≠")
BINARY: Final = frozenset("+−·×/")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A quantity, set in italics: w, E, α."""

    name: str


@dataclass(frozen=True, slots=True)
class Word:
    """Upright words: net input, σ, ln, max."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is to be read, its minus sign a real one."""

    text: str


@dataclass(frozen=True, slots=True)
class Operator:
    """A sign between two quantities, with room around it."""

    sign: str

    @property
    def is_relation(self) -> bool:
        """Whether it compares (=, ≈, <) rather than combines (+, −, ·)."""
        return self.sign in RELATIONS


@dataclass(frozen=True, slots=True)
class Row:
    """Parts side by side. A long one is broken before its operators."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Fraction:
    """One thing over another."""

    above: Node
    below: Node


@dataclass(frozen=True, slots=True)
class Script:
    """A base with something small at its lower right, its upper right, or both."""

    base: Node
    lower: Node | None = None
    upper: Node | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Σ over an index, written below the sign, of what follows it."""

    index: Node
    of: Node


@dataclass(frozen=True, slots=True)
class Group:
    """Parentheses that are as high as what is in them."""

    inner: Node


@dataclass(frozen=True, slots=True)
class Mark:
    """A part that can be pointed at and made to stand out.

    Attributes
    ----------
    key : str
        What it stands for; a view says which keys stand out.
    inner : Node
    """

    key: str
    inner: Node


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of `Lines`: what is before its first relation, and the rest from there on."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Lines:
    """Several lines, one below the other, aligned at their first relations."""

    pieces: tuple[Piece, ...]


Node: TypeAlias = (
    Symbol | Word | Number | Operator | Row | Fraction | Script | Sum | Group | Mark | Lines
)

EMPTY: Final = Row(())

"""One thought of an explanation: a sentence, and the formula with its numbers."""

from __future__ import annotations

from dataclasses import dataclass

from ocr_app.engine.formula import Node


@dataclass(frozen=True, slots=True)
class Section:
    """What a panel of arithmetic shows under one heading.

    Attributes
    ----------
    key : str
        What it is about: "net", "output", "error", "gradient", "paths" or "update".
    title : str
    sentence : str
    formula : Node
    """

    key: str
    title: str
    sentence: str
    formula: Node

"""Pictures of networks, as values without Qt: what is drawn, how strongly, and what it means."""

from ocr_app.engine.diagram.choosing import choose, contributions
from ocr_app.engine.diagram.diagram import Column, Diagram, Layer
from ocr_app.engine.diagram.explaining import (
    FUNCTIONS,
    explain_fan,
    explain_unit,
    explain_weight,
    name_of,
)
from ocr_app.engine.diagram.making import make_digit_diagram, make_small_diagram, scaled, subscript
from ocr_app.engine.diagram.refs import BIAS, Unit, Weight

__all__ = [
    "BIAS",
    "FUNCTIONS",
    "Column",
    "Diagram",
    "Layer",
    "Unit",
    "Weight",
    "choose",
    "contributions",
    "explain_fan",
    "explain_unit",
    "explain_weight",
    "make_digit_diagram",
    "make_small_diagram",
    "name_of",
    "scaled",
    "subscript",
]

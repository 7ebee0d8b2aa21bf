"""How the arithmetic of a learning step is told, of any network: its parts, and what each says."""

from ocr_app.engine.arithmetic.phases import OVERVIEW, UPDATE, Phase, PhaseKind, phases_of
from ocr_app.engine.arithmetic.section import Section

__all__ = ["OVERVIEW", "UPDATE", "Phase", "PhaseKind", "Section", "phases_of"]

"""What the lesson shows at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from ocr_app.engine.arithmetic import Section
from ocr_app.engine.diagram import Diagram, Unit, Weight


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One part of a learning step.

    Attributes
    ----------
    diagram : Diagram
    units : frozenset of Unit
    weights : frozenset of Weight
        What stands out in the picture.
    title : str
        What is computed now.
    position, n_parts : int
        Which part of the step this is, from 0, and how many there are.
    sections : tuple of Section
    is_backward : bool
        Whether lines show how much a weight is to blame, rather than what it carries.
    target : int
        The true digit.
    verdict : str
        What the step would do, or what the last one has done.
    n_steps : int
        Steps that were taken.
    """

    diagram: Diagram
    units: frozenset[Unit]
    weights: frozenset[Weight]
    title: str
    position: int
    n_parts: int
    sections: tuple[Section, ...]
    is_backward: bool
    target: int
    verdict: str
    n_steps: int

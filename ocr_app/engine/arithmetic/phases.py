"""The parts of one learning step, in the order in which they are computed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class PhaseKind(Enum):
    """What is computed in a part of a step."""

    OVERVIEW = "overview"
    FORWARD = "forward"
    ERROR = "error"
    BACKWARD = "backward"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of a step.

    Attributes
    ----------
    kind : PhaseKind
    layer : int
        Which layer of weights, from 0, forward and backward are about; else −1.
    """

    kind: PhaseKind
    layer: int = -1


OVERVIEW = Phase(PhaseKind.OVERVIEW)
"""Between two steps: every number is known."""

UPDATE = Phase(PhaseKind.UPDATE)


def phases_of(n_layers: int) -> tuple[Phase, ...]:
    """List the parts of a step: the overview, then layer by layer forward, and back again."""
    forward = [Phase(PhaseKind.FORWARD, layer) for layer in range(n_layers)]
    backward = [Phase(PhaseKind.BACKWARD, layer) for layer in range(n_layers - 1, -1, -1)]
    return (OVERVIEW, *forward, Phase(PhaseKind.ERROR), *backward, UPDATE)

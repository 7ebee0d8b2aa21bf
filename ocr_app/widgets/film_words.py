"""What the filmstrip says about its stages, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from ocr_app.engine.wording import percent


class StageWords(NamedTuple):
    """Words about one stage.

    Attributes
    ----------
    name : str
        Below its picture.
    explanation : str
        One sentence.
    without : str
        What is missing if its step is left out; empty for what cannot be.
    switch : str
        Object name of its switch; empty for what cannot be left out.
    """

    name: str
    explanation: str
    without: str = ""
    switch: str = ""


STAGES: Final = (
    StageWords("raw", "Raw: the canvas as you drew on it, with your pen."),
    StageWords(
        "crop",
        "Crop: cut out and enlarged, so that it no longer matters where and how large you draw.",
        "cropping",
        "stepCrop",
    ),
    StageWords(
        "upright",
        "Upright: pushed sideways until it stands, so that it no longer matters how it leans.",
        "setting upright",
        "stepUpright",
    ),
    StageWords(
        "stretched",
        "Stretched: as wide and as tall as the digits that the network has learned from.",
        "stretching",
        "stepStretch",
    ),
    StageWords(
        "even stroke",
        "Even stroke: thin lines grow and fat ones shrink, so that every pen looks the same.",
        "an even stroke",
        "stepEven",
    ),
    StageWords(
        "8×8",
        "8×8: how much ink each square holds, 64 numbers; the network gets nothing else. "
        "Point at a square for its number.",
    ),
)

INVITATION: Final = (
    "From your drawing to the 64 numbers that the network gets. "
    "Switch a step off to see what it is good for."
)

GIVEN: Final = (
    "This digit comes as the 64 numbers of the last picture, without pen strokes: there are no "
    "steps to follow."
)

WHY: Final = (
    "Why: blue squares with a + hold ink that speaks for the digit that is read, orange ones with "
    "a − ink that speaks against it; the stronger the colour, the more."
)


def without(left_out: Sequence[StageWords]) -> str:
    """Say which steps are left out: "Without cropping and stretching"."""
    *rest, last = (stage.without for stage in left_out)
    return f"Without {', '.join(rest)} and {last}" if rest else f"Without {last}"


def measuring(left_out: Sequence[StageWords]) -> str:
    """Say that it is being measured what the steps that are left out are good for."""
    return f"{without(left_out)}: measuring how many of other people's digits are read right …"


def measured(left_out: Sequence[StageWords], n: int, with_all: float, with_these: float) -> str:
    """Say what the steps that are left out are good for.

    Parameters
    ----------
    left_out : sequence of StageWords
    n : int
        How many digits were read.
    with_all, with_these : float
        Share of them that was read right with all steps and with these, 0..1.
    """
    return (
        f"{without(left_out)}, the network reads {percent(with_these)} of {n} other people's "
        f"digits right, instead of {percent(with_all)}."
    )

"""The guided tour: ten short steps in the article's order, each with something to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class TourStep:
    """One step.

    Attributes
    ----------
    title : str
    text : str
        What it is about, in three short sentences or fewer.
    task : str
        What to do.
    awaits : str
        The event that says that it has been done, see `EVENTS`.
    preset : str
        The key of the preset that it takes place in.
    begins_with : int
        How many parts of a step have been gone through when it begins, −1 if that is left alone.
    looks_at : str
        The key of the part of the arithmetic to look at when it has been done; "" for none.
    """

    title: str
    text: str
    task: str
    awaits: str
    preset: str
    begins_with: int = -1
    looks_at: str = ""


EVENTS: Final = {
    "undo": "a change was taken back",
    "forward": "the output was computed",
    "error": "the error was looked at",
    "backward output": "the gradients of the output's weights were looked at",
    "backward hidden": "those of the hidden weights were looked at",
    "update": "the weights were changed by a step",
    "solved": "a problem was solved",
    "hidden space": "the hidden space was opened",
    "remedy": "one of the remedies was used",
    "point": "a point was placed",
}

TOUR: Final = (
    TourStep(
        "A weight",
        "Two inputs, three hidden units, one output. The number on a line is a weight: how much of "
        "a value it lets through. Blue lines add, orange dashed ones take away.",
        "Click a number on a line, change it, watch the output, then press Undo (↶).",
        "undo",
        "article",
        0,
    ),
    TourStep(
        "Forward",
        "A unit adds up every value times its weight: the net input. The sigmoid squashes that "
        "into 0 … 1, and passes it on. The arithmetic is below the picture.",
        "Press Next ▶ twice, until the output is computed.",
        "forward",
        "article",
        0,
    ),
    TourStep(
        "The error",
        "The output is 0.77, but for the input (1, 1) it should be 0. Half the square of the miss "
        "is the error. To learn is to make it small.",
        "Press Next ▶ to compute the error.",
        "error",
        "article",
        2,
    ),
    TourStep(
        "Who is to blame?",
        "How much does the error change with one weight? Three links of a chain, multiplied: error "
        "by output, output by net input, net input by weight.",
        "Press Next ▶ and find 0.77 × 0.17 × 0.73 in the arithmetic.",
        "backward output",
        "article",
        3,
        looks_at="gradient",
    ),
    TourStep(
        "Blame for hidden units",
        "Nobody says what a hidden unit should be. But its output flows on, so the blame flows "
        "back: times the weight on the way, and added up over all paths.",
        "Press Next ▶ for the hidden weights; click one of them, too.",
        "backward hidden",
        "article",
        4,
        looks_at="gradient",
    ),
    TourStep(
        "A small step",
        "Each weight moves a little against its slope: w_new = w_old − α · ∂E/∂w. α, the learning "
        "rate, is 0.2 here. And that is all of backpropagation.",
        "Press Next ▶ to change the weights: the output comes closer to 0.",
        "update",
        "article",
        5,
    ),
    TourStep(
        "Again and again",
        "XOR is 1 if exactly one input is 1. Four hidden units start with random weights; the same "
        "step, a few hundred times for each of the four points, is training.",
        "Press Play and watch the surface until all four points are right.",
        "solved",
        "xor",
    ),
    TourStep(
        "Why hidden units?",
        "No straight line separates the blue corners from the orange ones. The hidden units move "
        "the points to where one does.",
        "Open the view Hidden space, on the right.",
        "hidden space",
        "xor",
    ),
    TourStep(
        "When it gets stuck",
        "Two hidden units are just enough, if they start well. These two do not: after a while the "
        "error stays where it is, and the lab says why.",
        "Press Play until it is stuck, then press New start or More units.",
        "remedy",
        "xor-2",
    ),
    TourStep(
        "Your turn",
        "Draw a problem of your own: an island, two moons. More hidden units draw more borders. "
        "And the presets have more to try.",
        "Click into the surface to place a point; right-click one to change its class.",
        "point",
        "points",
    ),
)
"""All steps."""

"""What the lab can begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from ocr_app.engine.xor_lab.moment import Moment
from ocr_app.engine.xor_lab.problems import FIRST_POINTS, PROBLEMS, Problem
from ocr_app.engine.xor_lab.settings import LabSettings


@dataclass(frozen=True, slots=True)
class Preset:
    """A problem, a network, and what can be learned from them.

    Attributes
    ----------
    key : str
    name : str
    sentence : str
        What it is good for.
    problem : Problem
    settings : LabSettings
    weights : tuple of float
        All of them, in the order of `Network.parameters`; none: those of the seed.
    notes : mapping of (layer, unit) to str
        What units that were built by hand are for.
    """

    key: str
    name: str
    sentence: str
    problem: Problem
    settings: LabSettings
    weights: tuple[float, ...] = ()
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def moment(self) -> Moment:
        """Return where it begins."""
        weights = np.array(self.weights) if self.weights else None
        return Moment.begin(self.problem, self.settings, weights)


_ONE_NEURON: Final = LabSettings(hidden_layer_sizes=(), learning_rate=1.0)

ARTICLE: Final = Preset(
    "article",
    "Article's example",
    "One input, (1, 1), one step, every number as in the article; exact values stand beside its "
    "rounded ones.",
    PROBLEMS["article"],
    LabSettings(
        hidden_layer_sizes=(3,), activation="sigmoid", bias=False, learning_rate=0.2, seed=0
    ),
    (*(0.8, 0.2), *(0.4, 0.9), *(0.3, 0.5), *(0.3, 0.5, 0.9)),
)

HAND_BUILT: Final = Preset(
    "hand-built",
    "XOR by hand",
    "No training: three neurons whose weights were thought out. One says OR, one says “not both”, "
    "and the output wants both.",
    PROBLEMS["xor"],
    LabSettings(hidden_layer_sizes=(2,), activation="sigmoid", seed=0),
    (*(20.0, 20.0, -10.0), *(-20.0, -20.0, 30.0), *(20.0, 20.0, -30.0)),
    {
        (0, 0): "OR: one input that is 1 is enough to lift the sum from −10 to +10.",
        (0, 1): "Not both: the sum is 30 − 20 − 20 = −10 only if both inputs are 1.",
        (1, 0): "AND: only if both hidden units say 1 does the sum, 20 + 20 − 30, rise above 0.",
    },
)

PRESETS: Final = (
    Preset(
        "xor",
        "XOR",
        "1 if exactly one input is 1. Press Play: four hidden units nearly always learn it.",
        PROBLEMS["xor"],
        LabSettings(),
    ),
    ARTICLE,
    HAND_BUILT,
    Preset(
        "xor-2",
        "XOR, 2 units",
        "Just enough units, if both end up where they are needed. Four of ten starts get stuck; "
        "this is one of them.",
        PROBLEMS["xor"],
        LabSettings(hidden_layer_sizes=(2,), seed=0),
    ),
    Preset(
        "xor-0",
        "XOR, 1 neuron",
        "One neuron draws one straight line. No line separates XOR: that is why there are hidden "
        "layers.",
        PROBLEMS["xor"],
        _ONE_NEURON,
    ),
    Preset(
        "and",
        "AND",
        "1 only if both inputs are 1: one neuron is enough.",
        PROBLEMS["and"],
        _ONE_NEURON,
    ),
    Preset(
        "or",
        "OR",
        "1 if at least one input is 1: one neuron is enough.",
        PROBLEMS["or"],
        _ONE_NEURON,
    ),
    Preset(
        "nand",
        "NAND",
        "0 only if both inputs are 1. One neuron is enough, and from NANDs any computer can be "
        "built.",
        PROBLEMS["nand"],
        _ONE_NEURON,
    ),
    Preset(
        "xnor",
        "XNOR",
        "1 if both inputs are the same: XOR turned over, and just as hard.",
        PROBLEMS["xnor"],
        LabSettings(),
    ),
    Preset(
        "parity",
        "3-bit parity",
        "1 if an odd number of the three inputs is 1: XOR with one input more.",
        PROBLEMS["parity"],
        LabSettings(hidden_layer_sizes=(6,)),
    ),
    Preset(
        "points",
        "Own points",
        "Click to place a point, right-click to change its class, and see whether the network can "
        "draw a border around them.",
        FIRST_POINTS,
        LabSettings(hidden_layer_sizes=(8,), learning_rate=0.3),
    ),
)
"""All of them, in the order of the menu."""

FIRST_PRESET: Final = PRESETS[0]

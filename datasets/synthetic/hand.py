"""The hands that write: what makes two digits after the same template differ."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hand:
    """How far digits stray from their templates. Lengths are percents of a digit's height.

    Attributes
    ----------
    mixture : float
        Concentration of the Dirichlet distribution that mixes poses; below 1 favours the extremes.
    misplacement : float
        Median over digits of the standard deviation of each template point.
    stroke_shift, stroke_scale : float
        Standard deviations of a stroke's place and of the logarithm of its size, beside the others.
    overshoot : float
        Standard deviation of what is missing (or too much) at either end, as a share of the stroke.
    rotation : float
        Standard deviation, radians.
    shear : float
        Largest shear either way, widths per height. The normaliser takes most of it out again.
    aspect : float
        Standard deviation of the logarithm of width over height.
    bend : float
        Standard deviation of each wave of a smooth bend, as a share of the digit's size: it makes
        one bowl larger than the other, the waist lean, the base sag.
    proportion : float
        Standard deviation of the logarithm of the exponent that moves the middle up or down: a
        small head on a large body, or the other way round.
    taper : float
        Standard deviation of the logarithm of the width at the top over that at the bottom.
    tremor : float
        Median over digits of the standard deviation of the trembling line.
    hook : float
        Share of stroke ends where the pen lands or leaves with a small hook.
    joined : float
        Share of gaps between strokes where the pen stays on the paper.
    jagged : float
        Share of digits drawn with so few points that curves become polygons, as mice do.
    """

    mixture: float = 0.8
    misplacement: float = 2.5
    stroke_shift: float = 2.5
    stroke_scale: float = 0.08
    overshoot: float = 0.03
    rotation: float = 0.13
    shear: float = 0.5
    aspect: float = 0.2
    bend: float = 0.035
    proportion: float = 0.2
    taper: float = 0.12
    tremor: float = 0.4
    hook: float = 0.12
    joined: float = 0.04
    jagged: float = 0.25

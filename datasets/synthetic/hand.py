"""The hands that write: what makes two digits after the same template differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.synthetic.splines import POINTS, PenLine
from datasets.synthetic.template import Template

Array = NDArray[np.float64]

_SIZE = np.array([60.0, 100.0])
"""Width and height of a digit in the units of the templates."""

_WAVES = 3
_TREMOR_WAVES = 24

_HOOK_POINTS = 4
"""Points of the pen line that a hook takes."""


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


def write(template: Template, line: PenLine, n: int, hand: Hand, rng: np.random.Generator) -> Array:
    """Write one template `n` times.

    Returns
    -------
    ndarray of shape (n, POINTS, 2)
        In the units of the templates.
    """
    control = _mixed_poses(template, n, hand, rng)
    corners = rng.uniform(0, 1, (n, 1, 1))
    points = (1 - corners) * (line.sharp @ control) + corners * (line.rounded @ control)
    for stroke in line.strokes:
        points[:, stroke] = _vary_stroke(points[:, stroke], hand, rng)
    for stroke in line.strokes:
        points[:, stroke] = _hooked(points[:, stroke], hand, rng)
    points = _proportioned(points, hand, rng)
    points -= points.mean(axis=1, keepdims=True)
    points = _bent(points, hand, rng) @ _random_linear(n, hand, rng)
    points += _tremor(n, hand, rng)
    for stroke in line.strokes:
        points[:, stroke] = _jagged(points[:, stroke], hand, rng)
    return points


def _mixed_poses(template: Template, n: int, hand: Hand, rng: np.random.Generator) -> Array:
    poses = template.poses
    weight = rng.dirichlet(np.full(len(poses), hand.mixture), n)
    control = (weight @ poses.reshape(len(poses), -1)).reshape(n, -1, 2)
    care = hand.misplacement * np.exp(rng.normal(0, 0.4, (n, 1, 1)))
    return np.asarray(control + care * rng.normal(size=control.shape))


def _vary_stroke(points: Array, hand: Hand, rng: np.random.Generator) -> Array:
    """Place, scale and trim one stroke of each digit (n, k, 2)."""
    n, k, _ = points.shape
    centre = points.mean(axis=1, keepdims=True)
    scale = np.exp(rng.normal(0, hand.stroke_scale, (n, 1, 1)))
    shift = rng.normal(0, hand.stroke_shift, (n, 1, 2))
    points = (points - centre) * scale + centre + shift
    start, end = rng.normal(0, hand.overshoot, (2, n, 1)).clip(-0.08, 0.1)
    at = (start + (1 - start - end) * np.linspace(0, 1, k)) * (k - 1)
    # Clipped to the first and last segment, which positions outside them extend straight.
    left = np.clip(at.astype(np.intp), 0, k - 2)
    part = (at - left)[..., np.newaxis]
    left = left[..., np.newaxis]
    return np.asarray(
        np.take_along_axis(points, left, 1) * (1 - part)
        + np.take_along_axis(points, left + 1, 1) * part
    )


def _proportioned(points: Array, hand: Hand, rng: np.random.Generator) -> Array:
    """Move the middle of each digit up or down, and make its top wider or narrower."""
    n = len(points)
    low, high = points.min(axis=1, keepdims=True), points.max(axis=1, keepdims=True)
    middle, size = (low + high) / 2, np.maximum(high - low, 1e-9)
    height = (points[..., 1] - low[..., 1]) / size[..., 1]
    exponent = np.exp(rng.normal(0, hand.proportion, (n, 1)))
    widening = np.exp(rng.normal(0, hand.taper, (n, 1)) * (0.5 - height))
    changed = points.copy()
    changed[..., 0] = middle[..., 0] + (points[..., 0] - middle[..., 0]) * widening
    changed[..., 1] = low[..., 1] + size[..., 1] * height**exponent
    return changed


def _hooked(points: Array, hand: Hand, rng: np.random.Generator) -> Array:
    """Let the pen land or leave with a small hook, at some ends of a stroke (n, k, 2)."""
    n, k, _ = points.shape
    reach = min(_HOOK_POINTS, k // 4)
    if reach == 0:
        return points
    for end in (points[:, : reach + 1], points[:, ::-1][:, : reach + 1]):
        chosen = np.flatnonzero(rng.uniform(size=n) < hand.hook)
        angle = rng.uniform(0, 2 * np.pi, len(chosen))
        length = rng.uniform(3, 14, len(chosen))
        tip = (length * np.array([np.cos(angle), np.sin(angle)])).T[:, np.newaxis]
        # The hook begins where the stroke did, so that nothing of the digit is lost.
        part = np.linspace(1, 0, reach + 1)[:, np.newaxis]
        end[chosen] = (1 - part) * end[chosen][:, -1:] + part * end[chosen][:, :1] + part**2 * tip
    return points


def _bent(points: Array, hand: Hand, rng: np.random.Generator) -> Array:
    """Displace points smoothly, by products of cosines over the digit."""
    n = len(points)
    angle = np.pi * np.clip(points / _SIZE + 0.5, 0, 1)
    waves = np.cos(angle[..., np.newaxis] * np.arange(_WAVES))
    amplitude = rng.normal(0, hand.bend, (n, _WAVES, 2 * _WAVES))
    amplitude[:, 0, ::_WAVES] = 0  # a shift of the whole digit
    across = (waves[:, :, 0] @ amplitude).reshape(n, POINTS, 2, _WAVES)
    bend = np.einsum("npcj,npj->npc", across, waves[:, :, 1])
    return np.asarray(points + bend * _SIZE)


def _random_linear(n: int, hand: Hand, rng: np.random.Generator) -> Array:
    """Widen, turn and shear: matrices (n, 2, 2) to multiply rows of points by."""
    angle = rng.normal(0, hand.rotation, n)
    shear = rng.uniform(-hand.shear, hand.shear, n)
    aspect = np.exp(rng.normal(0, hand.aspect, n))
    linear = np.empty((n, 2, 2))
    linear[:, 0, 0] = np.cos(angle) * aspect
    linear[:, 0, 1] = np.sin(angle) * aspect
    linear[:, 1, 0] = -np.sin(angle) + shear
    linear[:, 1, 1] = np.cos(angle)
    return linear


def _tremor(n: int, hand: Hand, rng: np.random.Generator) -> Array:
    """Trembling along the pen line: waves of random height, the slow ones higher."""
    strength = hand.tremor * np.exp(rng.normal(0, 0.6, (n, 1, 1)))
    return np.asarray(strength * trembling(n, rng, 4, 4 + _TREMOR_WAVES))


def trembling(n: int, rng: np.random.Generator, slowest: int, end: int) -> Array:
    """Waves of random height along pen lines (n, POINTS, 2), the slow ones higher.

    Parameters
    ----------
    n : int
    rng : numpy.random.Generator
    slowest, end : int
        Half waves along the line: the fewest, whose height has a standard deviation of 1, and one
        more than the most.
    """
    wave = np.arange(slowest, end)
    basis = np.cos(np.pi * np.linspace(0, 1, POINTS)[:, np.newaxis] * wave)
    height = rng.normal(size=(n, len(wave), 2)) * (slowest / wave)[:, np.newaxis]
    return np.asarray(basis @ height)


def _jagged(points: Array, hand: Hand, rng: np.random.Generator) -> Array:
    """Turn some digits' curves into polygons and put their corners on a grid of pixels."""
    n, k, _ = points.shape
    chosen = np.flatnonzero(rng.uniform(size=n) < hand.jagged)
    corners = np.unique(np.round(np.linspace(0, k - 1, max(2, k // rng.integers(3, 8)))))
    pixel = rng.uniform(0.5, 2.5, (len(chosen), 1, 1))
    polygon = np.round(points[chosen][:, corners.astype(np.intp)] / pixel) * pixel
    at = np.arange(k)
    left = np.clip(np.searchsorted(corners, at, side="right") - 1, 0, len(corners) - 2)
    part = ((at - corners[left]) / (corners[left + 1] - corners[left]))[:, np.newaxis]
    points[chosen] = polygon[:, left] * (1 - part) + polygon[:, left + 1] * part
    return points

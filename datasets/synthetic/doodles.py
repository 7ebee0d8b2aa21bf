"""Marks that are no single characters: dots, dashes, scribbles, spirals, hatching, numbers.

Each kind is a function of how many to draw and of the random generator. It returns pen lines of
`POINTS` points in units of its own, for size and place do not matter to the normaliser. All of
them stay away from what passes for a digit: lines are too flat for a 1, rings have others inside,
curves turn more often than a digit does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.synthetic.bending import trembling
from datasets.synthetic.digits import write_digits
from datasets.synthetic.hand import Hand
from datasets.synthetic.letters.lines import character_lines
from datasets.synthetic.splines import POINTS, smooth_curve
from datasets.synthetic.writing import write_any

Array = NDArray[np.float64]
PenDown = NDArray[np.bool_]
PenLines = tuple[Array, PenDown]

_FLATTEST_ONE: Final = np.deg2rad(33)
"""Lines flatter than this are no 1, whatever slant is taken out of them."""


def draw_doodles(
    n: int, rng: np.random.Generator, shares: dict[str, float] | None = None
) -> PenLines:
    """Draw marks that are no characters.

    Parameters
    ----------
    n : int
    rng : numpy.random.Generator
    shares : dict of str to float, optional
        How often to draw each kind of `DOODLES`, in any unit; `SHARES` by default.

    Returns
    -------
    points : ndarray of shape (n, POINTS, 2)
    pen_down : ndarray of bool, shape (n, POINTS - 1)
        Whether the pen draws from each point to the next.

    Raises
    ------
    ValueError
        If a kind is unknown.
    """
    shares = SHARES if shares is None else shares
    if unknown := shares.keys() - DOODLES.keys():
        raise ValueError(f"There are no doodles called {', '.join(sorted(unknown))}.")
    share = np.array(list(shares.values()))
    choice = rng.choice(len(share), size=n, p=share / share.sum())
    points, pen_down = _blank(n)
    for i, kind in enumerate(shares):
        mine = np.flatnonzero(choice == i)
        points[mine], pen_down[mine] = DOODLES[kind](len(mine), rng)
    return points, pen_down


def _blank(n: int) -> PenLines:
    return np.zeros((n, POINTS, 2)), np.ones((n, POINTS - 1), dtype=np.bool_)


def _in_one_stroke(x: Array, y: Array) -> PenLines:
    points, pen_down = _blank(len(x))
    points[..., 0], points[..., 1] = x, y
    return points, pen_down


def _in_strokes(strokes: Array) -> PenLines:
    """Pen lines of strokes (n, strokes, k, 2) that are `POINTS` points together."""
    n, _, k, _ = strokes.shape
    pen_down = np.ones((n, POINTS - 1), dtype=np.bool_)
    pen_down[:, k - 1 :: k] = False
    return strokes.reshape(n, POINTS, 2), pen_down


def _by_strokes(
    n: int,
    rng: np.random.Generator,
    counts: tuple[int, ...],
    draw: Callable[[int, int, int], Array],
) -> PenLines:
    """Let each mark have one of several numbers of strokes, divisors of `POINTS`.

    ``draw(n, strokes, k)`` returns points (n, strokes, k, 2).
    """
    points, pen_down = _blank(n)
    choice = rng.choice(counts, n)
    for count in counts:
        mine = np.flatnonzero(choice == count)
        points[mine], pen_down[mine] = _in_strokes(draw(len(mine), count, POINTS // count))
    return points, pen_down


def _column(n: int, rng: np.random.Generator, low: float, high: float) -> Array:
    return rng.uniform(low, high, (n, 1))


def _turned(lines: PenLines, rng: np.random.Generator, most: float = np.pi) -> PenLines:
    """Turn each mark by up to `most` radians either way."""
    points, pen_down = lines
    angle = rng.uniform(-most, most, len(points))
    c, s = np.cos(angle), np.sin(angle)
    turn = np.stack([np.stack([c, s], axis=-1), np.stack([-s, c], axis=-1)], axis=1)
    return points @ turn, pen_down


def _shaky(lines: PenLines, rng: np.random.Generator, strength: float = 0.03) -> PenLines:
    """Add a slow trembling of a share of the mark's size."""
    points, pen_down = lines
    n = len(points)
    trembled = trembling(n, rng, 2, 14).transpose(0, 2, 1)
    size = np.ptp(points, axis=1).max(axis=1)[:, np.newaxis, np.newaxis] if n else 1
    amount = strength * rng.uniform(0, 1, (n, 1, 1)) * size
    return points + amount * trembled, pen_down


def _squeezed(lines: PenLines, rng: np.random.Generator, spread: float = 0.3) -> PenLines:
    points, pen_down = lines
    points = points.copy()
    points[..., 0] *= np.exp(rng.normal(0, spread, (len(points), 1)))
    return points, pen_down


def dots(n: int, rng: np.random.Generator) -> PenLines:
    """One dot: a tap, or a tiny dab from side to side."""
    t = np.linspace(0, 1, POINTS)
    tap = rng.uniform(size=(n, 1)) < 0.3
    x = np.where(tap, 0, np.abs(t - _column(n, rng, 0, 0.5)))
    y = np.where(tap, 0, rng.normal(0, 0.2, (n, 1)) * t + rng.normal(0, 0.15, (n, 1)) * t * t)
    return _in_one_stroke(x, y)


def several_dots(n: int, rng: np.random.Generator) -> PenLines:
    """Three to a dozen dots here and there."""

    def draw(n: int, strokes: int, k: int) -> Array:
        places = rng.uniform(0, 1, (n, strokes, 1, 2))
        return places + rng.normal(0, 0.01, (n, strokes, k, 2))

    return _by_strokes(n, rng, (3, 4, 6, 8, 12), draw)


def flat_lines(n: int, rng: np.random.Generator) -> PenLines:
    """Straight or slightly bent lines, too flat for a 1."""
    t = np.linspace(-1, 1, POINTS)
    angle = _column(n, rng, -_FLATTEST_ONE, _FLATTEST_ONE)
    bend = rng.normal(0, 0.06, (n, 1)) * (1 - t * t)
    return _in_one_stroke(t * np.cos(angle), t * np.sin(angle) + bend)


def crossing_lines(n: int, rng: np.random.Generator) -> PenLines:
    """Three to six lines across each other, at any angle."""

    def draw(n: int, strokes: int, k: int) -> Array:
        # Neighbours stand far enough apart to be seen as two.
        even = np.arange(strokes) * np.pi / strokes
        angle = even + rng.uniform(0, np.pi, (n, 1)) + rng.normal(0, 0.25, (n, strokes))
        along = np.linspace(-1, 1, k) * rng.uniform(0.6, 1, (n, strokes, 1))
        direction = np.stack([np.cos(angle), np.sin(angle)], axis=-1)[:, :, np.newaxis]
        centre = rng.normal(0, 0.15, (n, strokes, 1, 2))
        return np.asarray(along[..., np.newaxis] * direction + centre)

    return _shaky(_by_strokes(n, rng, (3, 4, 6), draw), rng, 0.02)


def parallel_lines(n: int, rng: np.random.Generator) -> PenLines:
    """Three to eight lines side by side, as hatching or tally marks."""

    def draw(n: int, strokes: int, k: int) -> Array:
        along = np.linspace(-1, 1, k) * rng.uniform(0.7, 1, (n, strokes, 1))
        across = np.linspace(-1, 1, strokes) * _column(n, rng, 0.5, 1.5)
        across = across + rng.normal(0, 0.06, (n, strokes))
        lines = np.empty((n, strokes, k, 2))
        lines[..., 0] = across[..., np.newaxis] + rng.normal(0, 0.08, (n, strokes, 1)) * along
        lines[..., 1] = along
        return lines

    return _turned(_by_strokes(n, rng, (3, 4, 6, 8), draw), rng)


def hatched_blobs(n: int, rng: np.random.Generator) -> PenLines:
    """Areas filled by going back and forth, loosely to densely, carefully or not."""
    t = np.linspace(0, 1, POINTS)
    turns = _column(n, rng, 7, 28)
    swing = 2 * np.abs((turns * t + _column(n, rng, 0, 1)) % 2 - 1) - 1
    # Some fill a round area, others a square one.
    room = np.where(rng.uniform(size=(n, 1)) < 0.6, np.sqrt(1 - (0.98 * (2 * t - 1)) ** 2), 1)
    care = _column(n, rng, 0, 1.5)
    x = 2 * t - 1 + care * rng.normal(0, 0.04, (n, POINTS))
    y = swing * room * _column(n, rng, 0.4, 1.6) + care * rng.normal(0, 0.05, (n, POINTS))
    return _turned(_in_one_stroke(x, y), rng)


def circled_blobs(n: int, rng: np.random.Generator) -> PenLines:
    """Areas filled by going round and round, from the middle outwards or as it comes."""
    t = np.linspace(0, 1, POINTS)
    angle = 2 * np.pi * _column(n, rng, 7, 16) * t + _column(n, rng, 0, 2 * np.pi)
    at_places = rng.uniform(0, 1, (n, 8)) @ smooth_curve(8, POINTS).T
    outwards = np.where(rng.uniform(size=(n, 1)) < 0.5, t, 1 - t)
    radius = np.where(rng.uniform(size=(n, 1)) < 0.5, outwards, at_places)
    lines = _in_one_stroke(radius * np.cos(angle), radius * np.sin(angle))
    return _turned(_squeezed(lines, rng), rng)


def jumbles(n: int, rng: np.random.Generator) -> PenLines:
    """Areas filled by hurrying to and fro between places all over them."""
    every = rng.integers(1, 4, n)
    places = rng.normal(0, 1, (n, POINTS, 2))
    places /= np.maximum(1, np.linalg.norm(places, axis=2, keepdims=True))
    points, pen_down = _blank(n)
    for steps in (1, 2, 3):
        mine = np.flatnonzero(every == steps)
        at = np.arange(POINTS) / steps
        left = at.astype(np.intp)
        part = (at - left)[:, np.newaxis]
        right = np.minimum(left + 1, POINTS - 1)
        points[mine] = places[mine][:, left] * (1 - part) + places[mine][:, right] * part
    return _squeezed((points, pen_down), rng)


def spirals(n: int, rng: np.random.Generator) -> PenLines:
    """Two to six turns, inwards or outwards, either way round."""
    t = np.linspace(0, 1, POINTS)
    radius = _column(n, rng, 0.02, 0.2) + t ** _column(n, rng, 0.7, 1.2)
    way = rng.choice([-1, 1], (n, 1))
    angle = way * 2 * np.pi * _column(n, rng, 2.2, 6) * t + _column(n, rng, 0, 2 * np.pi)
    lines = _in_one_stroke(radius * np.cos(angle), radius * np.sin(angle))
    return _shaky(_squeezed(lines, rng), rng)


def circled_scribbles(n: int, rng: np.random.Generator) -> PenLines:
    """Round and round on the spot, never twice the same way."""
    t = np.linspace(0, 1, POINTS)
    angle = 2 * np.pi * _column(n, rng, 4, 9) * t
    wobble = 1 + 0.4 * np.sin(_column(n, rng, 3, 9) * t * np.pi + _column(n, rng, 0, 6))
    drift = 0.5 * np.sin(_column(n, rng, 1, 5) * t + _column(n, rng, 0, 6))
    lines = _in_one_stroke(wobble * np.cos(angle) + drift, wobble * np.sin(angle) - drift)
    return _shaky(_squeezed(lines, rng), rng, 0.1)


def rings(n: int, rng: np.random.Generator) -> PenLines:
    """Two to four circles, one inside the other."""

    def draw(n: int, strokes: int, k: int) -> Array:
        angle = np.linspace(0, 2 * np.pi, k) + rng.uniform(0, 2 * np.pi, (n, strokes, 1))
        radius = (1 + np.arange(strokes)) / strokes * rng.uniform(0.85, 1.1, (n, strokes))
        circle = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
        centre = rng.normal(0, 0.06, (n, strokes, 1, 2))
        return np.asarray(circle * radius[..., np.newaxis, np.newaxis] + centre)

    return _shaky(_by_strokes(n, rng, (2, 3, 4), draw), rng, 0.02)


def zigzags(n: int, rng: np.random.Generator) -> PenLines:
    """Five to twelve straight strokes there and back, running on any way."""
    t = np.linspace(0, 1, POINTS)
    turns = rng.integers(5, 13, (n, 1))
    swing = 2 * np.abs((turns * t) % 2 - 1) - 1
    swing *= 1 + 0.35 * np.sin(_column(n, rng, 1, 9) * t + _column(n, rng, 0, 6))
    lines = _in_one_stroke(t * _column(n, rng, 1.2, 4), swing * _column(n, rng, 0.5, 1))
    return _turned(_shaky(lines, rng), rng)


def waves(n: int, rng: np.random.Generator) -> PenLines:
    """Two and a half to six waves from side to side."""
    t = np.linspace(0, 1, POINTS)
    phase = 2 * np.pi * _column(n, rng, 2.5, 6) * t + _column(n, rng, 0, 6)
    lines = _in_one_stroke(t * _column(n, rng, 3, 6), np.sin(phase) * _column(n, rng, 0.2, 0.8))
    return _turned(_shaky(lines, rng), rng, 0.5)


def loops(n: int, rng: np.random.Generator) -> PenLines:
    """Rows of three to seven loops, like ``eeee`` or ``llll``."""
    t = np.linspace(0, 1, POINTS)
    count = _column(n, rng, 3, 7)
    angle = 2 * np.pi * count * t * rng.choice([-1, 1], (n, 1)) + np.pi / 2
    x = count * t * _column(n, rng, 0.6, 1.2) + 0.6 * np.cos(angle)
    height = 1 + 0.4 * np.sin(_column(n, rng, 1, 12) * t + _column(n, rng, 0, 6))
    return _turned(_shaky(_in_one_stroke(x, height * np.sin(angle)), rng), rng, 0.5)


def signatures(n: int, rng: np.random.Generator) -> PenLines:
    """Loops and waves of changing height running to the right, often underlined."""
    t = np.linspace(0, 1, POINTS)
    pace = np.cumsum(rng.uniform(0.3, 1.7, (n, 12)), axis=1)
    phase = np.stack([np.interp(t * 11, np.arange(12), one) for one in pace]) if n else 0 * t
    angle = phase * _column(n, rng, 2, 5)
    tall = 0.4 + np.abs(np.sin(_column(n, rng, 2, 14) * t + _column(n, rng, 0, 6)))
    tall += _column(n, rng, 0, 1.5) * (t < 0.2)
    wide = _column(n, rng, 2, 6)
    x = wide * t + _column(n, rng, 0, 0.8) * np.cos(angle + _column(n, rng, -0.8, 0.8))
    points, pen_down = _shaky(_in_one_stroke(x, tall * np.sin(angle)), rng)
    underlined = np.flatnonzero(rng.uniform(size=n) < 0.4)
    some = len(underlined)
    line = np.linspace(-1, 1, 12)
    reach = _column(some, rng, 0.2, 0.5) * wide[underlined]
    points[underlined, -12:, 0] = wide[underlined] / 2 + line * reach
    points[underlined, -12:, 1] = _column(some, rng, 0.9, 2) + line * rng.normal(0, 0.2, (some, 1))
    pen_down[underlined, -13] = False
    return _turned((points, pen_down), rng, 0.4)


def wanderings(n: int, rng: np.random.Generator) -> PenLines:
    """Lines of a pen that changes its mind at every step, and drifts away or not."""
    step = rng.normal(0, 1, (n, POINTS, 2))
    steady = rng.uniform(0.6, 0.93, (n, 1))
    for k in range(1, POINTS):
        step[:, k] = steady * step[:, k - 1] + np.sqrt(1 - steady**2) * step[:, k]
    step[..., 0] += _column(n, rng, 0, 0.6)
    return _in_one_stroke(*np.moveaxis(step.cumsum(axis=1), 2, 0))


def curves(n: int, rng: np.random.Generator) -> PenLines:
    """Smooth curves through eight to fourteen random places."""
    points, pen_down = _blank(n)
    count = rng.integers(8, 15, n)
    for places in range(8, 15):
        mine = np.flatnonzero(count == places)
        points[mine] = smooth_curve(places, POINTS) @ rng.uniform(0, 1, (len(mine), places, 2))
    return points, pen_down


def polylines(n: int, rng: np.random.Generator) -> PenLines:
    """Straight from each to the next of eight to fourteen random places; some return."""
    points, pen_down = _blank(n)
    count = rng.integers(8, 15, n)
    closed = rng.uniform(size=n) < 0.4
    for sides in range(8, 15):
        mine = np.flatnonzero(count == sides)
        places = rng.uniform(0, 1, (len(mine), sides, 2))
        places[closed[mine], -1] = places[closed[mine], 0]
        at = np.linspace(0, sides - 1, POINTS)
        left = np.minimum(at.astype(np.intp), sides - 2)
        part = (at - left)[:, np.newaxis]
        points[mine] = places[:, left] * (1 - part) + places[:, left + 1] * part
    return points, pen_down


def polygons(n: int, rng: np.random.Generator) -> PenLines:
    """Outlines with five to nine spikes, too jagged for a 0."""
    t = np.linspace(0, 1, POINTS)
    spikes = rng.integers(5, 10, (n, 1))
    saw = np.abs((2 * spikes * t) % 2 - 1)
    radius = 1 - saw * _column(n, rng, 0.5, 0.8)
    angle = 2 * np.pi * t + _column(n, rng, 0, 2 * np.pi)
    lines = _in_one_stroke(radius * np.cos(angle), radius * np.sin(angle))
    return _shaky(_squeezed(lines, rng), rng, 0.06)


def scrawls(n: int, rng: np.random.Generator) -> PenLines:
    """Four to six short curves and lines anywhere; with fewer they could make a digit."""

    def draw(n: int, strokes: int, k: int) -> Array:
        size = rng.uniform(0.3, 0.9, (n, strokes, 1, 1))
        places = size * rng.uniform(-0.5, 0.5, (n, strokes, 4, 2))
        return np.asarray(smooth_curve(4, k) @ (places + rng.uniform(0, 1, (n, strokes, 1, 2))))

    return _by_strokes(n, rng, (4, 6), draw)


def numbers(n: int, rng: np.random.Generator) -> PenLines:
    """Two or three digits side by side."""

    def write(n: int) -> PenLines:
        return write_digits(rng.integers(0, 10, n), rng, Hand())

    return _side_by_side(n, rng, write)


def words(n: int, rng: np.random.Generator) -> PenLines:
    """Two or three small letters side by side."""
    templates, shares = character_lines("small")

    def write(n: int) -> PenLines:
        return write_any(templates, n, Hand(), rng, shares)

    return _side_by_side(n, rng, write)


def _side_by_side(n: int, rng: np.random.Generator, write: Callable[[int], PenLines]) -> PenLines:
    """Join two or three of what `write` gives into each mark."""
    points, pen_down = _blank(n)
    count = rng.choice([2, 3], n, p=[0.7, 0.3])
    for many in (2, 3):
        mine = np.flatnonzero(count == many)
        lines, down = write(many * len(mine))
        k = POINTS // many
        # Every second or third point is enough; the pen is up if it was anywhere in between.
        down = np.concatenate([down, np.zeros((len(down), 1), dtype=np.bool_)], axis=1)
        down = np.asarray(down.reshape(-1, k, many).all(axis=2))
        lines = lines[:, ::many] - lines.min(axis=1, keepdims=True)
        lines = lines.reshape(len(mine), many, k, 2)
        width = lines[..., 0].max(axis=2) + rng.uniform(5, 25, (len(mine), many))
        lines[:, 1:, :, 0] += np.cumsum(width, axis=1)[:, :-1, np.newaxis]
        lines[..., 1] += rng.normal(0, 5, (len(mine), many, 1))
        points[mine] = lines.reshape(-1, POINTS, 2)
        pen_down[mine] = down.reshape(-1, POINTS)[:, :-1]
    return points, pen_down


DOODLES: Final[dict[str, Callable[[int, np.random.Generator], PenLines]]] = {
    "dots": dots,
    "several_dots": several_dots,
    "flat_lines": flat_lines,
    "crossing_lines": crossing_lines,
    "parallel_lines": parallel_lines,
    "hatched_blobs": hatched_blobs,
    "circled_blobs": circled_blobs,
    "jumbles": jumbles,
    "spirals": spirals,
    "circled_scribbles": circled_scribbles,
    "rings": rings,
    "zigzags": zigzags,
    "waves": waves,
    "loops": loops,
    "signatures": signatures,
    "wanderings": wanderings,
    "curves": curves,
    "polylines": polylines,
    "polygons": polygons,
    "scrawls": scrawls,
    "numbers": numbers,
    "words": words,
}
"""Each kind by name: how many to draw and a random generator → pen lines."""

SHARES: Final[dict[str, float]] = dict.fromkeys(DOODLES, 1.0) | {
    "dots": 0.5,
    "flat_lines": 0.7,
    "hatched_blobs": 3,
    "signatures": 4,
    "wanderings": 0.5,
    "curves": 2,
    "scrawls": 2,
    "numbers": 2,
}
"""How often each kind is drawn; the ones that vary little less often, the rich ones more."""

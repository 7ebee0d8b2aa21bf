"""Ruled and squared paper: its lines are taken out, and what is written over them stays."""

from __future__ import annotations

import itertools
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.reader.ruling import Line, Lines, Ruling

Darkness = NDArray[np.float32]
Floats = NDArray[np.float64]
Place = tuple[NDArray[np.intp], NDArray[np.intp], Floats]
"""Pixels on and around a line: rows, columns, and how far each is below its middle."""

_FINER: Final = 4
"""Distances from the middle of a line are told apart by this share of a pixel."""

_NOISE: Final = 3.5
"""Standard deviations of a line's darkness that belong to the line."""

_TOLERANCE: Final = 0.02
"""Share of the paper's brightness that belongs to the line as well."""

_PALER: Final = 0.03
"""How much paler than the writing a line is, at least, to be told from it by its shade."""

_BETWEEN, _ABOVE = 0.713, 0.842
"""From the 6th percentile to the 20th, and on to the middle, in standard deviations."""

_END: Final = 0.03
"""Share of the width that lines go on beyond their ends: those are not told exactly."""

_CORE: Final = 1.0
"""Distance from a line's middle, in pixels, within which it has its full shade."""

_DARKER: Final = 1.3
"""How much darker than the others a line may be."""

_DRIFT: Final = 3
"""Pixels that a line may lie beside a straight one."""

_FEWEST: Final = 12
"""Pixels at one distance from which a line's shade there is known."""

_STRETCH: Final = 48
"""Columns on which a line is taken to be straight."""


def without_ruling(darkness: Darkness, ruling: Ruling, black: float) -> Darkness:
    """Take the paper's lines out.

    Lines are of one shade, and mostly paler than the writing: what is darker than the line at this
    place is a stroke that crosses it. Lines as dark as the writing go where nothing leads away from
    them.

    Parameters
    ----------
    darkness : ndarray of shape (h, w), float32
        0 paper to 1 black.
    ruling : Ruling
    black : float
        How dark the writing is.

    Returns
    -------
    ndarray of shape (h, w), float32
        A copy.
    """
    cleaned = darkness.copy()
    if ruling.level is not None:
        _take_out(cleaned, darkness, ruling.level, black)
    if ruling.upright is not None:
        _take_out(cleaned.T, darkness.T, ruling.upright, black)
    return cleaned


def _take_out(cleaned: Darkness, darkness: Darkness, lines: Lines, black: float) -> None:
    places = [_surroundings(darkness, line, lines) for line in lines.lines]
    found = [darkness[rows, columns] for rows, columns, _ in places]
    middles = [_level(*each) for each in zip(found, places, strict=True)]
    shades = np.array([shade for shade, _ in middles])
    # Strokes along a line, or taken for one, are darker than the others; so is each tenth line.
    usual = max(float(np.median(shades)), _TOLERANCE)
    shares = np.clip(shades / usual, 0.5, _DARKER)
    profile = _profile(found, [off for *_, off in places], shares, lines.thick + 2)
    spread = float(np.median([spread for _, spread in middles]))
    tolerance = _TOLERANCE + _NOISE * spread
    for (rows, columns, off), seen, share in zip(places, found, shares, strict=True):
        shade = profile[_bins(off, lines.thick + 2)] * share
        # Nearer to the writing than to the line is writing, however noisy the line is.
        limit = np.minimum(shade + tolerance, (shade + black) / 2)
        if black - usual * share < _PALER + _NOISE * spread:
            limit = np.where(lines.rest[rows, columns], 0, np.maximum(limit, 1))
        mine = seen <= limit
        cleaned[rows[mine], columns[mine]] = 0


def _surroundings(darkness: Darkness, line: Line, lines: Lines) -> Place:
    height, width = darkness.shape
    reach = lines.thick + 2
    track: Floats = line.start + lines.slope * np.arange(width, dtype=np.float64)
    track += _drift(darkness, track, min(_DRIFT, reach))
    rows = np.floor(track).astype(np.intp) + np.arange(-reach, reach + 1)[:, np.newaxis]
    off = rows + 0.5 - track
    columns = np.broadcast_to(np.arange(width), rows.shape)
    margin = round(_END * width)
    within = (columns >= line.first - margin) & (columns <= line.last + margin)
    inside = (rows >= 0) & (rows < height) & within
    return rows[inside], columns[inside], off[inside]


def _drift(darkness: Darkness, track: Floats, reach: int) -> Floats:
    """How far a line that is not quite straight lies below the straight one, for each column."""
    height, width = darkness.shape
    rows = np.floor(track).astype(np.intp) + np.arange(-reach, reach + 1)[:, np.newaxis]
    inside = (rows >= 0) & (rows < height)
    window = darkness[np.clip(rows, 0, height - 1), np.arange(width)] * inside
    # Writing is darker than the line, and blank columns say nothing.
    usual = np.median(window.max(axis=0))
    there = np.where(window > 1.25 * usual, 0, window)
    middles, moved = [], []
    for start in range(0, width, _STRETCH):
        part = slice(start, min(width, start + _STRETCH))
        mass = there[:, part].sum(axis=0)
        centre = (there[:, part] * (rows[:, part] + 0.5 - track[part])).sum(axis=0)
        seen = mass > 0.3 * usual
        middles.append((part.start + part.stop) / 2)
        moved.append(float(np.median(centre[seen] / mass[seen])) if seen.any() else 0.0)
    smooth = np.array(moved)
    if len(moved) > 2:
        smooth[1:-1] = np.median([smooth[:-2], smooth[1:-1], smooth[2:]], axis=0)
    drift: Floats = np.interp(np.arange(width) + 0.5, middles, smooth)
    return drift


def _bins(off: Floats, reach: int) -> NDArray[np.intp]:
    bins: NDArray[np.intp] = np.floor((off + reach + 1) * _FINER).astype(np.intp)
    return bins


def _level(seen: Darkness, place: Place) -> tuple[float, float]:
    """How dark a line is, and the standard deviation of that, by the palest fifth of its columns.

    What is written on it is darker, and hardly moves that.
    """
    _, columns, off = place
    core = np.abs(off) < _CORE
    if not core.any():
        return 0.0, 0.0
    darkest = np.full(columns.max() + 1, -1, np.float32)
    np.maximum.at(darkest, columns[core], seen[core])
    values = darkest[darkest >= 0]
    low, higher = np.percentile(values, (6, 20))
    spread = float(higher - low) / _BETWEEN
    return float(higher) + _ABOVE * spread, spread


def _profile(
    found: list[Darkness], offs: list[Floats], shares: Floats, reach: int
) -> NDArray[np.float64]:
    """How dark lines are by the distance from their middle, for each of `_bins`."""
    values = np.concatenate([seen / share for seen, share in zip(found, shares, strict=True)])
    bins = _bins(np.concatenate(offs), reach)
    shade = np.zeros((2 * reach + 3) * _FINER)
    order = np.argsort(bins, kind="stable")
    ends = np.searchsorted(bins[order], np.arange(len(shade) + 1))
    for number, (start, end) in enumerate(itertools.pairwise(ends.tolist())):
        if end - start >= _FEWEST:
            shade[number] = np.percentile(values[order[start:end]], 40)
    middle = len(shade) // 2
    shade = np.minimum(shade, shade[middle - _FINER : middle + _FINER].max())
    darkest: Floats = shade.copy()
    darkest[1:] = np.maximum(darkest[1:], shade[:-1])
    darkest[:-1] = np.maximum(darkest[:-1], shade[1:])
    return darkest

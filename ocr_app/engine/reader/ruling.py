"""Ruled and squared paper: where its lines are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.normalization.pen import SKEW, area_over_edge

Ink = NDArray[np.float32]
Mask = NDArray[np.bool_]

_SLOPES: Final = np.tan(np.radians(np.arange(-7, 7.01, 0.125)))
"""Falls to the right, in rows per column, that lines are looked for at."""

_FAINTEST: Final = 0.15
"""Ink from which on a pixel may belong to a line: lines are often paler than the writing."""

_SHORTEST: Final = 0.4
"""Length of a line, as a share of the picture's width."""

_FULLEST_GAPS: Final = 0.8
"""Share of its columns in which there is ink, at least: the line, or a stroke that crosses it."""

_SEEN: Final = 0.25
"""Share of the picture's columns in which the line itself can be seen, at least."""

_NEARLY: Final = 0.92
"""Share of the best slope's sharpness at which lines are level, or upright to the others."""

_SAMPLE: Final = 60_000
"""As many pixels are enough to see the slope."""

_FEWEST_COLUMNS: Final = 30
"""Width of a picture in which lines can be told from digits' strokes."""

_AS_LONG: Final = 0.7
"""Length of a line, as a share of the longest: a 1 among the lines of squared paper is shorter."""

_FEWEST_EVEN: Final = 4
"""Lines at even distances from edge to edge that are ruling, whatever is beside them, at least."""

_EVEN: Final = 0.08
"""Standard deviation of such distances, as a share of their mean, at most."""

_LARGEST_SHARE: Final = 0.3
"""Width of a line, as a share of the picture's height, from which on it is no ruling."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line by its row at the first column, and the columns where it begins and ends."""

    start: float
    first: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Parallel lines, nearly level.

    Attributes
    ----------
    lines : tuple of Line
    slope : float
        How far they fall to the right, in rows per column.
    thick : int
        Their width at most, in pixels.
    rest : ndarray of bool, shape (h, w)
        Ink without what seems to be theirs alone, by its shape.
    """

    lines: tuple[Line, ...]
    slope: float
    thick: int
    rest: Mask


@dataclass(frozen=True, slots=True, eq=False)
class Ruling:
    """The paper's lines.

    Attributes
    ----------
    level, upright : Lines or None
        The upright ones as level ones of the transposed page.
    """

    level: Lines | None
    upright: Lines | None

    @property
    def rest(self) -> Mask:
        """Ink without what seems to be the lines' alone."""
        if self.upright is not None:
            return self.upright.rest.T
        assert self.level is not None  # noqa: S101 -- one of them is there
        return self.level.rest

    @property
    def slope(self) -> float:
        """How far level lines fall to the right, in rows per column."""
        if self.level is not None:
            return self.level.slope
        return -self.upright.slope if self.upright is not None else 0.0


def find_ruling(ink: Ink) -> Ruling | None:
    """Find long straight lines, nearly level or nearly upright; None if there are none.

    Parameters
    ----------
    ink : ndarray of shape (h, w), float32
        0 paper to 1 ink.
    """
    mask = ink >= _FAINTEST
    level = _find_level_lines(mask, plain=True, likely=0.0)
    rest = mask if level is None else level.rest
    # Ones are upright lines, too; squared paper has both kinds, and a margin line is alone.
    likely = 0.0 if level is None else -level.slope
    across = np.ascontiguousarray(rest.T)  # going down its columns would take three times as long
    upright = _find_level_lines(across, plain=level is not None, likely=likely)
    return None if level is None and upright is None else Ruling(level, upright)


def _find_level_lines(mask: Mask, plain: bool, likely: float) -> Lines | None:
    """Find level lines.

    `plain`: it is enough that two or more cross the whole picture; `likely`: slope they may have.
    """
    height, width = mask.shape
    if width < _FEWEST_COLUMNS or height < 12 or not mask.any():
        return None
    thick = _line_width(mask)
    thin = _thin(mask, min(thick, int(_LARGEST_SHARE * height)))
    # One point for each column that a line passes, however wide it is.
    thin[1:] &= ~thin[:-1].copy()
    y, x = np.divmod(np.flatnonzero(thin), width)
    if y.size < _SEEN * width:
        return None
    slope = _steepest_peak(y, x, height, likely)
    lines = _lines(y - slope * x, x, mask, slope)
    if not lines:
        return None
    rest = mask.copy()
    for line in lines:
        _erase(rest, mask, line.start, slope, thick)
    if not _are_ruled(lines, rest, plain):
        return None
    return Lines(tuple(lines), slope, thick, rest)


def _are_ruled(lines: list[Line], rest: Mask, plain: bool) -> bool:
    """Whether lines are the paper's: they go on where the writing ends. A 7 has a bar, too."""
    width = rest.shape[1]
    written = rest.sum(axis=0)
    # A line that was not found, or a smudge, is no writing.
    columns = np.flatnonzero(written > max(1.0, 0.25 * float(written.max(initial=0))))
    if not columns.size:
        return False
    end = max(2.0, 0.03 * width)
    through = [line for line in lines if line.first < end and line.last >= width - 1 - end]
    if (plain and len(through) >= 2) or _are_even(through, len(rest)):
        return True
    beyond = max(3.0, 0.08 * width)
    first, last = min(line.first for line in lines), max(line.last for line in lines)
    return bool(columns[0] - first >= beyond and last - columns[-1] >= beyond)


def _are_even(lines: list[Line], height: int) -> bool:
    """Whether lines stand at even distances, from one edge of the picture to the other."""
    if len(lines) < _FEWEST_EVEN:
        return False
    starts = np.sort([line.start for line in lines])
    gaps = np.diff(starts)
    step = float(gaps.mean())
    reaches = starts[0] <= 1.1 * step and height - starts[-1] <= 1.1 * step
    return bool(reaches and gaps.std() <= _EVEN * step)


def _line_width(mask: Mask) -> int:
    """Width of lines at most, in pixels: hardly more than that of the strokes."""
    stroke = 2 * SKEW * float(area_over_edge(mask))
    return max(3, round(1.25 * stroke) + 1)


def _thin(mask: Mask, most: int) -> Mask:
    """Ink that is part of a run of at most `most` pixels down its column."""
    thin = mask.copy()
    if most >= len(mask):
        return thin
    # A run is longer where it holds a stretch of most + 1 pixels: open by that, and take it away.
    long = _down(np.logical_and, mask, most + 1)
    covered = _down(np.logical_or, np.pad(long, ((most, most), (0, 0))), most + 1)
    thin &= ~covered
    return thin


def _down(operation: np.ufunc, mask: Mask, n: int) -> Mask:
    """Combine each pixel and the n - 1 below it; pixels that have fewer below them are left out.

    What is known of 1, 2, 4 ... pixels serves for twice as many: of a large page this takes a
    twentieth of the time of running sums.
    """
    combined, known = mask, 1
    while known < n:
        step = min(known, n - known)
        combined = operation(combined[:-step], combined[step:])
        known += step
    return combined


def _steepest_peak(y: NDArray[np.intp], x: NDArray[np.intp], height: int, likely: float) -> float:
    """Slope at which the points fall on the fewest rows; `likely` if that is nearly as good."""
    step = max(1, y.size // _SAMPLE)
    some_y, some_x = y[::step].astype(np.float32), x[::step].astype(np.float32)
    margin = int(np.abs(_SLOPES).max() * (x.max() + 1)) + 1
    peaks = [_peakedness(some_y - np.float32(slope) * some_x, margin, height) for slope in _SLOPES]
    best = float(_SLOPES[int(np.argmax(peaks))])
    finer = best + np.linspace(-1, 1, 9) * 0.125 * np.pi / 180
    peaks = [_peakedness(some_y - np.float32(slope) * some_x, margin, height) for slope in finer]
    at_likely = _peakedness(some_y - np.float32(likely) * some_x, margin, height)
    if at_likely >= _NEARLY * max(peaks):
        return likely
    return float(finer[int(np.argmax(peaks))])


def _peakedness(rows: NDArray[np.float32], margin: int, height: int) -> float:
    counts = np.bincount((rows + margin).astype(np.intp), minlength=height).astype(np.float64)
    return float((counts[1:] + counts[:-1]) @ (counts[1:] + counts[:-1]))


def _lines(rows: NDArray[np.float64], x: NDArray[np.intp], mask: Mask, slope: float) -> list[Line]:
    """Find lines that are long and have few gaps."""
    width = mask.shape[1]
    low = int(np.floor(rows.min()))
    cells = (rows - low).astype(np.intp)
    counts = np.bincount(cells).astype(np.float64)
    # A line that is not quite straight spreads over neighbouring rows.
    spread = np.convolve(counts, [1, 1, 1], mode="same")
    found = []
    while spread[peak := int(np.argmax(spread))] >= _SEEN * width:
        on = x[np.abs(cells - peak) <= 1]
        first, last = (int(end) for end in np.percentile(on, (1, 99)))
        near = np.arange(max(0, peak - 1), min(len(counts), peak + 2))
        start = low + 0.5 + float(np.average(near, weights=counts[near]))
        if last - first >= _SHORTEST * width and _is_full(mask, start, slope, first, last):
            found.append(Line(start, first, last))
        spread[max(0, peak - 3) : peak + 4] = 0
    longest = max((line.last - line.first for line in found), default=0)
    return [line for line in found if line.last - line.first >= _AS_LONG * longest]


def _is_full(mask: Mask, start: float, slope: float, first: int, last: int) -> bool:
    columns = np.arange(first, last + 1)
    rows = np.rint(start + slope * columns - 0.5).astype(np.intp) + np.arange(-1, 3)[:, np.newaxis]
    inside = (rows >= 0) & (rows < len(mask))
    on = (mask[np.clip(rows, 0, len(mask) - 1), columns] & inside).any(axis=0)
    return bool(on.mean() >= _FULLEST_GAPS)


def _erase(cleaned: Mask, mask: Mask, start: float, slope: float, thick: int) -> None:
    """Erase a line where nothing else leads up or down from it."""
    height, width = mask.shape
    reach = 2 * thick + 2
    columns = np.arange(width)
    track = _followed(mask, start + slope * columns, thick)
    rows = track + np.arange(-reach, reach + 1)[:, np.newaxis]
    inside = (rows >= 0) & (rows < height)
    window = mask[np.clip(rows, 0, height - 1), columns] & inside
    above = np.cumprod(window[reach::-1], axis=0).sum(axis=0)
    below = np.cumprod(window[reach:], axis=0).sum(axis=0)
    run = np.where((above > 0) & (below > 0), above + below - 1, 0)
    # Most of its columns have nothing but the line: its own width is what may be erased.
    alone = run[(run > 0) & (run <= thick)]
    usual = float(np.percentile(alone, 80)) if alone.size else 0.0
    thin = (run > 0) & (run <= usual)
    offsets = np.arange(-reach, reach + 1)[:, np.newaxis]
    erased = thin & (offsets > -above) & (offsets < below) & inside
    where = np.nonzero(erased)
    cleaned[rows[where], where[1]] = False


def _followed(mask: Mask, track: NDArray[np.floating], thick: int) -> NDArray[np.intp]:
    """Move each point of a track to the ink within reach, as its neighbours do."""
    height = len(mask)
    columns = np.arange(len(track))
    offsets = np.arange(-thick - 1, thick + 2)
    base = np.rint(track - 0.5).astype(np.intp)
    rows = base + offsets[:, np.newaxis]
    inside = (rows >= 0) & (rows < height)
    window = mask[np.clip(rows, 0, height - 1), columns] & inside
    weight = window.sum(axis=0)
    shift = np.where(weight > 0, (window * offsets[:, np.newaxis]).sum(axis=0), 0)
    # The mean over a stretch of columns: a stroke that crosses hardly moves it.
    span = 15
    mass = np.convolve(weight, np.ones(span), mode="same")
    smooth = np.convolve(shift, np.ones(span), mode="same") / np.maximum(mass, 1)
    moved = np.where(mass > 0, base + np.rint(smooth), base).astype(np.intp)
    # The pixel of the line that is nearest to it, or the line would be lost where it is one wide.
    best = np.zeros(len(track), np.intp)
    distance = np.full(len(track), thick + 1)
    for offset in sorted(range(-2, 3), key=abs):
        row = moved + offset
        hit = (row >= 0) & (row < height) & mask[np.clip(row, 0, height - 1), columns]
        closer = hit & (abs(offset) < distance)
        best[closer], distance[closer] = offset, abs(offset)
    nearest: NDArray[np.intp] = moved + best
    return nearest

"""The boxes and rules of forms are taken out; what is written in them, or across them, stays."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.reader.grouping import typical_height
from ocr_app.engine.reader.pieces import Ink, Piece, find_pieces
from ocr_app.engine.reader.result import Box

Mask = NDArray[np.bool_]
Points = NDArray[np.float32]

_SMALLEST: Final = 24
"""Height and width of a frame, in pixels, at least."""

_FULLEST: Final = 0.5
"""Share of a frame's box that is ink, at most."""

_WIDEST: Final = 0.12
"""Width of a frame's lines, as a share of its shorter side, at most."""

_THINNEST: Final = 3
"""The same in pixels, at least."""

_STROKES: Final = 4.0
"""The same in widths of its strokes."""

_ALONG: Final = 0.6
"""Share of a side along which a line goes, at least: what is written in a frame may reach out."""

_SEEN: Final = 0.4
"""The same for further lines of a frame, such as those between its fields, which strokes hide."""

_END: Final = 0.15
"""How near such a line begins and ends to where the frame does, as a share of its side."""

_AT_SIDE: Final = 0.2
"""Distance of a line from the side that it bounds, as a share of the other side, at most."""

_LONGEST: Final = 3.0
"""Length of a stroke, in heights of a digit, from which on it is a rule and not a minus."""

_FLAT: Final = 4.0
"""Length of a rule, with what is written on it, in its heights, at least."""

_SLOPES: Final = tuple(
    math.tan(math.radians(angle)) for angle in sorted(np.arange(-5, 5.01, 0.25).tolist(), key=abs)
)
"""Falls of a frame's lines, the least first: photos are turned, and their lines not parallel."""

_MOST_POINTS: Final = 20_000
"""As many points are enough to see a line."""

_CONTENT: Final = 0.35
"""Height of what is written in a frame, as a share of the frame's, at least: a 0 may be dotted."""

_LEGIBLE: Final = 8
"""Height in pixels from which on two marks in a frame are enough, however large that is."""

_ABOVE: Final = 3
"""How far above a low comb something may begin, in its heights."""

_ALIKE: Final = 0.15
"""How much a frame without content may differ in size from one that has some."""


def without_frames(pieces: Sequence[Piece]) -> list[Piece]:
    """Take frames and rules out of the marks of a page.

    A frame has straight lines along its left and right, and along its top or bottom, and something
    is written in it, or into it; or it is as large as others in which there is. A 0 that was set as
    a rectangle, as on a display, has nothing in it. A rule is a straight level stroke much longer
    than the marks of the page are high.

    Parameters
    ----------
    pieces : sequence of Piece

    Returns
    -------
    list of Piece
        What is left; the same pieces in the same order if there are no frames.
    """
    left = {i: rest for i, piece in enumerate(pieces) if (rest := _opened(piece)) is not None}
    full = [pieces[i].box for i, rest in left.items() if _has_content(pieces[i], rest, pieces)]
    left = {
        i: rest for i, rest in left.items() if any(_are_alike(pieces[i].box, one) for one in full)
    }
    left = _unruled(pieces) | left
    return [one for i, piece in enumerate(pieces) for one in left.get(i, [piece])]


def _unruled(pieces: Sequence[Piece]) -> dict[int, list[Piece]]:
    """Return what is left of rules among pieces, by their numbers."""
    long = {i for i, piece in enumerate(pieces) if _may_be_rule(piece)}
    marks = [piece.box.height for i, piece in enumerate(pieces) if i not in long]
    least = _LONGEST * typical_height(np.array(marks, float)) if marks else 0.0
    found = {}
    for i in long:
        piece = pieces[i]
        mask = piece.ink >= 0.5
        thick = max(_THINNEST, round(_WIDEST * piece.box.height))
        if piece.box.width >= least and (lines := list(_lines(mask, thick))):
            for line in lines:
                _erase(mask, line, thick)
            found[i] = _pieces_of(piece, mask)
    return found


def _may_be_rule(piece: Piece) -> bool:
    width, height = piece.box.width, piece.box.height
    thick = max(height, 2 * _THINNEST)  # a level one fills its box
    return width >= max(_FLAT * height, _SMALLEST) and piece.area <= _FULLEST * width * thick


def _opened(piece: Piece) -> list[Piece] | None:
    """Return what is left of a piece without the lines of a frame; None if it is no frame."""
    height, width = piece.ink.shape
    if min(height, width) < _SMALLEST or piece.area > _FULLEST * height * width:
        return None
    if not _may_be_frame(piece.ink):
        return None
    mask = piece.ink >= 0.5
    # No wider than its strokes: the fields of a large table are not high.
    most = max(_THINNEST, round(_WIDEST * min(height, width)))
    thick = min(most, max(_THINNEST, round(_STROKES * max(_stroke(mask), _stroke(mask.T)))))
    upright = list(_lines(mask.T, thick))
    if not _bound(upright, width, both=True):
        return None
    level = list(_lines(mask, thick))
    if not _bound(level, height, both=False):
        return None
    rest = mask.copy()
    for line in _lines(mask, thick, _SEEN, [slope for _, slope in level]):
        _erase(rest, line, thick)
    # Only now: at a corner, each of the two lines leads away from the other.
    for line in _lines(mask.T, thick, _SEEN, [slope for _, slope in upright]):
        _erase(rest.T, line, thick)
    return _pieces_of(piece, rest)


def _pieces_of(piece: Piece, mask: Mask) -> list[Piece]:
    """Return the marks that are left of a piece, by what is still taken for ink."""
    left = find_pieces(np.where(mask, piece.ink, np.float32(0)), mask)
    return [one.moved(piece.box.x, piece.box.y) for one in left]


def _may_be_frame(ink: Ink) -> bool:
    """Whether there is ink all along both sides and the top or bottom: quick to see."""
    height, width = ink.shape
    across, down = max(1, int(_AT_SIDE * width)), max(1, int(_AT_SIDE * height))
    least = min(_reach(ink[:, :across], 1), _reach(ink[:, -across:], 1))
    if least < _ALONG * height:
        return False
    most = max(_reach(ink[:down], 0), _reach(ink[-down:], 0))
    return bool(most >= _ALONG * width)


def _reach(band: Ink, axis: int) -> int:
    """Rows or columns of a band in which there is ink."""
    return int(np.count_nonzero(band.max(axis=axis) >= 0.5))


def _stroke(mask: Mask) -> float:
    """Length of runs of ink down the columns: mostly the width of level strokes."""
    padded = np.pad(mask, ((1, 1), (0, 0))).T.ravel().view(np.int8)
    changes = np.flatnonzero(np.diff(padded))
    return float(np.median(changes[1::2] - changes[::2]))


def _lines(
    mask: Mask, thick: int, share: float = _ALONG, slopes: Sequence[float] = _SLOPES
) -> Iterator[tuple[float, float]]:
    """Find level lines from side to side: their row in the middle column, and their fall.

    `share`: that of the columns in which a line is seen without anything that crosses it; `slopes`:
    falls that they may have.
    """
    width = mask.shape[1]
    y, x = np.nonzero(_tops(mask, thick))
    points = np.stack([y, x - width / 2]).astype(np.float32)
    step = max(1, points.shape[1] // _MOST_POINTS)
    points = points[:, ::step]
    enough = share * width / step
    ends = (0.5 - _END) * width
    while points.shape[1] >= enough:
        found = [_fullest(points, slope) for slope in dict.fromkeys(slopes)]
        slope, row, n = max(found, key=lambda one: one[2])
        if n < enough:
            return
        off = np.abs(points[0] - np.float32(slope) * points[1] - row)
        along = points[1, off <= 2]
        if n >= _ALONG * width / step or (along.min() < -ends and along.max() > ends):
            yield row, slope
        points = points[:, off > thick]


def _fullest(points: Points, slope: float) -> tuple[float, float, int]:
    """Return a fall, the row with the most points at it, and how many these are."""
    rows = points[0] - np.float32(slope) * points[1]
    low = int(np.floor(rows.min()))
    counts = np.bincount((rows - low).astype(np.intp))
    # A line lies on two rows, or on three where it is not quite straight.
    around = np.convolve(counts, [1, 1, 1])[1:-1] if len(counts) > 1 else counts
    peak = int(np.argmax(around))
    return slope, low + peak + 0.5, int(around[peak])


def _tops(mask: Mask, thick: int) -> Mask:
    """Upper ends of runs of ink down the columns that are at most `thick` long."""
    padded = np.pad(mask, ((1, thick), (0, 0)))
    height = len(mask)
    tops = mask & ~padded[:height]
    ends = np.zeros_like(mask)
    for below in range(1, thick + 1):
        ends |= ~padded[1 + below : 1 + below + height]
    return tops & ends


def _bound(lines: Sequence[tuple[float, float]], side: int, *, both: bool) -> bool:
    """Whether there are lines at both ends of a side, or at one at least."""
    near = _AT_SIDE * side
    first = any(row <= near for row, _ in lines)
    last = any(row >= side - near for row, _ in lines)
    return first and last if both else first or last


def _erase(mask: Mask, line: tuple[float, float], thick: int) -> None:
    """Erase a level line where nothing else leads up or down from it, in place."""
    row, slope = line
    height, width = mask.shape
    columns = np.arange(width)
    track = np.floor(row + slope * (columns - width / 2)).astype(np.intp)
    reach = 2 * thick + 2
    offsets = np.arange(-reach, reach + 1)[:, np.newaxis]
    rows = track + offsets
    inside = (rows >= 0) & (rows < height)
    window = mask[np.clip(rows, 0, height - 1), columns] & inside
    # The track is at the line's upper edge, or a little beside it.
    centre = np.argmax(window[reach - 1 : reach + thick + 1], axis=0) + reach - 1
    on = window[centre, columns]
    above = (~window & (offsets + reach <= centre)) * (offsets + reach + 1)
    below = np.where(~window & (offsets + reach >= centre), offsets + reach, 2 * reach + 1)
    start, end = above.max(axis=0), below.min(axis=0)
    run = np.where(on, end - start, 0)
    alone = run[(run > 0) & (run <= thick)]
    if not alone.size:
        return
    usual = 1.25 * float(np.median(alone)) + 1
    erased = (offsets + reach >= start) & (offsets + reach < end) & (run <= usual) & on & inside
    where = np.nonzero(erased)
    mask[rows[where], columns[where[1]]] = False


def _has_content(frame: Piece, rest: Sequence[Piece], pieces: Sequence[Piece]) -> bool:
    """Whether something is written in a frame or into it."""
    around, least = frame.box, _CONTENT * frame.box.height
    # One writes above a low comb, which is open at its top.
    above = _ABOVE * around.height if around.width >= _FLAT * around.height else 0
    room = Box(around.x, around.y - above, around.width, around.height + above)
    inside = [*rest, *(one for one in pieces if room.encloses(one.box))]
    heights = [one.box.height for one in inside]
    high = sum(height >= _LEGIBLE for height in heights)
    return high > 1 or any(height >= least for height in heights)


def _are_alike(one: Box, other: Box) -> bool:
    return (
        abs(one.width - other.width) <= _ALIKE * other.width
        and abs(one.height - other.height) <= _ALIKE * other.height
    )

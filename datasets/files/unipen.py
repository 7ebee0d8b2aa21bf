"""Drawings in UNIPEN 1.0, such as UCI's ``pendigits-orig.tes``.

A file is a list of statements: a keyword that starts a line with a dot, and all that follows up to
the next one. Read here: ``.COORD`` (what the columns are), ``.X_DIM`` and ``.Y_DIM`` (the size of
the tablet), ``.WRITER_ID`` (who wrote what follows), ``.PEN_DOWN`` (points of a stroke),
``.PEN_UP`` and ``.SEGMENT`` (what strokes mean). ``.INCLUDE`` is not followed. UNIPEN's y grows
upward, that of the canvas downward.

References
----------
.. [1] I. Guyon et al., "UNIPEN project of on-line data exchange and recognizer benchmarks",
   ICPR 1994.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from datasets.drawing import Drawing
from datasets.errors import DataFileError, DrawingError
from datasets.files.sample import LabelledSample, parse_label, parse_writer

_STATEMENT = re.compile(r"^[ \t]*\.([A-Za-z][A-Za-z0-9_]*)[ \t]*", re.MULTILINE)
_KNOWN = re.compile(
    rb"(?:\A|[\r\n])[ \t]*\.(?:VERSION|COMMENT|SEGMENT|PEN_DOWN|COORD|INCLUDE|HIERARCHY)\b", re.I
)
_RANGE = re.compile(r"(\d{1,9})(?::(\d{1,9}))?(?:-(\d{1,9})(?::(\d{1,9}))?)?")
_SINGLE_CHARACTER = ("DIGIT", "CHARACTER", "CHAR")
_QUALITIES = frozenset({"?", "OK", "GOOD", "BAD", "LABELED", "UNLABELED"})

#: A drawing that fills less of the tablet than this was written on a page, not in a box.
_SMALL = 0.1
_SIZE_ON_CANVAS = 0.6

#: Segments may stand far from their strokes, so the whole file is kept in memory.
_LARGEST_FILE = 300_000_000
_LARGEST_COORDINATE = 1e9

Points = NDArray[np.float64]


@dataclass(slots=True)
class _Segment:
    kind: str
    delineation: str
    label: str | None
    line: int
    #: How many components came before it in the file.
    position: int
    writer: str | None


@dataclass(slots=True)
class _Content:
    #: Points of each component, in the tablet's units; None where the pen was up.
    components: list[Points | None] = field(default_factory=list)
    segments: list[_Segment] = field(default_factory=list)
    columns: tuple[str, ...] = ("X", "Y")
    tablet: dict[str, float] = field(default_factory=dict)
    writer: str | None = None
    includes: bool = False


def looks_like_unipen(start: bytes) -> bool:
    """Whether a file that starts with these bytes is a UNIPEN file."""
    return _KNOWN.search(start) is not None


def read_unipen(file: BinaryIO, name: str) -> Iterator[LabelledSample]:
    """Read the segments that hold one character each; words and pages are passed over.

    Parameters
    ----------
    file : binary file
    name : str
        For messages.

    Raises
    ------
    DataFileError
        With the line number where there is one.
    """
    raw = file.read(_LARGEST_FILE + 1)
    if len(raw) > _LARGEST_FILE:
        raise DataFileError(f"{name} is larger than {_LARGEST_FILE // 10**6} MB: split it.")
    text = raw.decode("latin-1").replace("\r\n", "\n").replace("\r", "\n")
    content = _parse(text, name)
    segments = [segment for segment in content.segments if _is_one_character(segment)]
    if not segments:
        raise DataFileError(f"{name} has no .SEGMENT of a single character.")
    if not any(component is not None for component in content.components):
        elsewhere = " They are in another file, which .INCLUDE names." if content.includes else ""
        raise DataFileError(f"{name} holds labels but no strokes.{elsewhere}")
    to_canvas = _Canvas(content)
    for segment, strokes in zip(segments, _strokes(content, segments, name), strict=True):
        where = f"{name}, line {segment.line}"
        try:
            drawing = to_canvas(strokes)
        except DrawingError as error:
            raise DataFileError(f"{where}: {error}") from None
        label = parse_label(segment.label, where)
        yield LabelledSample(label, where, drawing=drawing, writer=segment.writer)


def _is_one_character(segment: _Segment) -> bool:
    return segment.kind in _SINGLE_CHARACTER or (
        segment.label is not None and len(segment.label) == 1
    )


def _parse(text: str, name: str) -> _Content:
    content = _Content()
    statements = list(_STATEMENT.finditer(text))
    ends = [*(statement.start() for statement in statements), len(text)][1:]
    line, counted = 1, 0
    for statement, end in zip(statements, ends, strict=True):
        line += text.count("\n", counted, statement.start(1))
        counted = statement.start(1)
        arguments = text[statement.end() : end]
        _take(content, statement.group(1).upper(), arguments, line, name)
    return content


def _take(content: _Content, keyword: str, arguments: str, line: int, name: str) -> None:
    where = f"{name}, line {line}"
    match keyword:
        case "PEN_DOWN":
            content.components.append(_points(arguments, content.columns, where))
        case "PEN_UP":
            content.components.append(None)
        case "SEGMENT":
            content.segments.append(_segment(arguments, line, content))
        case "COORD":
            content.columns = _columns(arguments, where)
        case "X_DIM" | "Y_DIM":
            content.tablet[keyword[0]] = _tablet_size(arguments)
        case "WRITER_ID":
            content.writer = _writer(arguments, where)
        case "INCLUDE":
            content.includes = True


def _points(text: str, columns: tuple[str, ...], where: str) -> Points:
    try:
        numbers = np.array(text.split(), dtype=np.float64)
    except ValueError:
        raise DataFileError(f"{where}: among the points is something that is no number.") from None
    if len(numbers) % len(columns):
        raise DataFileError(
            f"{where}: {len(numbers)} numbers are no points of {len(columns)} "
            f"({' '.join(columns)}) each."
        )
    points = numbers.reshape(-1, len(columns))[:, [columns.index("X"), columns.index("Y")]]
    # NaN is not below the limit either.
    if not np.all(np.abs(points) < _LARGEST_COORDINATE):
        raise DataFileError(f"{where}: a coordinate is NaN, infinite or beyond all tablets.")
    return points


def _columns(arguments: str, where: str) -> tuple[str, ...]:
    columns = tuple(arguments.upper().split())
    if "X" not in columns or "Y" not in columns:
        raise DataFileError(f"{where}: .COORD must name the columns X and Y.")
    return columns


def _tablet_size(arguments: str) -> float:
    try:
        size = float(arguments.split(maxsplit=1)[0])
    except (ValueError, IndexError):
        return 0.0  # unknown, often written as "?"
    return size if np.isfinite(size) else 0.0


def _writer(arguments: str, where: str) -> str | None:
    name = parse_writer(arguments.partition("\n")[0].strip().strip('"'), where)
    return None if name == "?" else name


def _segment(arguments: str, line: int, content: _Content) -> _Segment:
    first_line = arguments.partition("\n")[0] if '"' not in arguments else arguments
    before, quoted, rest = first_line.partition('"')
    words = before.split()
    kind = words[0].upper() if words else "CHARACTER"
    delineation = "".join(words[1:2]) or "?"
    label = rest.partition("\n")[0].rpartition('"')[0] if quoted else None
    if not quoted and len(words) > 2 and words[-1].upper() not in _QUALITIES:
        label = words[-1]
    return _Segment(kind, delineation, label, line, len(content.components), content.writer)


def _strokes(
    content: _Content, segments: list[_Segment], name: str
) -> Iterator[list[Points | None]]:
    """Find the strokes of every segment: those that follow it, or those that it numbers.

    Where every label stands before its own strokes, numbers are not needed, and writers of such
    files number differently.
    """
    ends = [segment.position for segment in segments[1:]] + [len(content.components)]
    following = [
        content.components[segment.position : end]
        for segment, end in zip(segments, ends, strict=True)
    ]
    with_strokes = sum(
        any(component is not None for component in components) for components in following
    )
    all_come_after = not any(c is not None for c in content.components[: segments[0].position])
    if all_come_after and 2 * with_strokes > len(segments):
        yield from following
        return
    numbered = _numbered_components(content, segments)
    for segment in segments:
        yield _delineated(segment, numbered, name)


def _numbered_components(content: _Content, segments: list[_Segment]) -> list[Points | None]:
    """List what component numbers count: strokes and pauses, or in some files only strokes."""
    strokes = [component for component in content.components if component is not None]
    highest = max(
        (
            int(last or first)
            for segment in segments
            for first, _, last, _ in _RANGE.findall(segment.delineation)
        ),
        default=0,
    )
    return list(strokes) if highest < len(strokes) else content.components


def _delineated(
    segment: _Segment, components: list[Points | None], name: str
) -> list[Points | None]:
    """Collect components by ``0-3,5`` or, with numbers of points, ``0:12-3:4``."""
    where = f"{name}, line {segment.line}"
    strokes: list[Points | None] = []
    for part in segment.delineation.split(","):
        found = _RANGE.fullmatch(part)
        if found is None:
            raise DataFileError(
                f"{where}: {part!r} does not say which strokes are meant, and none follow."
            )
        first, from_point, last, to_point = found.groups()
        start, stop = int(first), int(last or first)
        if start > stop or stop >= len(components):
            raise DataFileError(
                f"{where}: components {part} are not among the {len(components)} of the file."
            )
        chosen = components[start : stop + 1]
        if to_point and chosen[-1] is not None:
            chosen[-1] = chosen[-1][: int(to_point) + 1]
        if from_point and chosen[0] is not None:
            chosen[0] = chosen[0][int(from_point) :]
        strokes += chosen
    return strokes


class _Canvas:
    """From the tablet's units to the unit canvas: in place, y turned downward."""

    def __init__(self, content: _Content) -> None:
        low, high = _extent(component for component in content.components if component is not None)
        size = np.array([content.tablet.get("X", 0.0), content.tablet.get("Y", 0.0)])
        if np.all(size > 0) and np.all(low >= -0.05 * size) and np.all(high <= 1.05 * size):
            low, high = np.zeros(2), size
        self._middle = (low + high) / 2
        self._scale = 1 / max(float(np.max(high - low)), 1e-6)

    def __call__(self, strokes: list[Points | None]) -> Drawing:
        drawn = [stroke for stroke in strokes if stroke is not None and len(stroke)]
        middle, scale = self._middle, self._scale
        if drawn:
            low, high = _extent(drawn)
            size = float(np.max(high - low)) * scale
            if 1e-6 < size < _SMALL:
                middle, scale = (low + high) / 2, scale * _SIZE_ON_CANVAS / size
        turned = np.array([scale, -scale])
        return Drawing(tuple((stroke - middle) * turned + 0.5 for stroke in drawn))


def _extent(strokes: Iterator[Points] | list[Points]) -> tuple[Points, Points]:
    with_points = [stroke for stroke in strokes if len(stroke)]
    if not with_points:
        return np.zeros(2), np.zeros(2)
    low = np.min([stroke.min(axis=0) for stroke in with_points], axis=0)
    high = np.max([stroke.max(axis=0) for stroke in with_points], axis=0)
    return low, high

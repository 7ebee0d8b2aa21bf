"""Which pages a picture file has: those of a TIFF; all other files are one page.

The frames of an animation are no pages: they show one thing after the other, and whoever looks at
it sees the first one first. Pillow knows how many frames a TIFF has, too, but only of a sound one,
and it takes small copies for pages.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

_SUBFILE: Final = 254
"""Tag of what a frame is beside the others."""

_COPY_OR_MASK: Final = 1 | 4
"""Bits of it: a smaller copy of another frame, or what is transparent in one."""

_LEAST: Final = 96
"""Bytes that say what a picture is, at least."""


class _Layout(NamedTuple):
    """How numbers are written in a TIFF: of entries, one entry, and where the next frame is."""

    length: struct.Struct
    entry: struct.Struct
    link: struct.Struct


def frames_of_pages(file: BinaryIO) -> tuple[int, ...]:
    """Return which frames of a TIFF are pages, in their order; nothing for other files.

    A frame that should be there and is not, in a file that was cut off, is the last one.
    """
    start = file.tell()
    try:
        frames = tuple(_frames(file))
    except (OSError, struct.error, OverflowError):
        return ()
    finally:
        file.seek(start)
    pages = tuple(number for number, kind in enumerate(frames) if not kind & _COPY_OR_MASK)
    # Where everything is said to be a copy, of whatever, all may be worth reading.
    return pages or tuple(range(len(frames)))


def _frames(file: BinaryIO) -> Iterator[int]:
    """Yield what each frame of a TIFF is said to be, by the bits of its tag."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    header = file.read(16)
    order = {b"II": "<", b"MM": ">"}.get(header[:2])
    if order is None or len(header) < 8:
        return
    version = struct.unpack_from(f"{order}H", header, 2)[0]
    if version == 42:
        layout, at = _layout(order, "H", "HHI4s", "I"), 4
    elif version == 43 and len(header) == 16:
        layout, at = _layout(order, "Q", "HHQ8s", "Q"), 8
    else:
        return
    offset = layout.link.unpack_from(header, at)[0]
    seen: set[int] = set()
    room = size  # frames do not overlap: what reads more than the file holds goes in circles
    while offset and offset not in seen and room >= 0:
        seen.add(offset)
        kind, offset, used = _frame(file, offset, size, layout)
        room -= max(used, _LEAST)
        yield kind


def _layout(order: str, count: str, entry: str, link: str) -> _Layout:
    return _Layout(*(struct.Struct(f"{order}{form}") for form in (count, entry, link)))


def _frame(file: BinaryIO, offset: int, size: int, layout: _Layout) -> tuple[int, int, int]:
    """Return a frame's kind, where the next one is, and how many bytes its entries take."""
    file.seek(min(offset, size))
    start = file.read(layout.length.size)
    if len(start) < layout.length.size:
        return 0, 0, 0
    length = layout.length.unpack(start)[0] * layout.entry.size
    if length > size - offset:
        return 0, 0, 0
    entries = file.read(length)
    following = file.read(layout.link.size)
    kind = 0
    for tag, _, _, value in layout.entry.iter_unpack(entries):
        if tag == _SUBFILE:
            kind = struct.unpack(f"{layout.link.format[0]}I", value[:4])[0]
            break
    is_last = len(following) < layout.link.size
    return kind, 0 if is_last else layout.link.unpack(following)[0], length

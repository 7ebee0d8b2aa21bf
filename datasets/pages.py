"""Which frames of an opened picture are pages: those of a TIFF; all others have one.

The frames of an animation are no pages: they show one thing after the other, and whoever looks at
it sees the first one first.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

from PIL import Image, TiffImagePlugin

_SUBFILE: Final = 254
"""Tag of what a frame is beside the others."""

_COPY_OR_MASK: Final = 1 | 4
"""Bits of it: a smaller copy of another frame, or what is transparent in one."""


def frames_of_pages(image: Image.Image) -> Iterator[int]:
    """Yield the numbers of the frames that are pages, in their order; there is at least one.

    A damaged frame counts as a page: who reads it is told. No frame is looked at before it is asked
    for, since a file may have thousands.

    Parameters
    ----------
    image : PIL.Image.Image
        Opened and not yet loaded; see `go_to`.
    """
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        yield 0
        return
    n_frames, has_pages = 0, False
    for number, kind in enumerate(_kinds(image)):
        n_frames += 1
        if not kind & _COPY_OR_MASK:
            has_pages = True
            yield number
    if not has_pages:  # everything is said to be a copy, of whatever: all may be worth reading
        yield from range(n_frames)


def go_to(image: Image.Image, frame: int) -> None:
    """Go to a frame, wherever `frames_of_pages` has left the picture.

    Raises
    ------
    Exception
        Nearly any, if the frame is damaged.
    """
    image.seek(0)  # Pillow stays at a damaged frame with what it knows of the one before
    image.seek(frame)


def _kinds(image: TiffImagePlugin.TiffImageFile) -> Iterator[int]:
    """Yield what each frame is said to be, by the bits of its tag."""
    for number in itertools.count():
        kind = 0
        try:
            image.seek(number)
            kind = int(image.tag_v2.get(_SUBFILE, 0))
        except EOFError:
            return
        except Exception:  # noqa: BLE001 -- Pillow raises nearly anything at damage
            if image.tell() != number:
                return  # nor does it find a way to the next one
        yield kind

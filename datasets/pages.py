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


def frames_of_pages(image: Image.Image) -> tuple[int, ...]:
    """Return the numbers of the frames that are pages, in their order.

    A damaged frame counts as a page: who reads it is told.

    Parameters
    ----------
    image : PIL.Image.Image
        Opened and not yet loaded; left at its first frame.

    Returns
    -------
    tuple of int
        At least one.
    """
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return (0,)
    kinds = list(_kinds(image))
    image.seek(0)  # at a damaged frame, Pillow takes what it knows of the one before for this one's
    pages = tuple(number for number, kind in enumerate(kinds) if not kind & _COPY_OR_MASK)
    # Where everything is said to be a copy, of whatever, all may be worth reading.
    return pages or tuple(range(len(kinds)))


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

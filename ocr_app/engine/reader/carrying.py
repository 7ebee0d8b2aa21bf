"""What people changed in a reading, carried over to another reading of the same picture.

Another threshold moves boxes by a few pixels, and a quarter turn moves all of them; what somebody
said about a digit is still so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ocr_app.engine.reader.editing import corrected, inserted, removed
from ocr_app.engine.reader.result import Box, FoundDigit, PageReading

_SAME: Final = 0.5
"""Share of two boxes together that they have in common, from which on they are the same digit."""

_MOSTLY: Final = 0.5
"""Share of a box within another from which on it is a part of it."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of it.

    Attributes
    ----------
    page : PageReading
    kept, lost : int
        Changes that are still so, and that fit nowhere any more.
    """

    page: PageReading
    kept: int
    lost: int


def carry(
    original: PageReading,
    changed: PageReading,
    new: PageReading,
    quarter_turns: int = 0,
    within: Box | None = None,
) -> Carried:
    """Make the changes of one reading in another.

    Parameters
    ----------
    original, changed : PageReading
        What was read, and what people made of it.
    new : PageReading
        What is read now.
    quarter_turns : int
        How often the picture was turned to the left since.
    within : Box, optional
        The part of the picture that is read now; changes elsewhere fit nowhere.
    """
    read, kept_as_read = set(map(id, original.digits)), set(map(id, changed.digits))
    made = [found for found in changed.digits if id(found) not in read]
    gone = [found for found in original.digits if id(found) not in kept_as_read]
    left_out = [one for one in gone if not any(one.box.common_area(m.box) for m in made)]
    page, kept, lost = new, 0, 0
    for found in left_out:
        box = turned_box(found.box, original.size, quarter_turns)
        same = _same(page.digits, box)
        if same is not None:
            page, kept = removed(page, same), kept + 1
        # Otherwise it is not read any more: there is nothing to leave out.
    for found in made:
        placed = _turned(found, original.size, quarter_turns)
        if within is not None and not within.holds_middle_of(placed.box):
            lost += 1
            continue
        page, kept = _made_again(page, placed), kept + 1
    return Carried(page, kept, lost)


def turned_box(box: Box, size: tuple[int, int], quarter_turns: int) -> Box:
    """Return where a box is when its picture, `size` wide and high, is turned to the left."""
    for _ in range(quarter_turns % 4):
        box = Box(box.y, size[0] - box.right, box.height, box.width)
        size = size[1], size[0]
    return box


def _made_again(page: PageReading, found: FoundDigit) -> PageReading:
    same = _same(page.digits, found.box)
    if same is not None:
        if found.correction is None:
            return page
        return corrected(page, same, found.correction)
    # What people joined, divided or added is read otherwise, or not at all.
    for part in page.digits:
        area = part.box.width * part.box.height
        if part.box.common_area(found.box) > _MOSTLY * area:
            page = removed(page, part)
    return inserted(page, found)


def _turned(found: FoundDigit, size: tuple[int, int], quarter_turns: int) -> FoundDigit:
    if not quarter_turns % 4:
        return found
    ink = np.ascontiguousarray(np.rot90(found.ink, quarter_turns))
    return replace(found, box=turned_box(found.box, size, quarter_turns), ink=ink)


def _same(digits: Sequence[FoundDigit], box: Box) -> FoundDigit | None:
    """Return the digit whose box is most like another, if it is like it."""
    likeness = [_likeness(found.box, box) for found in digits]
    if not likeness or max(likeness) < _SAME:
        return None
    return digits[int(np.argmax(likeness))]


def _likeness(a: Box, b: Box) -> float:
    common = a.common_area(b)
    return common / (a.width * a.height + b.width * b.height - common)

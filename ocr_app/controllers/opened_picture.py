"""A picture on the Read tab: where it comes from, how it is read, and what people changed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from ocr_app.engine.reader.result import UNREADABLE, Box, FoundDigit, PageReading
from ocr_app.widgets.read.mark import UNSURE_BELOW, Mark, Trust

if TYPE_CHECKING:
    from ocr_app.engine.reader.job import JobResult, ReadJob


@dataclass(slots=True, eq=False)
class OpenedPicture:
    """One of the pictures.

    Attributes
    ----------
    job : ReadJob
        How it is read next.
    result : JobResult or None
        None as long as it is not read.
    page : PageReading or None
        What was read, with what people changed.
    error : str
        One sentence, if it could not be read.
    """

    job: ReadJob
    result: JobResult | None = None
    page: PageReading | None = None
    error: str = ""
    _before: list[PageReading] = field(default_factory=list)

    @property
    def is_waiting(self) -> bool:
        """Whether it has still to be read."""
        return self.result is None and not self.error

    @property
    def is_changed(self) -> bool:
        """Whether people have changed what was read."""
        return bool(self._before)

    def forget(self, job: ReadJob) -> None:
        """Have it read again, in another way."""
        self.job, self.result, self.page, self.error = job, None, None, ""
        self._before.clear()

    def take(self, result: JobResult) -> None:
        """Keep what was read."""
        self.result, self.page = result, result.page

    def change(self, page: PageReading) -> None:
        """Keep what people changed."""
        if self.page is not None:
            self._before.append(self.page)
        self.page = page

    def undo(self) -> bool:
        """Take the last change back; whether there was one."""
        if not self._before:
            return False
        self.page = self._before.pop()
        return True

    @property
    def digits(self) -> tuple[FoundDigit, ...]:
        """All digits in reading order."""
        return () if self.page is None else self.page.digits

    def marks(self) -> list[Mark]:
        """Return what the page shows of them."""
        reduction = 1 if self.page is None else self.page.reduction
        return [mark_of(found, reduction) for found in self.digits]


def mark_of(found: FoundDigit, reduction: int) -> Mark:
    """Describe a digit for the page, in pixels of what is shown."""
    box, reading = found.box, found.reading
    if found.correction is not None:
        trust = Trust.CORRECTED
    elif not reading.is_digit:
        trust = Trust.NO_DIGIT
    else:
        trust = Trust.SURE if reading.confidence >= UNSURE_BELOW else Trust.UNSURE
    text = UNREADABLE if trust == Trust.NO_DIGIT else found.text()
    sides = (side / reduction for side in (box.x, box.y, box.width, box.height))
    return Mark(QRectF(*sides), text, reading.confidence, trust)


def box_of(rectangle: QRectF, reduction: int) -> Box:
    """Turn what was drawn on the page into whole pixels of the file."""
    whole = rectangle.toAlignedRect()
    return Box(whole.x(), whole.y(), whole.width(), whole.height()).scaled(reduction)


def turned(job: ReadJob, quarter_turns: int) -> ReadJob:
    """Turn a picture; a region of it has then no meaning."""
    turns = (job.quarter_turns + quarter_turns) % 4
    return replace(job, quarter_turns=turns, region=None)

"""A picture on the Read tab: where it comes from, how it is read, and what people changed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF

from ocr_app.engine.reader.carrying import Carried, carry
from ocr_app.engine.reader.result import UNREADABLE, Box, FoundDigit, PageReading
from ocr_app.widgets.read.mark import Mark, Trust

if TYPE_CHECKING:
    from ocr_app.engine.reader.job import JobResult, ReadJob


_MOST_JOBS = 3
"""Ways of reading a picture that can be gone back to."""


class _State(NamedTuple):
    """What undoing and redoing goes back to: a picture that was read, or was about to be."""

    job: ReadJob
    result: JobResult | None
    original: PageReading | None
    page: PageReading | None
    error: str
    to_carry: _State | None


@dataclass(slots=True, eq=False)
class OpenedPicture:
    """One of the pictures.

    Attributes
    ----------
    job : ReadJob
        How it is read next.
    result : JobResult or None
        The picture, and what is needed to read boxes in it; None before, and of one that was put
        away since nobody looks at it.
    original : PageReading or None
        What was read; None as long as it is not.
    page : PageReading or None
        The same with what people changed.
    error : str
        One sentence, if it could not be read.
    was_read : bool
        Whether it has been read before, in whatever way.
    """

    job: ReadJob
    result: JobResult | None = None
    original: PageReading | None = None
    page: PageReading | None = None
    error: str = ""
    was_read: bool = False
    _before: list[_State] = field(default_factory=list)
    _after: list[_State] = field(default_factory=list)
    _to_carry: _State | None = None
    _marked: list[tuple[FoundDigit, Mark]] = field(default_factory=list)

    @property
    def is_waiting(self) -> bool:
        """Whether it has still to be read."""
        return self.page is None and not self.error

    @property
    def is_put_away(self) -> bool:
        """Whether it was read, and has to be opened again to be seen."""
        return self.page is not None and self.result is None and not self.error

    @property
    def n_bytes(self) -> int:
        """Memory that the picture takes."""
        result = self.result
        return 0 if result is None else result.grey.nbytes + result.prepared.ink.nbytes

    def put_away(self) -> None:
        """Keep what was read and changed, but not the picture."""
        self.result = None
        self._before = [state._replace(result=None) for state in self._before]
        self._after = [state._replace(result=None) for state in self._after]

    @property
    def is_changed(self) -> bool:
        """Whether people have changed what was read, or what is to be read anew."""
        return self.page is not self.original or self._to_carry is not None

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether a change was taken back that can be made again."""
        return bool(self._after)

    def forget(self, job: ReadJob) -> None:
        """Have it read again, in another way; what people changed is then made again.

        Before that it can be undone: nothing that does not fit any more is lost.
        """
        self._after.clear()
        if self.page is not None and self.is_changed:
            self._to_carry = self._state()
            self._before.append(self._to_carry)
            self._drop_old_pictures()
        elif self._to_carry is None:
            self._before.clear()
        self.job, self.result, self.original, self.page, self.error = job, None, None, None, ""

    def take(self, result: JobResult) -> Carried | None:
        """Keep what was read; return what became of people's changes, if there were any."""
        self.result, self.was_read = result, True
        if self.page is not None:
            return None  # it was only put away
        self.original = self.page = result.page
        old, self._to_carry = self._to_carry, None
        if old is None or old.original is None or old.page is None:
            return None
        carried = carry(
            old.original,
            old.page,
            result.page,
            self.job.quarter_turns - old.job.quarter_turns,
            self.job.region,
        )
        self.page = carried.page
        return carried

    def change(self, page: PageReading) -> None:
        """Keep what people changed."""
        self._before.append(self._state())
        self._after.clear()
        self.page = page

    def undo(self) -> bool:
        """Take the last change back; return whether it was read in another way before."""
        self._after.append(self._state())
        return self._go_to(self._before.pop())

    def redo(self) -> bool:
        """Make the change again that was taken back last; return whether it is read otherwise."""
        self._before.append(self._state())
        return self._go_to(self._after.pop())

    def _go_to(self, state: _State) -> bool:
        is_other = state.job is not self.job
        self.job, self.result, self.original, self.page, self.error, self._to_carry = state
        return is_other

    def _state(self) -> _State:
        return _State(self.job, self.result, self.original, self.page, self.error, self._to_carry)

    def _drop_old_pictures(self) -> None:
        """Keep the last few of the pictures that were read: each may take hundreds of megabytes."""
        jobs = list(dict.fromkeys(id(state.job) for state in self._before))
        kept = set(jobs[-_MOST_JOBS:])
        self._before = [state for state in self._before if id(state.job) in kept]

    @property
    def digits(self) -> tuple[FoundDigit, ...]:
        """All digits in reading order."""
        return () if self.page is None else self.page.digits

    def marks(self) -> list[Mark]:
        """Return what the page shows of them.

        Those of digits that are still the same are made once: a page may have thousands.
        """
        reduction = 1 if self.page is None else self.page.reduction
        known = {id(found): mark for found, mark in self._marked}
        self._marked = [
            (found, known.get(id(found)) or mark_of(found, reduction)) for found in self.digits
        ]
        return [mark for _, mark in self._marked]


def mark_of(found: FoundDigit, reduction: int) -> Mark:
    """Describe a digit for the page, in pixels of what is shown."""
    box, reading = found.box, found.reading
    trust = Trust.of(reading, is_corrected=found.correction is not None, is_sign=bool(found.sign))
    text = UNREADABLE if trust == Trust.NO_DIGIT else found.text()
    shown = QRectF(
        box.x / reduction, box.y / reduction, box.width / reduction, box.height / reduction
    )
    return Mark(shown, text, reading.confidence, trust)


def box_of(rectangle: QRectF, reduction: int) -> Box:
    """Turn what was drawn on the page into whole pixels of the file."""
    whole = rectangle.toAlignedRect()
    return Box(whole.x(), whole.y(), whole.width(), whole.height()).scaled(reduction)


def turned(job: ReadJob, quarter_turns: int) -> ReadJob:
    """Turn a picture; a region of it has then no meaning."""
    turns = (job.quarter_turns + quarter_turns) % 4
    return replace(job, quarter_turns=turns, region=None)

"""What people have changed, and the way back."""

from __future__ import annotations

from typing import Final

from ocr_app.engine.xor_lab.moment import Moment

KEPT: Final = 200


class Edits:
    """Moments before each change, and after those that were taken back."""

    def __init__(self) -> None:
        self._done: list[tuple[str, Moment]] = []
        self._undone: list[tuple[str, Moment]] = []

    @property
    def undo_text(self) -> str:
        """What would be taken back, or "" if there is nothing."""
        return self._done[-1][0] if self._done else ""

    @property
    def redo_text(self) -> str:
        """What would be made again, or ""."""
        return self._undone[-1][0] if self._undone else ""

    def note(self, text: str, before: Moment) -> None:
        """Remember what things were like before a change."""
        self._done = [*self._done[1 - KEPT :], (text, before)]
        self._undone = []

    def undo(self, now: Moment) -> Moment:
        """Take the last change back; return the moment before it, or `now` if there is none."""
        if not self._done:
            return now
        text, before = self._done.pop()
        self._undone.append((text, now))
        return before

    def redo(self, now: Moment) -> Moment:
        """Make it again; return the moment from which it was taken back."""
        if not self._undone:
            return now
        text, after = self._undone.pop()
        self._done.append((text, now))
        return after

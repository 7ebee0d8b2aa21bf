"""What is made a part at a time while the window has nothing else to do, or all at once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator


class MadeInParts(ABC):
    """Made one part at a time: all at once would hold up a pen.

    Attributes
    ----------
    is_made : bool
        Whether all is there.
    """

    def __init__(self) -> None:
        self._steps = self._make()
        self.is_made = False

    def make_next(self) -> bool:
        """Make some of what is left; return whether anything was."""
        self.is_made = next(self._steps, None) is None
        return not self.is_made

    def make_all(self) -> None:
        """Make all that is left."""
        while self.make_next():
            pass

    @abstractmethod
    def _make(self) -> Iterator[object]:
        """Make a part, and yield it."""

"""When to say that a drawing doesn't look like a digit: not while it is drawn."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

PAUSE_MS: Final = 400
"""People lift the pen for less between two strokes of a digit."""


class RefusalController(QObject):
    """Holds a refusal back until the pen pauses, since half a digit seldom looks like one.

    Once it has been said it stays while the pen goes on, until there is something like a digit:
    so a stroke changes what is said once, not with every movement.

    Signals
    -------
    said
        From now on it is to be said.
    """

    said = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_said = self._was_pen_down = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._say)

    @property
    def is_said(self) -> bool:
        """Whether to say now that the drawing doesn't look like a digit."""
        return self._is_said

    def judge(self, is_refused: bool, is_pen_down: bool) -> None:
        """Take a new reading into account.

        Parameters
        ----------
        is_refused : bool
            Whether the drawing as it is doesn't look like a digit.
        is_pen_down : bool
            Whether it is being drawn on.
        """
        is_drawn, self._was_pen_down = is_pen_down or self._was_pen_down, is_pen_down
        if not is_refused:
            self._pause.stop()
            self._is_said = False
        elif not is_drawn:  # opened, undone, or read by another network
            self._pause.stop()
            self._is_said = True
        elif not self._is_said:
            self._pause.start()

    def _say(self) -> None:
        self._is_said = True
        self.said.emit()

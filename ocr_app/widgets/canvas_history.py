"""Steps of drawing that can be undone: from one paper with what is on it to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QUndoCommand

from ocr_app.widgets.given_digit import GivenDigit

if TYPE_CHECKING:
    from ocr_app.widgets.digit_canvas import DigitCanvas

Points = NDArray[np.float64]


class Paper(NamedTuple):
    """What is on a sheet of paper: strokes, or a digit without any."""

    strokes: tuple[Points, ...] = ()
    given: GivenDigit | None = None


class Change(QUndoCommand):
    """From one paper with what is on it to another.

    Parameters
    ----------
    canvas : DigitCanvas
    strokes, given
        What is on the paper from now on.
    text : str
        What Undo takes back.
    is_number : bool, optional
        Whether it is on the paper for a number; on the one that is shown if None.
    silent : bool
        Whether somebody else tells of the change when it is first made.
    """

    def __init__(
        self,
        canvas: DigitCanvas,
        strokes: tuple[Points, ...],
        given: GivenDigit | None,
        text: str,
        *,
        is_number: bool | None = None,
        silent: bool = False,
    ) -> None:
        super().__init__(text)
        self._canvas = canvas
        now = canvas.is_number
        mode = now if is_number is None else is_number
        self._before = canvas.on_paper, now
        self._after = Paper(strokes, given), mode
        # The paper that is not shown before and after, so that undoing brings both back.
        self._other = canvas.other
        self._silent = silent

    def redo(self) -> None:
        """Put the new strokes on the canvas."""
        self._canvas.put(*self._after, self._silent)
        self._silent = False

    def undo(self) -> None:
        """Put the old strokes back."""
        self._canvas.put(*self._before, silent=False)
        self._canvas.other = self._other

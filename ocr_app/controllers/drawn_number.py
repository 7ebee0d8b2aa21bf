"""From strokes to the number that they make: read off the GUI thread, shown, explained, copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRectF, Signal
from PySide6.QtGui import QGuiApplication

from datasets.drawing import Drawing
from ocr_app.engine.model import Model
from ocr_app.widgets.draw_tab import DrawTab
from ocr_app.widgets.read.mark import Mark, Trust
from ocr_app.workers.one_thread import OneThread

if TYPE_CHECKING:
    from concurrent.futures import Future

    from ocr_app.engine.drawn_number import DrawnDigit, NumberReader, NumberReading

_TOO_MANY: Final = 50_000
"""Points of strokes that are read; nobody's number comes near."""


class DrawnNumberController(QObject):
    """Reads the number on the canvas of a `DrawTab` while it is written.

    One reading at a time, always of the newest strokes: a slow computer skips some, and the pen
    never waits.

    Parameters
    ----------
    tab : DrawTab
    model : Model
        To read with at first.
    window : QObject
        If it is closed, the thread ends.

    Signals
    -------
    number_changed : str
        What is read, after each reading; "?" stands for what doesn't look like a digit.
    """

    number_changed = Signal(str)

    def __init__(self, tab: DrawTab, model: Model, window: QObject) -> None:
        super().__init__(window)
        self._tab, self._model = tab, model
        self._thread = OneThread("number", self)
        self._reader: NumberReader | None = None
        self._number: NumberReading | None = None
        self._chosen_stroke = -1  # digits come, go and are joined; strokes stay
        self._newest = -1
        self._labels: dict[Drawing, int] = {}  # of digits whose strokes have not changed since
        self._is_busy = self._is_stale = False
        tab.canvas.drawing_changed.connect(self._on_drawing)
        tab.canvas.digit_chosen.connect(self.choose)
        tab.number.digit_chosen.connect(self.choose)
        tab.number.copy_requested.connect(self.copy)
        window.installEventFilter(self)

    @property
    def number(self) -> NumberReading | None:
        """What is read; None before anything was."""
        return self._number

    @property
    def is_busy(self) -> bool:
        """Whether newer strokes are being read."""
        return self._is_busy

    def use_model(self, model: Model) -> None:
        """Read with another model from now on, the number on the canvas first."""
        self._model = model
        self._on_drawing(self._tab.canvas.drawing)

    def choose(self, number: int) -> None:
        """Explain this digit of the number."""
        if self._number is not None and 0 <= number < len(self._number.digits):
            self._chosen_stroke = self._number.digits[number].strokes[0]
            self._show()

    def correct(self, digit: Drawing, label: int | None) -> None:
        """Show what somebody says a digit is; None takes that back."""
        if label is None:
            self._labels.pop(digit, None)
        else:
            self._labels[digit] = label
        if self._tab.canvas.is_number:
            self._show()

    def copy(self) -> None:
        """Copy the number as text."""
        if text := self._tab.number.text:
            QGuiApplication.clipboard().setText(text)
            self._tab.number.say(f"{text} is on the clipboard.")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """End the thread with the window."""
        del watched
        if event.type() == QEvent.Type.Close:
            self._is_stale = False
            self._thread.close(lambda: None)
        return False

    def _on_drawing(self, drawing: Drawing) -> None:
        if not self._tab.canvas.is_number:
            return
        if drawing.is_blank:
            self._number, self._is_stale = None, False
            self._show()
        elif drawing.n_points > _TOO_MANY:
            self._tab.number.say("This is too much to be a number: undo, or clear the canvas.")
        elif self._is_busy:
            self._is_stale = True
        else:
            self._start(drawing)

    def _start(self, drawing: Drawing) -> None:
        self._is_busy, self._is_stale = True, False
        model = self._model

        def read() -> tuple[Model, NumberReading]:
            # In the thread: it brings the normaliser along, which nobody should wait for.
            from ocr_app.engine.drawn_number import NumberReader  # noqa: PLC0415

            if self._reader is None or self._reader.model is not model:
                self._reader = NumberReader(model)
            return model, self._reader.read(drawing)

        self._thread.do(read, lambda done: self._take(done, drawing))

    def _take(self, done: Future[tuple[Model, NumberReading]], drawing: Drawing) -> None:
        self._is_busy = False
        canvas = self._tab.canvas
        model, number = done.result()
        if canvas.is_number and not canvas.is_blank and model is self._model:
            newest = len(drawing.strokes) - 1
            if canvas.is_pen_down or newest != self._newest:
                self._chosen_stroke = newest  # what is written is explained
            self._number, self._newest = number, newest
            self._show()
        if self._is_stale:
            self._on_drawing(canvas.drawing)

    def _show(self) -> None:
        digits = () if self._number is None else self._number.digits
        marks = [_mark(digit, self._labels.get(digit.drawing)) for digit in digits]
        chosen = -1 if self._number is None else self._number.digit_of(self._chosen_stroke)
        subject = digits[chosen].drawing if chosen >= 0 else Drawing()
        self._tab.number.show_number(marks, chosen)
        self._tab.canvas.show_number(marks, chosen, subject)
        self.number_changed.emit("".join(mark.text for mark in marks))


def _mark(digit: DrawnDigit, label: int | None) -> Mark:
    left, top, right, bottom = digit.box
    text = digit.text if label is None else str(label)
    trust = Trust.of(digit.reading, is_corrected=label is not None)
    box = QRectF(left, top, right - left, bottom - top)
    return Mark(box, text, digit.reading.confidence, trust)

"""The bar and the canvas: what a drawing is said to be is saved as a sample."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from datasets.drawing import Drawing
from ocr_app.controllers.drawings import MOST_POINTS
from ocr_app.controllers.samples.browsing import BrowsingController
from ocr_app.controllers.samples.desk import Desk, Stock
from ocr_app.controllers.samples.desk_thread import DeskThread
from ocr_app.dialogs import show_error
from ocr_app.widgets.digit_canvas import DigitCanvas
from ocr_app.widgets.given_digit import GivenDigit
from ocr_app.widgets.samples.sample import a_digit, n_samples
from ocr_app.widgets.samples.teach_bar import TeachBar

if TYPE_CHECKING:
    from datasets.digit_picture import DigitPicture, Written
    from ocr_app.storage import SampleStore, StoredSample
    from ocr_app.widgets.samples.samples_browser import SamplesBrowser
    from ocr_app.widgets.samples.slow_reader import Read


def _own_store() -> SampleStore:
    from ocr_app.storage import SampleStore  # noqa: PLC0415 -- not needed to start

    return SampleStore()


class SamplesController(QObject):
    """Saves what people say about the canvas, and lets them look through all of it.

    Of a number, what is saved is the chosen digit.

    Parameters
    ----------
    teach_bar : TeachBar
    canvas : DigitCanvas
    window : QWidget
        Owns the browser. When it closes, everything is saved and the file is closed.
    store_factory : callable () -> SampleStore
        Called in the file's own thread, when samples are first needed.

    Signals
    -------
    samples_changed : int
        How many samples there are now.
    fine_tune_requested
    drawing_opened : Drawing
        A sample was put onto the canvas.
    labelled : Drawing, int or None
        What a drawing is said to be; None: that was taken back.
    """

    samples_changed = Signal(int)
    fine_tune_requested = Signal()
    drawing_opened = Signal(object)
    labelled = Signal(object, object)

    def __init__(
        self,
        teach_bar: TeachBar,
        canvas: DigitCanvas,
        window: QWidget,
        store_factory: Callable[[], SampleStore] = _own_store,
    ) -> None:
        super().__init__(window)
        self._bar, self._canvas, self._window = teach_bar, canvas, window
        self._counts: tuple[int, ...] | None = None
        self._said: tuple[Drawing, int] | None = None
        self._desk = DeskThread(store_factory, self)
        self._desk.stock_changed.connect(self._show_stock)
        self._desk.failed.connect(self._show_failure)
        self._desk.damage_noticed.connect(self._show_damage)
        self._browsing = BrowsingController(self._desk, window)
        self._browsing.opened.connect(self._open)
        teach_bar.taught.connect(self.teach)
        teach_bar.undo_requested.connect(self._take_back)
        teach_bar.browse_requested.connect(self.browse)
        teach_bar.fine_tune_requested.connect(self.fine_tune_requested)
        canvas.subject_changed.connect(self._show_canvas)
        self._show_canvas()
        window.installEventFilter(self)

    @property
    def browser(self) -> SamplesBrowser | None:
        """The browser, if it has been opened."""
        return self._browsing.browser

    @property
    def total(self) -> int:
        """How many samples there are, as far as is known yet."""
        return sum(self._counts or ())

    def warm_up(self) -> None:
        """Open the file and show how many samples are in it; to be called after the first paint."""
        self._desk.do(Desk.look, lambda _: None, "Your samples could not be opened")

    def teach(self, label: int) -> None:
        """Save the drawing as a digit 0..9; if it is saved already, correct what it is."""
        drawing = self._canvas.subject
        if drawing.is_blank:
            self._bar.show_message("Draw a digit first.")
            return
        if drawing.n_points > MOST_POINTS:
            self._bar.show_message("Not saved: this drawing is too large for a digit.")
            return
        self._desk.do(
            lambda desk: desk.teach(drawing, label),
            partial(self._show_taught, drawing, label),
            "The drawing was not saved",
        )

    def keep(self, digits: Sequence[tuple[Written, int]], then: Callable[[int, int], None]) -> None:
        """Save digits that somebody labelled elsewhere, each once.

        Parameters
        ----------
        digits : sequence of (Drawing or DigitPicture, int)
        then : callable (int, int) -> None
            Told how many are new, and how many were saved already.
        """
        self._desk.do(
            lambda desk: desk.add_many(digits, "keeping"),
            lambda counts: then(*counts),
            "The digits were not saved",
        )

    def samples(self) -> tuple[tuple[Written, int], ...]:
        """Return every digit and what it is, oldest first; waits for the file.

        Raises
        ------
        StorageError
            With one sentence, if the file cannot be read.
        """
        return tuple((sample.drawing, sample.label) for sample in self._desk.ask(Desk.all))

    def set_reader(self, read: Read | None) -> None:
        """Mark in the browser what is misread by a function; see `SamplesBrowser.set_reader`."""
        self._browsing.set_reader(read)

    def browse(self) -> None:
        """Show the browser beside the window."""
        self._browsing.browse()

    def import_file(self, file: Path) -> None:
        """Add the labelled drawings of a file; if anything is wrong with it, none of them."""
        self._browsing.import_file(file)

    def close(self) -> None:
        """Wait until everything is saved, and close file and browser; may be called twice."""
        self._browsing.close()
        self._desk.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Close with the window; look what others did when it comes to the front."""
        if watched is self._window:
            if event.type() == QEvent.Type.Close:
                self.close()
            elif event.type() == QEvent.Type.WindowActivate:
                self._desk.look_again()
        return False

    def _show_canvas(self) -> None:
        self._bar.set_possible(not self._canvas.subject.is_blank)
        drawing, label = self._said or (None, None)
        self._bar.set_label(label if drawing == self._canvas.subject else None)

    def _show_taught(self, drawing: Drawing, label: int, can_undo: bool) -> None:
        self._said = (drawing, label)
        self.labelled.emit(drawing, label)
        if can_undo:
            self._bar.show_saved(label, self._counts or ())
        else:
            self._bar.show_message(f"Saved as {a_digit(label)} already")
        self._show_canvas()

    def _take_back(self) -> None:
        self._desk.do(Desk.take_back, self._show_taken_back, "The drawing was not taken back")

    def _show_taken_back(self, taken: tuple[int, int | None] | None) -> None:
        if taken is None:
            self._bar.show_message("")
            return
        wrong, label = taken
        drawing = self._said[0] if self._said else None
        self._said = None if drawing is None or label is None else (drawing, label)
        if drawing is not None:
            self.labelled.emit(drawing, label)
        was = f"not {a_digit(wrong)}" if label is None else f"{a_digit(label)} again"
        self._bar.show_message(f"Taken back: {was} · {n_samples(self.total)}")
        self._show_canvas()

    def _open(self, sample: StoredSample) -> None:
        if not isinstance(sample.drawing, Drawing):
            self._open_picture(sample.drawing, sample.label)
            return
        self._said = (sample.drawing, sample.label)
        self._desk.do(
            lambda desk: desk.hold(sample), lambda _: None, "Your samples could not be read"
        )
        self._canvas.set_drawing(sample.drawing, "Open sample")
        self.drawing_opened.emit(sample.drawing)

    def _open_picture(self, picture: DigitPicture, label: int) -> None:
        from datasets.normalization import normalize_ink  # noqa: PLC0415 -- not needed to start

        if (seen := normalize_ink(picture.floats)) is not None:
            origin = f"A digit out of a picture, saved as {a_digit(label)}."
            self._canvas.show_given(GivenDigit(seen.pixels, origin))
            self.drawing_opened.emit(self._canvas.drawing)

    def _show_stock(self, stock: Stock) -> None:
        if stock.counts != self._counts:
            self._counts = stock.counts
            self._bar.show_counts(stock.counts)
            self.samples_changed.emit(self.total)
        self._browsing.show_stock(stock)

    def _show_failure(self, what: str, error: Exception) -> None:
        self._browsing.tell("")
        show_error(self._browsing.front, what, error)

    def _show_damage(self, sentence: str) -> None:
        show_error(self._browsing.front, "Some samples were damaged", ValueError(sentence))

"""My samples: joins the canvas, the bar below it, the browser and the file of samples.

The file is read and written by one thread of its own: a disk may take its time, the window not.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from datasets.drawing import Drawing
from datasets.errors import DataError, DataFileError
from ocr_app.controllers.drawings import MOST_POINTS
from ocr_app.dialogs import file_to_open, file_to_save, show_error
from ocr_app.widgets.digit_canvas import DigitCanvas
from ocr_app.widgets.samples.sample import a_digit, n_samples
from ocr_app.widgets.samples.teach_bar import TeachBar

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from ocr_app.storage import SampleStore, StoredSample
    from ocr_app.widgets.samples.samples_browser import SamplesBrowser
    from ocr_app.widgets.samples.slow_reader import Read

T = TypeVar("T")

MOST_SAMPLES: Final = 50_000
"""As many as one file may bring in; more would take the browser seconds to show."""

_MOST_UNDOS: Final = 100
_IMPORTED: Final = "Drawings (*.jsonl *.json *.ndjson *.unipen *.tes *.tra *.gz);;All files (*)"
_EXPORTED: Final = "Drawings (*.jsonl);;All files (*)"


def _own_store() -> SampleStore:
    from ocr_app.storage import SampleStore  # noqa: PLC0415 -- not needed to start

    return SampleStore()


class SamplesController(QObject):
    """Saves what people say about the canvas, and lets them look through all of it.

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
    """

    samples_changed = Signal(int)
    fine_tune_requested = Signal()
    drawing_opened = Signal(object)
    _done = Signal(object)

    def __init__(
        self,
        teach_bar: TeachBar,
        canvas: DigitCanvas,
        window: QWidget,
        store_factory: Callable[[], SampleStore] = _own_store,
    ) -> None:
        super().__init__(window)
        self._bar, self._canvas, self._window = teach_bar, canvas, window
        self._desk = _Desk(store_factory)
        self._thread: ThreadPoolExecutor | None = None
        self._browser: SamplesBrowser | None = None
        self._read: Read | None = None
        self._counts: tuple[int, ...] | None = None
        self._shown: tuple[StoredSample, ...] | None = None
        self._notices: set[str] = set()
        self._said: tuple[Drawing, int] | None = None
        self._done.connect(self._run, Qt.ConnectionType.QueuedConnection)
        teach_bar.taught.connect(self.teach)
        teach_bar.undo_requested.connect(self._take_back)
        teach_bar.browse_requested.connect(self.browse)
        teach_bar.fine_tune_requested.connect(self.fine_tune_requested)
        canvas.drawing_changed.connect(self._show_canvas)
        self._show_canvas()
        window.installEventFilter(self)

    @property
    def browser(self) -> SamplesBrowser | None:
        """The browser, if it has been opened."""
        return self._browser

    @property
    def total(self) -> int:
        """How many samples there are, as far as is known yet."""
        return sum(self._counts or ())

    def warm_up(self) -> None:
        """Open the file and show how many samples are in it; to be called after the first paint."""
        self._do(_Desk.look, lambda _: None, "Your samples could not be opened")

    def teach(self, label: int) -> None:
        """Save the drawing as a digit 0..9; if it is saved already, correct what it is."""
        drawing = self._canvas.drawing
        if drawing.is_blank:
            self._bar.show_message("Draw a digit first.")
            return
        if drawing.n_points > MOST_POINTS:
            self._bar.show_message("Not saved: this drawing is too large for a digit.")
            return
        self._do(
            lambda desk: desk.teach(drawing, label),
            partial(self._show_taught, drawing, label),
            "The drawing was not saved",
        )

    def samples(self) -> tuple[tuple[Drawing, int], ...]:
        """Return every drawing and what it is, oldest first; waits for the file.

        Raises
        ------
        StorageError
            With one sentence, if the file cannot be read.
        """
        found = self._executor().submit(self._desk.all).result()
        return tuple((sample.drawing, sample.label) for sample in found)

    def set_reader(self, read: Read | None) -> None:
        """Mark in the browser what is misread by a function; see `SamplesBrowser.set_reader`."""
        self._read = read
        if self._browser is not None:
            self._browser.set_reader(read)

    def browse(self) -> None:
        """Show the browser beside the window."""
        browser = self._browser or self._make_browser()
        browser.show()
        browser.activateWindow()
        self._do(_Desk.look_at_all, lambda _: None, "Your samples could not be opened")

    def import_file(self, file: Path) -> None:
        """Add the labelled drawings of a file; if anything is wrong with it, none of them."""
        self._tell("Importing…")
        self._do(
            lambda desk: desk.add_many(_read_pairs(file)),
            lambda counts: self._tell(_imported(*counts)),
            "Nothing was imported",
        )

    def export_file(self, file: Path, samples: Sequence[StoredSample]) -> None:
        """Write samples to a file of JSON lines."""
        self._do(
            lambda _: _write(file, samples),
            lambda count: self._tell(f"{n_samples(count)} written to {file.name}."),
            "Nothing was exported",
        )

    def close(self) -> None:
        """Wait until everything is saved, and close file and browser; may be called twice."""
        if self._browser is not None:
            self._browser.close()
        if self._thread is not None:
            self._thread.submit(self._desk.close)
            self._thread.shutdown()
            self._thread = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Close with the window; look what others did when it comes to the front."""
        if watched is self._window:
            if event.type() == QEvent.Type.Close:
                self.close()
            elif event.type() == QEvent.Type.WindowActivate:
                self._look_again()
        return False

    # -- the bar -------------------------------------------------------------------------------

    def _show_canvas(self) -> None:
        self._bar.set_possible(not self._canvas.is_blank)
        drawing, label = self._said or (None, None)
        self._bar.set_label(label if drawing == self._canvas.drawing else None)

    def _show_taught(self, drawing: Drawing, label: int, can_undo: bool) -> None:
        self._said = (drawing, label)
        if can_undo:
            self._bar.show_saved(label, self._counts or ())
        else:
            self._bar.show_message(f"Saved as {a_digit(label)} already")
        self._show_canvas()

    def _take_back(self) -> None:
        self._do(_Desk.take_back, self._show_taken_back, "The drawing was not taken back")

    def _show_taken_back(self, taken: tuple[int, int | None] | None) -> None:
        if taken is None:
            self._bar.show_message("")
            return
        wrong, label = taken
        drawing = self._said[0] if self._said else None
        self._said = None if drawing is None or label is None else (drawing, label)
        was = f"not {a_digit(wrong)}" if label is None else f"{a_digit(label)} again"
        self._bar.show_message(f"Taken back: {was} · {n_samples(self.total)}")
        self._show_canvas()

    # -- the browser ---------------------------------------------------------------------------

    def _make_browser(self) -> SamplesBrowser:
        from ocr_app.widgets.samples.samples_browser import SamplesBrowser  # noqa: PLC0415

        browser = self._browser = SamplesBrowser(self._window)
        browser.set_reader(self._read)
        browser.relabel_requested.connect(self._relabel)
        browser.delete_requested.connect(self._delete)
        browser.undo_requested.connect(self._undo)
        browser.import_requested.connect(self._import)
        browser.export_requested.connect(self._export)
        browser.opened.connect(self._open)
        browser.activated.connect(self._look_again)
        return browser

    def _relabel(self, samples: Sequence[StoredSample], label: int) -> None:
        self._do(
            lambda desk: desk.relabel(samples, label),
            lambda _: self._tell(f"{n_samples(len(samples))} relabelled: {a_digit(label)}."),
            "Nothing was relabelled",
        )

    def _delete(self, samples: Sequence[StoredSample]) -> None:
        self._do(
            lambda desk: desk.delete(samples),
            lambda _: self._tell(f"{n_samples(len(samples))} deleted."),
            "Nothing was deleted",
        )

    def _undo(self) -> None:
        self._do(
            _Desk.undo,
            lambda what: self._tell(f"Taken back: {what}." if what else ""),
            "Nothing was taken back",
        )

    def _import(self) -> None:
        if file := file_to_open(self._browser or self._window, "Import samples", _IMPORTED):
            self.import_file(file)

    def _export(self, samples: Sequence[StoredSample]) -> None:
        parent = self._browser or self._window
        if file := file_to_save(parent, "Export samples", "samples.jsonl", _EXPORTED):
            self.export_file(file, samples)

    def _open(self, sample: StoredSample) -> None:
        self._said = (sample.drawing, sample.label)
        self._do(lambda desk: desk.hold(sample), lambda _: None, "Your samples could not be read")
        self._canvas.set_drawing(sample.drawing, "Open sample")
        self.drawing_opened.emit(sample.drawing)

    def _tell(self, sentence: str) -> None:
        if self._browser is not None:
            self._browser.show_message(sentence)

    def _look_again(self) -> None:
        if self._thread is not None:
            self._do(_Desk.look, lambda _: None, "Your samples could not be read")

    # -- the thread ----------------------------------------------------------------------------

    def _executor(self) -> ThreadPoolExecutor:
        if self._thread is None:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 -- not to start

            self._thread = ThreadPoolExecutor(1, "samples")
        return self._thread

    def _do(self, work: Callable[[_Desk], T], then: Callable[[T], None], failure: str) -> None:
        """Do something in the file's thread, after all that was asked for; then show it."""

        def job() -> tuple[T, _Stock]:
            return work(self._desk), self._desk.stock()

        def tell(done: Future[tuple[T, _Stock]]) -> None:
            with contextlib.suppress(RuntimeError):  # the window has gone meanwhile
                self._done.emit(lambda: self._show(done, then, failure))

        self._executor().submit(job).add_done_callback(tell)

    def _run(self, show: Callable[[], None]) -> None:
        show()

    def _show(
        self, done: Future[tuple[T, _Stock]], then: Callable[[T], None], failure: str
    ) -> None:
        from ocr_app.storage import StorageError  # noqa: PLC0415 -- here already

        try:
            value, stock = done.result()
        except (StorageError, DataError, OSError, MemoryError) as error:
            self._tell("")
            show_error(self._front(), failure, error)
            return
        self._show_stock(stock)
        then(value)
        if stock.notice and stock.notice not in self._notices:
            self._notices.add(stock.notice)
            show_error(self._front(), "Some samples were damaged", ValueError(stock.notice))

    def _show_stock(self, stock: _Stock) -> None:
        if stock.counts != self._counts:
            self._counts = stock.counts
            self._bar.show_counts(stock.counts)
            self.samples_changed.emit(self.total)
        if self._browser is not None and stock.samples is not None:
            self._browser.set_undo(stock.undo)
            if stock.samples is not self._shown:
                self._shown = stock.samples
                self._browser.show_samples(stock.samples)

    def _front(self) -> QWidget:
        browser = self._browser
        return browser if browser is not None and browser.isVisible() else self._window


@dataclass(frozen=True, slots=True)
class _Stock:
    """What there is: counts, all samples if somebody looks, what Undo would take back."""

    counts: tuple[int, ...]
    samples: tuple[StoredSample, ...] | None
    undo: str
    notice: str


@dataclass(slots=True)
class _Said:
    """What was said last about a drawing: the sample, and what it was called before."""

    id: int
    drawing: Drawing
    before: list[int]
    is_new: bool

    @property
    def can_undo(self) -> bool:
        """Whether the last word can be taken back; a sample that was opened is not deleted."""
        return self.is_new or bool(self.before)


class _Desk:
    """What is done to the samples, one after the other, in one thread; it knows no windows."""

    def __init__(self, store_factory: Callable[[], SampleStore]) -> None:
        self._store_factory = store_factory
        self._opened: SampleStore | None = None
        self._all: tuple[StoredSample, ...] | None = None  # None: to be read from the file
        self._is_looked_at = False
        self._said: _Said | None = None
        self._undos: list[tuple[str, Callable[[], Any]]] = []

    def stock(self) -> _Stock:
        """Say what there is."""
        store = self._store()
        samples = self.all() if self._is_looked_at else None
        undo = self._undos[-1][0] if self._undos else ""
        return _Stock(store.counts(), samples, undo, store.notice)

    def look(self) -> None:
        """Notice what other windows did."""
        if self._store().has_changed():
            self._all = None

    def look_at_all(self) -> None:
        """Have all samples at hand from now on."""
        self._is_looked_at = True
        self.look()

    def all(self) -> tuple[StoredSample, ...]:
        """Return all samples, oldest first."""
        self.look()
        if self._all is None:
            self._all = self._store().samples()
        return self._all

    def hold(self, sample: StoredSample) -> None:
        """Remember that a sample was put onto the canvas: teaching it corrects it."""
        self._said = _Said(sample.id, sample.drawing, [], is_new=False)

    def teach(self, drawing: Drawing, label: int) -> bool:
        """Add a drawing, or correct it if it was the last one; whether that can be undone."""
        said = self._said
        known = None if said is None or said.drawing != drawing else self._find(said.id)
        if said is None or known is None:
            sample = self._store().add(drawing, label)
            if self._all is not None:
                self._all = (*self._all, sample)
            said = self._said = _Said(sample.id, drawing, [], is_new=True)
        elif known.label != label:
            self._relabel([known], label)
            said.before.append(known.label)
        return said.can_undo

    def take_back(self) -> tuple[int, int | None] | None:
        """Undo the last `teach`: return what it was called, and what it is now, if anything."""
        said = self._said
        known = None if said is None or not said.can_undo else self._find(said.id)
        if said is None or known is None:
            return None
        if said.before:
            self._relabel([known], said.before[-1])
            return known.label, said.before.pop()
        self._delete([known])
        self._said = None
        return known.label, None

    def relabel(self, samples: Sequence[StoredSample], label: int) -> None:
        """Say that samples are another digit."""
        self._relabel(samples, label)
        self._remember(f"relabelling {n_samples(len(samples))}", lambda: self._label_as(samples))

    def delete(self, samples: Sequence[StoredSample]) -> None:
        """Delete samples."""
        self._delete(samples)
        self._remember(f"deleting {n_samples(len(samples))}", lambda: self._restore(samples))

    def add_many(self, pairs: Sequence[tuple[Drawing, int]]) -> tuple[int, int]:
        """Add drawings that are not there yet; return how many are new, and how many were there."""
        there = {_key(sample.drawing, sample.label) for sample in self.all()}
        new = []
        for drawing, label in pairs:
            if (key := _key(drawing, label)) not in there:
                there.add(key)
                new.append((drawing, label))
        if new:
            added = self._store().add_many(new)
            self._all = (*self.all(), *added)
            self._remember(f"importing {n_samples(len(new))}", lambda: self._delete(added))
        return len(new), len(pairs) - len(new)

    def undo(self) -> str:
        """Take back the last of these three; return in words what it was."""
        if not self._undos:
            return ""
        what, take_back = self._undos[-1]
        take_back()
        self._undos.pop()
        return what

    def close(self) -> None:
        """Close the file; it is opened again when it is needed."""
        if self._opened is not None:
            self._opened.close()
            self._opened = self._all = None

    def _store(self) -> SampleStore:
        if self._opened is None:
            self._opened = self._store_factory()
        return self._opened

    def _find(self, number: int) -> StoredSample | None:
        return next((sample for sample in self.all() if sample.id == number), None)

    def _remember(self, what: str, take_back: Callable[[], Any]) -> None:
        self._undos = [*self._undos[1 - _MOST_UNDOS :], (what, take_back)]

    def _relabel(self, samples: Sequence[StoredSample], label: int) -> None:
        ids = {sample.id for sample in samples}
        self._store().relabel(sorted(ids), label)
        if self._all is not None:
            self._all = tuple(replace(s, label=label) if s.id in ids else s for s in self._all)

    def _label_as(self, samples: Sequence[StoredSample]) -> None:
        for label in sorted({sample.label for sample in samples}):
            self._relabel([sample for sample in samples if sample.label == label], label)

    def _delete(self, samples: Sequence[StoredSample]) -> None:
        ids = {sample.id for sample in samples}
        self._store().delete(sorted(ids))
        if self._all is not None:
            self._all = tuple(sample for sample in self._all if sample.id not in ids)

    def _restore(self, samples: Sequence[StoredSample]) -> None:
        self._store().restore([sample.id for sample in samples])
        if self._all is not None:
            self._all = tuple(sorted((*self._all, *samples), key=lambda sample: sample.id))


def _key(drawing: Drawing, label: int) -> tuple[int, tuple[bytes, ...]]:
    """Return the same for what is the same to the file, which rounds."""
    return label, tuple((stroke.round(6) + 0.0).tobytes() for stroke in drawing.strokes)


def _read_pairs(file: Path) -> list[tuple[Drawing, int]]:
    from datasets.files import read_labelled  # noqa: PLC0415 -- not needed to start

    pairs: list[tuple[Drawing, int]] = []
    for sample in read_labelled(file):
        drawing = sample.drawing
        if drawing is None:
            raise DataFileError(f"{sample.source} is a picture; samples are made of strokes.")
        if not isinstance(sample.label, int):
            called = "has no label" if sample.label is None else f"is called “{sample.label}”"
            raise DataFileError(f"{sample.source} {called}; samples are the digits 0 to 9.")
        if drawing.is_blank:
            raise DataFileError(f"{sample.source} has no strokes; leave that line out.")
        if drawing.n_points > MOST_POINTS:
            raise DataFileError(
                f"{sample.source} has {drawing.n_points:,} points; a sample has up to "
                f"{MOST_POINTS:,}."
            )
        pairs.append((drawing, sample.label))
        if len(pairs) > MOST_SAMPLES:
            raise DataFileError(
                f"{file} holds more than {MOST_SAMPLES:,} drawings; import it in smaller parts."
            )
    return pairs


def _write(file: Path, samples: Sequence[StoredSample]) -> int:
    from datasets.files import LabelledSample  # noqa: PLC0415 -- not needed to start
    from datasets.files.json_lines_write import write_json_lines  # noqa: PLC0415

    return write_json_lines(
        file, (LabelledSample(s.label, f"sample {s.id}", drawing=s.drawing) for s in samples)
    )


def _imported(n_new: int, n_there: int) -> str:
    if not n_new:
        return "Nothing new: these samples were there already."
    there = f" {n_there:,} more were there already." if n_there else ""
    return f"{n_samples(n_new)} imported.{there}"

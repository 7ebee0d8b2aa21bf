"""All samples: look through them, correct, delete, import and export them.

Run ``python -m ocr_app.widgets.samples.samples_browser`` to try it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ocr_app.widgets.samples.digit_filter import DigitFilter
from ocr_app.widgets.samples.sample import Sample, a_digit, n_samples
from ocr_app.widgets.samples.samples_model import ALL, MISREAD, SamplesModel
from ocr_app.widgets.samples.samples_view import SamplesView
from ocr_app.widgets.samples.saved_line import SavedLine
from ocr_app.widgets.samples.slow_reader import Read, SlowReader
from ocr_app.widgets.theme import SPACING

_NONE_YET: Final = (
    "There are no samples yet.\n\n"
    "Draw a digit, then say what it is with the buttons 0 to 9 below the canvas, or with the "
    "keys 0 to 9: it is kept here. Import… brings in samples from a file.\n\n"
    "Samples stay on this computer."
)
_ALL_RIGHT: Final = "The network reads every sample right that it has read so far."


class SamplesBrowser(QDialog):
    """A window beside the main one. It shows samples and says what people ask for.

    Parameters
    ----------
    parent : QWidget, optional
        The window that it belongs to.

    Signals
    -------
    relabel_requested : tuple of Sample, int
        These samples are this digit, 0..9.
    delete_requested : tuple of Sample
    undo_requested
        The last change is to be taken back.
    import_requested
    export_requested : tuple of Sample
    opened : Sample
        Its drawing is to be put onto the canvas.
    activated
        The window has come to the front: samples may have changed elsewhere.
    """

    relabel_requested = Signal(object, int)
    delete_requested = Signal(object)
    undo_requested = Signal()
    import_requested = Signal()
    export_requested = Signal(object)
    opened = Signal(object)
    activated = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("samplesBrowser")
        self.setWindowTitle("My samples")
        self.setModal(False)
        self._message = ""
        self._model = SamplesModel()
        self._reader = SlowReader(self)
        self._reader.were_read.connect(self._show_readings)
        self.filter: Final = DigitFilter()
        self.filter.chosen.connect(self._use_filter)
        self.view: Final = SamplesView(self._model)
        self._line = SavedLine()
        self._line.setObjectName("samplesStatus")
        self._line.setAccessibleName("Status")
        self._build_actions()
        self._build_buttons()
        self._connect_view()
        self._lay_out()
        self._update()

    def show_samples(self, samples: Sequence[Sample]) -> None:
        """Show these samples; what was chosen stays chosen."""
        self._model.set_samples(samples)
        self._read_on()
        self._update()

    def set_reader(self, read: Read | None) -> None:
        """Mark what is misread by this function from now on.

        Parameters
        ----------
        read : callable (list of Drawing) -> list of int or None
            Returns the digit that is read in each drawing, None for no digit. It is called on a
            few drawings at a time, again and again while the window is seen.
        """
        self._reader.set_reader(read)
        self._model.forget_readings()
        self._read_on()
        self._update()

    def set_undo(self, what: str) -> None:
        """Offer to take back a change, such as "deleting 3 samples"; nothing if empty."""
        self._undo_action.setEnabled(bool(what))
        self._undo.setEnabled(bool(what))
        tip = f"Take back {what}" if what else "There is nothing to take back"
        self._undo.setToolTip(f"{tip}. Key: {_native(QKeySequence.StandardKey.Undo)}")

    def show_message(self, sentence: str) -> None:
        """Say what was done, until something else is chosen."""
        self._message = sentence
        self._say()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 -- Qt's name
        """Tell when the window comes to the front."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.activated.emit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Read the samples while they are seen."""
        super().showEvent(event)
        self.view.setFocus()
        self._read_on()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Read nothing that nobody sees."""
        super().hideEvent(event)
        self._reader.stop()

    # -- what people do ------------------------------------------------------------------------

    def _relabel(self, label: int) -> None:
        chosen = tuple(sample for sample in self.view.chosen() if sample.label != label)
        if chosen:
            self.relabel_requested.emit(chosen, label)
        elif self.view.chosen():
            self.show_message(f"This is {a_digit(label)} already.")

    def _delete_chosen(self) -> None:
        if chosen := self.view.chosen():
            self.delete_requested.emit(chosen)

    def _export_some(self) -> None:
        self.export_requested.emit(self.view.chosen() or self._model.shown)

    def _use_filter(self, chosen: int) -> None:
        self._message = ""
        self.view.clearSelection()
        self._model.set_filter(chosen)
        self.view.scrollToTop()
        self._read_on()
        self._update()

    def _choose_others(self) -> None:
        self._message = ""
        self._update_buttons()

    # -- what is shown -------------------------------------------------------------------------

    def _read_on(self) -> None:
        if self.isVisible():
            self._reader.stop()
            self._reader.want(self._model.samples)
            self._reader.want(self.view.seen())

    def _show_readings(self, readings: Sequence[tuple[Sample, int | None]]) -> None:
        self._model.add_readings(readings)
        self.filter.show_counts(self._model.counts())
        self._say()

    def _update(self) -> None:
        self.filter.show_counts(self._model.counts())
        chosen = self._model.filter
        if not self._model.samples:
            self.view.set_empty_text(_NONE_YET)
        elif chosen == MISREAD:
            self.view.set_empty_text(_ALL_RIGHT)
        elif chosen != ALL:
            self.view.set_empty_text(
                f"There is no sample of {a_digit(chosen)} yet: draw one, and say what it is."
            )
        self._update_buttons()

    def _update_buttons(self) -> None:
        n_chosen = self.view.n_chosen()
        for control in (self._relabel_button, self._delete, *self._needs_choice):
            control.setEnabled(n_chosen > 0)
        which = "chosen" if n_chosen else "all" if self._model.filter == ALL else "shown"
        self._export.setText(f"&Export {which}…")
        self._export.setEnabled(bool(self._model.shown))
        self._say()

    def _say(self) -> None:
        if self._message:
            self._line.say(self._message)
            return
        n_chosen = self.view.n_chosen()
        parts = [n_samples(len(self._model.shown))] if self._model.shown else []
        parts += [f"{n_chosen:,} chosen"] if n_chosen else []
        parts += ["reading…"] if self._reader.is_busy else []
        self._line.say(" · ".join(parts), is_quiet=True)

    # -- parts ---------------------------------------------------------------------------------

    def _build_actions(self) -> None:
        self._undo_action = QAction("&Undo", self)
        self._undo_action.setShortcut(QKeySequence.StandardKey.Undo)
        self._undo_action.triggered.connect(self.undo_requested)
        self.addAction(self._undo_action)
        self._labels = QMenu("It &is a", self)
        for digit in range(10):
            action = self._labels.addAction(f"&{digit}")
            action.setToolTip(f"The chosen samples are {a_digit(digit)}")
            action.triggered.connect(lambda _=False, digit=digit: self._relabel(digit))
        onto_canvas = QAction("&Put onto the canvas", self.view)
        onto_canvas.triggered.connect(lambda: self.opened.emit(self.view.chosen()[0]))
        delete = QAction("&Delete", self.view)
        delete.triggered.connect(self._delete_chosen)
        self.view.addActions([onto_canvas, self._labels.menuAction(), delete])
        self._needs_choice = (onto_canvas, self._labels.menuAction(), delete)

    def _build_buttons(self) -> None:
        self._relabel_button = _button("&It is a", "relabelButton", "Relabel the chosen samples")
        self._relabel_button.setMenu(self._labels)
        self._relabel_button.setToolTip(
            "Say what the chosen samples are, if it was said wrong. Keys: 0 to 9"
        )
        self._delete = _button("&Delete", "deleteSamplesButton", "Delete the chosen samples")
        self._delete.setToolTip("Delete the chosen samples; Undo brings them back. Key: Del")
        self._delete.clicked.connect(self._delete_chosen)
        self._undo = _button("&Undo", "undoSamplesButton", "Undo the last change")
        self._undo.clicked.connect(self.undo_requested)
        self.set_undo("")
        self._import = _button("I&mport…", "importSamplesButton", "Import samples from a file")
        self._import.setToolTip(
            "Add labelled drawings from a file of JSON lines or UNIPEN. If anything is wrong with "
            "it, nothing is added."
        )
        self._import.clicked.connect(self.import_requested)
        self._export = _button("&Export chosen…", "exportSamplesButton", "Export samples to a file")
        self._export.setToolTip(
            "Write the chosen samples, or all that are shown if none is chosen, to a file of JSON "
            "lines, which Import… and ocr-app evaluate read."
        )
        self._export.setMinimumWidth(self._export.sizeHint().width())  # its text changes
        self._export.clicked.connect(self._export_some)
        self._close = _button("&Close", "closeSamplesButton", "Close")
        self._close.setToolTip("Close this window; the samples are saved already. Key: Esc")
        self._close.clicked.connect(self.close)

    def _connect_view(self) -> None:
        self.view.relabelled.connect(self._relabel)
        self.view.delete_pressed.connect(self._delete_chosen)
        self.view.opened.connect(self.opened)
        self.view.choice_changed.connect(self._choose_others)
        self.view.scrolled.connect(lambda: self._reader.want(self.view.seen()))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING // 2)
        for button in (self._relabel_button, self._delete, self._undo):
            buttons.addWidget(button)
        buttons.addStretch()
        for button in (self._import, self._export, self._close):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        layout.setSpacing(SPACING)
        layout.addWidget(self.filter)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._line)
        layout.addLayout(buttons)
        self.setMinimumHeight(360)
        self.resize(720, 560)


def _button(text: str, name: str, accessible_name: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(accessible_name)
    button.setAutoDefault(False)
    return button


def _native(key: QKeySequence.StandardKey) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _demo() -> QWidget:
    from datetime import UTC, datetime  # noqa: PLC0415
    from types import SimpleNamespace  # noqa: PLC0415

    import numpy as np  # noqa: PLC0415

    from datasets.synthetic import synthesize_digits  # noqa: PLC0415

    rng = np.random.default_rng(1)
    labels = rng.integers(0, 10, 60)
    now = datetime.now(UTC)
    browser = SamplesBrowser()
    browser.show_samples(
        [
            SimpleNamespace(id=number, label=label, drawing=drawing, created=now)
            for number, (label, drawing) in enumerate(
                zip(labels.tolist(), synthesize_digits(labels, rng), strict=True)
            )
        ]
    )
    guesses = [None, *range(10), *range(10)]
    browser.set_reader(lambda drawings: [guesses[rng.integers(21)] for _ in drawings])
    browser.delete_requested.connect(
        lambda samples: browser.show_message(f"{n_samples(len(samples))} to be deleted")
    )
    return browser


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(_demo)

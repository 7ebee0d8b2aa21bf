"""Counts in the background how many starts solve the problem of the XOR lab."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject

from ocr_app.controllers.xor_lab import XorLabController
from ocr_app.dialogs import show_error
from ocr_app.engine.xor_lab.success import UNITS, Success, rates_for
from ocr_app.widgets.xor.lab_tab import LabTab
from ocr_app.workers.keeper import Keeper
from ocr_app.workers.success_worker import SuccessWorker

_keeper: Final = Keeper()


class XorSuccessController(QObject):
    """Starts and cancels the counting; another problem or network empties the table.

    Parameters
    ----------
    tab : LabTab
    main : XorLabController
    window : QObject
        If it is closed, the counting is stopped first.
    """

    def __init__(self, tab: LabTab, main: XorLabController, window: QObject) -> None:
        super().__init__(tab)
        self._tab, self._main = tab, main
        self._worker: SuccessWorker | None = None
        self._about: object = None
        tab.success.start_requested.connect(self._start)
        tab.success.cancel_requested.connect(self.cancel)
        main.problem_changed.connect(self._renew)
        window.installEventFilter(self)
        self._renew()

    @property
    def is_running(self) -> bool:
        """Whether it is counting."""
        return self._worker is not None

    def cancel(self) -> None:
        """Stop counting; what has been counted stays."""
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None
            self._tab.success.show_running(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Never let the window go while it still counts."""
        del watched
        if event.type() == QEvent.Type.Close:
            self.cancel()
            _keeper.stop_all()
        return False

    def _renew(self) -> None:
        """Empty the table if it would be about something else now."""
        problem, settings = self._main.lab.problem, self._main.lab.settings
        about = (
            problem,
            settings.hidden_layer_sizes[1:],
            settings.activation,
            settings.bias,
            settings.full_batch,
            settings.momentum,
        )
        if about != self._about:
            self._about = about
            self.cancel()
            self._tab.success.show_cases(UNITS, rates_for(settings), problem.name)

    def _start(self) -> None:
        lab = self._main.lab
        self._tab.success.show_cases(UNITS, rates_for(lab.settings), lab.problem.name)
        self._worker = SuccessWorker(lab.problem, lab.settings)
        self._worker.found.connect(self._on_found)
        self._worker.progressed.connect(self._on_progressed)
        self._worker.errored.connect(self._on_errored)
        self._worker.finished.connect(self._on_finished)
        self._tab.success.show_running(True)
        _keeper.start(self._worker)

    def _on_found(self, result: Success) -> None:
        if self.sender() is self._worker:
            self._tab.success.show_result(result)

    def _on_progressed(self, share: float) -> None:
        if self.sender() is self._worker:
            self._tab.success.show_progress(share)

    def _on_errored(self, sentence: str) -> None:
        if self.sender() is self._worker:
            show_error(self._tab, "The starts were not counted", RuntimeError(sentence))

    def _on_finished(self) -> None:
        if self.sender() is self._worker:
            self._worker = None
            self._tab.success.show_running(False)

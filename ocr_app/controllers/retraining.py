"""Network ▸ Retrain…: joins the dialog, the training worker and the model in use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from ocr_app.engine.model import Model
from ocr_app.engine.recipe import TrainingProgress, TrainingRecipe
from ocr_app.widgets.retrain_dialog import RetrainDialog
from ocr_app.workers.keeper import Keeper
from ocr_app.workers.training_worker import TrainingResult, TrainingWorker

_PATIENCE_MS: Final = 70
"""How long Cancel waits for the thread. While data are loaded the thread hears nothing; it is then
left to end by itself, and what it still says is ignored."""

_keeper: Final = Keeper()


def stop_all_trainings() -> None:
    """Cancel every training and wait until all threads have ended, usually less than 0.1 s."""
    _keeper.stop_all()


class RetrainingController(QObject):
    """Shows the dialog and trains for it; gone when the dialog is closed.

    Parameters
    ----------
    parent : QWidget
        The window that the dialog belongs to. If it is closed, the training is stopped first.
    current_model : callable () -> Model
        What a new model is compared with.
    on_accept : callable (Model) -> None
        Called on the GUI thread with a new model that is to be kept.

    Attributes
    ----------
    dialog : RetrainDialog
    """

    def __init__(
        self,
        parent: QWidget,
        current_model: Callable[[], Model],
        on_accept: Callable[[Model], None],
    ) -> None:
        super().__init__(parent)
        self._current_model = current_model
        self._worker: TrainingWorker | None = None
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._give_up_waiting)
        self.dialog = RetrainDialog(parent)
        self.dialog.start_requested.connect(self._start)
        self.dialog.cancel_requested.connect(self._cancel)
        self.dialog.model_accepted.connect(on_accept)
        self.dialog.finished.connect(self._close)
        parent.window().installEventFilter(self)

    def run(self) -> None:
        """Show the dialog and return; it blocks its window, not the program."""
        self.dialog.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Never let the window go while a training still runs."""
        del watched
        if event.type() == QEvent.Type.Close:
            stop_all_trainings()
        return False

    def _start(self, recipe: TrainingRecipe) -> None:
        worker = TrainingWorker(recipe, self._current_model())
        self._worker = worker
        worker.progressed.connect(self._show_progress)
        worker.returned.connect(self._show_result)
        worker.cancelled.connect(self._show_cancelled)
        worker.errored.connect(self._show_error)
        _keeper.start(worker)

    def _show_progress(self, progress: TrainingProgress) -> None:
        if self._is_current():
            self.dialog.show_progress(progress)

    def _show_result(self, result: TrainingResult) -> None:
        if self._is_current():
            self._forget_worker()
            self.dialog.show_result(result.model, result.before, result.after)

    def _show_cancelled(self) -> None:
        if self._is_current():
            self._forget_worker()
            self.dialog.show_cancelled()

    def _show_error(self, sentence: str) -> None:
        if self._is_current():
            self._forget_worker()
            self.dialog.show_error(sentence)

    def _is_current(self) -> bool:
        return self._worker is not None and self.sender() is self._worker

    def _forget_worker(self) -> None:
        self._patience.stop()
        self._worker = None

    def _cancel(self) -> None:
        if self._worker is not None:
            self._worker.cancel()
            self._patience.start()

    def _give_up_waiting(self) -> None:
        if self._worker is not None:
            self._forget_worker()
            self.dialog.show_cancelled()

    def _close(self) -> None:
        self.dialog.deleteLater()
        self.deleteLater()

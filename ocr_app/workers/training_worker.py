"""Trains a digit model off the GUI thread."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Event
from typing import Final

from PySide6.QtCore import QThread, Signal

from ocr_app.engine.model import Model
from ocr_app.engine.recipe import (
    TrainingCancelled,
    TrainingDiverged,
    TrainingProgress,
    TrainingRecipe,
    held_out_accuracy,
    train_model,
)

_PROGRESS_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """What a training has given.

    Attributes
    ----------
    model : Model
        The new model.
    before, after : float
        Share of the held-out digits that the old and the new model read right, 0..1.
    """

    model: Model
    before: float
    after: float


class TrainingWorker(QThread):
    """One training. Exactly one of `returned`, `cancelled` and `errored` is followed by `finished`.

    Parameters
    ----------
    recipe : TrainingRecipe
    old_model : Model
        What the new model is compared with; only read.
    """

    progressed = Signal(object)
    """A `TrainingProgress`, at most 20 times a second, the last epoch's always."""
    returned = Signal(object)
    """A `TrainingResult`."""
    cancelled = Signal()
    errored = Signal(str)
    """One sentence for people."""

    def __init__(self, recipe: TrainingRecipe, old_model: Model) -> None:
        super().__init__()
        self.setObjectName("training")
        self._recipe, self._old_model = recipe, old_model
        # A queued slot would wait until the training is over; an event is seen at once.
        self._stop = Event()
        self._last_progress = 0.0

    def cancel(self) -> None:
        """Ask the training to end; it is heard before the next mini-batch. From any thread."""
        self._stop.set()

    def run(self) -> None:
        """Train; runs in the thread."""
        try:
            before = held_out_accuracy(self._old_model)
            model = train_model(self._recipe, self._report, self._should_stop)
            result = TrainingResult(model, before, held_out_accuracy(model))
        except TrainingCancelled:
            self.cancelled.emit()
        except TrainingDiverged as error:
            self.errored.emit(str(error))
        except MemoryError:
            self.errored.emit("There is not enough memory. Try fewer varied copies or units.")
        except Exception as error:  # noqa: BLE001 - the window must hear of it, whatever it is
            self.errored.emit(f"The training failed: {error}")
        else:
            if self._stop.is_set():
                self.cancelled.emit()
            else:
                self.returned.emit(result)

    def _report(self, progress: TrainingProgress) -> None:
        now = time.monotonic()
        is_last = progress.epoch == progress.max_iter
        if is_last or now - self._last_progress >= _PROGRESS_SECONDS:
            self._last_progress = now
            self.progressed.emit(progress)

    def _should_stop(self) -> bool:
        return self._stop.is_set()

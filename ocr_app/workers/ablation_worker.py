"""Measures what the steps of the normalisation are good for, off the GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QThread, Signal

from ocr_app.engine.model import Model

if TYPE_CHECKING:
    from datasets.normalization import Steps


class AblationWorker(QThread):
    """Lets a model read the held-out digits by some of the steps.

    Parameters
    ----------
    model : Model
        Only read.
    wanted : sequence of Steps
        Measured one after the other.
    """

    measured = Signal(object)
    """An `Ablation`, one for each of the wanted steps unless it is cancelled."""
    errored = Signal(str)
    """One sentence for people."""

    def __init__(self, model: Model, wanted: Sequence[Steps]) -> None:
        super().__init__()
        self.setObjectName("ablation")
        self._model, self._wanted = model, tuple(wanted)
        # A queued slot would wait until the measurement is over; an event is seen at once.
        self._stop = Event()

    def cancel(self) -> None:
        """Ask the measurement to end; it is heard before the next few digits. From any thread."""
        self._stop.set()

    def run(self) -> None:
        """Measure; runs in the thread."""
        # Brings Pillow along, which the first paint must not wait for.
        from ocr_app.engine.ablation import AblationCancelled, measure_steps  # noqa: PLC0415

        try:
            for steps in self._wanted:
                self.measured.emit(measure_steps(self._model, steps, self._stop.is_set))
        except AblationCancelled:
            pass
        except Exception as error:  # noqa: BLE001 -- the window must hear of it, whatever it is
            self.errored.emit(f"It could not be measured: {error}")

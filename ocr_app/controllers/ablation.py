"""Measurements of what the steps are good for: started, remembered, cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Signal

from nn import Network
from ocr_app.engine.model import Model
from ocr_app.workers.ablation_worker import AblationWorker
from ocr_app.workers.keeper import Keeper

if TYPE_CHECKING:
    from datasets.normalization import Steps
    from ocr_app.engine.ablation import Ablation

_keeper: Final = Keeper()


class AblationController(QObject):
    """Measures how a model reads without some of the steps; one measurement at a time.

    Parameters
    ----------
    window : QObject or None
        If it is closed, the measurement is stopped first.

    Signals
    -------
    measured : Ablation, Ablation
        With all steps, and with those that were asked for last.
    errored : str
        One sentence for people.
    """

    measured = Signal(object, object)
    errored = Signal(str)

    def __init__(self, window: QObject | None = None) -> None:
        super().__init__(window)
        self._known: dict[Steps, Ablation] = {}
        self._network: Network | None = None
        self._asked: Steps | None = None
        self._worker: AblationWorker | None = None
        if window is not None:
            window.installEventFilter(self)

    def measure(self, model: Model, steps: Steps) -> None:
        """Measure a model, unless it has been measured already; forget what was asked before."""
        from datasets.normalization import ALL_STEPS  # noqa: PLC0415 -- brings Pillow along

        self.cancel()
        if model.network is not self._network:
            self._known.clear()
            self._network = model.network
        self._asked = steps
        missing = [each for each in (ALL_STEPS, steps) if each not in self._known]
        if not missing:
            self.measured.emit(self._known[ALL_STEPS], self._known[steps])
            return
        self._worker = AblationWorker(model, missing)
        self._worker.measured.connect(self._on_measured)
        self._worker.errored.connect(self._on_errored)
        _keeper.start(self._worker)

    def cancel(self) -> None:
        """Stop measuring; nothing more is heard of it."""
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Never let the window go while a measurement still runs."""
        del watched
        if event.type() == QEvent.Type.Close:
            self.cancel()
            _keeper.stop_all()
        return False

    def _on_measured(self, ablation: Ablation) -> None:
        if self.sender() is not self._worker:
            return
        from datasets.normalization import ALL_STEPS  # noqa: PLC0415 -- see measure

        self._known[ablation.steps] = ablation
        if self._asked is not None and ALL_STEPS in self._known and self._asked in self._known:
            self._worker = None
            self.measured.emit(self._known[ALL_STEPS], self._known[self._asked])

    def _on_errored(self, sentence: str) -> None:
        if self.sender() is self._worker:
            self._worker = None
            self.errored.emit(sentence)

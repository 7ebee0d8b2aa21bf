"""Lets the network of the XOR tab learn, in slices so small that the window never waits."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer

from ocr_app.engine.xor_training import XorStatus, XorTraining
from ocr_app.widgets.xor_tab import XorTab

_TICK_MS: Final = 16
_SLICE_SECONDS: Final = 0.008
"""Training per tick: half of the time is left for drawing and for whatever people do."""

_TABLE_SECONDS: Final = 0.1
"""Digits that change faster than ten times a second cannot be read."""

_LONGEST_GAP: Final = 0.05


class XorController(QObject):
    """Joins the XOR tab with the training behind it.

    Training pauses when the tab is left. Nothing runs, and no network is made, before the tab is
    seen for the first time.

    Parameters
    ----------
    tab : XorTab
        Becomes the controller's parent.
    """

    def __init__(self, tab: XorTab) -> None:
        super().__init__(tab)
        self._tab = tab
        self._training: XorTraining | None = None
        self._timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last_tick = self._last_table = 0.0
        self._due = 0.0
        self._until_solved = True
        tab.train_toggled.connect(self._set_running)
        tab.step_requested.connect(self._step)
        tab.new_start_requested.connect(self._new_start)
        tab.reset_requested.connect(self._reset)
        tab.settings_edited.connect(self._configure)
        tab.installEventFilter(self)
        if tab.isVisible():
            self._show_all()

    @property
    def training(self) -> XorTraining:
        """The training that the tab shows."""
        if self._training is None:
            self._training = XorTraining()
        return self._training

    @property
    def is_running(self) -> bool:
        """Whether epochs are being done."""
        return self._timer.isActive()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Fill the tab when it is shown; pause when it is left; follow light and dark."""
        if watched is self._tab:
            if event.type() == QEvent.Type.Hide:
                self._set_running(False)
            elif event.type() == QEvent.Type.Show or (
                event.type() == QEvent.Type.PaletteChange and self._training is not None
            ):
                self._show_all()
        return False

    def _set_running(self, running: bool) -> None:
        if running:
            state = self.training.state()
            # Somebody who goes on after the solution wants to see it getting closer still.
            self._until_solved = state.status is not XorStatus.SOLVED
            self._last_tick, self._due = time.perf_counter(), 0.0
            self._timer.start()
        elif self._timer.isActive():
            self._timer.stop()
            self._show_all()
        self._tab.show_running(running)

    def _tick(self) -> None:
        now = time.perf_counter()
        # After a long pause of the event loop we do not catch up: that would be the next pause.
        self._due += self._tab.speed * min(now - self._last_tick, _LONGEST_GAP)
        self._last_tick = now
        epochs = 10**6 if math.isinf(self._due) else int(self._due)
        if epochs == 0:
            return
        done = self.training.run(epochs, _SLICE_SECONDS, until_solved=self._until_solved)
        self._due = 0.0 if math.isinf(self._due) else min(self._due - done, self._tab.speed)
        self._show_progress(now)
        if self._is_over():
            self._set_running(False)

    def _is_over(self) -> bool:
        status = self.training.state().status
        return status is XorStatus.DIVERGED or (self._until_solved and status is XorStatus.SOLVED)

    def _step(self) -> None:
        self.training.run(1)
        self._show_all()

    def _new_start(self) -> None:
        self.training.new_start()
        self._restart()

    def _reset(self) -> None:
        self.training.reset()
        self._restart()

    def _configure(self, hidden_units: int, learning_rate: float) -> None:
        old = self.training.settings
        settings = replace(old, hidden_units=hidden_units, learning_rate=learning_rate)
        self.training.configure(settings)
        if hidden_units != old.hidden_units:
            self._restart()

    def _restart(self) -> None:
        self._until_solved = True
        self._tab.clear_curve()
        self._show_all()

    def _show_progress(self, now: float) -> None:
        self._tab.extend_curve(self.training.take_curve())
        self._tab.show_surface(self.training.surface())
        if now - self._last_table >= _TABLE_SECONDS:
            self._last_table = now
            self._tab.show_state(self.training.state())

    def _show_all(self) -> None:
        self._show_progress(math.inf)
        self._last_table = 0.0

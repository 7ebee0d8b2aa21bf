"""Lets the network of the XOR lab learn in small slices, and keeps all of its views in step."""

from __future__ import annotations

import math
import time
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal

from ocr_app.controllers.xor_pace import Pace
from ocr_app.controllers.xor_views import XorViews
from ocr_app.engine.arithmetic import Phase, PhaseKind
from ocr_app.engine.diagram import BIAS, Unit, Weight
from ocr_app.engine.xor_lab.lab import Lab
from ocr_app.engine.xor_lab.moment import Moment
from ocr_app.engine.xor_lab.presets import PRESETS, Preset
from ocr_app.engine.xor_lab.status import Status
from ocr_app.widgets.xor.lab_tab import LabTab

_TICK_MS: Final = 12
_SLICE_SECONDS: Final = 0.006
"""At most so much training per tick: the rest is left for drawing and for whatever people do."""

_FRAME_SECONDS: Final = 1 / 45
"""Between two pictures: less than a thirtieth of a second, since ticks come a little late."""

_TABLE_SECONDS: Final = 0.09
"""Digits that change faster than about ten times a second cannot be read."""

_UNLIMITED_TABLE_SECONDS: Final = 0.2
"""At full speed nobody follows them, and they take as long as four pictures."""

_NETWORK_EVERY: Final = 3
"""Pictures of the surface or the curve for each one of the network at full speed."""

_LONGEST_GAP: Final = 0.05
_MANY: Final = 10**6

_WHOLE_EPOCHS_FROM: Final = 100.0
"""From so many steps a second on, always the same point is looked at between two slices."""


class XorLabController(QObject):
    """Joins the XOR tab with the lab behind it.

    Training pauses when the tab is left. Nothing runs before the tab is seen for the first time.

    Parameters
    ----------
    tab : LabTab
        Becomes the controller's parent.

    Attributes
    ----------
    tab : LabTab
    lab : Lab

    Signals
    -------
    happened : str
        One of `tour.EVENTS`.
    problem_changed
        Another problem, or other settings of the network.
    """

    happened = Signal(str)
    problem_changed = Signal()

    def __init__(self, tab: LabTab) -> None:
        super().__init__(tab)
        self.tab = tab
        self.lab = Lab()
        self._views = XorViews(tab, self.lab)
        self._preset_key: str | None = "xor"
        self._timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last_tick = self._last_frame = self._last_table = self._due = 0.0
        self._pace, self._n_pictures = Pace(), 0
        self._until_solved = True
        self._connect(tab)
        tab.installEventFilter(self)
        self._refresh_if_seen()

    @property
    def is_running(self) -> bool:
        """Whether steps are being taken."""
        return self._timer.isActive()

    @property
    def preset_key(self) -> str | None:
        """The preset that the lab is still in; None if something else was made of it."""
        return self._preset_key

    def choose_weight(self, weight: Weight) -> None:
        """Let the arithmetic be about another weight."""
        self._views.weight = self._views.selected = weight
        self.refresh()

    @property
    def weight(self) -> Weight:
        """The weight that the arithmetic is about."""
        return self._views.weight

    def refresh(self) -> None:
        """Show everything as it is now."""
        self._last_frame = self._last_table = 0.0
        self._views.show_preset(_PRESETS.get(self._preset_key or ""))
        self._views.show_motion()
        self._views.show_numbers()
        if self._views.status is Status.SOLVED and self.lab.moment.n_steps:
            self.happened.emit("solved")

    def use_preset(self, preset: Preset) -> None:
        """Begin with a preset."""
        self.set_running(False)
        self.lab.use_preset(preset)
        self._views.forget_choices()
        self.begin_again(preset.key)

    def restore(self, moment: Moment) -> None:
        """Go on from a moment that was saved."""
        self.set_running(False)
        self.lab.restore(moment)
        self._views.forget_choices()
        self.begin_again(None)

    def resume(self, moment: Moment, preset_key: str | None) -> None:
        """Go on where somebody left it in an earlier session."""
        self.lab.resume(moment)
        self._views.forget_choices()
        self.begin_again(preset_key)

    def go_to_part(self, number: int) -> None:
        """Begin a step and go through some of its parts."""
        self.set_running(False)
        self.lab.show_overview()
        for _ in range(number):
            self.lab.advance()
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Fill the tab when it is shown; pause when it is left; follow light and dark."""
        if watched is self.tab:
            if event.type() == QEvent.Type.Hide:
                self.set_running(False)
            elif event.type() in (QEvent.Type.Show, QEvent.Type.PaletteChange):
                self.refresh()
        return False

    def set_running(self, running: bool) -> None:
        """Play, or pause."""
        if running:
            # Somebody who goes on after the solution wants to see it getting closer still.
            self._until_solved = not self.lab.is_solved
            self._last_tick, self._due = time.perf_counter(), 0.0
            if self.tab.transport.speed.by_parts:
                self._due = 1.0
            else:
                self.lab.show_overview()
            # What was chosen would stand out, and all the rest would be hard to watch.
            self._views.selected = None
            self._pace.begin(self._last_tick)
            self._timer.start(_TICK_MS)
        elif self._timer.isActive():
            self._timer.stop()
            self.refresh()
        self.tab.transport.show_running(running)

    def _connect(self, tab: LabTab) -> None:
        transport = tab.transport
        transport.preset_chosen.connect(self.use_preset)
        transport.play_toggled.connect(self.set_running)
        transport.example_requested.connect(lambda: self._step(self.lab.finish_step))
        transport.epoch_requested.connect(lambda: self._step(self.lab.finish_epoch))
        tab.next_requested.connect(self._advance)
        tab.back_requested.connect(lambda: self._step(self.lab.go_back))
        tab.chooser.row_chosen.connect(self._look_at)
        tab.chooser.input_typed.connect(self._look_at_own)
        tab.table.row_chosen.connect(self._look_at)
        tab.picture.weight_clicked.connect(self.choose_weight)
        tab.picture.unit_clicked.connect(self._choose_unit)
        tab.arithmetic.mark_clicked.connect(self._choose_mark)
        tab.surface.point_chosen.connect(self._look_at)
        tab.view_changed.connect(self._show_view)

    # Training

    def _tick(self) -> None:
        now, speed = time.perf_counter(), self.tab.transport.speed
        is_unlimited = math.isinf(speed.per_second)
        self._timer.setInterval(0 if is_unlimited else _TICK_MS)
        if is_unlimited:
            self._tick_unlimited(now)
            return
        # After a long pause of the event loop we do not catch up: that would be the next pause.
        self._due += speed.per_second * min(now - self._last_tick, _LONGEST_GAP)
        self._last_tick = now
        n_steps = int(self._due)
        if speed.per_second >= _WHOLE_EPOCHS_FROM:
            n_steps -= n_steps % self.lab.moment.steps_per_epoch
        if n_steps == 0:
            return
        if speed.by_parts:
            self._due = 0.0
            self._advance()
            return
        done = self._learn(n_steps, _SLICE_SECONDS)
        self._due = min(self._due - done, n_steps)
        if self.is_running and now - self._last_frame >= _FRAME_SECONDS:
            self._last_frame = now
            self._views.show_motion()
            self._show_numbers_now_and_then(now)

    def _tick_unlimited(self, now: float) -> None:
        """Take as many steps as leave time for a picture, and show it."""
        self._last_tick, self._due = now, 0.0
        self._pace.note(now)
        self._learn(_MANY, self._pace.slice_seconds)
        if self.is_running:
            self._n_pictures += 1
            # Its numbers cannot be followed at this speed, and it takes as long as the surface.
            self._views.show_motion(with_network=self._n_pictures % _NETWORK_EVERY == 0)
            self._show_numbers_now_and_then(now, _UNLIMITED_TABLE_SECONDS)

    def _learn(self, n_steps: int, seconds: float) -> int:
        """Take steps; pause if there is nothing left to do."""
        done = self.lab.learn(n_steps, seconds, until_solved=self._until_solved)
        if self.lab.has_diverged or (self._until_solved and self.lab.is_solved):
            self.set_running(False)
        return done

    def _show_numbers_now_and_then(self, now: float, apart: float = _TABLE_SECONDS) -> None:
        if now - self._last_table >= apart:
            self._last_table = now
            self._views.show_numbers()

    def _step(self, what: object) -> None:
        self.set_running(False)
        what()  # type: ignore[operator]
        self.refresh()

    def _advance(self) -> None:
        if not self.tab.transport.speed.by_parts:
            self.set_running(False)
        self.lab.advance()
        self.refresh()
        if (event := _event_of(self.lab.phase, len(self.lab.network.matrices))) is not None:
            self.happened.emit(event)

    # What is looked at

    def _look_at(self, row: int) -> None:
        self.lab.use_row(row)
        self.refresh()

    def _look_at_own(self, values: tuple[float, ...]) -> None:
        self.set_running(False)
        self.lab.use_own_input(values)
        self.refresh()

    def _choose_unit(self, unit: Unit) -> None:
        """Let the arithmetic be about a unit: about the first weight that leads to it."""
        if unit.column > 0 and unit.number != BIAS:
            self._views.weight = Weight(unit.column - 1, unit.number, 0)
        self._views.selected = unit
        self.refresh()

    def _choose_mark(self, key: str) -> None:
        kind, *numbers = key.split(":")
        if kind == "w":
            self.choose_weight(Weight(*map(int, numbers)))

    def _show_view(self) -> None:
        self._refresh_if_seen()
        if self.tab.views.currentWidget() is self.tab.hidden_space:
            self.happened.emit("hidden space")

    def begin_again(self, preset_key: str | None) -> None:
        """Show that something else has begun."""
        self._until_solved = True
        self._preset_key = preset_key
        self._refresh_if_seen()
        self.problem_changed.emit()

    def _refresh_if_seen(self) -> None:
        if self.tab.isVisible():  # or else it is filled when it is shown
            self.refresh()


_PRESETS: Final = {preset.key: preset for preset in PRESETS}


def _event_of(phase: Phase, n_layers: int) -> str | None:
    """Name what the tour may be waiting for."""
    if phase.kind is PhaseKind.FORWARD:
        return "forward" if phase.layer == n_layers - 1 else None
    if phase.kind is PhaseKind.BACKWARD:
        return "backward output" if phase.layer == n_layers - 1 else "backward hidden"
    return {PhaseKind.ERROR: "error", PhaseKind.UPDATE: "update"}.get(phase.kind)

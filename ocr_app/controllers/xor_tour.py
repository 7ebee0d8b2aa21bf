"""The guided tour through the XOR lab: where it is, what has been done, and the stage for it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject

from ocr_app.controllers.xor_lab import XorLabController
from ocr_app.engine.xor_lab.presets import PRESETS
from ocr_app.engine.xor_lab.tour import TOUR
from ocr_app.widgets.xor.lab_tab import LabTab


class TourMemory(Protocol):
    """Where the tour's place is remembered."""

    tour_step: int
    """The step to go on with, from 0; −1 if the tour has never been opened."""


class XorTourController(QObject):
    """Leads through the steps; closed and opened again, it goes on where it was.

    Parameters
    ----------
    tab : LabTab
    main : XorLabController
    memory : TourMemory
    """

    def __init__(self, tab: LabTab, main: XorLabController, memory: TourMemory) -> None:
        super().__init__(tab)
        self._tab, self._main, self._memory = tab, main, memory
        self._done: set[int] = set()
        tab.transport.tour_requested.connect(self._toggle)
        tab.tour.close_requested.connect(self.close)
        tab.tour.next_requested.connect(lambda: self._go(1))
        tab.tour.back_requested.connect(lambda: self._go(-1))
        main.happened.connect(self._note)
        self._name_button()

    @property
    def is_open(self) -> bool:
        """Whether it is seen."""
        return not self._tab.tour.isHidden()

    @property
    def number(self) -> int:
        """Which step it is at, from 0."""
        return min(max(0, self._memory.tour_step), len(TOUR) - 1)

    def open(self) -> None:
        """Go on where it was left."""
        self._memory.tour_step = self.number
        self._tab.tour.show()
        self._set_stage()
        self._show()

    def close(self) -> None:
        """Put it aside."""
        self._tab.tour.hide()
        self._name_button()

    def _toggle(self) -> None:
        if self.is_open:
            self.close()
        else:
            self.open()

    def _go(self, by: int) -> None:
        if self.number + by >= len(TOUR):
            self._memory.tour_step = 0
            self._done.clear()
            self.close()
            return
        self._memory.tour_step = max(0, self.number + by)
        self._set_stage()
        self._show()

    def _note(self, event: str) -> None:
        step = TOUR[self.number]
        if self.is_open and step.awaits == event and self.number not in self._done:
            self._done.add(self.number)
            self._show()
            self._tab.arithmetic.reveal(step.looks_at)

    def _set_stage(self) -> None:
        """Prepare the lab for a step, if it is not as the step before has left it."""
        step = TOUR[self.number]
        self._done.discard(self.number)
        if step.begins_with >= 0:
            self._main.use_preset(_PRESETS[step.preset])
            self._main.go_to_part(step.begins_with)
        elif step.preset != self._main.preset_key:
            self._main.use_preset(_PRESETS[step.preset])
        if step.awaits != "hidden space":
            self._tab.views.setCurrentWidget(self._tab.surface)

    def _show(self) -> None:
        done = self.number in self._done
        self._tab.tour.show_step(self.number, len(TOUR), TOUR[self.number], is_done=done)
        self._name_button()

    def _name_button(self) -> None:
        begun = self._memory.tour_step > 0
        self._tab.transport.show_tour("Resume &tour" if begun and not self.is_open else "&Tour")


_PRESETS = {preset.key: preset for preset in PRESETS}

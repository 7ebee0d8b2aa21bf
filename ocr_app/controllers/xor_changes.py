"""Everything in the XOR lab that people change: settings, weights, points; and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from ocr_app.controllers.xor_lab import XorLabController
from ocr_app.dialogs import show_error
from ocr_app.engine.diagram import Weight
from ocr_app.engine.xor_lab.errors import LabError
from ocr_app.engine.xor_lab.problems import Problem
from ocr_app.engine.xor_lab.settings import LEARNING_RATES, MAX_UNITS, LabSettings
from ocr_app.engine.xor_lab.status import Remedy
from ocr_app.widgets.xor.lab_tab import LabTab


class XorChangesController(QObject):
    """Makes the changes that are asked for in the tab; a refused one changes nothing.

    Parameters
    ----------
    tab : LabTab
    main : XorLabController
    """

    def __init__(self, tab: LabTab, main: XorLabController) -> None:
        super().__init__(tab)
        self._tab, self._main, self._lab = tab, main, main.lab
        tab.transport.reset_requested.connect(self._reset)
        tab.transport.renewal_requested.connect(self._renew)
        tab.undo_requested.connect(self._undo)
        tab.redo_requested.connect(self._redo)
        tab.settings.settings_edited.connect(self._configure)
        tab.status.remedy_chosen.connect(self._remedy)
        tab.picture.weight_edited.connect(self._set_weight)
        tab.surface.point_added.connect(self._add_point)
        tab.surface.point_turned.connect(self._turn_point)
        tab.surface.point_removed.connect(self._remove_point)

    def _configure(self, settings: LabSettings) -> None:
        before = self._lab.settings
        self._lab.configure(settings)
        if settings.has_same_network(before) and settings.seed == before.seed:
            self._main.refresh()
            self._main.problem_changed.emit()
        else:
            self._main.begin_again(None)

    def _set_weight(self, weight: Weight, value: float) -> None:
        try:
            self._lab.set_parameter(weight.layer, weight.unit, weight.source, value)
        except LabError as error:
            show_error(self._tab, "The weight was not changed", error)
        self._main.choose_weight(weight)

    def _reset(self) -> None:
        self._lab.reset()
        self._main.begin_again(self._main.preset_key)

    def _renew(self) -> None:
        self._lab.renew()
        self._main.begin_again(None)

    def _undo(self) -> None:
        self._lab.undo()
        self._main.begin_again(None)
        self._main.happened.emit("undo")

    def _redo(self) -> None:
        self._lab.redo()
        self._main.begin_again(None)

    def _remedy(self, remedy: Remedy) -> None:
        settings = self._lab.settings
        first, *others = settings.hidden_layer_sizes or (0,)
        if remedy is Remedy.NEW_START:
            self._lab.renew()
        elif remedy is Remedy.BIASES:
            self._lab.configure(replace(settings, bias=True))
        elif remedy is Remedy.SMALLER_RATE:
            rate = max(LEARNING_RATES[0], settings.learning_rate / 10)
            self._lab.reset()
            self._lab.configure(replace(self._lab.settings, learning_rate=rate))
        else:
            sizes = (min(MAX_UNITS, first + 2), *others)
            self._lab.configure(replace(settings, hidden_layer_sizes=sizes))
        self._main.begin_again(None)
        self._main.happened.emit("remedy")

    def _add_point(self, x: float, y: float, target: float) -> None:
        self._change_points(lambda problem: problem.with_point(x, y, target))
        self._main.happened.emit("point")

    def _turn_point(self, row: int) -> None:
        self._change_points(lambda problem: problem.with_target(row, 1.0 - problem.targets[row]))

    def _remove_point(self, row: int) -> None:
        self._change_points(lambda problem: problem.without(row))

    def _change_points(self, change: Callable[[Problem], Problem]) -> None:
        try:
            problem = change(self._lab.problem)
        except LabError as error:
            show_error(self._tab, "The points were not changed", error)
            return
        self._lab.use_problem(problem)
        self._main.begin_again(None)

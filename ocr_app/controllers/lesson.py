"""The lesson of the Train tab: one drawing, its true digit, and what it would change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from nn import Network
from ocr_app.engine.arithmetic import PhaseKind, phases_of
from ocr_app.engine.diagram import Diagram, Unit, Weight
from ocr_app.engine.lesson import (
    LessonError,
    LessonHistory,
    LessonPath,
    LessonState,
    begin_lesson,
    diagram_of,
    highlights_of,
    path_through,
    sections_of,
    strongest_path,
    title_of,
)
from ocr_app.engine.lesson.verdict import describe_step, describe_taken
from ocr_app.widgets.lesson.lesson_view import LessonView
from ocr_app.widgets.lesson.scene import Scene

USUAL_RATE: Final = 0.01

_NO_DRAWING: Final = "Draw a digit on the Draw tab: here you see how a network learns from it."
_IN_USE, _OF_TRAINING = 0, 1


class LessonController(QObject):
    """Steps through what one drawing teaches a copy of a network.

    Out of sight, nothing is computed.

    Parameters
    ----------
    view : LessonView
    network_in_use : callable () -> Network
        Asked for whenever the lesson begins anew.
    parent : QObject, optional
    """

    def __init__(
        self,
        view: LessonView,
        network_in_use: Callable[[], Network],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view, self._network_in_use = view, network_in_use
        self._of_training: Network | None = None
        self._source = _IN_USE
        self._pixels: NDArray[np.float32] | None = None
        self._target: int | None = None  # None: what is read
        self._rate = USUAL_RATE
        self._position = 0
        self._path: LessonPath | None = None
        self._history: LessonHistory | None = None
        self._network: Network | None = None
        self._state: LessonState | None = None
        self._diagram: Diagram | None = None
        self._has_just_stepped = False
        view.question.show_rate(self._rate)
        view.question.target_chosen.connect(self._choose_target)
        view.question.rate_changed.connect(self._choose_rate)
        view.question.network_chosen.connect(self._choose_network)
        view.steps.part_requested.connect(self._go_to)
        view.steps.apply_requested.connect(self._take_step)
        view.steps.undo_requested.connect(self._undo_step)
        view.picture.unit_clicked.connect(self._choose_path)
        view.picture.weight_clicked.connect(self._choose_path)
        view.picture.room_changed.connect(lambda _: self._show())
        view.shown.connect(self._renew)

    def show_drawing(self, pixels: NDArray[np.float32] | None) -> None:
        """Follow the drawing (8, 8) on the Draw tab; None if nothing is drawn."""
        if pixels is None:
            self._target = None
        self._pixels = pixels
        self._has_just_stepped = False
        self._path = self._path if self._target is not None else None
        self._renew()

    def show_training(self, network: Network | None) -> None:
        """Offer the network of a training, of the moment that is shown; None if there is none."""
        is_news = (network is None) is not (self._of_training is None)
        self._of_training = network
        if is_news or (self._source == _OF_TRAINING and self._n_steps == 0):
            self._renew()

    def forget_network(self) -> None:
        """Begin anew when another network is in use."""
        if self._source == _IN_USE:
            self._begin_anew()

    @property
    def _n_steps(self) -> int:
        return 0 if self._history is None else len(self._history.steps)

    def _begin_anew(self) -> None:
        self._history = self._network = self._path = self._diagram = None
        self._has_just_stepped = False
        self._renew()

    def _choose_target(self, target: int) -> None:
        self._target, self._path = target, None
        self._has_just_stepped = False
        self._renew()

    def _choose_rate(self, rate: float) -> None:
        self._rate = rate
        self._has_just_stepped = False
        if self._state is not None:
            self._state = self._state.with_learning_rate(rate)
            self._show()

    def _choose_network(self, source: int) -> None:
        if source != self._source:
            self._source = source
            self._begin_anew()

    def _choose_path(self, chosen: Unit | Weight) -> None:
        if self._path is not None:
            self._path = path_through(self._path, chosen)
            self._show()

    def _go_to(self, position: int) -> None:
        self._position = position
        self._has_just_stepped = False
        self._show()

    def _take_step(self) -> None:
        state = self._state
        if state is None or self._history is None:
            return
        try:
            after = state.stepped()
        except LessonError as error:
            self._show(str(error))
            return
        self._history = self._history.after(state, after)
        self._network, self._state = after.network, after
        # The true digit stays what it was, even if nobody has said it.
        self._target, self._has_just_stepped = after.target, True
        self._show()

    def _undo_step(self) -> None:
        if self._history is None or not self._history.steps:
            return
        self._network, self._history = self._history.undone()
        self._has_just_stepped = False
        self._renew()

    def _renew(self) -> None:
        """Compute everything anew, if somebody looks."""
        if not self._view.isVisible():
            return
        if self._n_steps == 0 and self._of_training is None:
            self._source = _IN_USE
        names = ["The network in use"]
        if self._of_training is not None or self._source == _OF_TRAINING:
            names.append("The one in training")
        self._view.question.show_networks(names, self._source)
        if self._n_steps == 0:
            self._network = self._chosen_network()
            self._history = LessonHistory(self._network)
        self._state = None
        if self._pixels is None:
            self._view.show_nothing(_NO_DRAWING, self._n_steps)
            return
        assert self._network is not None  # noqa: S101 -- set above, or by a step
        try:
            self._state = begin_lesson(self._network, self._pixels, self._target, self._rate)
        except LessonError as error:
            self._view.show_nothing(str(error), self._n_steps)
            return
        self._show()

    def _chosen_network(self) -> Network:
        if self._source == _OF_TRAINING and self._of_training is not None:
            return self._of_training
        return self._network_in_use()

    def _show(self, bad_news: str = "") -> None:
        state = self._state
        if state is None or not self._view.isVisible():
            return
        if self._path is None or not self._path.fits(state):
            self._path = strongest_path(state)
        phases = phases_of(state.n_layers)
        self._position = min(max(self._position, 0), len(phases) - 1)
        phase, path = phases[self._position], self._path
        self._diagram = diagram_of(state, path, phase, self._view.picture.room, self._diagram)
        units, weights = highlights_of(state, self._diagram, path, phase)
        scene = Scene(
            diagram=self._diagram,
            units=units,
            weights=weights,
            title=title_of(state, phase),
            position=self._position,
            n_parts=len(phases),
            sections=sections_of(state, path, phase),
            is_backward=phase.kind in (PhaseKind.BACKWARD, PhaseKind.UPDATE),
            target=state.target,
            verdict=bad_news or self._verdict(state),
            n_steps=self._n_steps,
        )
        self._view.show_scene(scene)

    def _verdict(self, state: LessonState) -> str:
        if self._has_just_stepped and self._history is not None:
            return describe_taken(self._history.steps[-1], state, len(self._history.steps))
        return describe_step(state)

"""What a training has told until now, and the views that show it: curves, marks and moments."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ocr_app.engine.workbench.curves import Curves
from ocr_app.engine.workbench.messages import CurvePoint, Moment, RateMark
from ocr_app.widgets.train.curves_view import CurvesView
from ocr_app.widgets.train.rewind_bar import RewindBar
from ocr_app.workers.training_client import TrainingClient


class TrainingRecord(QObject):
    """Follows the process that trains.

    Parameters
    ----------
    client : TrainingClient
    view : CurvesView
    rewind : RewindBar
    parent : QObject, optional

    Attributes
    ----------
    curves : Curves
        Those of the training that is there, or was last.

    Signals
    -------
    shown_changed
        Another moment may be shown now.
    """

    shown_changed = Signal()

    def __init__(
        self,
        client: TrainingClient,
        view: CurvesView,
        rewind: RewindBar,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view, self._rewind = view, rewind
        self.curves = Curves()
        self._moments: list[Moment] = []
        self._marks: list[RateMark] = []
        client.points_added.connect(self._on_points)
        client.moments_taken.connect(self._on_moments)
        client.moments_thinned.connect(self._on_thinned)
        client.rewound.connect(self._on_rewound)
        client.rate_changed.connect(self._on_rate)
        rewind.moment_chosen.connect(lambda _: self.shown_changed.emit())

    @property
    def shown(self) -> Moment | None:
        """The moment that people look at."""
        position = self._rewind.position
        return self._moments[position] if 0 <= position < len(self._moments) else None

    @property
    def latest(self) -> Moment | None:
        """The moment that the training has come to, whichever is looked at."""
        return self._moments[-1] if self._moments else None

    def clear(self) -> None:
        """Forget everything, and show nothing."""
        self.curves = Curves()
        self._moments, self._marks = [], []
        self._view.show_curves(self.curves)
        self._view.set_marks(())
        self._rewind.show_moments(())

    def _on_points(self, points: tuple[CurvePoint, ...]) -> None:
        start = len(self.curves)
        if start and points[0].epoch < self.curves.xy("loss")[0][-1]:
            # It went back: what came after that moment is no longer part of this training.
            self.curves.forget_after(points[0].epoch)
            self.curves.extend(points)
            self._view.show_curves(self.curves)
            return
        self.curves.extend(points)
        self._view.append(self.curves, start)

    def _on_moments(self, moments: tuple[Moment, ...]) -> None:
        self._moments.extend(moments)
        self._show_moments()
        if self._rewind.is_at_end:
            self.shown_changed.emit()

    def _on_thinned(self, kept: tuple[int, ...]) -> None:
        there = set(kept)
        self._moments = [moment for moment in self._moments if moment.index in there]
        self._show_moments()

    def _on_rewound(self, index: int) -> None:
        for position, moment in enumerate(self._moments):
            if moment.index == index:
                self.curves.forget_after(moment.epoch)
                self._marks = [mark for mark in self._marks if mark.epoch <= moment.epoch]
                self._view.show_curves(self.curves)
                self._show_marks()
                self._rewind.go_to(position)
        self.shown_changed.emit()

    def _on_rate(self, mark: RateMark) -> None:
        self._marks.append(mark)
        self._show_marks()

    def _show_moments(self) -> None:
        self._rewind.show_moments([moment.epoch for moment in self._moments])

    def _show_marks(self) -> None:
        self._view.set_marks(
            [(mark.epoch, f"α {mark.learning_rate_init:g}") for mark in self._marks]
        )

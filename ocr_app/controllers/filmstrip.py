"""From the canvas to the pictures of the filmstrip, and from its switches to the reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from ocr_app.controllers.recognition import RecognitionController
from ocr_app.widgets.draw_tab import DrawTab

if TYPE_CHECKING:
    from datasets.normalization import Stage, Steps
    from ocr_app.controllers.ablation import AblationController
    from ocr_app.engine.ablation import Ablation

_BETWEEN_PICTURES_MS: Final = 12
"""All five follow the pen some 15 times a second, and leave most of the time to the pen: a mouse
moves every 8 ms."""


class FilmstripController(QObject):
    """Fills the filmstrip of a `DrawTab`, and lets its switches change how the canvas is read.

    A picture takes about half a millisecond. They are made one at a time, between the movements of
    the pen, so that the reading is never late.
    """

    def __init__(
        self, tab: DrawTab, recognition: RecognitionController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tab, self._film = tab, tab.film
        self._recognition = recognition
        self._stages: Iterator[tuple[int, Stage]] | None = None
        self._is_stale = False
        self._next = QTimer(self, interval=_BETWEEN_PICTURES_MS)
        self._next.timeout.connect(self._make_one)
        recognition.reading_changed.connect(self._refresh)
        tab.pen_changed.connect(self._refresh)
        self._film.shown.connect(self._refresh)
        self._film.steps_changed.connect(self._use_steps)
        self._ablation: AblationController | None = None
        recognition.model_changed.connect(self._measure)
        recognition.reading_changed.connect(self._show_why)
        self._film.why_changed.connect(self._show_why)

    def _use_steps(self) -> None:
        self._recognition.use_steps(None if all(self._film.taken) else self._steps())
        self._measure()

    def _measure(self) -> None:
        """Measure the steps that are on, unless all of them are."""
        if self._ablation is not None:
            self._ablation.cancel()
        if not all(self._film.taken):
            self._film.show_measuring()
            self._get_ablation().measure(self._recognition.model, self._steps())

    def _get_ablation(self) -> AblationController:
        if self._ablation is None:
            # Nobody needs it before a step is switched off.
            from ocr_app.controllers.ablation import AblationController  # noqa: PLC0415

            self._ablation = AblationController(self.parent())
            self._ablation.measured.connect(self._show_measured)
            self._ablation.errored.connect(self._film.show_not_measured)
        return self._ablation

    def _show_measured(self, with_all: Ablation, with_these: Ablation) -> None:
        self._film.show_measured(with_all.n, with_all.accuracy, with_these.accuracy)

    def _show_why(self) -> None:
        reading = self._recognition.reading
        if reading is None:
            return
        if not self._film.is_why_shown:
            self._film.show_pixels(reading.pixels)
            return
        from ocr_app.engine.inspection.saliency import saliency  # noqa: PLC0415 -- when asked

        network = self._recognition.model.network
        self._film.show_saliency(saliency(network, reading.pixels, reading.digit), reading.digit)

    def _steps(self) -> Steps:
        # The normaliser brings Pillow along, which the first paint must not wait for.
        from datasets.normalization import Steps  # noqa: PLC0415

        return Steps(*self._film.taken)

    def _refresh(self) -> None:
        """Make new pictures, after those that are being made: or a fast pen would show none."""
        self._is_stale = True
        was_given = self._film.is_given
        self._film.set_given(self._tab.canvas.given is not None)
        if was_given and not self._film.is_given:
            self._measure()
        if self._tab.canvas.subject.is_blank:
            self._show_blank()
        elif not self._next.isActive() and self._film.isVisible():
            self._next.start()

    def _show_blank(self) -> None:
        self._next.stop()
        self._stages, self._is_stale = None, False
        for number in range(len(self._film.frames)):
            self._film.show_picture(number, None)

    def _make_one(self) -> None:
        if self._stages is None:
            self._stages = self._start()
        number, stage = next(self._stages, (0, None))
        if stage is not None:
            self._film.show_picture(number, stage.picture)
            return
        self._stages = None
        if not self._is_stale or not self._film.isVisible():
            self._next.stop()

    def _start(self) -> Iterator[tuple[int, Stage]]:
        from datasets.normalization import iterate_stages  # noqa: PLC0415 -- see _steps

        self._is_stale = False
        canvas = self._tab.canvas
        return enumerate(iterate_stages(canvas.subject, self._steps(), canvas.pen_width))

"""Puts the Train tab together: its widgets, the workbench, and what they follow in the window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow, QWidget

from ocr_app.controllers.lesson import LessonController
from ocr_app.controllers.looking import LookController
from ocr_app.controllers.models import ModelsController
from ocr_app.controllers.recognition import RecognitionController
from ocr_app.controllers.runs import RunsController
from ocr_app.controllers.samples import SamplesController
from ocr_app.controllers.workbench import WorkbenchController
from ocr_app.engine.inspection.confusion import confuse
from ocr_app.engine.inspection.layers import look_at_layers
from ocr_app.engine.inspection.units import look_at_units
from ocr_app.made_in_parts import MadeInParts
from ocr_app.widgets.inside.layers_view import LayersView
from ocr_app.widgets.inside.mistakes_view import MistakesView
from ocr_app.widgets.inside.units_view import UnitsView
from ocr_app.widgets.lesson.lesson_view import LessonView
from ocr_app.widgets.runs.runs_view import RunsView
from ocr_app.widgets.train.setup_form import SetupForm
from ocr_app.widgets.train.train_tab import TrainTab
from ocr_app.workers.training_client import TrainingClient

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocr_app.engine.recognizer import Reading
    from ocr_app.engine.workbench.messages import Prepared
    from ocr_app.widgets.inside.digit_gallery import SeenDigit


class TrainingViews(MadeInParts):
    """The widgets of the Train tab.

    They are not joined with anything, and cost no movement of the pen anything, before
    `make_training_room` does so.
    """

    def _make(self) -> Iterator[QWidget]:
        form = SetupForm()
        yield form
        self.tab = TrainTab(form)
        yield self.tab
        for plot in (self.tab.curves.loss, self.tab.curves.accuracy):
            plot.make_axes()
            yield plot
        self.mistakes = MistakesView()
        yield self.mistakes
        self.units = UnitsView()
        yield self.units
        self.layers = LayersView()
        yield self.layers
        self.lesson = LessonView()
        yield self.lesson
        self.runs = RunsView()
        yield self.runs


def make_training_room(
    views: TrainingViews,
    window: QMainWindow,
    client: TrainingClient,
    models: ModelsController,
    recognition: RecognitionController,
    samples: SamplesController,
    open_digit: Callable[[SeenDigit], None],
) -> tuple[TrainTab, WorkbenchController]:
    """Make the Train tab of a window.

    Parameters
    ----------
    views : TrainingViews
        Those that are not made yet are made now.
    window : QMainWindow
    client : TrainingClient
        The process that trains; it may be starting already.
    models : ModelsController
        Where a new network goes that is to be used.
    recognition : RecognitionController
        Whose drawing the training is watched with.
    samples : SamplesController
        What people drew themselves.
    open_digit : callable (SeenDigit) -> None
        Shows a digit on the Draw tab.
    """
    views.make_all()
    workbench = WorkbenchController(
        views.tab, window, client, lambda: models.model, models.keep, my_samples=samples.samples
    )
    _add_looks(views, window, workbench, open_digit)
    lesson = _add_lesson(views, models, workbench)
    _add_runs(views, window, models, workbench)

    def follow(reading: Reading | None) -> None:
        pixels = None if reading is None else reading.pixels
        workbench.show_drawing(pixels)
        views.units.show_drawing(pixels)
        lesson.show_drawing(pixels)

    recognition.reading_changed.connect(follow)
    follow(recognition.reading)
    return views.tab, workbench


def _add_looks(
    views: TrainingViews,
    window: QMainWindow,
    workbench: WorkbenchController,
    open_digit: Callable[[SeenDigit], None],
) -> None:
    """Add what is seen of a network: what it confuses, its hidden units, its layers."""
    tab, mistakes, units, layers = views.tab, views.mistakes, views.units, views.layers
    mistakes.digit_opened.connect(open_digit)
    tab.add_view(mistakes, "Mistakes")
    tab.add_view(units, "Hidden units", "Units")
    tab.add_view(layers, "Layers")
    looks = (
        LookController(mistakes, confuse, window),
        LookController(units, look_at_units, window),
        LookController(layers, look_at_layers, window),
    )
    for look in looks:
        workbench.network_shown.connect(look.show_network)

    def take(prepared: Prepared) -> None:
        of_mistakes, of_units, of_layers = looks
        mistakes.show_samples(prepared.X_validation, prepared.numbers_validation)
        of_mistakes.show_samples(prepared.X_validation, prepared.y_validation)
        # A unit that none of the learnt digits wakes can never learn again.
        of_units.show_samples(prepared.X_learnt)
        of_layers.show_samples(prepared.X_learnt, prepared.y_learnt)

    workbench.samples_shown.connect(take)


def _add_lesson(
    views: TrainingViews, models: ModelsController, workbench: WorkbenchController
) -> LessonController:
    views.tab.add_view(views.lesson, "How it learns", "Lesson")
    lesson = LessonController(views.lesson, lambda: models.model.network, workbench)
    workbench.network_shown.connect(lesson.show_training)
    models.model_changed.connect(lambda _: lesson.forget_network())
    return lesson


def _add_runs(
    views: TrainingViews,
    window: QMainWindow,
    models: ModelsController,
    workbench: WorkbenchController,
) -> None:
    views.tab.add_view(views.runs, "Runs")
    keeper = RunsController(views.runs, window, models.keep, views.tab.form.set_setup)
    workbench.run_ended.connect(keeper.refresh)

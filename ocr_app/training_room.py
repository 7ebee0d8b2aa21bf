"""Puts the Train tab together: its widgets, the workbench, and what they follow in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow

from ocr_app.controllers.lesson import LessonController
from ocr_app.controllers.models import ModelsController
from ocr_app.controllers.recognition import RecognitionController
from ocr_app.controllers.runs import RunsController
from ocr_app.controllers.samples import SamplesController
from ocr_app.controllers.workbench import WorkbenchController
from ocr_app.widgets.inside.mistakes_view import MistakesView
from ocr_app.widgets.inside.units_view import UnitsView
from ocr_app.widgets.lesson.lesson_view import LessonView
from ocr_app.widgets.runs.runs_view import RunsView
from ocr_app.widgets.train.train_tab import TrainTab

if TYPE_CHECKING:
    from ocr_app.engine.recognizer import Reading


def make_training_room(
    window: QMainWindow,
    models: ModelsController,
    recognition: RecognitionController,
    samples: SamplesController,
) -> tuple[TrainTab, WorkbenchController]:
    """Make the Train tab of a window.

    Parameters
    ----------
    window : QMainWindow
    models : ModelsController
        Where a new network goes that is to be used.
    recognition : RecognitionController
        Whose drawing the training is watched with.
    samples : SamplesController
        What people drew themselves.
    """
    tab = TrainTab()
    workbench = WorkbenchController(
        tab, window, lambda: models.model, models.keep, my_samples=samples.samples
    )

    mistakes, units = MistakesView(), UnitsView()
    tab.add_view(mistakes, "Mistakes")
    tab.add_view(units, "Hidden units")
    for view in (mistakes, units):
        workbench.network_shown.connect(view.show_network)
        workbench.samples_shown.connect(
            lambda prepared, view=view: view.show_samples(
                prepared.X_validation, prepared.y_validation
            )
        )

    lesson_view = LessonView()
    tab.add_view(lesson_view, "How it learns")
    lesson = LessonController(lesson_view, lambda: models.model.network, workbench)
    workbench.network_shown.connect(lesson.show_training)
    models.model_changed.connect(lambda _: lesson.forget_network())

    runs = RunsView()
    tab.add_view(runs, "Runs")
    keeper = RunsController(runs, window, models.keep, tab.form.set_setup)
    workbench.run_ended.connect(keeper.refresh)

    def follow(reading: Reading | None) -> None:
        pixels = None if reading is None else reading.pixels
        workbench.show_drawing(pixels)
        units.show_drawing(pixels)
        lesson.show_drawing(pixels)

    recognition.reading_changed.connect(follow)
    follow(recognition.reading)
    return tab, workbench

"""The model in use: opened, saved, kept after a training, or back to the factory's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from nn import NetworkFileError
from ocr_app.dialogs import ask, file_to_open, file_to_save, show_error, tell
from ocr_app.engine.model import FACTORY_NAME, Model
from ocr_app.paths import kept_model_file

_FILTER = "Networks (*.npz);;All files (*)"
KEPT_NAME = "My trained model"


class ModelsController(QObject):
    """Holds the model in use; replaces it only by one that has been read or trained completely.

    A model that is kept is also written to the user's data folder, so that the next start has it.

    Signals
    -------
    model_changed : Model
    """

    model_changed = Signal(object)

    def __init__(self, model: Model, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._model = model

    @property
    def model(self) -> Model:
        """The model in use."""
        return self._model

    def keep(self, model: Model) -> None:
        """Use a freshly trained model, now and after the next start."""
        self._use(replace(model, name=KEPT_NAME))

    def open(self) -> None:
        """Ask for a file and use the model in it."""
        if file := file_to_open(self._window, "Open model", _FILTER):
            self.open_file(file)

    def open_file(self, file: Path) -> None:
        """Use the model in a file; if there is none in it, say so and change nothing."""
        try:
            model = Model.load(file)
        except (NetworkFileError, OSError) as error:
            show_error(self._window, "The model could not be opened", error)
            return
        self._use(model)

    def save_as(self) -> None:
        """Ask for a file and write the model in use to it."""
        suggestion = f"{self._model.name.lower().replace(' ', '-')}.npz"
        if file := file_to_save(self._window, "Save model", suggestion, _FILTER):
            self.save_file(file)

    def save_file(self, file: Path) -> None:
        """Write the model in use to a file."""
        try:
            self._model = self._model.save(file)
        except (NetworkFileError, OSError) as error:
            show_error(self._window, "The model could not be saved", error)
            return
        self.model_changed.emit(self._model)

    def use_factory(self) -> None:
        """Go back to the model that the application comes with, after asking."""
        if self._model.name == FACTORY_NAME:
            tell(self._window, "Factory model", "The factory model is in use already.")
            return
        if ask(
            self._window,
            "factoryQuestion",
            "Go back to the factory model?",
            f"“{self._model.name}” will no longer be in use. "
            "To have it again later, save it first with Network ▸ Save model as…",
            "Use factory model",
        ):
            self._model = Model.factory()
            self._attempt(lambda: kept_model_file().unlink(missing_ok=True))
            self.model_changed.emit(self._model)

    def _use(self, model: Model) -> None:
        self._model = model
        self._attempt(lambda: _keep_for_next_start(model))
        self.model_changed.emit(model)

    def _attempt(self, write: Callable[[], object]) -> None:
        try:
            write()
        except (NetworkFileError, OSError) as error:
            show_error(self._window, "The model is in use, but the next start will not know", error)


def model_to_start_with() -> tuple[Model, str]:
    """Return the kept model, or the factory's, and a sentence if the kept one was damaged.

    A damaged file is set aside under another name, never overwritten.
    """
    file = kept_model_file()
    if not file.exists():
        return Model.factory(), ""
    try:
        model = Model.load(file)
    except (NetworkFileError, OSError) as error:
        aside = file.with_suffix(".damaged.npz")
        try:
            file.replace(aside)
        except OSError:
            aside = file
        return Model.factory(), f"{error} The factory model is in use; the file is now {aside}."
    name = str(model.metadata.get("name") or KEPT_NAME)
    return replace(model, path=None, name=name), ""


def _keep_for_next_start(model: Model) -> None:
    file = kept_model_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    replace(model, metadata={**model.metadata, "name": model.name}).save(file)

"""The model in use: opened, saved, kept after a training, or back to the factory's."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from nn import NetworkFileError
from ocr_app.dialogs import ask, ask_for_text, file_to_open, file_to_save, show_error, tell
from ocr_app.engine.model import FACTORY_NAME, Model
from ocr_app.paths import kept_model_file

_FILTER = "Networks (*.npz);;All files (*)"
MOST_LETTERS: Final = 60
"""Of a name: more would not fit into the status bar of a small window."""

_KEPT_NAME: Final = "My trained model"
"""Of a file that was kept before networks had names."""

_NOT_RENAMED: Final = (
    "The factory model keeps its name. Save it first with Network ▸ Save model as…: the copy is "
    "yours to name."
)
_TAKEN: Final = f"“{FACTORY_NAME}” is the network that comes with the app; choose another name."


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
        self._use(model)

    def show_card(self) -> None:
        """Show what is known about the model in use."""
        from ocr_app.engine.card import make_card  # noqa: PLC0415 -- not needed to start
        from ocr_app.widgets.model_card import ModelCardDialog  # noqa: PLC0415

        dialog = ModelCardDialog(make_card(self._model), not self._model.is_factory, self._window)

        def rename() -> None:
            self._ask_for_name(dialog)
            dialog.show_card(make_card(self._model))

        dialog.rename_requested.connect(rename)
        dialog.exec()
        dialog.deleteLater()

    def rename(self) -> None:
        """Ask for another name of the model in use; the factory model keeps its own."""
        if self._model.is_factory:
            tell(self._window, "Rename", _NOT_RENAMED)
        else:
            self._ask_for_name(self._window)

    def _ask_for_name(self, parent: QWidget) -> None:
        name = ask_for_text(
            parent,
            "renameModelDialog",
            "Rename this network",
            "What to call the network in use:",
            self._model.name,
            MOST_LETTERS,
        )
        if name is not None:
            self.rename_to(name)

    def rename_to(self, name: str) -> None:
        """Call the model in use something else; an empty name changes nothing."""
        name = " ".join(name.split())[:MOST_LETTERS]
        if not name or name == self._model.name:
            return
        if name.casefold() == FACTORY_NAME.casefold():
            tell(self._window, "Rename", _TAKEN)
            return
        self._use(replace(self._model, name=name))

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
        suggestion = f"{file_stem(self._model.name)}.npz"
        if file := file_to_save(self._window, "Save model", suggestion, _FILTER):
            self.save_file(file)

    def save_file(self, file: Path) -> None:
        """Write the model in use to a file."""
        try:
            self._model = self._model.save(file)
        except (NetworkFileError, OSError) as error:
            show_error(self._window, "The model could not be saved", error)
            return
        if kept_model_file().exists():  # or the next start would have its old name
            self._attempt(lambda: _keep_for_next_start(self._model))
        self.model_changed.emit(self._model)

    def use_factory(self) -> None:
        """Go back to the model that the application comes with, after asking."""
        if self._model.is_factory:
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
        # Late: hardly anybody ever needs it.
        from ocr_app.storage.damage import set_aside  # noqa: PLC0415
        from ocr_app.storage.errors import StorageError  # noqa: PLC0415

        try:
            aside = set_aside(file)
        except (OSError, StorageError):
            aside = file
        return Model.factory(), f"{error} The factory model is in use; the file is now {aside}."
    name = str(model.metadata.get("name") or _KEPT_NAME)
    return replace(model, path=None, name=name), ""


def file_stem(name: str) -> str:
    """Turn a model's name into a file's, without what some systems do not allow in it."""
    return re.sub(r"[^\w.-]+", "-", name.lower()).strip("-.") or "network"


def _keep_for_next_start(model: Model) -> None:
    file = kept_model_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    replace(model, metadata={**model.metadata, "name": model.name}).save(file)

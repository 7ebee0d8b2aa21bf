"""Network ▸ Export as ONNX: which file, and how it went."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from nn import NetworkFileError
from ocr_app.controllers.models import file_stem
from ocr_app.dialogs import file_to_save, show_error
from ocr_app.engine.model import Model
from ocr_app.errors import InputError
from ocr_app.workers.one_thread import OneThread

if TYPE_CHECKING:
    from concurrent.futures import Future

_KINDS: Final = "ONNX networks (*.onnx);;All files (*)"


class ModelExportController(QObject):
    """Writes the model in use for other programs, in a thread: the package for it loads slowly.

    Parameters
    ----------
    model : callable () -> Model
        The model in use.
    tell : callable (str) -> None
        Says how it goes, in the status bar.
    window : QWidget
        When it is closed, what is being written is finished first.
    """

    def __init__(
        self, model: Callable[[], Model], tell: Callable[[str], None], window: QWidget
    ) -> None:
        super().__init__(window)
        self._model, self._tell, self._window = model, tell, window
        self._thread = OneThread("export", self)
        window.installEventFilter(self)

    def ask(self) -> None:
        """Ask for a file and write the model in use to it."""
        suggestion = f"{file_stem(self._model().name)}.onnx"
        if file := file_to_save(self._window, "Export as ONNX", suggestion, _KINDS):
            self.export(file)

    def export(self, file: Path) -> None:
        """Write the model in use to a file."""
        model = self._model()
        self._tell(f"Exporting {model.name}…")
        self._thread.do(lambda: _export(model, file), lambda done: self._show(model, file, done))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Finish before the window goes."""
        if watched is self._window and event.type() == QEvent.Type.Close:
            self._thread.close(lambda: None)
        return False

    def _show(self, model: Model, file: Path, done: Future[None]) -> None:
        try:
            done.result()
        except (InputError, NetworkFileError, OSError, MemoryError) as error:
            self._tell("")
            show_error(self._window, "The network was not exported", error)
            return
        self._tell(f"{model.name} exported to {file.name}.")


def _export(model: Model, file: Path) -> None:
    from ocr_app.engine.onnx_export import export_onnx  # noqa: PLC0415 -- not needed to start

    export_onnx(model, file)

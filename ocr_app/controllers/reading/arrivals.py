"""How pictures come: opened, dropped, pasted, out of folders, or those that come along."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from ocr_app.controllers.reading.images import grey_of
from ocr_app.engine.reader.job import ReadJob
from ocr_app.workers.one_thread import OneThread
from resources import resource

if TYPE_CHECKING:
    from concurrent.futures import Future

_PICTURES: Final = (
    "Pictures (*.png *.jpg *.jpeg *.gif *.bmp *.tif *.tiff *.webp *.avif *.pgm *.ppm *.jp2);;"
    "All files (*)"
)
_NO_PICTURE: Final = (
    "There is no picture on the clipboard: take a screenshot or copy a picture first."
)

SAMPLES: Final = {
    "A form": "form.png",
    "Ruled paper, in the shade": "ruled.png",
    "Touching digits": "touching.png",
}
"""Names of the sample pictures, and their files in ``resources/pictures``."""


class Arrivals(QObject):
    """Takes pictures however people give them.

    Parameters
    ----------
    window : QWidget
        The dialog's parent.
    parent : QObject

    Attributes
    ----------
    arrived : Signal(list of ReadJob)
        Pictures to read: one at least.
    looking : Signal
        Folders are looked through, or are no more.
    told : Signal(str)
        One sentence on what is done, or why nothing came.
    """

    arrived = Signal(list)
    looking = Signal()
    told = Signal(str)

    def __init__(self, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._folders = OneThread("folders", self)
        self._lookings: set[object] = set()  # folders that are looked through

    @property
    def is_looking(self) -> bool:
        """Whether folders are looked through."""
        return bool(self._lookings)

    def open(self) -> None:
        """Ask for pictures."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 -- see ocr_app.dialogs

        files, _ = QFileDialog.getOpenFileNames(self._window, "Open pictures", "", _PICTURES)
        self.take_files([Path(file) for file in files])

    def paste(self) -> None:
        """Take the picture, or the files, on the clipboard."""
        clipboard = QGuiApplication.clipboard()
        # An empty clipboard has none at all on some systems.
        data = clipboard.mimeData() or QMimeData()
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.take_files(files)
        elif data.hasImage() and not (image := clipboard.image()).isNull():
            self.take_image(image, "Pasted picture")
        else:
            self.told.emit(_NO_PICTURE)

    def take_image(self, image: QImage, name: str) -> None:
        """Take a picture that is here already."""
        if image.isNull():
            self.told.emit(f"{name}: there is no picture in it that can be read.")
            return
        self.arrived.emit([ReadJob(name, grey_of(image))])

    def take_sample(self, name: str) -> None:
        """Take one of the sample pictures."""
        self.arrived.emit([ReadJob(name, resource(f"pictures/{SAMPLES[name]}"))])

    def take_files(self, files: Sequence[Path]) -> None:
        """Take files; of folders, the pictures in them."""
        if not any(map(_is_folder, files)):
            if files:
                self.arrived.emit([ReadJob(file.name, file) for file in files])
            return

        def look() -> list[ReadJob]:
            from ocr_app.engine.reader.paths import pictures  # noqa: PLC0415 -- seldom needed

            found = map(Path, pictures(str(file) for file in files))
            return [ReadJob(path.name, path) for path in found]

        # A folder of thousands, or a slow disk, must not hold up the window.
        self._lookings.add(look)
        self.told.emit("Looking for pictures…")
        self.looking.emit()
        self._folders.do(look, lambda done: self._take_found(look, done))

    def stop_looking(self) -> None:
        """Forget the folders that are looked through."""
        self._lookings.clear()

    def close(self) -> None:
        """Stop for good."""
        self.stop_looking()
        self._folders.close(lambda: None)

    def _take_found(self, look: object, done: Future[list[ReadJob]]) -> None:
        if look not in self._lookings:
            return  # somebody stopped it
        self._lookings.remove(look)
        if jobs := done.result():
            self.arrived.emit(jobs)
        else:
            self.looking.emit()
            self.told.emit("There are no pictures in this folder.")


def _is_folder(file: Path) -> bool:
    return "\0" not in str(file) and file.is_dir()

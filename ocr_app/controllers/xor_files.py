"""Files of the XOR lab: its state, its picture, its numbers; and the other entries of its menu."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QImage, QKeySequence, QPainter

from ocr_app.controllers.xor_lab import XorLabController
from ocr_app.dialogs import file_to_open, file_to_save, show_error
from ocr_app.engine.xor_lab import saving
from ocr_app.engine.xor_lab.errors import LabError
from ocr_app.widgets.theme import theme_of
from ocr_app.widgets.xor.lab_tab import LabTab

_STATES: Final = "States of the XOR lab (*.json);;All files (*)"
_PICTURES: Final = "Pictures (*.svg *.png)"
_LARGE: Final = 1.4
_PNG_SCALE: Final = 3


class XorFilesController(QObject):
    """Fills the menu of the lab and does what it says.

    Parameters
    ----------
    tab : LabTab
    main : XorLabController
    """

    def __init__(self, tab: LabTab, main: XorLabController) -> None:
        super().__init__(tab)
        self._tab, self._main = tab, main
        self._usual_size = tab.font().pointSizeF()
        undo = self._action("&Undo", "xorUndoAction", tab.undo_requested.emit)
        undo.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
        redo = self._action("&Redo", "xorRedoAction", tab.redo_requested.emit)
        redo.setShortcut(QKeySequence(QKeySequence.StandardKey.Redo))
        for action in (undo, redo):
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            tab.addAction(action)
        large = self._action("&Large text, for a projector", "xorLargeText", self._enlarge)
        large.setCheckable(True)
        tab.transport.add_actions(
            undo,
            redo,
            None,
            self._action("&Open state …", "xorOpen", self.open),
            self._action("&Save state …", "xorSave", self.save),
            None,
            self._action("Save &picture …", "xorSavePicture", self.save_picture),
            self._action("Save &numbers …", "xorSaveNumbers", self.save_numbers),
            None,
            self._action("&Forget earlier runs", "xorForget", self._forget),
            large,
        )

    def open(self) -> None:
        """Ask for a saved state and go on from it."""
        if file := file_to_open(self._tab, "Open state", _STATES):
            self.open_file(file)

    def open_file(self, file: Path) -> None:
        """Go on from a saved state; one that cannot be read changes nothing."""
        try:
            moment = saving.load(file)
        except LabError as error:
            show_error(self._tab, "The state could not be opened", error)
            return
        self._main.restore(moment)

    def save(self) -> None:
        """Ask for a file and write the state to it."""
        if file := file_to_save(self._tab, "Save state", "xor-lab.json", _STATES):
            self._write(file, saving.to_json(self._main.lab.moment))

    def save_numbers(self) -> None:
        """Ask for a file and write points, weights and errors to it."""
        if file := file_to_save(self._tab, "Save numbers", "xor-lab.csv", "Tables (*.csv)"):
            lab = self._main.lab
            self._write(file, saving.to_csv(lab.state(), lab.curves))

    def save_picture(self) -> None:
        """Ask for a file and write the picture of the network to it."""
        if file := file_to_save(self._tab, "Save picture", "network.svg", _PICTURES):
            self.save_picture_to(file)

    def save_picture_to(self, file: Path) -> None:
        """Write the picture of the network as SVG, or as PNG if the file is called so."""
        if file.suffix.lower() != ".png":
            self._write(file, self._svg())
        elif not self._to_png(file):
            error = LabError(f"{file.name} could not be written; choose another place.")
            show_error(self._tab, "It could not be saved", error)

    def _svg(self) -> str:
        from PySide6.QtSvg import QSvgGenerator  # noqa: PLC0415 -- seldom needed

        picture, buffer = self._tab.picture, QBuffer()
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(picture.size())
        generator.setViewBox(QRect(0, 0, picture.width(), picture.height()))
        generator.setTitle("The network of the XOR lab")
        painter = QPainter(generator)
        painter.fillRect(picture.rect(), theme_of(picture).color("card"))
        picture.render(painter, QPoint())
        painter.end()
        return bytes(buffer.data().data()).decode()

    def _to_png(self, file: Path) -> bool:
        picture = self._tab.picture
        size = QSize(picture.width() * _PNG_SCALE, picture.height() * _PNG_SCALE)
        image = QImage(size, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_PNG_SCALE)
        image.fill(theme_of(picture).color("card"))
        picture.render(image)
        return image.save(str(file))

    def _write(self, file: Path, text: str) -> None:
        try:
            saving.save(file, text)
        except LabError as error:
            show_error(self._tab, "It could not be saved", error)

    def _forget(self) -> None:
        self._main.lab.curves.forget_earlier()
        self._main.refresh()

    def _enlarge(self, on: bool = False) -> None:
        font = self._tab.font()
        font.setPointSizeF(self._usual_size * (_LARGE if on else 1.0))
        self._tab.setFont(font)

    def _action(self, text: str, name: str, slot: Callable[..., object]) -> QAction:
        action = QAction(text, self._tab)
        action.setObjectName(name)
        action.triggered.connect(slot)
        return action

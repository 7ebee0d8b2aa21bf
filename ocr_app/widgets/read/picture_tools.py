"""The row of tools above the page: where pictures come from, and how they are looked at.

Run ``python -m ocr_app.widgets.read.picture_tools`` to try it.
"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ocr_app.widgets.choice_button import ChoiceButton
from ocr_app.widgets.read.page_bar import PageBar
from ocr_app.widgets.read.page_view import Tool
from ocr_app.widgets.theme import SPACING

_PERCENT = 100


class PictureTools(QWidget):
    """Buttons; it says what people ask for.

    Signals
    -------
    open_requested, paste_requested
    sample_requested : str
        One of the names given.
    turn_requested : int
        Quarter turns to the left.
    inverted : bool
    threshold_changed : float or None
        0..1; None for automatic.
    tool_chosen : Tool
    undo_requested, redo_requested
    zoom_in_requested, zoom_out_requested, fit_requested

    Attributes
    ----------
    pages : PageBar
        Between the two, where a file has several.
    """

    open_requested = Signal()
    paste_requested = Signal()
    sample_requested = Signal(str)
    turn_requested = Signal(int)
    inverted = Signal(bool)
    threshold_changed = Signal(object)
    tool_chosen = Signal(object)
    undo_requested = Signal()
    redo_requested = Signal()
    zoom_in_requested = Signal()
    zoom_out_requested = Signal()
    fit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pictureTools")
        above, below = QHBoxLayout(), QHBoxLayout()
        for row in (above, below):
            row.setSpacing(SPACING // 2)
        self._build_sources(above)
        above.addStretch(1)
        self.pages = PageBar()
        above.addWidget(self.pages)
        above.addStretch(1)
        self._build_zoom(above)
        self._build_tools(below)
        self._build_undo(below)
        below.addStretch(1)
        self._build_light(below)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING // 2)
        layout.addLayout(above)
        layout.addLayout(below)

    @property
    def threshold(self) -> float | None:
        """How dark ink is at least, 0..1; None for automatic."""
        return None if self._automatic.isChecked() else self._slider.value() / _PERCENT

    def set_samples(self, names: tuple[str, ...]) -> None:
        """Offer sample pictures."""
        menu = QMenu(self._samples)
        for name in names:
            action = QAction(name, menu)
            action.triggered.connect(lambda _=False, name=name: self.sample_requested.emit(name))
            menu.addAction(action)
        self._samples.setMenu(menu)

    def show_settings(self, threshold: float | None, inverted: bool) -> None:
        """Show the settings of another picture."""
        with QSignalBlocker(self._automatic), QSignalBlocker(self._slider):
            self._automatic.setChecked(threshold is None)
            if threshold is not None:
                self._slider.setValue(round(threshold * _PERCENT))
        self._slider.setEnabled(threshold is not None)
        with QSignalBlocker(self._invert):
            self._invert.setChecked(inverted)

    def show_edits(self, can_undo: bool, can_redo: bool) -> None:
        """Offer to undo and redo what can be."""
        self._undo.setEnabled(can_undo)
        self._redo.setEnabled(can_redo)

    def _build_sources(self, row: QHBoxLayout) -> None:
        self._button(row, "&Open…", "openPictures", "Open pictures (Ctrl+O).", self.open_requested)
        tip = "Read a picture from the clipboard, such as a screenshot (Ctrl+V)."
        self._button(row, "&Paste", "pastePicture", tip, self.paste_requested)
        self._samples = self._button(row, "E&xamples", "samplePictures", "Pictures to try.", None)
        self._samples.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _build_zoom(self, row: QHBoxLayout) -> None:
        for text, name, what, tip, signal in (
            ("−", "zoomOut", "Smaller", "Smaller (the wheel or −).", self.zoom_out_requested),
            ("+", "zoomIn", "Larger", "Larger (the wheel or +).", self.zoom_in_requested),
            ("Fit", "zoomFit", "Fit", "All of the picture (Home).", self.fit_requested),
        ):
            self._button(row, text, name, tip, signal).setAccessibleName(what)

    def _build_tools(self, row: QHBoxLayout) -> None:
        group = QActionGroup(self)
        for tool, text, name, tip in (
            (Tool.MOVE, "Choose", "toolMove", "Click boxes; drag to move the picture."),
            (Tool.BOX, "Add a box", "toolBox", "Drag around a digit that was missed."),
            (Tool.REGION, "Read a part", "toolRegion", "Drag around the part to read."),
        ):
            button = self._button(row, text, name, tip, None)
            action = QAction(text, self)
            action.setCheckable(True)
            action.setChecked(tool == Tool.MOVE)
            action.setToolTip(tip)
            action.triggered.connect(lambda _=False, tool=tool: self.tool_chosen.emit(tool))
            group.addAction(action)
            button.setDefaultAction(action)

    def _build_undo(self, row: QHBoxLayout) -> None:
        row.addSpacing(SPACING // 2)
        tip = "Take the last change back (Ctrl+Z)."
        self._undo = self._button(row, "↶", "undoChange", tip, self.undo_requested)
        self._undo.setAccessibleName("Undo")
        tip = "Make the change again that was taken back (Ctrl+Shift+Z)."
        self._redo = self._button(row, "↷", "redoChange", tip, self.redo_requested)
        self._redo.setAccessibleName("Redo")
        self.show_edits(can_undo=False, can_redo=False)

    def _build_light(self, row: QHBoxLayout) -> None:
        for text, name, what, turns in (
            ("⟲", "turnLeft", "Turn left", 1),
            ("⟳", "turnRight", "Turn right", -1),
        ):
            button = self._button(row, text, name, f"{what} by a quarter.", None)
            button.setAccessibleName(what)
            button.clicked.connect(lambda _=False, turns=turns: self.turn_requested.emit(turns))
        self._invert = self._button(
            row, "&Invert", "invertPicture", "Dark is paper and light is ink, or back.", None
        )
        self._invert.setCheckable(True)
        self._invert.toggled.connect(self.inverted)
        self._automatic = QCheckBox("&Automatic")
        self._automatic.setObjectName("automaticThreshold")
        self._automatic.setAccessibleName("Automatic threshold")
        self._automatic.setToolTip("Find out what is ink and what is paper.")
        self._automatic.setChecked(True)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setObjectName("threshold")
        self._slider.setAccessibleName("Threshold: how dark ink is at least")
        self._slider.setToolTip("How much darker than the paper ink is at least.")
        self._slider.setRange(2, 98)
        self._slider.setValue(35)
        self._slider.setEnabled(False)
        self._slider.setTracking(False)
        self._slider.setFixedWidth(90)
        label = QLabel("In&k")
        label.setBuddy(self._slider)
        for widget in (label, self._automatic, self._slider):
            row.addWidget(widget)
        self._automatic.toggled.connect(self._use_automatic)
        self._slider.valueChanged.connect(lambda _: self.threshold_changed.emit(self.threshold))

    def _use_automatic(self, is_automatic: bool) -> None:
        self._slider.setEnabled(not is_automatic)
        self.threshold_changed.emit(self.threshold)

    def _button(
        self, row: QHBoxLayout, text: str, name: str, tip: str, signal: object
    ) -> QToolButton:
        button = ChoiceButton(self)
        button.setText(text)
        button.setObjectName(name)
        button.setAccessibleName(text.replace("&", ""))
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if signal is not None:
            button.clicked.connect(lambda _=False: signal.emit())  # type: ignore[attr-defined]
        row.addWidget(button)
        return button


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(PictureTools)

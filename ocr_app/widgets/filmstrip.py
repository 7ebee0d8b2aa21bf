"""A drawing on its way to what the network sees: six pictures, and switches for the steps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ocr_app.widgets.card import Card
from ocr_app.widgets.film_frame import FilmFrame, Picture
from ocr_app.widgets.film_row import FilmRow, StepSwitch
from ocr_app.widgets.film_words import (
    GIVEN,
    INVITATION,
    STAGES,
    WHY,
    StageWords,
    measured,
    measuring,
)
from ocr_app.widgets.pixel_grid import PixelGrid
from ocr_app.widgets.theme import SPACING
from ocr_app.widgets.wrapped_label import WrappedLabel

SMALLEST, LARGEST = 49, 97
"""Sides of the pictures: eight squares and the line that closes them."""

_STEPS: Final = tuple(stage for stage in STAGES if stage.switch)


class Filmstrip(Card):
    """Shows what becomes of a drawing, step by step; each step can be switched off.

    Signals
    -------
    steps_changed
        A step was switched on or off.
    shown
        The strip can be seen from now on.
    why_changed : bool
        Whether the last picture should show what the ink says for and against the digit.
    """

    steps_changed = Signal()
    shown = Signal()
    why_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("What the network sees", "", parent)
        self.setObjectName("filmstrip")
        self.setAccessibleName("What the network sees")
        self.grid = PixelGrid()
        self.frames: Final = tuple(FilmFrame(stage.name) for stage in STAGES[:-1])
        self._switches = {stage.switch: StepSwitch(stage.name) for stage in _STEPS}
        self._text = WrappedLabel(INVITATION, lines=2)
        self._all_on = QPushButton("Switch all on")
        self._why = QPushButton("Show wh&y")
        self._sentence = INVITATION
        self._is_given = False
        self._explanations: dict[QObject, str] = {}
        self._build_header()
        self._build_strip()
        self.set_side(73)

    @property
    def taken(self) -> tuple[bool, ...]:
        """Whether each of crop, upright, stretched and even stroke is switched on."""
        return tuple(switch.isChecked() for switch in self._switches.values())

    @property
    def is_why_shown(self) -> bool:
        """Whether the last picture shows what the ink says."""
        return self._why.isChecked()

    def switch_all_on(self) -> None:
        """Take all steps again."""
        if all(self.taken):
            return
        for switch in self._switches.values():
            switch.blockSignals(True)
            switch.setChecked(True)
            switch.blockSignals(False)
        self._on_switched()

    @property
    def is_given(self) -> bool:
        """Whether the 64 numbers come from elsewhere than from a drawing."""
        return self._is_given

    def set_given(self, is_given: bool) -> None:
        """Say whether the 64 numbers come from elsewhere: the steps then change nothing."""
        if is_given == self._is_given:
            return
        self._is_given = is_given
        for switch in self._switches.values():
            switch.setEnabled(not is_given)
        self._say_how_things_are()

    def show_picture(self, number: int, picture: Picture | None) -> None:
        """Show the picture of one of the first five stages; None for a blank canvas."""
        self.frames[number].show_picture(picture)

    def show_pixels(self, pixels: NDArray[np.float32] | None) -> None:
        """Show the (8, 8) inputs of the network; None for a blank canvas."""
        self.grid.show_pixels(pixels)

    def show_saliency(self, saliency: NDArray[np.floating], digit: int) -> None:
        """Show over the inputs what each says for or against a digit (8, 8)."""
        self.grid.show_saliency(saliency, digit)

    def show_measuring(self) -> None:
        """Say that the steps that are on are being measured."""
        if left_out := self._left_out():
            self._say(measuring(left_out))

    def show_measured(self, n: int, with_all: float, with_these: float) -> None:
        """Say how many of `n` digits, as shares, are read right with all and with these steps."""
        if left_out := self._left_out():
            self._say(measured(left_out, n, with_all, with_these))

    def show_not_measured(self, sentence: str) -> None:
        """Say in one sentence why there is no number."""
        self._say(sentence)

    def set_side(self, side: int) -> None:
        """Make the pictures as large as fits, from ``SMALLEST`` to ``LARGEST`` pixels a side."""
        side = min(max(side, SMALLEST), LARGEST)
        side = (side - 1) // 8 * 8 + 1  # whole pixels for each of the eight squares
        for picture in (*self.frames, self.grid):
            picture.setFixedSize(side, side)
        self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Explain what the mouse or the keyboard points at."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.FocusIn):
            self._text.setText(self._explanations[watched])
        elif event.type() in (QEvent.Type.Leave, QEvent.Type.FocusOut):
            self._text.setText(self._sentence)
        return False

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Tell that pictures are worth making."""
        super().showEvent(event)
        self.shown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Make room for as many lines as the longest sentence needs, so that nothing jumps."""
        super().resizeEvent(event)
        metrics = self._text.fontMetrics()
        width = max(1, self.width() - 3 * SPACING - self._heading_width)
        # Lines end at words, hence the margin.
        needed = metrics.horizontalAdvance(measured(_STEPS, 999, 0.999, 0.999)) * 1.1 / width
        self._text.setFixedHeight(metrics.lineSpacing() * min(max(math.ceil(needed), 1), 4))
        self._settle()

    def _settle(self) -> None:
        """Let all layouts, inside first, take up a new size now.

        Left to themselves they do so one after the other, in the next turns of the event loop; a
        canvas that grows then cuts off the stroke that somebody has begun.
        """
        for widget in (self._row, self, self.parentWidget()):
            if widget is not None and (layout := widget.layout()) is not None:
                layout.activate()

    def _build_header(self) -> None:
        self._heading_width = self.heading.sizeHint().width()
        self.head.setSpacing(SPACING)
        top = Qt.AlignmentFlag.AlignTop
        self.head.setAlignment(self.heading, top)
        self._text.setObjectName("filmstripText")
        self._text.setAccessibleName("About what the network sees")
        self._text.setAlignment(top | Qt.AlignmentFlag.AlignLeft)
        self.head.addWidget(self._text, 1)

    def _build_strip(self) -> None:
        pictures = (*self.frames, self.grid)
        labels = tuple(map(self._label_of, STAGES))
        for stage, picture, label in zip(STAGES, pictures, labels, strict=True):
            self._explain(picture, stage)
            self._explain(label, stage)
        self._all_on.setObjectName("allStepsOn")
        self._all_on.clicked.connect(self.switch_all_on)
        keeps_place = self._all_on.sizePolicy()
        keeps_place.setRetainSizeWhenHidden(True)
        self._all_on.setSizePolicy(keeps_place)
        self._all_on.hide()
        self._why.setObjectName("showWhy")
        self._why.setCheckable(True)
        self._why.setToolTip(WHY)
        self._why.toggled.connect(self._on_why)
        buttons = QVBoxLayout()
        buttons.setSpacing(SPACING // 2)
        buttons.addWidget(self._why)
        buttons.addWidget(self._all_on)
        buttons.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(SPACING)
        self._row = FilmRow(pictures, labels)
        row.addWidget(self._row, 1000)  # all there is, up to its largest width
        row.addLayout(buttons)
        row.addStretch(1)
        self.body.addLayout(row)

    def _label_of(self, stage: StageWords) -> QWidget:
        if not stage.switch:
            return QLabel(stage.name)
        switch = self._switches[stage.switch]
        switch.setObjectName(stage.switch)
        switch.setChecked(True)
        switch.toggled.connect(self._on_switched)
        return switch

    def _explain(self, widget: QWidget, stage: StageWords) -> None:
        self._explanations[widget] = stage.explanation
        if not isinstance(widget, PixelGrid):  # it has a tooltip for each of its squares
            widget.setToolTip(stage.explanation)
            widget.setAccessibleDescription(stage.explanation)
        if not stage.switch and not isinstance(widget, QLabel):
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        widget.installEventFilter(self)

    def _left_out(self) -> Sequence[StageWords]:
        return [stage for stage, on in zip(_STEPS, self.taken, strict=True) if not on]

    def _on_switched(self) -> None:
        left_out = self._left_out()
        for frame, stage in zip(self.frames, STAGES[:-1], strict=True):
            frame.show_left_out(stage in left_out)
        self._all_on.setVisible(bool(left_out))
        self._say_how_things_are()
        self.steps_changed.emit()

    def _on_why(self, is_shown: bool) -> None:
        self._say_how_things_are()
        self.why_changed.emit(is_shown)

    def _say_how_things_are(self) -> None:
        """Say what can be seen, unless it is being said what the steps are good for."""
        if self.is_why_shown:
            self._say(WHY)
        elif self._is_given:
            self._say(GIVEN)
        elif not self._left_out():
            self._say(INVITATION)

    def _say(self, sentence: str) -> None:
        """Say a sentence at once, in place of an explanation that is shown."""
        self._sentence = sentence
        self._text.setText(sentence)


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(Filmstrip)

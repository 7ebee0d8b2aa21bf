"""Backpropagation on one's own drawing: the picture, and the arithmetic of the part shown.

Run ``python -m ocr_app.widgets.lesson.lesson_view`` to see it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ocr_app.widgets.card import Card
from ocr_app.widgets.formula.arithmetic_panel import ArithmeticPanel
from ocr_app.widgets.inside.picture_grid import scroll_on_card
from ocr_app.widgets.lesson.question_bar import QuestionBar
from ocr_app.widgets.lesson.scene import Scene
from ocr_app.widgets.lesson.step_bar import StepBar
from ocr_app.widgets.network.network_picture import NetworkPicture
from ocr_app.widgets.theme import SPACING
from ocr_app.widgets.wrapped_label import WrappedLabel

_WIDE: Final = 600
"""From this width on, the arithmetic is beside the picture instead of below."""

_TALL: Final = 460
"""From this height on, a caption explains the lines."""

_LEAST_PICTURE: Final = 175
"""Height of the picture in the smallest window: eleven outputs with their names."""

_LEAST: Final = 130
"""Height of the arithmetic there."""

_FORWARD: Final = "Lines show what is passed on: blue adds, orange (dashed) subtracts."
_BACKWARD: Final = (
    "Lines show how much each weight is to blame, ∂E/∂w: blue, the error grows with it; orange "
    "(dashed), it shrinks."
)
_HINT: Final = "Click another unit, pixel or line to follow another weight."


class LessonView(QWidget):
    """Lays out the parts; knows no network.

    Attributes
    ----------
    question : QuestionBar
    steps : StepBar
    picture : NetworkPicture
    panel : ArithmeticPanel

    Signals
    -------
    shown
        It can be seen from now on.
    """

    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lessonView")
        self.question, self.steps = QuestionBar(), StepBar()
        self.picture, self.panel = NetworkPicture(), ArithmeticPanel()
        self._caption = WrappedLabel("", 2)
        self._verdict = WrappedLabel("", 2)
        self._verdict.setObjectName("lessonVerdict")
        self._verdict.setAccessibleName("What the step does")
        self._seen = Card("The network", f"{_FORWARD} {_BACKWARD} {_HINT}")
        self._seen.body.addWidget(self.picture, 1)
        self._seen.body.addWidget(self._caption)
        self.picture.setMinimumHeight(_LEAST_PICTURE)
        self.panel.setMinimumHeight(_LEAST)
        self._arithmetic = Card("The arithmetic", "Right-click a formula to copy it.")
        self._arithmetic.body.addWidget(self.panel, 1)
        self._middle = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._middle.setSpacing(SPACING // 2)
        self._middle.addWidget(self._seen, 1)
        self._middle.addWidget(self._arithmetic, 1)
        contents = QWidget()
        inner = QVBoxLayout(contents)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SPACING // 2)
        inner.addWidget(self.question)
        inner.addLayout(self._middle, 1)
        # In the smallest window, what does not fit is scrolled; the buttons stay.
        scrolled = QScrollArea()
        scrolled.setAccessibleName("The network and the arithmetic of its step")
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll_on_card(scrolled, contents)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACING // 2, 0, 0)
        column.setSpacing(SPACING // 2)
        column.addWidget(self.steps)
        column.addWidget(scrolled, 1)
        column.addWidget(self._verdict)
        # A click on a term shows which number it is, and the other way round.
        self.panel.mark_clicked.connect(lambda key: self.panel.set_marked([key]))
        self.show_nothing("")

    def show_scene(self, scene: Scene) -> None:
        """Show a part of a step."""
        self.question.show_target(scene.target)
        self.steps.show_part(scene.position, scene.n_parts, scene.n_steps)
        self.picture.show_diagram(scene.diagram)
        self.picture.set_highlight(scene.units, scene.weights)
        self._caption.setText(_BACKWARD if scene.is_backward else f"{_FORWARD} {_HINT}")
        self._seen.set_title(
            "The network: what is to blame"
            if scene.is_backward
            else "The network: what is passed on"
        )
        self._arithmetic.set_title(scene.title)
        self.panel.show_sections(scene.sections)
        self._verdict.setText(scene.verdict)

    def show_nothing(self, sentence: str, n_steps: int = 0) -> None:
        """Say why there is no lesson."""
        self.question.show_target(None)
        self.steps.show_part(0, 0, n_steps)
        self.picture.show_diagram(None, sentence)
        self.picture.set_highlight()
        self._caption.setText("")
        self._seen.set_title("The network")
        self._arithmetic.set_title("The arithmetic")
        self.panel.show_sections(())
        self._verdict.setText("")

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 -- Qt's name
        """Tell that something is worth computing."""
        super().showEvent(event)
        self.shown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put the arithmetic where there is more room."""
        super().resizeEvent(event)
        is_wide, directions = self.width() >= _WIDE, QBoxLayout.Direction
        self._middle.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)
        self._caption.setVisible(self.height() >= _TALL)


if __name__ == "__main__":
    import numpy as np

    from nn import Network
    from ocr_app.engine.arithmetic import phases_of
    from ocr_app.engine.lesson import (
        begin_lesson,
        diagram_of,
        highlights_of,
        sections_of,
        strongest_path,
        title_of,
    )
    from ocr_app.engine.lesson.verdict import describe_step
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        network, view = Network((64, 12, 10)), LessonView()
        network.initialize(np.random.default_rng(0))
        state = begin_lesson(network, np.eye(8), 7, 0.1)
        path, phases = strongest_path(state), phases_of(state.n_layers)

        def show(position: int) -> None:
            phase = phases[position]
            diagram = diagram_of(state, path, phase, view.picture.room, None)
            units, weights = highlights_of(state, diagram, path, phase)
            title, sections = title_of(state, phase), sections_of(state, path, phase)
            is_backward, verdict = position > len(phases) // 2, describe_step(state)
            view.show_scene(
                Scene(diagram, units, weights, title, position, len(phases), sections,
                      is_backward, state.target, verdict, 0)
            )  # fmt: skip

        view.steps.part_requested.connect(show)
        view.resize(900, 520)
        show(4)
        return view

    run(_demo)

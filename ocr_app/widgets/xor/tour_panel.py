"""One step of the guided tour: what it is about, what to do, and the way on.

Run ``python -m ocr_app.widgets.xor.tour_panel`` to see it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ocr_app.engine.xor_lab.tour import TourStep
from ocr_app.widgets.buttons import make_button
from ocr_app.widgets.card import Card
from ocr_app.widgets.theme import SPACING, theme_of
from ocr_app.widgets.wrapped_label import WrappedLabel


class TourPanel(Card):
    """A card with a few sentences, a task, and buttons.

    Signals
    -------
    back_requested, next_requested, close_requested
    """

    back_requested = Signal()
    next_requested = Signal()
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Guided tour", parent=parent)
        self.setObjectName("xorTour")
        self.setAccessibleName("Guided tour")
        self.body.setSpacing(2)
        self._text = WrappedLabel("", 2)
        self._text.setObjectName("xorTourText")
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._task = QLabel()
        self._task.setObjectName("xorTourTask")
        self._color = "accent"
        font = self._task.font()
        font.setBold(True)
        self._task.setFont(font)
        self._back = make_button("Back", "xorTourBack", "The step before.")
        self._next = make_button("Ne&xt", "xorTourNext", "The next step.")
        self._close = make_button(
            "&Later", "xorTourClose", "Close the tour; it goes on here when you open it again."
        )
        self._back.clicked.connect(self.back_requested)
        self._next.clicked.connect(self.next_requested)
        self._close.clicked.connect(self.close_requested)
        row = QHBoxLayout()
        row.setSpacing(SPACING // 2)
        row.addWidget(self._task, 1)
        for button in (self._back, self._next, self._close):
            row.addWidget(button)
        self.body.addWidget(self._text)
        self.body.addLayout(row)

    def show_step(self, number: int, total: int, step: TourStep, *, is_done: bool) -> None:
        """Show a step, and whether what it asks for has been done."""
        self.set_title(f"{number + 1} of {total}: {step.title}")
        self._text.setText(step.text)
        self._task.setText(f"{'✓ Done:' if is_done else '→'} {step.task}")
        self._color = "good" if is_done else "accent"
        self._dress()
        self._back.setEnabled(number > 0)
        last = number == total - 1
        self._next.setText("&All done" if last else "Ne&xt" if is_done else "S&kip")
        self._next.setAccessibleName("All done" if last else "Next" if is_done else "Skip")
        self._next.setDefault(is_done)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 -- Qt's name
        """Follow the palette between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        palette = self._task.palette()
        palette.setColor(palette.ColorRole.WindowText, theme_of(self).color(self._color))
        self._task.setPalette(palette)

    @property
    def task(self) -> str:
        """What is asked for."""
        return self._task.text()


def _demo() -> QWidget:
    from ocr_app.engine.xor_lab.tour import TOUR  # noqa: PLC0415

    panel = TourPanel()
    panel.show_step(0, len(TOUR), TOUR[0], is_done=False)
    return panel


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(_demo)

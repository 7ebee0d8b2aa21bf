"""The dialog behind Network ▸ Retrain…: choose settings, watch, compare, keep or discard.

Run ``python -m ocr_app.widgets.retrain_dialog`` to try it with a training that is only pretended.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ocr_app.engine.comparison import compare, is_worse
from ocr_app.engine.model import Model
from ocr_app.engine.recipe import TrainingProgress, TrainingRecipe
from ocr_app.engine.wording import percent
from ocr_app.widgets.recipe_form import RecipeForm
from ocr_app.widgets.theme import SPACING, theme_of
from ocr_app.widgets.training_view import TrainingView

_FORM_WIDTH = 270


class _Phase(Enum):
    EDITING = auto()
    TRAINING = auto()
    STOPPING = auto()
    COMPARING = auto()


class RetrainDialog(QDialog):
    """Asks for a training and shows it; the training itself is somebody else's.

    Whoever answers `start_requested` calls `show_progress` while training, and at the end one of
    `show_result`, `show_cancelled` and `show_error`. Closed while training, the dialog asks to
    cancel and goes away when it has heard of the end.

    Parameters
    ----------
    parent : QWidget, optional
    """

    start_requested = Signal(object)
    """A `TrainingRecipe`."""
    cancel_requested = Signal()
    model_accepted = Signal(object)
    """The new `Model`, after Keep."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("retrainDialog")
        self.setWindowTitle("Retrain the network")
        self._phase = _Phase.EDITING
        self._close_at_end = False
        self._result: tuple[Model, float, float] | None = None
        self._tone = "muted"
        self._form = RecipeForm()
        self._form.setFixedWidth(_FORM_WIDTH)
        self._view = TrainingView()
        self._message = QLabel()
        self._message.setObjectName("retrainMessage")
        self._message.setWordWrap(True)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        # Always room for two lines: nothing jumps when a sentence appears.
        self._message.setMinimumHeight(2 * self._message.fontMetrics().lineSpacing() + 2)
        self._make_buttons()
        self._lay_out()
        self._form.changed.connect(self._update_buttons)
        self._say("The network in use stays as it is until you press Keep.")
        self._enter(_Phase.EDITING)
        self.setMinimumWidth(680)  # narrower, the titles of the curves would be cut off
        self.resize(780, 520)

    def show_progress(self, progress: TrainingProgress) -> None:
        """Show where the training stands."""
        if self._phase is _Phase.TRAINING:
            self._view.show_progress(progress)

    def show_result(self, model: Model, before: float, after: float) -> None:
        """Let people compare a finished model with the one in use.

        Parameters
        ----------
        model : Model
        before, after : float
            Share of the held-out digits that the model in use and the new one read right.
        """
        self._result = (model, before, after)
        self._end("Finished.")

    def show_cancelled(self) -> None:
        """Say that the training was stopped; an earlier result can still be kept."""
        self._end("", "Stopped. The network in use has not changed.")

    def show_error(self, sentence: str) -> None:
        """Say why the training failed; an earlier result can still be kept."""
        self._end("", f"⚠ {sentence}", "error")

    def reject(self) -> None:
        """Close; a training is cancelled first, and its end awaited."""
        if self._phase in {_Phase.TRAINING, _Phase.STOPPING}:
            self._close_at_end = True
            self._cancel()
            return
        super().reject()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the palette between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_message"):
            self._say(self._message.text(), self._tone)

    def _make_buttons(self) -> None:
        self._defaults = _button(
            "De&faults", "retrainDefaults", "Fill in the settings to begin with."
        )
        self._start = _button("&Start training", "retrainStart", "Train a new network.")
        self._cancel_button = _button("&Cancel", "retrainCancel", "Stop; nothing is changed.")
        self._discard = _button(
            "Di&scard", "retrainDiscard", "Forget the new network and go on with the current one."
        )
        self._keep = _button("&Keep", "retrainKeep", "Read with the new network from now on.")
        self._close = _button("Cl&ose", "retrainClose", "Close without changing anything.")
        self._defaults.clicked.connect(lambda: self._form.set_recipe(TrainingRecipe()))
        self._start.clicked.connect(self._begin)
        self._cancel_button.clicked.connect(self._cancel)
        self._discard.clicked.connect(self.reject)
        self._keep.clicked.connect(self._accept_model)
        self._close.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self._form, 1)
        top = QHBoxLayout()
        top.setSpacing(2 * SPACING)
        top.addLayout(left)
        top.addWidget(self._view, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING // 2)
        buttons.addWidget(self._defaults)
        buttons.addStretch()
        for button in (
            self._start,
            self._cancel_button,
            self._discard,
            self._keep,
            self._close,
        ):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        column.setSpacing(SPACING)
        column.addLayout(top, 1)
        column.addWidget(self._message)
        column.addLayout(buttons)

    def _begin(self) -> None:
        recipe = self._form.recipe()
        if recipe is None:
            return
        self._view.start()
        self._say("The network in use stays as it is until you press Keep.")
        self._enter(_Phase.TRAINING)
        self.start_requested.emit(recipe)

    def _cancel(self) -> None:
        if self._phase is _Phase.TRAINING:
            self._enter(_Phase.STOPPING)
            self._view.finish("Stopping…")
            self.cancel_requested.emit()

    def _end(self, stage: str, message: str = "", tone: str = "text") -> None:
        self._view.finish(stage)
        self._enter(_Phase.EDITING if self._result is None else _Phase.COMPARING)
        if message and self._result is not None:
            message += " The earlier result is still there to keep."
        self._say(message or self._verdict(), tone)
        if self._close_at_end:
            super().reject()

    def _verdict(self) -> str:
        if self._result is None:
            return ""
        model, before, after = self._result
        n = model.metadata.get("held_out", {}).get("n")
        digits = f"{n:,} digits" if n else "digits"
        return (
            f"Of {digits} by other writers, {percent(before)} were read right before and "
            f"{percent(after)} are now. {compare(before, after)}"
        )

    def _accept_model(self) -> None:
        if self._result is not None:
            self.model_accepted.emit(self._result[0])
            self.accept()

    def _enter(self, phase: _Phase) -> None:
        self._phase = phase
        busy = phase in {_Phase.TRAINING, _Phase.STOPPING}
        comparing = phase is _Phase.COMPARING
        self._form.setDisabled(busy)
        self._defaults.setDisabled(busy)
        self._start.setText("&Train again" if comparing else "&Start training")
        self._start.setVisible(not busy)
        self._cancel_button.setVisible(busy)
        self._cancel_button.setEnabled(phase is _Phase.TRAINING)
        self._discard.setVisible(comparing)
        self._keep.setVisible(comparing)
        self._close.setVisible(phase is _Phase.EDITING)
        default = self._cancel_button if busy else self._start
        if comparing and self._result is not None:
            _, before, after = self._result
            default = self._discard if is_worse(before, after) else self._keep
        default.setDefault(True)
        if busy or comparing:
            default.setFocus()
        self._update_buttons()

    def _update_buttons(self) -> None:
        self._start.setEnabled(self._form.recipe() is not None)

    def _say(self, text: str, tone: str = "muted") -> None:
        self._tone = tone
        palette = self._message.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme_of(self).color(tone))
        self._message.setPalette(palette)
        self._message.setText(text)


def _button(text: str, name: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text.replace("&", ""))
    button.setToolTip(tip)
    return button


def _demo() -> None:
    import sys  # noqa: PLC0415

    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from ocr_app.widgets.theme import apply_theme  # noqa: PLC0415

    app = QApplication(sys.argv)
    apply_theme(app)
    dialog = RetrainDialog()
    timer = QTimer(interval=100)
    epochs: Iterator[int] = iter(())

    def start(recipe: TrainingRecipe) -> None:
        nonlocal epochs
        epochs = iter(range(1, recipe.max_iter + 1))
        timer.start()

    def step() -> None:
        epoch = next(epochs, None)
        if epoch is None:
            timer.stop()
            dialog.show_result(Model.factory(), 0.91, 0.95)
        else:
            progress = TrainingProgress(
                "training", epoch, 20, epoch / 20, 1 / epoch, 1 - 0.5 / epoch
            )
            dialog.show_progress(progress)

    timer.timeout.connect(step)
    dialog.start_requested.connect(start)
    dialog.cancel_requested.connect(timer.stop)
    dialog.cancel_requested.connect(dialog.show_cancelled)
    dialog.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    _demo()

"""A running training: its curves, how far it is, and how long it will still take.

Run ``python -m ocr_app.widgets.training_view`` to see one.
"""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from ocr_app.engine.recipe import TrainingProgress
from ocr_app.engine.time_left import time_left
from ocr_app.widgets.plots import Curve, CurvePlot
from ocr_app.widgets.theme import SPACING
from ocr_app.widgets.ticks import percent

_LOSS, _ACCURACY = "loss", "accuracy"


class TrainingView(QWidget):
    """Loss and held-out accuracy after every epoch, above a progress bar with a line of text.

    Parameters
    ----------
    parent : QWidget, optional
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage, self._stage_start = "", 0.0
        self.loss = CurvePlot(
            "Error on the training digits",
            (Curve(_LOSS),),
            log_y=True,
            empty_text="The loss after every epoch appears here: the lower, the better.",
        )
        self.loss.setObjectName("retrainLossCurve")
        self.accuracy = CurvePlot(
            "Read right",
            (Curve(_ACCURACY, "second"),),
            y_range=(None, 1.0),
            y_format=percent,
            empty_text="The share of digits by other writers that the network reads right "
            "appears here: the higher, the better.",
        )
        self.accuracy.setObjectName("retrainAccuracyCurve")
        self.accuracy.setToolTip("On held-out digits: other people wrote them, none is trained on.")
        self.bar = QProgressBar()
        self.bar.setObjectName("retrainProgress")
        self.bar.setAccessibleName("Progress of the training")
        self.bar.setRange(0, 1000)
        self.stage = QLabel()
        self.stage.setObjectName("retrainStage")
        self._keep_place(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING // 2)
        column.addWidget(self.loss, 1)
        column.addWidget(self.accuracy, 1)
        column.addWidget(self.stage)
        column.addWidget(self.bar)
        self.finish("")

    def start(self) -> None:
        """Forget the last training and wait for the first progress."""
        self.loss.clear()
        self.accuracy.clear()
        self._stage = ""
        self.stage.setText("Loading the digits…")
        self.bar.setValue(0)
        self.bar.show()

    def show_progress(self, progress: TrainingProgress) -> None:
        """Show where the training stands."""
        now = time.monotonic()
        if progress.stage != self._stage:
            self._stage, self._stage_start = progress.stage, now
        left = time_left(progress.fraction, now - self._stage_start)
        if progress.stage == "preparing":
            text = "Step 1 of 2: making training digits"
        else:
            text = f"Step 2 of 2: epoch {progress.epoch:,} of {progress.max_iter:,}"
            self.loss.append(_LOSS, progress.epoch, progress.loss)
            self.accuracy.append(_ACCURACY, progress.epoch, progress.accuracy)
        self.stage.setText(f"{text} — {left}" if left else text)
        self.bar.setValue(round(1000 * progress.fraction))

    def finish(self, text: str) -> None:
        """Take the progress bar away; the curves stay."""
        self.stage.setText(text)
        self.bar.hide()

    @staticmethod
    def _keep_place(widget: QWidget) -> None:
        policy = widget.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        widget.setSizePolicy(policy)


def _demo() -> None:
    import sys  # noqa: PLC0415

    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from ocr_app.widgets.theme import apply_theme  # noqa: PLC0415

    app = QApplication(sys.argv)
    apply_theme(app)
    view = TrainingView()
    view.resize(460, 440)
    view.show()
    view.start()
    epochs = iter(range(1, 101))

    def step() -> None:
        epoch = next(epochs, None)
        if epoch is None:
            view.finish("Finished.")
            timer.stop()
            return
        loss, accuracy = 2 * math.exp(-epoch / 30), 0.97 - 0.8 * math.exp(-epoch / 10)
        view.show_progress(TrainingProgress("training", epoch, 100, epoch / 100, loss, accuracy))

    timer = QTimer(interval=100)
    timer.timeout.connect(step)
    timer.start()
    sys.exit(app.exec())


if __name__ == "__main__":
    _demo()

"""The settings in one line, in place of the form when that is hidden."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ocr_app.engine.workbench.setup import TrainingSetup
from ocr_app.widgets.theme import SPACING

_SOLVERS = {"adam": "Adam", "sgd": "SGD"}


def summary(setup: TrainingSetup) -> str:
    """Write what matters most: "64 → 384 → 11 · Adam 0.002 · 18 epochs"."""
    layers = " → ".join(map(str, setup.layer_sizes))
    steps = f"{_SOLVERS[setup.solver]} {setup.learning_rate_init:.6g}"
    epochs = "1 epoch" if setup.max_iter == 1 else f"{setup.max_iter:,} epochs"
    return f"{layers} · {steps} · {epochs}"


class SummaryBar(QWidget):
    """A button that brings the form back, and the settings in one line.

    Parameters
    ----------
    parent : QWidget, optional

    Signals
    -------
    form_requested
        Somebody wants to see all settings again.
    """

    form_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QPushButton("▸ Show sett&ings")
        self.button.setObjectName("showSettings")
        self.button.setAccessibleName("Show settings")
        self.button.setToolTip("Show all settings of the training again.")
        self.button.clicked.connect(self.form_requested)
        self._text = QLabel()
        self._text.setObjectName("setupSummary")
        self._text.setAccessibleName("Settings in short")
        # The line never makes the window wider.
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        row.addWidget(self.button)
        row.addWidget(self._text, 1)

    def show_setup(self, setup: TrainingSetup | None) -> None:
        """Show other settings; None: they make no sense."""
        text = "⚠ There is nothing to learn from." if setup is None else summary(setup)
        self._text.setText(text)
        self._text.setToolTip(text)


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        bar = SummaryBar()
        bar.show_setup(TrainingSetup())
        return bar

    run(_demo)

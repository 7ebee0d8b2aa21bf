"""Loss and accuracy of a training as they develop, for learnt and for held-out digits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from ocr_app.engine.workbench.curves import Curves
from ocr_app.widgets.curve import Curve
from ocr_app.widgets.plots import CurvePlot
from ocr_app.widgets.theme import SPACING
from ocr_app.widgets.ticks import percent

LEARNT, HELD_OUT = "learnt", "held out"

_SERIES: Final = {
    "loss": ("loss", LEARNT),
    "validation_loss": ("loss", HELD_OUT),
    "accuracy": ("accuracy", LEARNT),
    "validation_accuracy": ("accuracy", HELD_OUT),
}


class CurvesView(QWidget):
    """Two plots, and how they are drawn.

    Parameters
    ----------
    parent : QWidget, optional
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        curves = (Curve(LEARNT), Curve(HELD_OUT, "second", dashed=True))
        self.loss = CurvePlot(
            "Error",
            curves,
            log_y=True,
            zoomable=True,
            empty_text="How wrong the network is appears here: the lower, the better.",
        )
        self.loss.setObjectName("trainLossCurve")
        self.accuracy = CurvePlot(
            "Read right",
            curves,
            y_range=(None, 1.0),
            y_format=percent,
            zoomable=True,
            empty_text="The share of digits that it reads right appears here.",
        )
        self.accuracy.setObjectName("trainAccuracyCurve")
        for plot in (self.loss, self.accuracy):
            plot.setToolTip(
                "Learnt: digits that it trains on. Held out: digits that it never learns from.\n"
                "The wheel zooms, dragging moves, a double click shows all again."
            )
        self._log = QCheckBox("Logarithmic error")
        self._log.setObjectName("trainLog")
        self._log.setChecked(True)
        self._log.setToolTip("Every line up is ten times the error: small changes stay visible.")
        self._log.toggled.connect(self.loss.set_log_y)
        self._smoothing = QSlider(Qt.Orientation.Horizontal)
        self._smoothing.setObjectName("trainSmoothing")
        self._smoothing.setAccessibleName("Smoothing")
        self._smoothing.setRange(0, 95)
        self._smoothing.setMaximumWidth(140)
        self._smoothing.setToolTip("Smooth out the trembling to see where the curve is going.")
        self._smoothing.valueChanged.connect(self._smooth)
        self._lay_out()

    def show_curves(self, curves: Curves) -> None:
        """Show all of a training again, as after going back in it."""
        for name, (plot, label) in _SERIES.items():
            getattr(self, plot).set_points(label, *curves.xy(name))

    def append(self, curves: Curves, start: int) -> None:
        """Show the points from `start` on as well."""
        for name, (plot, label) in _SERIES.items():
            x, y = curves.xy(name)
            getattr(self, plot).extend(label, zip(x[start:], y[start:], strict=True))

    def set_marks(self, marks: Sequence[tuple[float, str]]) -> None:
        """Show where something was changed."""
        self.loss.set_marks(marks)
        self.accuracy.set_marks([(x, "") for x, _ in marks])

    def _smooth(self, percent_: int) -> None:
        self.loss.set_smoothing(percent_ / 100)
        self.accuracy.set_smoothing(percent_ / 100)

    def _lay_out(self) -> None:
        label = QLabel("S&moothing")
        label.setBuddy(self._smoothing)
        options = QHBoxLayout()
        options.setSpacing(SPACING // 2)
        options.addWidget(self._log)
        options.addStretch()
        options.addWidget(label)
        options.addWidget(self._smoothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACING // 2, 0, 0)
        column.setSpacing(SPACING // 2)
        column.addWidget(self.loss, 1)
        column.addWidget(self.accuracy, 1)
        column.addLayout(options)


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(CurvesView)

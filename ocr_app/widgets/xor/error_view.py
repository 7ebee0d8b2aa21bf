"""The error of this run, epoch by epoch, with earlier runs behind it.

Run ``python -m ocr_app.widgets.xor.error_view`` to see one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ocr_app.engine.xor_lab.curves import KEPT_RUNS, Curves
from ocr_app.widgets.curve import Curve
from ocr_app.widgets.plots import CurvePlot
from ocr_app.widgets.theme import SPACING

THIS_RUN: Final = "this run"
_EARLIER: Final = tuple(f"earlier run {number + 1}" for number in range(KEPT_RUNS))


class ErrorView(QWidget):
    """A plot with the curves of `Curves`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("xorErrors")
        self.plot = CurvePlot(
            "Mean error E; earlier runs dashed",
            (
                *(Curve(name, "muted", dashed=True, dotted=False) for name in _EARLIER),
                Curve(THIS_RUN),
            ),
            y_range=(0.0, None),
            empty_text="The error after every epoch appears here.",
            legend=False,
            # A timer of its own would miss some of the pictures that `show_curves` is called for.
            redraw_ms=None,
        )
        self.plot.setObjectName("xorErrorCurve")
        self._log = QCheckBox("Lo&garithmic")
        self._log.setObjectName("xorErrorLog")
        self._log.setAccessibleName("Logarithmic")
        self._log.setToolTip("Small errors far apart: each line is ten times the one below it.")
        self._log.toggled.connect(self.plot.set_log_y)
        self._generation, self._n_shown = -1, 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING // 2)
        column.addWidget(self.plot, 1)
        column.addWidget(self._log)

    def show_curves(self, curves: Curves) -> None:
        """Show the curves as they are now; only what is new is added, if that is possible."""
        if curves.generation != self._generation:
            self._generation = curves.generation
            self.plot.clear()
            for name, points in zip(_EARLIER, curves.earlier, strict=False):
                self._set(name, points)
            self._set(THIS_RUN, curves.current)
        else:
            self.plot.extend(THIS_RUN, curves.current[self._n_shown :])
        self._n_shown = len(curves.current)
        self.plot.draw()

    def _set(self, name: str, points: Sequence[tuple[float, float]]) -> None:
        # A plot keeps fewer points than a run may have.
        wanted = np.array(points[:: 1 + len(points) // 1000] or np.empty((0, 2)))
        self.plot.set_points(name, wanted[:, 0], wanted[:, 1])


if __name__ == "__main__":
    from ocr_app.engine.xor_lab.lab import Lab
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        lab = Lab()
        for _ in range(4):
            lab.learn(2000)
            lab.renew()
        lab.learn(1200)
        view = ErrorView()
        view.show_curves(lab.curves)
        return view

    run(_demo)

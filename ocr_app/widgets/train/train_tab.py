"""The Train tab: settings on the left, the training and its views on the right.

Run ``python -m ocr_app.widgets.train.train_tab`` to see it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ocr_app.widgets.fitting_tabs import FittingTabs
from ocr_app.widgets.theme import SPACING
from ocr_app.widgets.train.curves_view import CurvesView
from ocr_app.widgets.train.drawing_view import DrawingView
from ocr_app.widgets.train.rewind_bar import RewindBar
from ocr_app.widgets.train.run_controls import RunControls
from ocr_app.widgets.train.setup_form import SetupForm
from ocr_app.widgets.train.summary_bar import SummaryBar
from ocr_app.widgets.train.verdict_bar import VerdictBar


class TrainTab(QWidget):
    """Lays out the parts; knows no training.

    Parameters
    ----------
    form : SetupForm, optional
        If it has been made already.
    parent : QWidget, optional

    Attributes
    ----------
    form : SetupForm
    summary : SummaryBar
        In place of the form when that is hidden, which leaves more room for the views.
    controls : RunControls
    curves : CurvesView
    drawing : DrawingView
    rewind : RewindBar
    verdict : VerdictBar
    views : FittingTabs
    """

    def __init__(self, form: SetupForm | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trainTab")
        self.form = form or SetupForm()
        self.summary = SummaryBar()
        self._hide_form = QPushButton("◂ H&ide settings")
        self._hide_form.setObjectName("hideSettings")
        self._hide_form.setAccessibleName("Hide settings")
        self._hide_form.setToolTip("Leave the whole width to the training; one line remains.")
        self.controls = RunControls()
        self.curves = CurvesView()
        self.drawing = DrawingView()
        self.rewind = RewindBar()
        self.verdict = VerdictBar()
        self.views = FittingTabs()
        self.views.setObjectName("trainViews")
        self.add_view(self.curves, "Curves")
        self.add_view(self.drawing, "Your drawing", "Drawing")
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(SPACING // 2)
        left.addWidget(self._hide_form, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self.form, 1)
        right = QVBoxLayout()
        right.setSpacing(SPACING // 2)
        right.addWidget(self.summary)
        right.addWidget(self.controls)
        right.addWidget(self.verdict)
        right.addWidget(self.views, 1)
        right.addWidget(self.rewind)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        row.setSpacing(SPACING)
        row.addWidget(self._left)
        row.addLayout(right, 1)
        self._hide_form.clicked.connect(lambda: self._show_form(False))
        self.summary.form_requested.connect(lambda: self._show_form(True))
        self.form.changed.connect(self._summarise)
        self._summarise()
        self.summary.hide()

    def add_view(self, view: QWidget, title: str, short: str = "") -> None:
        """Add a view beside the curves; in a narrow window it has the short title, if any."""
        self.views.add(view, title, short)

    def _show_form(self, shown: bool) -> None:
        # Hidden first: both at once would make the smallest window wider, and it would stay so.
        for part in (self.summary, self._left) if shown else (self._left, self.summary):
            part.setVisible(part is (self._left if shown else self.summary))
        (self._hide_form if shown else self.summary.button).setFocus()

    def _summarise(self) -> None:
        self.summary.show_setup(self.form.setup)


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(TrainTab)

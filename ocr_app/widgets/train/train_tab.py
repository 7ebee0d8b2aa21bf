"""The Train tab: settings on the left, the training and its views on the right.

Run ``python -m ocr_app.widgets.train.train_tab`` to see it.
"""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from ocr_app.widgets.theme import SPACING
from ocr_app.widgets.train.curves_view import CurvesView
from ocr_app.widgets.train.drawing_view import DrawingView
from ocr_app.widgets.train.rewind_bar import RewindBar
from ocr_app.widgets.train.run_controls import RunControls
from ocr_app.widgets.train.setup_form import SetupForm
from ocr_app.widgets.train.verdict_bar import VerdictBar


class TrainTab(QWidget):
    """Lays out the parts; knows no training.

    Attributes
    ----------
    form : SetupForm
    controls : RunControls
    curves : CurvesView
    drawing : DrawingView
    rewind : RewindBar
    verdict : VerdictBar
    views : QTabWidget
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trainTab")
        self.form = SetupForm()
        self.controls = RunControls()
        self.curves = CurvesView()
        self.drawing = DrawingView()
        self.rewind = RewindBar()
        self.verdict = VerdictBar()
        self.views = QTabWidget()
        self.views.setObjectName("trainViews")
        self.views.setDocumentMode(True)
        self.add_view(self.curves, "Curves")
        self.add_view(self.drawing, "Your drawing")
        right = QVBoxLayout()
        right.setSpacing(SPACING // 2)
        right.addWidget(self.controls)
        right.addWidget(self.verdict)
        right.addWidget(self.views, 1)
        right.addWidget(self.rewind)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        row.setSpacing(SPACING)
        row.addWidget(self.form)
        row.addLayout(right, 1)

    def add_view(self, view: QWidget, title: str) -> None:
        """Add a view beside the curves."""
        self.views.addTab(view, title)


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(TrainTab)

"""The XOR tab: a laboratory in which a small network can be looked into, changed and trained.

Run ``python -m ocr_app.widgets.xor.lab_tab`` to see it, without anybody who answers.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from ocr_app.engine.xor_lab.presets import Preset
from ocr_app.widgets.buttons import make_small_button
from ocr_app.widgets.card import Card
from ocr_app.widgets.fitting_tabs import FittingTabs
from ocr_app.widgets.formula.arithmetic_panel import ArithmeticPanel
from ocr_app.widgets.network.network_picture import NetworkPicture
from ocr_app.widgets.theme import SPACING
from ocr_app.widgets.xor.article_view import ArticleView
from ocr_app.widgets.xor.error_view import ErrorView
from ocr_app.widgets.xor.hidden_space_view import HiddenSpaceView
from ocr_app.widgets.xor.input_chooser import InputChooser
from ocr_app.widgets.xor.landscape_view import LandscapeView
from ocr_app.widgets.xor.phase_strip import PhaseStrip
from ocr_app.widgets.xor.rows_table import RowsTable
from ocr_app.widgets.xor.settings_bar import SettingsBar
from ocr_app.widgets.xor.slope_curve import SlopeCurve
from ocr_app.widgets.xor.status_line import StatusLine
from ocr_app.widgets.xor.success_view import SuccessView
from ocr_app.widgets.xor.surface_view import SurfaceView
from ocr_app.widgets.xor.tour_panel import TourPanel
from ocr_app.widgets.xor.transport_bar import TransportBar


class LabTab(QWidget):
    """Buttons above; the network and its arithmetic on the left; other views on the right.

    It only puts its parts together, which controllers fill and listen to.

    Parameters
    ----------
    presets : sequence of Preset

    Attributes
    ----------
    transport, settings, status, tour, picture, strip, chooser, arithmetic, curve, table
    surface, hidden_space, errors, landscape, success, article
    views : FittingTabs
        Holds the views of the last line.

    Signals
    -------
    back_requested, next_requested : to another part of the step
    undo_requested, redo_requested
    view_changed : QWidget
        The view that is seen now.
    """

    back_requested = Signal()
    next_requested = Signal()
    undo_requested = Signal()
    redo_requested = Signal()
    view_changed = Signal(object)

    def __init__(self, presets: Sequence[Preset], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("xorTab")
        self.setAccessibleName("XOR")
        self.transport = TransportBar(presets)
        self.settings = SettingsBar()
        self.status = StatusLine()
        self.tour = TourPanel()
        self.tour.hide()
        self.table = RowsTable()
        self._is_shared = False
        self._build_network()
        self._build_views()
        self._lay_out()

    def show_edits(self, undo: str, redo: str) -> None:
        """Offer to take back what was changed last, or to make it again; "" if there is nothing."""
        for button, word, text in ((self._undo, "Undo", undo), (self._redo, "Redo", redo)):
            button.setEnabled(bool(text))
            button.setToolTip(f"{word}: {text}" if text else f"Nothing to {word.lower()}.")

    def show_can_go_back(self, can: bool) -> None:
        """Offer the way back, or not."""
        self._back.setEnabled(can)

    def show_article(self, shown: bool) -> None:
        """Add the view with the article's numbers, or take it away."""
        at = self.views.indexOf(self.article)
        if shown and at < 0:
            self.views.add(self.article, "Article", tip="The numbers of the article.", at=0)
            self.views.setCurrentIndex(0)
        elif not shown and at >= 0:
            self.views.take(self.article)

    def show_view_called(self, name: str) -> None:
        """Show the view of some object name, if there is one."""
        for number in range(self.views.count()):
            view = self.views.widget(number)
            if view is not None and view.objectName() == name:
                self.views.setCurrentIndex(number)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 -- Qt's name
        """Share the room out when it is known for the first time."""
        super().showEvent(event)
        if not self._is_shared:
            self._is_shared = True
            width, height = self._across.width(), self._across.height()
            self._across.setSizes([round(0.55 * width), round(0.45 * width)])
            self._left.setSizes([round(0.55 * height), round(0.45 * height)])
            self._right.setSizes([round(0.7 * height), round(0.3 * height)])

    def _build_network(self) -> None:
        self.picture = NetworkPicture()
        self.picture.setObjectName("xorNetwork")
        self.picture.set_editable(True)
        self.strip = PhaseStrip()
        self.chooser = InputChooser()
        self.arithmetic = ArithmeticPanel()
        self.arithmetic.setObjectName("xorArithmetic")
        self.curve = SlopeCurve()
        self.arithmetic.add_beside("output", self.curve)
        self._back = make_small_button(
            "◀", "xorBackButton", "Back", "Go back to the part before, and to earlier steps."
        )
        self._next = make_small_button(
            "Next ▶",
            "xorNextButton",
            "Next",
            "Compute the next part of the step: layer by layer forward, the error, layer by layer "
            "backward, and the update.",
        )
        self._undo = make_small_button("↶", "xorUndo", "Undo", "")
        self._redo = make_small_button("↷", "xorRedo", "Redo", "")
        self._back.clicked.connect(self.back_requested)
        self._next.clicked.connect(self.next_requested)
        self._undo.clicked.connect(self.undo_requested)
        self._redo.clicked.connect(self.redo_requested)

    def _build_views(self) -> None:
        self.surface = SurfaceView()
        self.hidden_space = HiddenSpaceView()
        self.errors = ErrorView()
        self.landscape = LandscapeView()
        self.success = SuccessView()
        self.article = ArticleView()
        self.views = FittingTabs()
        self.views.setObjectName("xorViews")
        self.views.setAccessibleName("Views")
        self.views.setUsesScrollButtons(True)
        for view, name, short, tip in (
            (self.surface, "Surface", "Surface", "The output for all inputs at once."),
            (
                self.hidden_space,
                "Hidden space",
                "Hidden",
                "Where the points land behind the hidden layer.",
            ),
            (self.errors, "Error", "Error", "The error, epoch by epoch."),
            (
                self.landscape,
                "Landscape",
                "Terrain",
                "The error over two weights, and the way across it.",
            ),
            (self.success, "How often?", "Odds", "How many starts solve it."),
        ):
            self.views.add(view, name, short, tip)
        self.views.currentChanged.connect(
            lambda _: self.view_changed.emit(self.views.currentWidget())
        )

    def _lay_out(self) -> None:
        network = Card("The network", "Hover to read, click a weight to change it.")
        network.add_beside_title(self.chooser, self._undo, self._redo)
        steps = QHBoxLayout()
        steps.setSpacing(SPACING // 2)
        steps.addWidget(self._back)
        steps.addWidget(self.strip, 1)
        steps.addWidget(self._next)
        network.body.addWidget(self.picture, 1)
        network.body.addLayout(steps)
        arithmetic = Card(
            "The arithmetic of this step", "Click a line of the picture to choose the weight."
        )
        arithmetic.body.addWidget(self.arithmetic, 1)
        self._left = _splitter(Qt.Orientation.Vertical, network, arithmetic)
        self._right = _splitter(Qt.Orientation.Vertical, self.views, self.table)
        self._across = _splitter(Qt.Orientation.Horizontal, self._left, self._right)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING, SPACING // 2, SPACING, SPACING)
        column.setSpacing(SPACING // 2)
        for widget in (self.transport, self.settings, self.tour, self.status):
            column.addWidget(widget)
        column.addWidget(self._across, 1)


def _splitter(orientation: Qt.Orientation, first: QWidget, second: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(SPACING // 2)
    for widget in (first, second):
        splitter.addWidget(widget)
    splitter.setChildrenCollapsible(False)
    return splitter


if __name__ == "__main__":
    from ocr_app.engine.xor_lab.presets import PRESETS
    from ocr_app.widgets.preview import run

    run(lambda: LabTab(PRESETS))

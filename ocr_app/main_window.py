"""The window: tabs, menus, status bar, and who answers which action. Nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QMenu, QTabWidget, QWidget

from ocr_app.actions import Actions, make_actions
from ocr_app.controllers.drawings import DrawingsController
from ocr_app.controllers.drawn_number import DrawnNumberController
from ocr_app.controllers.filmstrip import FilmstripController
from ocr_app.controllers.model_export import ModelExportController
from ocr_app.controllers.models import ModelsController
from ocr_app.controllers.neighbours import NeighboursController
from ocr_app.controllers.network_view import NetworkViewController
from ocr_app.controllers.recognition import RecognitionController
from ocr_app.controllers.samples import SamplesController
from ocr_app.engine.model import Model
from ocr_app.engine.wording import percent
from ocr_app.settings import Settings
from ocr_app.widgets.draw_tab import DrawTab
from ocr_app.widgets.lazy_tab import LazyTab
from ocr_app.widgets.theme import apply_theme

if TYPE_CHECKING:
    from ocr_app.controllers.workbench import WorkbenchController
    from ocr_app.training_room import TrainingViews
    from ocr_app.widgets.read.read_tab import ReadTab
    from ocr_app.xor_room import LabViews

TITLE = "ocr-app"


class MainWindow(QMainWindow):
    """The one window of the application.

    Parameters
    ----------
    model : Model
        To read with at first.
    settings : Settings
    """

    def __init__(self, model: Model, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.setObjectName("mainWindow")
        self.setWindowTitle(TITLE)
        self.setMinimumSize(736, 680)
        self.resize(1000, 700)
        self.draw_tab = DrawTab()
        self.models = ModelsController(model, self)
        self._export = ModelExportController(
            lambda: self.models.model, self.statusBar().showMessage, self
        )
        self.recognition = RecognitionController(self.draw_tab, model, self)
        self.number = DrawnNumberController(self.draw_tab, model, self)
        self.film = FilmstripController(self.draw_tab, self.recognition, self)
        self._neighbours = NeighboursController(self.draw_tab.neighbours, self.recognition, self)
        self._network_view = NetworkViewController(self.draw_tab, self.recognition, self)
        self._drawings = DrawingsController(self.draw_tab.canvas, self)
        self.samples = SamplesController(self.draw_tab.teach_bar, self.draw_tab.canvas, self)
        self._actions = make_actions(self)
        self._model_label = QLabel()
        self._workbench: WorkbenchController | None = None
        self._read: ReadTab | None = None
        self.training_views: TrainingViews | None = None  # if somebody makes them early
        self.lab_views: LabViews | None = None
        self._state: tuple[bool, ...] = ()  # of what can be done, see _update_actions
        self._build_tabs()
        self._build_menus(self._actions)
        self._build_status_bar()
        self._connect(self._actions)
        self._restore()

    def _build_tabs(self) -> None:
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.draw_tab, "Draw")
        self._train_tab = LazyTab(self._make_train_tab)
        self.tabs.addTab(self._train_tab, "Train")
        self.tabs.addTab(LazyTab(self._make_xor_tab), "XOR")
        self._read_tab = LazyTab(self._make_read_tab)
        self.tabs.addTab(self._read_tab, "Read")
        self.setCentralWidget(self.tabs)

    def _build_menus(self, actions: Actions) -> None:
        def menu(title: str, *entries: QAction | None) -> QMenu:
            made = self.menuBar().addMenu(title)
            for entry in entries:
                if entry is None:
                    made.addSeparator()
                else:
                    made.addAction(entry)
            return made

        menu("&File", actions.open_drawing, actions.save_drawing, None, actions.quit)
        menu("&Edit", actions.undo, actions.redo, None, actions.clear)
        menu(
            "&Network",
            actions.retrain,
            actions.clear_made,
            None,
            actions.about_model,
            actions.rename_model,
            None,
            actions.open_model,
            actions.save_model,
            actions.export_model,
            None,
            actions.factory_model,
        )
        menu("&Samples", *actions.teach, None, actions.browse_samples, actions.fine_tune)
        menu("&View", actions.follow_system, actions.light, actions.dark)
        menu("&Help", actions.shortcuts, None, actions.about)
        for action, name in (
            (actions.undo, "undoButton"),
            (actions.redo, "redoButton"),
            (actions.clear, "clearButton"),
        ):
            self.draw_tab.add_tool(action, name)

    def _build_status_bar(self) -> None:
        self._model_label.setObjectName("modelName")
        self._model_label.setAccessibleName("Model in use")
        self._model_label.setContentsMargins(0, 0, 8, 0)
        self.statusBar().addPermanentWidget(self._model_label)
        self._show_model(self.models.model)

    def _connect(self, actions: Actions) -> None:
        canvas = self.draw_tab.canvas
        actions.open_drawing.triggered.connect(self._drawings.open)
        actions.save_drawing.triggered.connect(self._drawings.save)
        actions.quit.triggered.connect(self.close)
        actions.undo.triggered.connect(self._undo)
        actions.redo.triggered.connect(self._redo)
        actions.clear.triggered.connect(canvas.clear)
        canvas.drawing_changed.connect(self._update_actions)
        canvas.subject_changed.connect(self._update_actions)
        canvas.undo_stack.indexChanged.connect(self._update_actions)
        self.tabs.currentChanged.connect(self._update_actions)
        self.tabs.currentChanged.connect(self._lay_out_now)
        actions.retrain.triggered.connect(self._retrain)
        actions.clear_made.triggered.connect(self._clear_made_samples)
        actions.open_model.triggered.connect(self.models.open)
        actions.save_model.triggered.connect(self.models.save_as)
        actions.export_model.triggered.connect(self._export.ask)
        actions.about_model.triggered.connect(self.models.show_card)
        actions.rename_model.triggered.connect(self.models.rename)
        actions.factory_model.triggered.connect(self.models.use_factory)
        self.models.model_changed.connect(self.recognition.use_model)
        self.models.model_changed.connect(self.number.use_model)
        self.models.model_changed.connect(self._show_model)
        self.models.model_changed.connect(lambda _: self._mark_misread())
        self._mark_misread()
        for label, action in enumerate(actions.teach):
            action.triggered.connect(lambda _=False, label=label: self.samples.teach(label))
        actions.browse_samples.triggered.connect(self.samples.browse)
        actions.fine_tune.triggered.connect(self._fine_tune)
        self.samples.labelled.connect(self.number.correct)
        self.samples.fine_tune_requested.connect(self._fine_tune)
        self.samples.samples_changed.connect(lambda _: self._update_actions())
        for opened in (self.samples.drawing_opened, self._drawings.opened):
            opened.connect(lambda *_: self.tabs.setCurrentWidget(self.draw_tab))
        for action, scheme in self._color_choices():
            action.triggered.connect(lambda _=False, scheme=scheme: self._use_colors(scheme))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        actions.shortcuts.triggered.connect(self._show_shortcuts)
        actions.about.triggered.connect(self._show_about)
        self._update_actions()

    def _restore(self) -> None:
        self.restoreGeometry(self._settings.geometry)
        if (width := self._settings.pen_width) is not None:
            self.draw_tab.set_pen_width(width)
        for action, scheme in self._color_choices():
            action.setChecked(scheme == self._settings.color_scheme)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 -- Qt's name
        """Remember what the next start should have."""
        self._settings.geometry = self.saveGeometry()
        self._settings.pen_width = self.draw_tab.pen_width
        self._settings.save()
        super().closeEvent(event)

    def _update_actions(self) -> None:
        """Offer what can be done now: a tab's actions only while it is seen."""
        read = self._seen_read_tab
        can_read = (False, False) if read is None else (read.can_undo, read.can_redo)
        canvas, stack = self.draw_tab.canvas, self.draw_tab.canvas.undo_stack
        seen = self.tabs.currentWidget() is self.draw_tab
        blank, given, no_subject = canvas.is_blank, canvas.given, canvas.subject.is_blank
        can_undo, can_redo, has_samples = stack.canUndo(), stack.canRedo(), self.samples.total > 0
        state = (seen, blank, given is None, no_subject, can_undo, can_redo, has_samples, *can_read)
        if state == self._state:  # as after most movements of the pen
            return
        self._state = state
        self._actions.undo.setEnabled((seen and (can_undo or not blank)) or can_read[0])
        self._actions.redo.setEnabled((seen and can_redo) or can_read[1])
        self._actions.clear.setEnabled(seen and not (blank and given is None))
        self._actions.save_drawing.setEnabled(seen and not blank)
        self._actions.open_drawing.setEnabled(seen)
        for action in self._actions.teach:
            action.setEnabled(seen and not no_subject)
        self._actions.fine_tune.setEnabled(has_samples)

    @property
    def _seen_read_tab(self) -> ReadTab | None:
        return self._read if self.tabs.currentWidget() is self._read_tab else None

    def _undo(self) -> None:
        if (read := self._seen_read_tab) is not None:
            read.undo_requested.emit()
        else:
            self.draw_tab.canvas.undo()

    def _redo(self) -> None:
        if (read := self._seen_read_tab) is not None:
            read.redo_requested.emit()
        else:
            self.draw_tab.canvas.redo()

    def _lay_out_now(self) -> None:
        """Let another tab's layout reach the window before it is painted.

        Left to itself it takes a turn of the event loop for each parent, and everything is painted
        again after some.
        """
        widget: QWidget | None = self.tabs.currentWidget()
        while widget is not None:
            QCoreApplication.sendPostedEvents(widget, QEvent.Type.LayoutRequest.value)
            widget = widget.parentWidget()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateLater.value)

    def _show_model(self, model: Model) -> None:
        accuracy = model.held_out_accuracy
        known = "" if accuracy is None else f" · reads {percent(accuracy)} of held-out digits"
        self._model_label.setText(f"{model.name}{known}")
        self._model_label.setToolTip(
            "The network in use, and the share of digits by other writers, never trained on, "
            "that it read right after its training."
        )

    def _mark_misread(self) -> None:
        """Let the browser of samples mark what the network in use misreads."""
        self.samples.set_reader(self.recognition.read_digits)

    def _retrain(self) -> None:
        self.tabs.setCurrentWidget(self._train_tab)
        # The tab may just have been made; what is not shown yet cannot have the focus.
        QTimer.singleShot(0, self, self._offer_start)

    def _clear_made_samples(self) -> None:
        from ocr_app.controllers.made_samples import clear_made_samples  # noqa: PLC0415 -- rarely

        self.statusBar().showMessage(clear_made_samples())

    def _fine_tune(self) -> None:
        self.tabs.setCurrentWidget(self._train_tab)
        # The tab may just have been made.
        QTimer.singleShot(0, self, self._begin_fine_tuning)

    def _begin_fine_tuning(self) -> None:
        if self._workbench is not None:
            self._workbench.fine_tune()

    def _offer_start(self) -> None:
        if (start := self._train_tab.findChild(QWidget, "runStart")) is not None:
            start.setFocus()

    def _make_train_tab(self) -> QWidget:
        # When the tab is first shown: its plots and tables must not keep the first window waiting.
        from ocr_app.workers.training_client import TrainingClient  # noqa: PLC0415

        client = TrainingClient(self)
        client.warm_up()  # its process starts while the tab is made
        from ocr_app.training_room import TrainingViews, make_training_room  # noqa: PLC0415

        tab, self._workbench = make_training_room(
            self.training_views or TrainingViews(),
            self,
            client,
            self.models,
            self.recognition,
            self.samples,
            self._drawings.open_digit,
        )
        return tab

    def _make_xor_tab(self) -> QWidget:
        from ocr_app.xor_room import make_xor_room  # noqa: PLC0415 -- see _make_train_tab

        return make_xor_room(self, self._settings, self.lab_views)

    def _make_read_tab(self) -> QWidget:
        # When the tab is first shown: pictures need Pillow, and the first one SciPy.
        from ocr_app.reading_room import make_reading_room  # noqa: PLC0415

        self._read = make_reading_room(self, self.models, self.samples)
        self._read.edits_changed.connect(self._update_actions)
        return self._read

    def _color_choices(self) -> tuple[tuple[QAction, Qt.ColorScheme], ...]:
        actions = self._actions
        return (
            (actions.follow_system, Qt.ColorScheme.Unknown),
            (actions.light, Qt.ColorScheme.Light),
            (actions.dark, Qt.ColorScheme.Dark),
        )

    def _use_colors(self, scheme: Qt.ColorScheme) -> None:
        self._settings.color_scheme = scheme
        _dress(scheme)

    def _follow_system(self) -> None:
        _dress(self._settings.color_scheme)

    def _show_shortcuts(self) -> None:
        from ocr_app.widgets.help_dialogs import show_shortcuts  # noqa: PLC0415

        show_shortcuts(self)

    def _show_about(self) -> None:
        from ocr_app.widgets.help_dialogs import show_about  # noqa: PLC0415

        show_about(self)


def _dress(scheme: Qt.ColorScheme) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        apply_theme(app, scheme)

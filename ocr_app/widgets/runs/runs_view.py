"""All trainings that were kept: a table, the curves of the chosen ones, their settings.

Run ``python -m ocr_app.widgets.runs.runs_view`` to see it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QSortFilterProxyModel,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QKeySequence, QPalette, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ocr_app.widgets.curve import Curve
from ocr_app.widgets.plots import CurvePlot
from ocr_app.widgets.runs.comparison import SettingsComparison
from ocr_app.widgets.runs.runs_table import SORT_ROLE, RunRow, RunsTable
from ocr_app.widgets.theme import SPACING, set_quiet, theme_of
from ocr_app.widgets.ticks import percent
from ocr_app.widgets.wrapped_label import WrappedLabel

_COLORS: Final = ("accent", "second", "good", "error", "warning", "muted")
MOST_OVERLAID: Final = len(_COLORS)
"""More curves cannot be told apart."""

_NO_RUNS: Final = "Every training is kept here. Start one, and it appears."
_CHOOSE: Final = "Choose up to six runs to compare them; F2 renames one."


_MOST_WIDE: Final = 34
"""Letters of average width that a column of the table has room for, at most."""


class RunsView(QWidget):
    """Table, curves, settings and buttons; knows no file.

    Signals
    -------
    shown
        It came into sight: others may have changed the runs.
    records_wanted : tuple of int
        The curves of these runs are to be shown.
    use_requested, reuse_requested : int
        The network of this run is to be used; its settings are to be used.
    renamed : int, str
    deleted, restored, export_requested : tuple of int
    """

    shown = Signal()
    records_wanted = Signal(object)
    use_requested = Signal(int)
    reuse_requested = Signal(int)
    renamed = Signal(int, str)
    deleted = Signal(object)
    restored = Signal(object)
    export_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = RunsTable()
        # Later, since the name is still being edited: the table must not be renewed under it.
        self._model.renamed.connect(self.renamed, Qt.ConnectionType.QueuedConnection)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._model)
        self._sorted.setSortRole(SORT_ROLE)
        self._deleted: list[tuple[int, ...]] = []
        self.table = self._make_table()
        self._plot: CurvePlot | None = None
        self._details = QTabWidget()
        self._details.setObjectName("runDetails")
        self._details.setDocumentMode(True)
        self._curves = QWidget()
        QVBoxLayout(self._curves).setContentsMargins(0, SPACING // 2, 0, 0)
        self.comparison = SettingsComparison()
        self._details.addTab(self._curves, "Held-out accuracy")
        self._details.addTab(self.comparison, "Settings")
        self._text = WrappedLabel(_NO_RUNS, 1)
        self._text.setObjectName("runsText")
        set_quiet(self._text, True)
        self._make_buttons()
        self._lay_out()
        self.show_records(())

    @property
    def chosen(self) -> tuple[int, ...]:
        """Ids of the chosen runs, from the top of the table."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        runs = self._model.runs
        return tuple(
            runs[self._sorted.mapToSource(self._sorted.index(row, 0)).row()].id for row in rows
        )

    def show_runs(self, runs: Sequence[RunRow]) -> None:
        """Show other runs; those that are chosen stay so."""
        chosen = set(self.chosen)
        self._model.show_runs(runs)
        selection = self.table.selectionModel()
        select = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row, run in enumerate(self._model.runs):
            if run.id in chosen:
                selection.select(self._sorted.mapFromSource(self._model.index(row, 0)), select)
        self._update()

    def show_records(
        self, records: Sequence[tuple[RunRow, Mapping[str, NDArray[np.float64]]]]
    ) -> None:
        """Show curves and settings of some runs.

        Parameters
        ----------
        records : sequence of (RunRow, mapping of str to ndarray of shape (n, 2))
            With the curve "validation_accuracy".
        """
        names = _distinct([run.name for run, _ in records])
        plot = CurvePlot(
            "",
            [Curve(name, color) for name, color in zip(names, _COLORS, strict=False)],
            y_range=(None, 1.0),
            y_format=percent,
            zoomable=True,
            legend=False,  # the table has the colours
            empty_text="Choose one run or several to see how they got on.",
        )
        plot.setObjectName("runsCurve")
        for name, (_, curves) in zip(names, records[:MOST_OVERLAID], strict=False):
            points = curves.get("validation_accuracy")
            if points is not None and len(points):
                plot.set_points(name, points[:, 0], points[:, 1])
        layout = self._curves.layout()
        if self._plot is not None:
            self._plot.hide()
            self._plot.setObjectName("")
            self._plot.deleteLater()
        if layout is not None:
            layout.addWidget(plot)
        self._plot = plot
        self._overlaid = tuple(run.id for run, _ in records[:MOST_OVERLAID])
        self._color_names()
        self.comparison.show_setups(
            [(name, run.setup) for name, (run, _) in zip(names, records, strict=True)]
        )

    def save_picture(self, file: Path) -> None:
        """Write the plot to a PNG file.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        if self._plot is not None:
            self._plot.save_png(file)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 -- Qt's name
        """Follow the palette between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_overlaid"):
            self._color_names()

    def _color_names(self) -> None:
        theme = theme_of(self)
        colors = (theme.color(name) for name in _COLORS)
        self._model.set_colors(dict(zip(self._overlaid, colors, strict=False)))
        # A quiet highlight, on which every colour of a curve can be told.
        palette = self.table.palette()
        palette.setColor(QPalette.ColorRole.Highlight, theme.color("border"))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.color("text"))
        self.table.setPalette(palette)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 -- Qt's name
        """Say that it came into sight."""
        super().showEvent(event)
        self.shown.emit()

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("runsTable")
        table.setAccessibleName("Trainings that were kept")
        table.setModel(self._sorted)
        table.setSortingEnabled(True)
        table.sortByColumn(self._model.columnCount() - 1, Qt.SortOrder.DescendingOrder)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setResizeContentsPrecision(0)  # as the rows in sight need it: thousands take long
        header.setHighlightSections(False)
        # A long name must not push all else out of sight; the tooltip has the whole of it.
        header.setMaximumSectionSize(self.fontMetrics().averageCharWidth() * _MOST_WIDE)
        table.setMinimumHeight(90)
        table.selectionModel().selectionChanged.connect(self._on_selection)
        return table

    def _make_buttons(self) -> None:
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(SPACING // 2)

        def button(text: str, name: str, tip: str) -> QPushButton:
            made = QPushButton(text)
            made.setObjectName(name)
            made.setToolTip(tip)
            self._buttons.addWidget(made)
            return made

        self._use = button("Use", "runsUse", "Read with the network of this run.")
        self._reuse = button("Settings", "runsReuse", "Put the settings of this run on the left.")
        self._delete = button("Delete", "runsDelete", "Delete the chosen runs; can be undone.")
        self._undo = button("Undo", "runsUndo", "Bring back what was deleted last.")
        self._export = button(
            "E&xport…",
            "runsExport",
            "Write the curves to a file: as a table (CSV) or as a picture (PNG).",
        )
        self._use.clicked.connect(lambda: self._with_one(self.use_requested))
        self._reuse.clicked.connect(lambda: self._with_one(self.reuse_requested))
        self._delete.clicked.connect(self._on_delete)
        self._undo.clicked.connect(self._on_undo)
        self._export.clicked.connect(lambda: self.export_requested.emit(self.chosen))
        key = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self._on_delete)

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.table)
        splitter.addWidget(self._details)
        splitter.setChildrenCollapsible(False)
        self._buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACING // 2, 0, 0)
        column.setSpacing(SPACING // 2)
        column.addWidget(self._text)
        column.addWidget(splitter, 1)
        column.addLayout(self._buttons)
        self._update()

    def _on_selection(self) -> None:
        self._update()
        self.records_wanted.emit(self.chosen)

    def _on_delete(self) -> None:
        if chosen := self.chosen:
            self._deleted.append(chosen)
            self.deleted.emit(chosen)
            self._update()

    def _on_undo(self) -> None:
        if self._deleted:
            self.restored.emit(self._deleted.pop())
            self._update()

    def _with_one(self, signal: SignalInstance) -> None:
        if len(self.chosen) == 1:
            signal.emit(self.chosen[0])

    def _update(self) -> None:
        n = len(self.chosen)
        self._text.setText(_CHOOSE if self._model.runs else _NO_RUNS)
        self._use.setEnabled(n == 1)
        self._reuse.setEnabled(n == 1)
        self._delete.setEnabled(n > 0)
        self._export.setEnabled(n > 0)
        self._undo.setEnabled(bool(self._deleted))


def _distinct(names: list[str]) -> list[str]:
    """Names that occur twice get a number."""
    seen: dict[str, int] = {}
    distinct = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        distinct.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return distinct


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(RunsView)

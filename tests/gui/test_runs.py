"""Runs that were kept, with real clicks and keys and a real file."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from nn import Network
from ocr_app.controllers import runs as controller_module
from ocr_app.controllers.runs import RunsController
from ocr_app.engine.workbench.setup import TrainingSetup
from ocr_app.storage import RunStore
from ocr_app.widgets.plots import CurvePlot
from ocr_app.widgets.runs.runs_view import RunsView

LEFT = Qt.MouseButton.LeftButton


def keep(store, name, accuracy, seed=0, **settings):
    network = Network((64, 4, 10))
    network.initialize(np.random.default_rng(seed))
    setup = TrainingSetup(hidden_layer_sizes=(4,), nondigits=0, **settings)
    run_id = store.begin(name, setup.to_json())
    epochs = np.arange(5.0)
    curves = {"validation_accuracy": np.column_stack([epochs, accuracy * epochs / 4])}
    figures = {"validation_accuracy": accuracy, "loss": 1 - accuracy, "epochs": 4.0}
    store.finish(run_id, "finished", curves, figures, network)
    return run_id


class Runs:
    """The view over three runs, as somebody at the screen has it."""

    def __init__(self, qtbot):
        self.qtbot, self.models, self.setups = qtbot, [], []
        self.store = RunStore()
        for name, accuracy, settings in (
            ("good", 0.98, {}),
            ("bad", 0.5, {"max_iter": 7}),
            ("fair", 0.9, {"max_iter": 7, "copies": 3}),
        ):
            keep(self.store, name, accuracy, **settings)
        self.window = QWidget()
        self.view = RunsView(self.window)
        self.view.resize(640, 500)
        qtbot.addWidget(self.window)
        self.controller = RunsController(
            self.view, self.window, self.models.append, self.setups.append
        )
        self.window.show()
        qtbot.waitExposed(self.window)

    @property
    def names(self):
        table = self.view.table
        return [table.model().index(row, 0).data() for row in range(table.model().rowCount())]

    def choose(self, *names):
        table = self.view.table
        table.clearSelection()
        for name in names:
            index = table.model().index(self.names.index(name), 0)
            flags = QItemSelectionModel.SelectionFlag
            table.selectionModel().select(index, flags.Select | flags.Rows)
            table.selectionModel().setCurrentIndex(index, flags.NoUpdate)

    def button(self, name):
        return self.view.findChild(QPushButton, name)

    def click(self, name):
        assert self.button(name).isEnabled(), name
        QTest.mouseClick(self.button(name), LEFT)


@pytest.fixture
def runs(qtbot):
    made = Runs(qtbot)
    yield made
    made.window.close()
    made.store.close()


def test_a_click_on_a_heading_sorts(runs):
    assert sorted(runs.names) == ["bad", "fair", "good"]
    header = runs.view.table.horizontalHeader()
    for expected in (["bad", "fair", "good"], ["good", "fair", "bad"]):
        at = header.sectionPosition(1) + 5
        QTest.mouseClick(header.viewport(), LEFT, pos=header.rect().topLeft() + _right(at, header))
        assert runs.names in (expected, expected[::-1])
    first = runs.names
    QTest.mouseClick(header.viewport(), LEFT, pos=header.rect().topLeft() + _right(at, header))
    assert runs.names == first[::-1]


def _right(x, header):
    point = header.rect().center()
    point.setX(x)
    return point


def test_chosen_runs_are_overlaid_and_compared(runs):
    runs.choose("bad", "fair")
    plot = runs.view.findChild(CurvePlot, "runsCurve")
    assert plot.points("bad")[-1] == (4.0, 0.5)
    assert plot.points("fair")[-1] == (4.0, pytest.approx(0.9))
    table = runs.view.comparison
    assert table.verticalHeaderItem(0).text() == "The varied copies"
    usual = str(TrainingSetup().copies)
    assert sorted(table.item(0, column).text() for column in range(2)) == ["3", usual]
    assert table.item(0, 0).font().bold()
    assert not table.item(1, 0).font().bold()


def test_use_and_settings_take_one_run(runs):
    assert not runs.button("runsUse").isEnabled()
    runs.choose("bad", "fair")
    assert not runs.button("runsUse").isEnabled()
    runs.choose("fair")
    runs.click("runsUse")
    (model,) = runs.models
    assert model.network.layer_sizes == (64, 4, 10)
    assert model.held_out_accuracy == 0.9
    runs.click("runsReuse")
    assert runs.setups[0].copies == 3


def test_delete_and_undo(runs):
    runs.choose("bad", "fair")
    QTest.keyClick(runs.view.table, Qt.Key.Key_Delete)
    assert runs.names == ["good"]
    assert [run.name for run in runs.store.list()] == ["good"]
    runs.click("runsUndo")
    assert sorted(runs.names) == ["bad", "fair", "good"]
    assert not runs.button("runsUndo").isEnabled()


def rename(runs, name, new):
    runs.choose(name)
    table = runs.view.table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    editor.setText(new[:-1])  # as if pasted; the last letter is typed
    QTest.keyClicks(editor, new[-1:])
    QTest.keyClick(editor, Qt.Key.Key_Return)


def test_rename_in_place(runs):
    rename(runs, "bad", "no good")
    runs.qtbot.waitUntil(lambda: "no good" in runs.names)
    assert "no good" in [run.name for run in runs.store.list()]


def test_an_endless_name_is_cut_and_leaves_room_for_the_rest(runs):
    rename(runs, "bad", "bad  " + 60 * "very long name ")
    runs.qtbot.waitUntil(lambda: "bad" not in runs.names)
    (name,) = (name for name in runs.names if name.startswith("bad very long name very"))
    assert len(name) <= 100
    table = runs.view.table
    assert table.columnWidth(0) < table.viewport().width() / 2
    index = table.model().index(runs.names.index(name), 0)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == name


@pytest.mark.parametrize("empty", [" ", "   "])
def test_an_empty_name_changes_nothing(runs, empty):
    rename(runs, "bad", empty)
    runs.view.table.clearFocus()
    assert sorted(runs.names) == ["bad", "fair", "good"]
    assert sorted(run.name for run in runs.store.list()) == ["bad", "fair", "good"]


def test_export_writes_a_tidy_table(runs, tmp_path, monkeypatch):
    file = tmp_path / "curves.csv"
    monkeypatch.setattr(controller_module, "file_to_save", lambda *_: file)
    runs.choose("bad", "good")
    runs.click("runsExport")
    with file.open(encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    assert len(rows) == 10
    assert {row["run"] for row in rows} == {"bad", "good"}
    assert rows[-1]["curve"] == "validation_accuracy"
    assert float(rows[4]["value"]) in (0.5, 0.98)


def test_export_draws_a_picture(runs, tmp_path, monkeypatch):
    file = tmp_path / "curves.png"
    monkeypatch.setattr(controller_module, "file_to_save", lambda *_: file)
    runs.choose("bad", "good")
    runs.click("runsExport")
    picture = QImage(str(file))
    plot = runs.view.findChild(CurvePlot, "runsCurve")
    assert picture.width() == 2 * plot.width()
    colors = {
        picture.pixelColor(x, y).name() for x in range(0, picture.width(), 2) for y in (40, 80)
    }
    assert len(colors) > 1


def test_a_file_that_cannot_be_written_is_said(runs, tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr(controller_module, "show_error", lambda *args: said.append(args))
    runs.choose("bad")
    for name in ("curves.csv", "curves.png"):
        file = tmp_path / "no such folder" / name
        monkeypatch.setattr(controller_module, "file_to_save", lambda *_, file=file: file)
        runs.click("runsExport")
    assert [title for _, title, _ in said] == ["The curves were not written"] * 2


def test_another_windows_runs_appear_when_it_is_seen_again(runs):
    runs.view.hide()
    keep(runs.store, "new", 0.7)
    runs.view.show()
    assert "new" in runs.names


def test_two_runs_of_one_name_have_two_curves(runs):
    keep(runs.store, "good", 0.6)
    runs.controller.refresh()
    table = runs.view.table
    table.selectAll()
    plot = runs.view.findChild(CurvePlot, "runsCurve")
    last = {plot.points(name)[-1][1] for name in ("good", "good (2)")}
    assert last == {0.98, 0.6}


def test_without_runs_it_says_what_to_do(qtbot):
    view = RunsView()
    qtbot.addWidget(view)
    view.show()
    assert "Start one" in view.findChild(QLabel, "runsText").text()
    assert not any(
        view.findChild(QPushButton, f"runs{name}").isEnabled()
        for name in ("Use", "Reuse", "Delete", "Undo", "Export")
    )

"""The XOR lab with real clicks and keys."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from lab_room import LEFT, Memory, Room, opened
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QMessageBox,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)

from ocr_app.controllers.xor_files import XorFilesController
from ocr_app.controllers.xor_tour import XorTourController
from ocr_app.engine.diagram import BIAS, Unit, Weight
from ocr_app.engine.formula import to_latex, to_text
from ocr_app.engine.xor_lab import saving
from ocr_app.engine.xor_lab.presets import PRESETS
from ocr_app.engine.xor_lab.status import Status
from ocr_app.engine.xor_lab.tour import EVENTS, TOUR
from ocr_app.widgets.xor.transport_bar import SPEEDS


@pytest.fixture
def room(qtbot):
    yield from opened(qtbot)


# Stepping


def test_at_first_it_shows_the_table_and_says_what_to_press(room):
    assert "Press Play" in room.status
    assert room.cells(2) == ["0", "1", "1", "0"]
    assert room.tab.picture.diagram is not None
    assert not room.find(QToolButton, "xorBackButton").isEnabled()


def test_next_goes_part_by_part_and_back_returns(room):
    before = room.lab.moment.parameters
    seen = []
    for _ in range(6):
        room.click("xorNextButton")
        seen.append(set(room.formulas))
    assert seen == [
        {"net", "output"},
        {"net", "output"},
        {"error"},
        {"paths", "gradient"},
        {"paths", "gradient"},
        {"update"},
    ]
    assert room.lab.moment.n_steps == 1
    room.click("xorBackButton")
    assert room.lab.moment.n_steps == 0
    np.testing.assert_array_equal(room.lab.moment.parameters, before)
    assert "gradient" in room.formulas


def test_what_is_computed_stands_out_in_the_picture(room):
    room.click("xorNextButton")
    picture = room.tab.picture
    assert Unit(1, 0) in picture._units
    assert Weight(0, 0, BIAS) in picture._weights
    for _ in range(3):
        room.click("xorNextButton")
    assert Weight(1, 0, 0) in picture._weights


def test_an_example_and_an_epoch(room):
    room.click("xorExampleButton")
    assert (room.lab.moment.n_steps, room.lab.moment.row) == (1, 1)
    assert room.tab.table.currentRow() == 1
    room.click("xorStepButton")
    assert room.lab.moment.n_steps == 4
    assert room.status.startswith("Epoch 1,")


# Training


def test_play_solves_xor_and_stops(room):
    room.click("xorTrainButton")
    assert room.main.is_running
    assert room.find(QPushButton, "xorTrainButton").text() == "&Pause"
    room.qtbot.waitUntil(lambda: not room.main.is_running, timeout=60_000)
    assert "Solved" in room.status
    assert room.cells(5) == ["✓ right"] * 4
    assert [round(float(text)) for text in room.cells(3)] == [0, 1, 1, 0]
    assert room.find(QPushButton, "xorTrainButton").text() == "&Play"


def test_pause_stops_where_it_is_and_play_goes_on(room):
    room.click("xorTrainButton")
    room.qtbot.waitUntil(lambda: room.lab.moment.n_steps > 3)
    room.click("xorTrainButton")
    paused = room.lab.moment.n_steps
    assert not room.main.is_running
    room.click("xorTrainButton")
    room.qtbot.waitUntil(lambda: room.lab.moment.n_steps > paused)


def test_after_the_solution_play_goes_on_until_paused(room):
    room.lab.learn(4000, until_solved=True)
    solved = room.lab.moment.n_steps
    room.click("xorTrainButton")
    room.qtbot.waitUntil(lambda: room.lab.moment.n_steps > solved + 20)
    assert room.main.is_running


def test_the_slowest_speed_goes_part_by_part(room):
    room.choose("xorSpeed", 0)
    assert room.tab.transport.speed.by_parts
    room.click("xorTrainButton")
    room.qtbot.waitUntil(lambda: room.lab.phase.layer == 0, timeout=5000)
    assert room.main.is_running
    assert room.lab.moment.n_steps == 0


def test_as_fast_as_possible(room):
    room.choose("xorSpeed", len(SPEEDS) - 1)
    room.click("xorTrainButton")
    room.qtbot.waitUntil(lambda: not room.main.is_running, timeout=60_000)
    assert room.lab.state().status is Status.SOLVED


def test_leaving_the_tab_pauses(room):
    room.click("xorTrainButton")
    room.tab.hide()
    assert not room.main.is_running


def test_reset_brings_the_same_weights_back_and_new_start_others(room):
    before = room.cells(3)
    room.click("xorStepButton")
    assert room.cells(3) != before
    room.click("xorResetButton")
    assert room.cells(3) == before
    room.click("xorNewStartButton")
    assert room.cells(3) != before
    assert room.find(QSpinBox, "xorSeed").value() == 2


def test_settings_are_typed_and_chosen(room):
    room.click("xorStepButton")
    room.type_number(QDoubleSpinBox, "xorLearningRate", 1.25, 3)
    room.type_number(QDoubleSpinBox, "xorMomentum", 0.5, 2)
    assert room.lab.settings.learning_rate == 1.25
    assert room.lab.settings.momentum == 0.5
    assert room.lab.moment.n_steps == 4
    room.choose("xorBatch", 1)
    assert room.lab.settings.full_batch
    assert not room.find(QPushButton, "xorExampleButton").isEnabled()
    room.choose("xorActivation", 2)
    assert room.lab.settings.activation == "relu"
    room.qtbot.mouseClick(room.find(QCheckBox, "xorBiases"), LEFT, pos=QPoint(8, 8))
    assert not room.lab.settings.bias
    room.type_number(QSpinBox, "xorHiddenUnits", 8)
    room.type_number(QSpinBox, "xorHiddenUnits2", 8)
    assert room.lab.network.layer_sizes == (2, 8, 8, 1)
    assert room.find(QSpinBox, "xorHiddenUnits3").isEnabled()
    room.type_number(QSpinBox, "xorHiddenUnits", 0)
    assert room.lab.network.layer_sizes == (2, 1)
    assert not room.find(QSpinBox, "xorHiddenUnits2").isEnabled()


def test_a_learning_rate_is_changed_while_it_runs(room):
    room.click("xorTrainButton")
    room.type_number(QDoubleSpinBox, "xorLearningRate", 0.01, 3)
    steps = room.lab.moment.n_steps
    assert room.main.is_running
    room.qtbot.waitUntil(lambda: room.lab.moment.n_steps > steps)


# Looking


def test_a_row_is_chosen_in_the_table_in_the_box_and_on_the_surface(room):
    table = room.tab.table
    room.click_at(table.viewport(), table.visualItemRect(table.item(2, 0)).center())
    assert room.lab.moment.row == 2
    assert room.tab.picture.diagram.value(Unit(0, 0)) == 1.0
    room.choose("xorInput", 3)
    assert room.lab.moment.row == 3
    assert table.currentRow() == 3
    surface = room.tab.surface
    room.click_at(surface, surface.place_of(0, 1))
    assert room.lab.moment.row == 1
    assert room.find(QComboBox, "xorInput").currentIndex() == 1


def test_any_input_can_be_typed(room):
    room.choose("xorInput", 4)
    room.type_number(QDoubleSpinBox, "xorInput1", 0.25, 2)
    room.type_number(QDoubleSpinBox, "xorInput2", 0.75, 2)
    assert room.lab.own_input == (0.25, 0.75)
    expected = room.lab.network.predict_proba([[0.25, 0.75]])[0, 0]
    assert room.tab.picture.diagram.value(Unit(2, 0)) == pytest.approx(expected)
    assert set(room.formulas) == {"net", "output"}
    assert room.tab.table.currentRow() == -1


def test_a_weight_is_clicked_changed_undone_and_changed_again(room):
    weight = Weight(1, 0, 2)
    before = room.lab.network.weights[1][0, 2]
    room.edit_weight(weight, room.tab.locale().toString(2.5, "f", 2))
    assert room.lab.network.weights[1][0, 2] == 2.5
    assert room.main.weight == weight
    assert "2.5000" in room.formulas["net"]
    room.click("xorUndo")
    assert room.lab.network.weights[1][0, 2] == before
    assert not room.find(QToolButton, "xorUndo").isEnabled()
    room.click("xorRedo")
    assert room.lab.network.weights[1][0, 2] == 2.5


def test_undo_has_its_usual_key(room):
    room.click("xorNewStartButton")
    assert room.lab.settings.seed == 2
    room.tab.picture.setFocus()
    room.qtbot.keyClick(room.tab.picture, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert room.lab.settings.seed == 1


def test_a_part_of_a_formula_chooses_its_weight(room):
    net = next(v for v in room.tab.arithmetic.formulas if v.objectName() == "formula_net")
    room.click_at(net, net.place_of("w:1:0:3"))
    assert room.main.weight == Weight(1, 0, 3)


def test_formulas_are_copied_as_text_and_latex(room):
    room.main.go_to_part(4)
    view = room.tab.arithmetic.formulas[-1]
    view.setFocus()
    room.qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == to_text(view.formula)
    view.copy_latex()
    text = QApplication.clipboard().text()
    assert text == to_latex(view.formula)
    assert r"\frac{\partial E}" in text


@pytest.mark.parametrize("preset", [0, 1])  # 1 has a view more
def test_all_views_are_in_sight_in_a_small_window(room, preset):
    room.choose("xorPreset", preset)
    views = room.tab.views

    def titles():
        return [views.tabText(number) for number in range(views.count())]

    room.tab.resize(1200, 640)
    room.qtbot.waitUntil(lambda: "How often?" in titles())
    assert views.tabToolTip(titles().index("How often?")) == "How many starts solve it."
    room.tab.resize(900, 640)
    room.qtbot.waitUntil(lambda: "Odds" in titles())
    assert views.tabToolTip(titles().index("Odds")) == "How often?\nHow many starts solve it."
    assert views.tabBar().sizeHint().width() <= views.width()


def test_the_article_is_told_in_its_own_numbers(room):
    room.choose("xorPreset", 1)
    table = room.find(QWidget, "xorArticleNumbers")
    shown = {
        table.item(row, 0).text(): (table.item(row, 1).text(), table.item(row, 2).text())
        for row in range(table.rowCount())
    }
    assert shown["∂E/∂w"] == ("0.09891", "0.095")
    assert shown["w new"] == ("0.28022", "0.281")
    room.main.go_to_part(4)
    assert "0.7744 × 0.1747 × 0.7311" in room.formulas["gradient"]
    for _ in range(2):
        room.click("xorNextButton")
    assert "0.3000 − 0.2 × 0.09891" in room.formulas["update"]
    assert room.tab.views.indexOf(room.tab.article) == 0
    room.click("xorNextButton")
    assert room.tab.views.indexOf(room.tab.article) == -1


# Own points


@pytest.fixture
def points(room):
    room.choose("xorPreset", len(PRESETS) - 1)
    return room


def test_points_are_placed_turned_and_deleted(points):
    surface, lab = points.tab.surface, points.lab
    n = lab.problem.n_rows
    points.click_at(surface, surface.place_of(1.1, 0.1))
    assert lab.problem.n_rows == n + 1
    assert lab.problem.inputs[-1] == pytest.approx((1.1, 0.1), abs=0.02)
    assert lab.problem.targets[-1] == 1.0
    points.click_at(surface, surface.place_of(1.1, 0.1), Qt.MouseButton.RightButton)
    assert lab.problem.targets[-1] == 0.0
    points.click_at(surface, surface.place_of(1.1, 0.1))
    assert lab.moment.row == n
    points.qtbot.keyClick(surface, Qt.Key.Key_Space)
    assert lab.problem.targets[-1] == 1.0
    points.qtbot.keyClick(surface, Qt.Key.Key_Delete)
    assert lab.problem.n_rows == n
    shift = Qt.KeyboardModifier.ShiftModifier
    points.click_at(surface, surface.place_of(-0.1, 1.1), keys=shift)
    assert lab.problem.targets[-1] == 0.0
    points.click_at(surface, surface.place_of(-0.1, 1.1), Qt.MouseButton.MiddleButton)
    assert lab.problem.n_rows == n


def test_the_points_of_xor_stay_where_they_are(room):
    surface = room.tab.surface
    room.click_at(surface, surface.place_of(0.5, 0.5))
    room.click_at(surface, surface.place_of(0, 0), Qt.MouseButton.RightButton)
    assert room.lab.problem.n_rows == 4
    assert room.lab.problem.targets == (0.0, 1.0, 1.0, 0.0)


def test_points_are_placed_while_it_learns(points):
    points.click("xorTrainButton")
    surface = points.tab.surface
    points.click_at(surface, surface.place_of(1.1, 0.1))
    assert points.main.is_running
    steps = points.lab.moment.n_steps
    points.qtbot.waitUntil(lambda: points.lab.moment.n_steps > steps)


def test_units_that_were_thought_out_say_what_they_are_for(room):
    room.choose("xorPreset", 2)
    picture = room.tab.picture
    room.click_at(picture, picture.place_of(Unit(1, 1)))
    assert room.main.weight == Weight(0, 1, 0)
    first = room.tab.arithmetic.widget().findChildren(QLabel)
    assert any("Not both" in label.text() for label in first if label.isVisible())
    room.click("xorExampleButton")
    assert not any("Not both" in label.text() for label in first if label.isVisible())


# Stuck


def test_a_stuck_run_offers_what_helps(room):
    room.choose("xorPreset", 3)
    room.lab.learn(12_000)
    room.main.refresh()
    assert "Stuck" in room.status
    assert "same place" in room.status
    room.click("xorRemedyMoreUnits")
    assert room.lab.settings.hidden_layer_sizes == (4,)
    assert not room.find(QPushButton, "xorRemedyMoreUnits").isVisible()
    room.click("xorTrainButton")
    room.qtbot.waitUntil(lambda: not room.main.is_running, timeout=60_000)
    assert "Solved" in room.status


def test_one_neuron_is_given_hidden_units(room):
    room.choose("xorPreset", 4)
    room.lab.learn(12_000)
    room.main.refresh()
    assert "one straight border" in room.status
    room.click("xorRemedyMoreUnits")
    assert room.lab.settings.hidden_layer_sizes == (2,)


# Files


def test_a_state_is_saved_and_opened_again(room, tmp_path, monkeypatch):
    file = tmp_path / "lab.json"
    monkeypatch.setattr("ocr_app.controllers.xor_files.file_to_save", lambda *_: file)
    monkeypatch.setattr("ocr_app.controllers.xor_files.file_to_open", lambda *_: file)
    room.choose("xorPreset", 7)
    room.lab.learn(123)
    saved = room.lab.moment
    room.find(QAction, "xorSave").trigger()
    room.choose("xorPreset", 0)
    room.find(QAction, "xorOpen").trigger()
    np.testing.assert_array_equal(room.lab.moment.parameters, saved.parameters)
    assert room.lab.problem.name == "NAND"
    assert room.lab.moment.n_steps == 123


def test_a_file_that_is_something_else_changes_nothing(room, tmp_path, qtbot):
    file = tmp_path / "lab.json"
    file.write_text("{}")
    told = []

    def read_and_close():
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        told.append(box.informativeText())
        box.accept()

    from PySide6.QtCore import QTimer

    before = room.lab.moment
    QTimer.singleShot(0, read_and_close)
    room.tab.findChild(XorFilesController).open_file(file)
    assert told == ["This file is not a saved state of the XOR lab."]
    assert room.lab.moment is before


def test_picture_and_numbers_are_exported(room, tmp_path, monkeypatch):
    files = room.tab.findChild(XorFilesController)
    files.save_picture_to(tmp_path / "network.svg")
    text = (tmp_path / "network.svg").read_text(encoding="utf-8")
    assert text.lstrip().startswith("<?xml")
    assert text.count("<path") + text.count("<polyline") + text.count("<ellipse") > 10
    files.save_picture_to(tmp_path / "network.png")
    image = QImage(str(tmp_path / "network.png"))
    assert image.width() == 3 * room.tab.picture.width()
    monkeypatch.setattr(
        "ocr_app.controllers.xor_files.file_to_save", lambda *_: tmp_path / "numbers.csv"
    )
    room.find(QAction, "xorSaveNumbers").trigger()
    expected = saving.to_csv(room.lab.state(), room.lab.curves)
    assert Path(tmp_path / "numbers.csv").read_text() == expected


# The tour


def test_the_tour_is_followed_by_doing_what_it_says(qtbot):
    room = Room(qtbot)
    tour = room.tab.findChild(XorTourController)
    room.click("xorTourButton")
    assert tour.is_open

    def done_and_next():
        assert room.tab.tour.task.startswith("✓ Done"), TOUR[tour.number].title
        room.click("xorTourNext")

    room.edit_weight(Weight(1, 0, 0), room.tab.locale().toString(1.5, "f", 1))
    room.click("xorUndo")
    done_and_next()
    for _ in range(2):
        room.click("xorNextButton")
    done_and_next()
    for _ in range(4):
        room.click("xorNextButton")
        done_and_next()
    assert room.main.preset_key == "xor"
    room.choose("xorSpeed", len(SPEEDS) - 1)
    room.click("xorTrainButton")
    room.qtbot.waitUntil(lambda: not room.main.is_running, timeout=60_000)
    done_and_next()
    room.open_view(room.tab.hidden_space)
    done_and_next()
    assert room.main.preset_key == "xor-2"
    room.lab.learn(12_000)
    room.main.refresh()
    room.click("xorRemedyNewStart")
    done_and_next()
    surface = room.tab.surface
    room.click_at(surface, surface.place_of(1.1, 0.1))
    done_and_next()
    assert not tour.is_open
    assert room.memory.tour_step == 0
    room.window.close()


@pytest.mark.parametrize("step", [3, 4])
def test_in_a_small_window_the_tour_shows_the_arithmetic_it_speaks_of(qtbot, step):
    room = Room(qtbot, Memory(step), size=(900, 600))
    room.click("xorTourButton")
    room.click("xorNextButton")
    assert room.tab.tour.task.startswith("✓ Done")
    panel, formula = room.tab.arithmetic, room.find(QWidget, "formula_gradient")
    top = formula.mapTo(panel.viewport(), QPoint(0, 0)).y()
    assert top + formula.height() <= panel.viewport().height()
    assert panel.verticalScrollBar().maximum() > 0


def test_the_tour_can_be_skipped_left_and_resumed(qtbot):
    memory = Memory()
    room = Room(qtbot, memory)
    room.click("xorTourButton")
    for _ in range(4):
        room.click("xorTourNext")
    room.click("xorTourBack")
    room.click("xorTourClose")
    assert not room.tab.tour.isVisible()
    assert room.find(QPushButton, "xorTourButton").text() == "Resume &tour"
    again = Room(qtbot, Memory(memory.tour_step))
    again.click("xorTourButton")
    assert again.tab.findChild(XorTourController).number == 3
    assert again.lab.phase.kind.value == "error"
    for each in (room, again):
        each.window.close()


def test_each_step_of_the_tour_asks_for_something_and_is_short():
    keys = {preset.key for preset in PRESETS}
    for step in TOUR:
        assert step.awaits in EVENTS
        assert step.preset in keys
        assert len(step.text) < 200
        assert len(step.task) < 90

"""The XOR lab goes on where it was left."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QPushButton, QTabWidget, QWidget

from ocr_app.controllers.xor_lab import XorLabController
from ocr_app.engine.xor_lab import saving
from ocr_app.paths import lab_file
from ocr_app.xor_room import make_xor_room

LEFT = Qt.MouseButton.LeftButton


class Memory:
    tour_step = -1


class Session:
    """One start of the application, as far as the lab is concerned."""

    def __init__(self, qtbot):
        self.qtbot, self.window = qtbot, QWidget()
        self.tab = make_xor_room(self.window, Memory())
        self.lab = self.tab.findChild(XorLabController).lab
        qtbot.addWidget(self.window)
        qtbot.addWidget(self.tab)
        self.tab.resize(1000, 760)
        self.window.show()
        with qtbot.waitExposed(self.tab):
            self.tab.show()

    def click(self, name):
        self.qtbot.mouseClick(self.tab.findChild(QPushButton, name), LEFT)

    def choose(self, name, text):
        box = self.tab.findChild(QComboBox, name)
        box.setCurrentText(text)
        box.activated.emit(box.currentIndex())

    def end(self):
        self.window.close()
        self.tab.close()


def text_of(session):
    return session.tab.status.text


def test_it_goes_on_where_it_was_left(qtbot):
    first = Session(qtbot)
    first.choose("xorPreset", "XOR, 2 units")
    for _ in range(3):
        first.click("xorStepButton")
    first.choose("xorSpeed", "Fastest")
    first.tab.views.setCurrentWidget(first.tab.errors)
    first.end()

    second = Session(qtbot)
    assert second.lab.settings == first.lab.settings
    np.testing.assert_array_equal(second.lab.moment.parameters, first.lab.moment.parameters)
    assert second.lab.moment.epoch == 3
    assert second.tab.findChild(QComboBox, "xorPreset").currentText() == "XOR, 2 units"
    assert second.tab.findChild(QComboBox, "xorSpeed").currentText() == "Fastest"
    views = second.tab.findChild(QTabWidget, "xorViews")
    assert views.currentWidget() is second.tab.errors
    assert text_of(second).startswith("Epoch 3, ")
    assert not second.lab.edits.undo_text  # nobody has changed anything in this session
    second.click("xorStepButton")
    first.lab.finish_epoch()
    np.testing.assert_array_equal(second.lab.moment.parameters, first.lab.moment.parameters)
    second.click("xorResetButton")
    assert second.lab.moment.n_steps == 0
    np.testing.assert_array_equal(second.lab.moment.parameters, first.lab.moment.start)
    second.end()


def test_settings_and_own_points_are_kept(qtbot):
    first = Session(qtbot)
    first.choose("xorPreset", "Own points")
    surface = first.tab.surface
    qtbot.mouseClick(surface, LEFT, pos=surface.place_of(0.25, 0.5).toPoint())
    box = first.tab.findChild(QDoubleSpinBox, "xorLearningRate")
    box.setValue(1.25)
    first.end()
    second = Session(qtbot)
    assert second.lab.problem == first.lab.problem
    assert second.lab.problem.n_rows == 11
    assert second.lab.settings.learning_rate == 1.25
    second.end()


def test_leaving_the_tab_keeps_the_state_too(qtbot):
    session = Session(qtbot)
    session.click("xorStepButton")
    session.tab.hide()
    assert saving.load(lab_file()).epoch == 1
    session.end()


def test_at_the_first_start_there_is_the_usual_lab_and_nothing_to_say(qtbot):
    session = Session(qtbot)
    assert session.lab.moment.n_steps == 0
    assert "could not be read" not in text_of(session)
    session.end()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b'{"format": "ocr-app XOR lab", "version": 99}'],
)
def test_a_damaged_file_is_told_about_put_aside_and_the_lab_begins_anew(qtbot, content):
    lab_file().parent.mkdir(parents=True, exist_ok=True)
    lab_file().write_bytes(content)
    session = Session(qtbot)
    assert "could not be read" in text_of(session)
    assert "xor-lab.damaged.json" in text_of(session)
    assert lab_file().with_name("xor-lab.damaged.json").read_bytes() == content
    assert session.lab.moment.n_steps == 0
    session.click("xorStepButton")
    assert text_of(session).startswith("Epoch 1")
    session.end()
    again = Session(qtbot)
    assert again.lab.moment.epoch == 1
    again.end()


def test_a_second_damaged_file_does_not_take_the_place_of_the_first(qtbot):
    lab_file().parent.mkdir(parents=True, exist_ok=True)
    for content in (b"one", b"two"):
        lab_file().write_bytes(content)
        session = Session(qtbot)
        session.end()
    assert "xor-lab.damaged-2.json" in text_of(session)
    kept = [lab_file().with_name(f"xor-lab.damaged{n}.json").read_bytes() for n in ("", "-2")]
    assert kept == [b"one", b"two"]


def test_a_damaged_file_that_cannot_be_renamed_is_left_as_it_is(qtbot, monkeypatch):
    def refuse(path, target):
        raise PermissionError(13, "Permission denied", str(path))

    lab_file().parent.mkdir(parents=True, exist_ok=True)
    lab_file().write_bytes(b"one")
    monkeypatch.setattr(Path, "rename", refuse)
    session = Session(qtbot)
    assert "could not be read" in text_of(session)
    session.click("xorStepButton")
    session.end()
    assert lab_file().read_bytes() == b"one"


@pytest.mark.parametrize(
    "seen", [None, 3, {"preset": "parity"}, {"preset": 5, "view": [], "speed": "none", "more": 1}]
)
def test_what_is_wrong_about_the_way_it_was_looked_at_is_left_out(qtbot, seen):
    session = Session(qtbot)
    session.click("xorStepButton")
    session.end()
    lab_file().write_text(json.dumps({**json.loads(lab_file().read_text()), "seen": seen}))
    again = Session(qtbot)
    assert again.lab.moment.epoch == 1
    assert again.tab.findChild(QComboBox, "xorPreset").currentIndex() == -1
    again.end()


def test_a_folder_that_cannot_be_written_to_lets_people_leave_all_the_same(qtbot):
    session = Session(qtbot)
    lab_file().mkdir(parents=True)  # a folder in its place: nothing can be written there
    session.click("xorStepButton")
    session.end()
    assert lab_file().is_dir()
    again = Session(qtbot)
    assert "could not be read" in text_of(again)
    again.end()

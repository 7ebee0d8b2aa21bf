"""The XOR lab in impatient hands: nothing breaks, freezes or is lost."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QMessageBox, QPushButton, QWidget

from ocr_app.controllers.xor_files import XorFilesController
from ocr_app.controllers.xor_lab import XorLabController
from ocr_app.controllers.xor_pace import FRAME_SECONDS, LONGEST_SLICE, SHORTEST_SLICE, Pace
from ocr_app.engine.diagram import Weight
from ocr_app.engine.xor_lab.presets import PRESETS
from ocr_app.widgets.xor.transport_bar import SPEEDS
from ocr_app.xor_room import make_xor_room

LEFT = Qt.MouseButton.LeftButton


class Memory:
    tour_step = -1


@pytest.fixture
def tab(qtbot):
    window = QWidget()
    made = make_xor_room(window, Memory())
    qtbot.addWidget(window)
    qtbot.addWidget(made)
    made.resize(1000, 760)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


@pytest.fixture
def told(qtbot):
    """What message boxes have said; each is closed."""
    texts = []

    def close():
        for box in QApplication.topLevelWidgets():
            if isinstance(box, QMessageBox) and box.isVisible():
                texts.append(box.informativeText())
                box.accept()

    timer = QTimer()
    timer.timeout.connect(close)
    timer.start(10)
    yield texts
    timer.stop()


def lab_of(tab):
    return tab.findChild(XorLabController).lab


def test_presets_are_changed_quickly_while_it_trains_at_full_speed(qtbot, tab):
    tab.transport.set_speed(SPEEDS[-1])
    box, play = tab.findChild(QComboBox, "xorPreset"), tab.findChild(QPushButton, "xorTrainButton")
    for number in range(3 * len(PRESETS)):
        qtbot.mouseClick(play, LEFT)
        QApplication.processEvents()
        at = (7 * number) % len(PRESETS)
        box.setCurrentIndex(at)
        box.activated.emit(at)
        tab.views.setCurrentIndex(number % tab.views.count())
        QApplication.processEvents()
        assert lab_of(tab).problem == PRESETS[at].problem
        assert lab_of(tab).moment.n_steps == 0
        if number % 3 == 0:
            tab.undo_requested.emit()
            tab.redo_requested.emit()
            assert lab_of(tab).problem == PRESETS[at].problem


def test_after_a_preset_undo_brings_back_what_was_there(tab):
    main, lab = tab.findChild(XorLabController), lab_of(tab)
    lab.learn(40)
    before = lab.moment
    main.use_preset(PRESETS[-1])
    main.use_preset(PRESETS[1])
    tab.undo_requested.emit()
    tab.undo_requested.emit()
    np.testing.assert_array_equal(lab.moment.parameters, before.parameters)
    assert lab.moment.n_steps == 40
    assert tab.status.text.startswith("Epoch 10")


@pytest.mark.parametrize("value", [1e6, -1e6, 1e-12])
def test_extreme_weights_are_shown_in_every_view(tab, value):
    main, lab = tab.findChild(XorLabController), lab_of(tab)
    lab.set_parameter(0, 0, 0, value)
    lab.set_parameter(1, 0, 1, -value)
    for view in (tab.surface, tab.hidden_space, tab.errors, tab.landscape):
        tab.views.setCurrentWidget(view)
        lab.learn(40)
        main.refresh()
        QApplication.processEvents()
    assert np.isfinite(lab.moment.parameters).all()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e7])
def test_impossible_weights_are_refused_in_a_sentence(tab, told, value):
    before = lab_of(tab).moment.parameters
    tab.picture.weight_edited.emit(Weight(0, 0, 0), value)
    assert told == ["A weight is a number from −1,000,000 to 1,000,000."]
    np.testing.assert_array_equal(lab_of(tab).moment.parameters, before)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_the_largest_network_at_the_largest_rate_says_what_is_wrong(tab, activation):
    main, lab = tab.findChild(XorLabController), lab_of(tab)
    lab.configure(
        replace(
            lab.settings,
            hidden_layer_sizes=(8, 8, 8),
            learning_rate=100.0,
            momentum=0.99,
            activation=activation,
        )
    )
    main.begin_again(None)
    lab.learn(2000)
    main.refresh()
    assert tab.status.text.split(".")[1].strip().startswith("⚠")
    assert tab.status.findChild(QPushButton, "xorRemedySmallerRate").isVisible()


def test_places_that_cannot_be_written_to_are_told_about(tab, told, tmp_path):
    files = tab.findChild(XorFilesController)
    files.save_picture_to(tmp_path / "none" / "network.svg")
    files.save_picture_to(tmp_path / "none" / "network.png")
    assert told[0].startswith("network.svg could not be written: ")
    assert told[1].startswith("network.png could not be written")
    files.open_file(tmp_path)
    assert told[2].startswith(f"{tmp_path.name} could not be read: ")


def test_the_window_answers_while_it_trains_at_full_speed(qtbot, tab):
    lab = lab_of(tab)
    lab.learn(4000, until_solved=True)  # from here on it goes on until it is paused
    tab.transport.set_speed(SPEEDS[-1])
    play = tab.findChild(QPushButton, "xorTrainButton")
    before = lab.moment.n_steps
    qtbot.mouseClick(play, LEFT)
    qtbot.waitUntil(lambda: lab.moment.n_steps > before + 1000)
    start = time.thread_time()
    qtbot.mouseClick(play, LEFT)
    paused_at = lab.moment.n_steps
    assert time.thread_time() - start < 1.0
    QApplication.processEvents()
    assert lab.moment.n_steps == paused_at


def test_steps_take_what_pictures_leave():
    pace, now = Pace(), 0.0
    pace.begin(now)
    for picture in (0.005,) * 60:
        now += pace.slice_seconds + picture
        pace.note(now)
    assert pace.slice_seconds == pytest.approx(min(LONGEST_SLICE, FRAME_SECONDS - 0.005))
    for picture in (0.015,) * 60:
        now += pace.slice_seconds + picture
        pace.note(now)
    assert pace.slice_seconds + 0.015 == pytest.approx(FRAME_SECONDS)
    for picture in (0.5,) * 20:
        now += pace.slice_seconds + picture
        pace.note(now)
    assert pace.slice_seconds == SHORTEST_SLICE

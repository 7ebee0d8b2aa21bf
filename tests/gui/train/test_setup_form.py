"""The form of a training's settings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QPushButton,
    QSlider,
    QSpinBox,
    QToolButton,
)
from train_room import LEFT

from ocr_app.engine.workbench.presets import PRESETS
from ocr_app.widgets.train.setup_form import SetupForm


@pytest.fixture
def form(qtbot):
    made = SetupForm()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_the_form_shows_every_preset_exactly(form, preset):
    form.set_setup(preset.setup)
    assert form.setup == preset.setup
    assert form.findChild(QComboBox, "setupPreset").currentText() == preset.name
    assert form.findChild(QLabel, "setupSentence").text() == preset.sentence


def test_a_changed_preset_is_no_preset_any_more(form):
    QTest.keyClick(form.findChild(QSpinBox, "setup_max_iter"), Qt.Key.Key_Up)
    assert form.findChild(QComboBox, "setupPreset").currentText() == "Own settings"
    QTest.keyClick(form.findChild(QSpinBox, "setup_max_iter"), Qt.Key.Key_Down)
    assert form.findChild(QComboBox, "setupPreset").currentText() == PRESETS[0].name


def test_layers_are_added_and_removed(form):
    add = form.findChild(QPushButton, "addLayer")
    (first,) = form.setup.hidden_layer_sizes
    for _ in range(4):
        QTest.mouseClick(add, LEFT)
    halved = (first, first // 2, first // 4, first // 8, first // 16)
    assert form.setup.hidden_layer_sizes == halved
    assert not add.isEnabled()
    QTest.mouseClick(form.findChild(QToolButton, "removeLayer1"), LEFT)
    assert form.setup.hidden_layer_sizes == halved[1:]
    assert add.isEnabled()
    box = form.findChild(QSpinBox, "layer2")
    box.selectAll()
    QTest.keyClicks(box, "5000")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert form.setup.hidden_layer_sizes[1] <= 1024


def test_the_slider_and_the_box_of_the_learning_rate_agree(form):
    slider = form.findChild(QSlider, "setup_learning_rate_initSlider")
    box = form.findChild(QDoubleSpinBox, "setup_learning_rate_initBox")
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_PageUp)
    assert box.value() == pytest.approx(0.032)
    assert form.setup.learning_rate_init == pytest.approx(0.032)
    box.selectAll()
    QTest.keyClicks(box, "0.0001")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert slider.value() == 40


def test_fields_that_do_not_apply_say_why(form):
    momentum = form.findChild(QDoubleSpinBox, "setup_momentum")
    assert not momentum.isEnabled()
    assert "Adam" in momentum.toolTip()
    solver = form.findChild(QComboBox, "setup_solver")
    solver.setFocus()
    QTest.keyClick(solver, Qt.Key.Key_Down)
    assert momentum.isEnabled()

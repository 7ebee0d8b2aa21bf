"""The views of the XOR tab, and how it looks, with real clicks."""

from __future__ import annotations

import numpy as np
import pytest
from lab_room import LEFT, Room, opened
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QAction, QImage, QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)

from ocr_app.controllers.xor_success import XorSuccessController
from ocr_app.engine.xor_lab.presets import PRESETS
from ocr_app.widgets.theme import LIGHT, apply_theme
from ocr_app.widgets.xor.landscape_view import _told_apart
from ocr_app.widgets.xor.points import _paint_text


@pytest.fixture
def room(qtbot):
    yield from opened(qtbot)


# Views


def test_the_hidden_space_says_whether_it_is_separable(room):
    room.choose("xorPreset", 2)
    room.open_view(room.tab.hidden_space)
    assert "✓ Linearly separable" in room.tab.hidden_space.sentence
    room.choose("xorPreset", 4)
    room.open_view(room.tab.hidden_space)
    assert "two or more hidden units" in room.tab.hidden_space.sentence


@pytest.mark.parametrize(("x", "y"), [(80, 12), (80, 90), (12, 50), (150, 50)])
def test_outputs_are_written_beside_a_point_before_they_leave_the_picture(qapp, x, y):
    image = QImage(160, 100, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    at, picture = QPointF(x, y), QRectF(0, 0, 160, 100)
    below = QRectF(x - 30, y + 9, 60, 30)  # another point is there
    label = _paint_text(painter, LIGHT, at, "✓ 0.91", [below])
    painter.end()
    assert picture.contains(label)
    assert not label.intersects(below)


def test_units_of_the_hidden_space_are_chosen(room):
    room.open_view(room.tab.hidden_space)
    room.choose("xorHiddenUp", 3)
    expected = room.lab.network.forward(room.lab.problem.X).outputs[0][:, [0, 3]]
    np.testing.assert_allclose(room.tab.hidden_space._map.space.points, expected)


def test_the_hidden_space_looks_at_units_that_show_the_solution_until_others_are_chosen(room):
    room.lab.learn(4000, until_solved=True)
    room.open_view(room.tab.hidden_space)
    assert "here a straight line parts" in room.tab.hidden_space.sentence
    shown = [room.find(QComboBox, f"xorHidden{way}").currentIndex() for way in ("Across", "Up")]
    assert shown != [0, 1]
    room.tab.hidden_space.units_chosen.emit(0, 1)
    assert "all 4 units together, though no straight line" in room.tab.hidden_space.sentence


def test_the_curve_is_drawn_at_once(room):
    room.open_view(room.tab.errors)
    plot = room.tab.errors.plot
    room.lab.learn(400)
    room.main.refresh()  # and no turn of the event loop after it
    last = plot.points("this run")[-1]
    assert f"{last[1]:.3g}" in plot.accessibleDescription()
    drawn = plot._axes._lines["this run"].getData()[1]
    assert drawn[-1] == last[1]


def test_earlier_runs_and_a_logarithmic_axis_are_drawn_with_what_they_have(room):
    room.open_view(room.tab.errors)
    room.lab.learn(400)
    room.click("xorNewStartButton")
    room.click("xorStepButton")
    plot = room.tab.errors.plot
    earlier = np.array(plot.points("earlier run 1"))
    line = plot._axes._lines["earlier run 1"]
    np.testing.assert_array_equal(line.getData()[1], earlier[:, 1])
    box = room.find(QCheckBox, "xorErrorLog")
    room.qtbot.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    room.qtbot.waitUntil(lambda: line.getData()[1][0] < 0)
    np.testing.assert_allclose(line.getData()[1], np.log10(earlier[:, 1]))
    room.qtbot.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    room.find(QAction, "xorForget").trigger()
    assert not len(line.getData()[0] if line.getData()[0] is not None else ())


def test_the_curve_keeps_earlier_runs(room):
    room.open_view(room.tab.errors)
    room.lab.learn(400)
    room.click("xorNewStartButton")
    room.click("xorStepButton")
    plot = room.tab.errors.plot
    assert len(plot.points("earlier run 1")) > 5
    assert [x for x, _ in plot.points("this run")] == [0, 0.25, 0.5, 0.75, 1] or len(
        plot.points("this run")
    ) == 2
    room.find(QAction, "xorForget").trigger()
    assert plot.points("earlier run 1") == []


def test_the_landscape_has_the_path_and_two_different_weights(room):
    room.lab.learn(400)
    room.open_view(room.tab.landscape)
    shown = room.tab.landscape._map
    assert len(shown.path) > 5
    room.choose("xorLandscapeAcross", 5)
    assert shown.landscape.across == 5
    np.testing.assert_array_equal(shown.path[-1][0], room.lab.moment.parameters[5])
    room.choose("xorLandscapeUp", 5)
    assert shown.landscape.across != shown.landscape.up
    assert "error at the ball" in room.tab.landscape.accessibleDescription()


def test_how_often_it_works_is_counted_in_the_background_and_cancelled(room):
    room.open_view(room.tab.success)
    counter = room.tab.findChild(XorSuccessController)
    room.click("xorSuccessStart")
    assert counter.is_running
    room.qtbot.waitUntil(lambda: bool(room.tab.success._table.results), timeout=60_000)
    room.click("xorSuccessStart")
    assert not counter.is_running
    assert room.find(QPushButton, "xorSuccessStart").text() == "Tr&y many starts"
    assert "of 200 starts" in room.find(QWidget, "xorSuccessText").text()
    # Another problem would make other numbers.
    room.choose("xorPreset", 5)
    assert room.tab.success._table.results == {}


def test_parity_is_seen_slice_by_slice(room):
    room.choose("xorPreset", [preset.key for preset in PRESETS].index("parity"))
    assert room.tab.surface._numbers == (0, 2, 4, 6)
    room.choose("xorInput", 5)
    assert room.tab.surface._numbers == (1, 3, 5, 7)
    assert len(room.cells(0)) == 8


# Looks


def test_every_control_has_a_name_and_a_tip(room):
    for kind in (QPushButton, QSpinBox, QDoubleSpinBox, QComboBox, QToolButton, QCheckBox):
        for control in room.tab.findChildren(kind):
            if control.objectName().startswith(("qt_", "ScrollLeft", "ScrollRight")):
                continue
            if control.parent() is room.tab.picture:
                continue
            assert control.objectName().startswith("xor"), control
            assert control.accessibleName(), control.objectName()
            assert control.toolTip(), control.objectName()


@pytest.mark.parametrize("preset", [preset.key for preset in PRESETS])
def test_nothing_is_clipped_in_the_smallest_window(qtbot, preset):
    room = Room(qtbot, size=(720, 590))
    room.main.use_preset(next(each for each in PRESETS if each.key == preset))
    room.tab.grab()
    assert (room.tab.width(), room.tab.height()) == (720, 590)
    for child in room.tab.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if child.isVisible():
            assert room.tab.rect().contains(child.geometry()), child.objectName()
    for control in room.tab.findChildren(QWidget):
        is_scrolled = room.tab.arithmetic.isAncestorOf(control)
        if control.isVisible() and control.objectName().startswith("xor") and not is_scrolled:
            place = QRect(control.mapTo(room.tab, QPoint(0, 0)), control.size())
            assert room.tab.rect().contains(place), control.objectName()
    room.window.close()


def test_large_text_for_a_projector(room):
    before = room.find(QPushButton, "xorTrainButton").font().pointSizeF()
    room.find(QAction, "xorLargeText").trigger()
    assert room.find(QPushButton, "xorTrainButton").font().pointSizeF() > 1.3 * before
    room.tab.grab()
    room.find(QAction, "xorLargeText").trigger()
    assert room.find(QPushButton, "xorTrainButton").font().pointSizeF() == before


def test_large_text_leaves_room_for_the_landscape_and_the_seed_beside_the_tour(qtbot):
    room = Room(qtbot, size=(1280, 700))
    room.find(QAction, "xorLargeText").trigger()
    room.click("xorTourButton")
    room.type_number(QSpinBox, "xorSeed", 20_003)
    room.lab.learn(400)
    room.open_view(room.tab.landscape)
    room.tab.grab()
    assert (room.tab.width(), room.tab.height()) == (1280, 700)
    line = room.tab.fontMetrics().lineSpacing()
    assert room.tab.landscape._map.height() > 5 * line
    assert room.tab.landscape.rect().contains(room.tab.landscape._map.geometry())
    seed = room.find(QSpinBox, "xorSeed")
    field = seed.findChild(QLineEdit)
    assert seed.fontMetrics().horizontalAdvance("20003") < field.width()
    room.window.close()


def test_the_landscapes_colours_are_told_apart_by_their_numbers():
    assert _told_apart(0.1191, 0.1211, 0.1432) == ("0.119", "0.121", "0.143")
    assert _told_apart(0.0, 0.04, 0.15) == ("0.00", "0.04", "0.15")
    assert _told_apart(0.125, 0.125, 0.125)[0].startswith(
        "0.125"
    )  # all the same: no endless search


def test_it_follows_light_and_dark(room, qapp):
    def shown():
        image = room.tab.surface.grab().toImage()
        return image.pixelColor(image.width() // 2, image.height() // 3).lightness()

    room.lab.learn(4000, until_solved=True)
    room.main.refresh()
    try:
        apply_theme(qapp, Qt.ColorScheme.Dark)
        room.qtbot.waitUntil(lambda: shown() < 128)
    finally:
        apply_theme(qapp, Qt.ColorScheme.Light)
    room.qtbot.waitUntil(lambda: shown() > 128)

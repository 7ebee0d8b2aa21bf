"""Backpropagation on one's own drawing, in the real window, with real clicks and keys."""

from __future__ import annotations

import numpy as np
import pytest
from mouse import drag
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QPushButton,
    QTabWidget,
    QToolButton,
    QWidget,
)

from nn import Network
from ocr_app.controllers.lesson import LessonController
from ocr_app.engine.diagram import Unit, Weight
from ocr_app.engine.lesson import begin_lesson
from ocr_app.widgets.lesson.lesson_view import LessonView

LEFT = Qt.MouseButton.LeftButton
SEVEN = [(0.25, 0.2), (0.5, 0.2), (0.75, 0.2), (0.6, 0.5), (0.45, 0.85)]


@pytest.fixture
def network():
    made = Network((64, 30, 11))
    made.initialize(np.random.default_rng(0))
    return made


@pytest.fixture
def lesson(qtbot, network):
    view = LessonView()
    qtbot.addWidget(view)
    view.resize(900, 560)
    controller = LessonController(view, lambda: network, view)
    controller.show_drawing(np.random.default_rng(1).random((8, 8)).astype(np.float32))
    view.show()
    qtbot.waitExposed(view)
    view.controller = controller
    return view


def click(view, name):
    for kind in (QPushButton, QToolButton):
        if (button := view.findChild(kind, name)) is not None:
            QTest.mouseClick(button, LEFT)
            return
    raise AssertionError(name)


def verdict(view):
    return view.findChild(QWidget, "lessonVerdict").text()


def texts(view):
    return "\n".join(formula.accessibleDescription() for formula in view.panel.formulas)


def checked(view):
    buttons = [view.findChild(QToolButton, f"lessonDigit{digit}") for digit in range(10)]
    return [digit for digit, button in enumerate(buttons) if button.isChecked()]


def test_it_begins_with_what_is_read(lesson, network):
    state = begin_lesson(network, lesson.controller._pixels, None, 0.01)
    assert checked(lesson) == [state.predicted]
    assert lesson.findChild(QWidget, "lessonPart").text() == "Part 1 of 7"
    assert not lesson.findChild(QPushButton, "lessonBack").isEnabled()


def test_next_and_back_lead_through_all_parts(lesson):
    said = [texts(lesson)]
    for _ in range(6):
        click(lesson, "lessonNext")
        said.append(texts(lesson))
    assert len(set(said)) == 7
    assert not lesson.findChild(QPushButton, "lessonNext").isEnabled()
    assert lesson.findChild(QPushButton, "lessonBack").isEnabled()
    for before in said[-2::-1]:
        click(lesson, "lessonBack")
        assert texts(lesson) == before


def test_the_keyboard_stays_on_the_buttons_at_both_ends(lesson):
    button = lesson.findChild(QPushButton, "lessonNext")
    button.setFocus()
    for _ in range(6):
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert lesson.findChild(QPushButton, "lessonBack").hasFocus()


def test_another_true_digit_changes_the_error(lesson, network):
    click(lesson, "lessonDigit8")
    assert checked(lesson) == [8]
    state = begin_lesson(network, lesson.controller._pixels, 8, 0.01)
    for _ in range(3):
        click(lesson, "lessonNext")
    assert f"= {state.error:.3f}" in texts(lesson)


def test_a_step_moves_the_reading_and_undo_brings_it_back(lesson, network):
    click(lesson, "lessonDigit8")
    before, kept = lesson.picture.diagram, network.parameters.copy()
    said = verdict(lesson)
    assert said.startswith("If you take this step: output 8 goes from")
    click(lesson, "lessonApply")
    assert verdict(lesson).startswith("Step 1 is taken: output 8 goes from")
    after = lesson.picture.diagram
    assert after.columns[-1].values[8] > before.columns[-1].values[8]
    assert np.array_equal(network.parameters, kept), "the network in use stays as it was"
    click(lesson, "lessonApply")
    assert verdict(lesson).startswith("Step 2 is taken")
    click(lesson, "lessonUndo")
    click(lesson, "lessonUndo")
    assert not lesson.findChild(QPushButton, "lessonUndo").isEnabled()
    assert verdict(lesson) == said
    assert np.array_equal(lesson.picture.diagram.columns[-1].values, before.columns[-1].values)


def test_what_the_step_promised_is_what_it_does(lesson):
    click(lesson, "lessonDigit3")
    promised = verdict(lesson).partition(": ")[2]
    click(lesson, "lessonApply")
    assert verdict(lesson).partition(": ")[2] == promised


def test_the_learning_rate_changes_what_the_step_would_do(lesson):
    click(lesson, "lessonDigit8")
    before = verdict(lesson)
    box = lesson.findChild(QDoubleSpinBox, "lessonRateBox")
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "0.5")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert verdict(lesson) != before


def test_clicks_in_the_picture_choose_the_weight(lesson):
    for _ in range(4):
        click(lesson, "lessonNext")
    unit = Unit(1, lesson.picture.diagram.columns[1].shown[-1])
    QTest.mouseClick(lesson.picture, LEFT, pos=lesson.picture.place_of(unit).toPoint())
    output = Unit(2, 5)
    QTest.mouseClick(lesson.picture, LEFT, pos=lesson.picture.place_of(output).toPoint())
    words = " ".join(label.text() for label in lesson.panel.findChildren(QLabel))
    assert f"w leads from hidden unit {unit.number + 1} to output 5." in words
    assert Weight(1, 5, unit.number) in lesson.picture._weights
    click(lesson, "lessonNext")
    pixel = Unit(0, 8 * 2 + 3)
    QTest.mouseClick(lesson.picture, LEFT, pos=lesson.picture.place_of(pixel).toPoint())
    words = " ".join(label.text() for label in lesson.panel.findChildren(QLabel))
    assert "from the pixel in row 3, column 4" in words


def test_a_click_on_a_term_shows_its_number(lesson):
    for _ in range(4):
        click(lesson, "lessonNext")
    view = lesson.panel.formulas[1]
    lesson.panel.ensureWidgetVisible(view)
    QTest.mouseClick(view, LEFT, pos=view.place_of("term2").toPoint())
    assert view.marked == {"term2"}
    click(lesson, "lessonNext")
    assert lesson.panel.formulas[0].marked == frozenset()


def test_without_a_drawing_it_says_what_to_do(lesson):
    click(lesson, "lessonDigit8")
    lesson.controller.show_drawing(None)
    assert "Draw a digit" in lesson.picture.accessibleDescription()
    assert checked(lesson) == []
    assert not lesson.findChild(QPushButton, "lessonApply").isEnabled()
    lesson.controller.show_drawing(np.eye(8, dtype=np.float32))
    assert checked(lesson) != []


def test_a_lesson_follows_a_training_until_a_step_is_taken(lesson, network):
    networks = lesson.findChild(QComboBox, "lessonNetwork")
    assert not networks.isEnabled()
    other = Network((64, 12, 10, 10), "sigmoid", "sigmoid")
    other.initialize(np.random.default_rng(3))
    lesson.controller.show_training(other)
    assert networks.isEnabled()
    networks.setFocus()
    QTest.keyClick(networks, Qt.Key.Key_Down)
    assert len(lesson.picture.diagram.columns) == 4
    assert lesson.findChild(QWidget, "lessonPart").text() == "Part 1 of 9"
    later = other.copy()
    later.parameters[:] *= 2
    lesson.controller.show_training(later)
    weight = Weight(2, 3, 1)
    assert lesson.picture.diagram.weight(weight) == pytest.approx(float(later.weights[2][3, 1]))
    click(lesson, "lessonApply")
    lesson.controller.show_training(other)
    assert lesson.picture.diagram.weight(weight) == pytest.approx(
        float(later.weights[2][3, 1]), abs=0.1
    )
    lesson.controller.show_training(None)
    assert networks.currentIndex() == 1, "the steps that were taken are not lost"
    click(lesson, "lessonUndo")
    assert networks.count() == 1
    assert len(lesson.picture.diagram.columns) == 3


def test_a_network_that_has_no_lesson_says_why(qtbot):
    network = Network((64, 5, 10), output_activation="identity")
    view = LessonView()
    qtbot.addWidget(view)
    controller = LessonController(view, lambda: network, view)
    controller.show_drawing(np.eye(8, dtype=np.float32))
    view.show()
    qtbot.waitExposed(view)
    assert "no probabilities" in view.picture.accessibleDescription()


@pytest.mark.parametrize("size", [(450, 300), (696, 230), (696, 330), (1100, 600), (500, 900)])
def test_nothing_is_wider_than_the_view(lesson, size):
    for each in ((900, 500), size):
        lesson.resize(*each)
        QApplication.processEvents()
        QApplication.processEvents()
    assert (lesson.width(), lesson.height()) == size
    for part in (lesson.question, lesson.picture, lesson.panel):
        assert part.mapTo(lesson, part.rect().bottomRight()).x() < size[0]


def test_it_is_in_the_window_and_fits_the_smallest(window, qtbot):
    drag(window.draw_tab.canvas, SEVEN)
    window.resize(736, 680)
    window.tabs.setCurrentIndex(1)
    views = window.findChild(QTabWidget, "trainViews")
    titles = [views.tabText(at) for at in range(views.count())]
    views.setCurrentIndex(titles.index("Lesson"))
    view = window.findChild(QWidget, "lessonView")
    qtbot.waitUntil(view.isVisible)
    assert (window.width(), window.height()) == (736, 680)
    QTest.mouseClick(window.findChild(QPushButton, "hideSettings"), LEFT)
    qtbot.waitUntil(lambda: view.width() > 600)
    network = window.models.model.network
    passed = network.forward(window.recognition.reading.pixels.reshape(1, -1))
    assert np.allclose(view.picture.diagram.columns[-1].values, passed.outputs[-1][0])

    def is_seen(part):
        return view.rect().contains(part.mapTo(view, part.rect().bottomRight()))

    qtbot.waitUntil(lambda: all(map(is_seen, (view.question, view.picture, view.panel))))
    before = network.parameters.copy()
    click(view, "lessonApply")
    assert np.array_equal(window.models.model.network.parameters, before)
